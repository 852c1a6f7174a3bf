/** Puts what is kept of a log where a system finds it: as the release left it, with no read model yet. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { MIGRATIONS, migrate } from '../../app/migrations.ts';
import { createLog, type Log } from '../../eventstore/eventstoredb/server/log.test-support.ts';
import type { Kept, KeptEvent } from './kept.ts';

/** The last migration of the first release. */
const lastMigration = '008-waiting.sql';

/** Gives an empty database the tables of the first release: what came later is for the system under test to do. */
export async function migrateAsThen(url: string): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthai-migrations-'));
  try {
    for (const name of fs.readdirSync(MIGRATIONS))
      if (name <= lastMigration) fs.copyFileSync(path.join(MIGRATIONS, name), path.join(folder, name));
    await migrate(url, folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Events that one statement writes. */
const together = 2_000;

/** Writes events into the tables of the log as they were: with their positions and times, which no append would give them. */
export async function loadLog(sql: pg.Client, events: readonly KeptEvent[]): Promise<void> {
  await sql.query('select log.add_partition(1, partition_size) from log.head');
  for (let from = 0; from < events.length; from += together)
    await sql.query(
      `insert into log.event (position, recorded_at, decided_at, version, v, event_id, command_id, correlation_id,
         causation_id, stream, type, actor, data)
       select position, "recordedAt", (metadata->>'at')::timestamptz, version, (metadata->>'v')::smallint, id,
         (metadata->>'commandId')::uuid, (metadata->>'correlationId')::uuid, (metadata->>'causationId')::uuid, stream, type,
         metadata->>'actor', data
       from json_to_recordset($1) as event (position bigint, "recordedAt" timestamptz, version int, id uuid, stream text,
         type text, metadata json, data json)`,
      [JSON.stringify(events.slice(from, from + together))],
    );
  await sql.query(
    `insert into log.stream (after, version, stream)
     select min(position) - 1, max(version), stream from log.event group by stream`,
  );
  await sql.query(
    `update log.head h set position = e.position, event_id = e.event_id, recorded_at = e.recorded_at,
       partition_end = 1 + h.partition_size
     from (select * from log.event order by position desc limit 1) e`,
  );
}

/** Fills the tables that no log gives back: keys, accounts, what runs cost. */
export async function loadTables(sql: pg.Client, tables: Kept['tables']): Promise<void> {
  for (const [table, rows] of Object.entries(tables)) {
    const name = table.split('.').map(pg.escapeIdentifier).join('.');
    await sql.query(`delete from ${name}`);
    await sql.query(
      `insert into ${name} overriding system value select * from json_populate_recordset(null::${name}, $1)`,
      [JSON.stringify(rows)],
    );
  }
  for (const [table, column] of [
    ['keys.stated', 'number'],
    ['operations.access', 'access_id'],
  ])
    await sql.query(
      `select setval(pg_get_serial_sequence('${table}', '${column}'), coalesce(max(${column}), 0) + 1, false) from ${table}`,
    );
}

/** Puts a log of the first release in PostgreSQL, with its tables, into an empty database. */
export async function loadAsThen(url: string, { events, tables }: Pick<Kept, 'events' | 'tables'>): Promise<void> {
  await migrateAsThen(url);
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  try {
    await loadTables(sql, tables);
    await loadLog(sql, events);
  } finally {
    await sql.end();
  }
}

/**
 * The log of a server of EventStoreDB that holds these events, each with its time: at their places where they were kept on
 * such a server, else behind one another.
 * @throws where they come to lie elsewhere: then it is not the log as it was
 */
export function serverLog(events: readonly KeptEvent[]): Log {
  const [first] = events;
  let now = first ? Date.parse(first.recordedAt) : 0;
  const log = createLog(() => now);
  // Every server begins its log with what it says of itself.
  const onServer = first?.metadata === null;
  for (const { position, stream, version, id, type, recordedAt, metadata, data } of onServer
    ? events.slice(1)
    : events) {
    now = Date.parse(recordedAt);
    const event = { id, type, contentType: 'application/json', data: bytesOf(data), metadata: bytesOf(metadata) };
    const written = log.append(stream, version - 1, [event]);
    if (written.kind !== 'written' || (onServer && `${written.position}` !== position))
      throw new Error(`the event ${id} does not lie at ${position} any more`);
  }
  return log;
}

const bytesOf = (value: object | null): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** Copies the folder of the release to where a system looks for it, and unpacks its originals. */
export function loadFolder(from: string, to: string): void {
  fs.cpSync(from, to, { recursive: true });
  for (const entry of fs.readdirSync(to, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.gz')) continue;
    const file = path.join(entry.parentPath, entry.name);
    fs.writeFileSync(file.slice(0, -'.gz'.length), gunzipSync(fs.readFileSync(file)));
    fs.rmSync(file);
  }
  fs.chmodSync(path.join(to, 'keys'), 0o700);
  fs.chmodSync(path.join(to, 'keys/key-encryption-key'), 0o600);
}
