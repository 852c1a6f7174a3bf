/**
 * Takes out of the log, for good, what reading it leaves out already (`sealing/old-names.ts`): people's words that the first
 * release kept in clear. The only thing that ever changes an event, so only the owner of the tables can do it, and it is
 * journalled. The event's place, id, type and metadata stay.
 */
import pg from 'pg';
import type { EventStore, Position, RecordedEvent } from '../store.ts';

export interface Redaction {
  readonly position: Position;
  readonly stream: string;
  readonly type: string;
}

/** Events that are compared together. */
const together = 500;

/**
 * @param ownerUrl connects as the owner of the log's tables
 * @param kept the same log as everybody reads it
 * @param by who wants it, and why; nothing is changed where left out
 * @returns the events whose words are taken out, or would be
 * @throws the server's error where the role does not own the tables
 */
export async function redact(
  ownerUrl: string,
  kept: Pick<EventStore, 'readAll'>,
  by?: { readonly actor: string; readonly reason: string },
): Promise<readonly Redaction[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'healthai redaction' });
  await client.connect();
  try {
    const changed: RecordedEvent[] = [];
    for await (const batch of kept.readAll({ categories: ['import'], batchSize: together }))
      changed.push(...(await differing(client, batch)));
    if (by && changed.length > 0) await write(client, changed, by);
    return changed.map(({ position, stream, type }) => ({ position, stream, type }));
  } finally {
    await client.end();
  }
}

/** Those of which the log holds more than is read of them. */
async function differing(client: pg.Client, events: readonly RecordedEvent[]): Promise<readonly RecordedEvent[]> {
  const concerned = events.filter(({ type }) => type === 'ImportStarted' || type === 'ImportFailed');
  if (concerned.length === 0) return [];
  const { rows } = await client.query<{ position: string; data: object }>(
    'select position::text, data from log.event where position = any($1::bigint[])',
    [concerned.map(({ position }) => `${position}`)],
  );
  const held = new Map(rows.map(({ position, data }) => [position, JSON.stringify(data)]));
  return concerned.filter(({ position, data }) => held.get(`${position}`) !== JSON.stringify(data));
}

async function write(
  client: pg.Client,
  events: readonly RecordedEvent[],
  { actor, reason }: { readonly actor: string; readonly reason: string },
): Promise<void> {
  const partitions = await partitionsOf(client, events);
  const trigger = async (how: 'disable' | 'enable always'): Promise<void> => {
    for (const table of ['log.event', ...partitions])
      await client.query(`alter table ${table} ${how} trigger append_only`);
  };
  await client.query('begin');
  try {
    await trigger('disable');
    for (const { id, position, stream, type, data } of events) {
      await client.query('update log.event set data = $2 where position = $1', [`${position}`, JSON.stringify(data)]);
      await client.query(
        `insert into operations.redaction (position, event_id, stream, type, actor, reason) values ($1, $2, $3, $4, $5, $6)`,
        [`${position}`, id, stream, type, actor, reason],
      );
    }
    await trigger('enable always');
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  // The rows as they were lie in the tables until they are written anew.
  for (const table of partitions) await client.query(`vacuum (full) ${table}`);
  await client.query('checkpoint').catch(() => undefined); // the owner of a given database may not
}

async function partitionsOf(client: pg.Client, events: readonly RecordedEvent[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    'select distinct tableoid::regclass::text as name from log.event where position = any($1::bigint[])',
    [events.map(({ position }) => `${position}`)],
  );
  return rows.map(({ name }) => name);
}
