/** Writes what is kept of a place: the log, the tables beside it, its folder, and what it showed. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { KeptEvent } from '../../kept.ts';
import { shortened } from '../shortened.ts';
import type { Json, Place, ServerRecord } from './place.ts';

/** Tables that no log gives back: keys first of all. */
const tables = [
  'keys.secret',
  'keys.subject',
  'keys.generation',
  'keys.suppression',
  'keys.stated',
  'keys.original',
  'keys.signing',
  'operations.run',
  'operations.access',
  'operations.waiting',
  'accounts.account',
] as const;

/** Records up to which every one is listed. */
const listed = 1_000;

/** Events up to which a log is written as it is: a longer one is written shorter. */
const written = 5_000;

const ndjson = (items: readonly object[]): string => items.map((item) => `${JSON.stringify(item)}\n`).join('');

/** Writes everything into a folder. @param shown what the place showed besides */
export async function keep(place: Place, folder: string, shown: object): Promise<void> {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string): void =>
    fs.writeFileSync(path.join(folder, name), gzipSync(content, { level: 9 }));
  const events = await logOf(place);
  if (events.length <= written) write('log.ndjson.gz', ndjson(events));
  else write('log.short.ndjson.gz', ndjson(events.map(shortened)));
  const log = { events: events.length, sha256: createHash('sha256').update(ndjson(events)).digest('hex') };
  write('tables.json.gz', `${JSON.stringify(await tablesOf(place), null, 1)}\n`);
  writeShown(folder, { ...shown, log, records: await recordsOf(place) });
  keepFolder(place.dataDir, path.join(folder, 'data'));
}

/** What was shown, in a file of its own. */
export const writeShown = (folder: string, shown: object): void =>
  fs.writeFileSync(path.join(folder, 'shown.json.gz'), gzipSync(`${JSON.stringify(shown, null, 1)}\n`, { level: 9 }));

export const readShown = (folder: string): Json =>
  JSON.parse(gunzipSync(fs.readFileSync(path.join(folder, 'shown.json.gz'))).toString('utf8'));

/** JSON that says the same after being read and written: else it would not be kept as it was. */
function parsed(text: string): Json {
  const value: Json = JSON.parse(text);
  if (JSON.stringify(value) !== text) throw new Error(`not the same once read and written: ${text.slice(0, 200)}`);
  return value;
}

async function logOf({ server, sql }: Place): Promise<readonly KeptEvent[]> {
  if (server) return server.log.records.map(ofServer);
  const { rows } = await sql.query(
    `select e.position::text as position, stream, version, type, event_id, command_id, correlation_id, causation_id, actor, v,
       to_char(decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as decided_at,
       to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as recorded_at, data::text as data
     from log.event e order by e.position`,
  );
  return rows.map((row) => ({
    position: row.position,
    stream: row.stream,
    version: row.version,
    id: row.event_id,
    type: row.type,
    recordedAt: row.recorded_at,
    metadata: {
      commandId: row.command_id,
      correlationId: row.correlation_id,
      ...(row.causation_id !== null && { causationId: row.causation_id }),
      actor: row.actor,
      at: row.decided_at,
      v: row.v,
    },
    data: parsed(row.data),
  }));
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

const ofServer = ({ position, stream, revision, id, type, created, data, metadata }: ServerRecord): KeptEvent => ({
  position: `${position}`,
  stream,
  version: revision,
  id,
  type,
  recordedAt: new Date(created).toISOString(),
  // The server's own events have none.
  metadata: metadata.length === 0 ? null : parsed(text(metadata)),
  data: parsed(text(data)),
});

async function tablesOf({ sql }: Place): Promise<Record<string, readonly object[]>> {
  const kept: Record<string, readonly object[]> = {};
  for (const table of tables) {
    const { rows } = await sql.query(`select row_to_json(t) as row from ${table} t order by t::text`);
    kept[table] = rows.map(({ row }) => row);
  }
  return kept;
}

/** How every record stands: how many by type and status, a digest of all, and each by itself where they are not too many. */
async function recordsOf({ sql }: Place): Promise<object> {
  const { rows } = await sql.query(
    `select record_id as record, type, source, status, version, published_version as published
     from records.record order by record_id`,
  );
  const counts: Record<string, number> = {};
  for (const { type, status } of rows) counts[`${type} ${status}`] = (counts[`${type} ${status}`] ?? 0) + 1;
  const digest = createHash('sha256');
  for (const row of rows) digest.update(`${JSON.stringify(row)}\n`);
  return { counts, digest: digest.digest('hex'), ...(rows.length <= listed && { each: rows }) };
}

/** Originals are packed; the rest is small, and can be read. */
function keepFolder(from: string, to: string): void {
  for (const entry of fs.readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(from, file);
    const target = path.join(to, name);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const content = fs.readFileSync(file);
    if (name.startsWith('originals')) fs.writeFileSync(`${target}.gz`, gzipSync(content, { level: 9 }));
    else fs.writeFileSync(target, content);
  }
}
