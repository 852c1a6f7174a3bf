/** Puts what a backup holds into empty tables: events with their positions, times and ids, which no append would give them. */
import path from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { readChained } from './chained.ts';
import type { DataManifest } from './manifest.ts';
import { BackupRefused } from './refused.ts';
import { tablesOf } from './saved-tables.ts';

/** Bytes of rows that one statement takes. */
const together = 4 * 1024 * 1024;

/** Groups of lines that are sent together. */
function* parts(lines: readonly string[]): Generator<readonly string[]> {
  let [part, bytes]: [string[], number] = [[], 0];
  for (const line of lines) {
    part.push(line);
    bytes += line.length;
    if (bytes < together) continue;
    yield part;
    [part, bytes] = [[], 0];
  }
  if (part.length > 0) yield part;
}

/** The log as it was. To be called by its owner, in a transaction. */
export async function loadLog(
  sql: pg.ClientBase,
  folder: string,
  { log, position, lastEvent }: DataManifest,
  onProgress: (step: string, done: number, total?: number) => void,
): Promise<void> {
  if (position === '0') return;
  const { rows } = await sql.query<{ end: string; size: string }>(
    'select partition_end::text as end, partition_size::text as size from log.head',
  );
  let [end, size] = [BigInt(rows[0]?.end ?? 1), BigInt(rows[0]?.size ?? 1)];
  for (; BigInt(position) + size / 2n >= end; end += size)
    await sql.query('select log.add_partition($1, $2)', [`${end}`, `${size}`]);
  let done = 0;
  for await (const lines of readChained(path.join(folder, 'log.ndjson.gz'), log)) {
    for (const part of parts(lines))
      await sql.query('insert into log.event select * from json_populate_recordset(null::log.event, $1)', [
        `[${part.join(',')}]`,
      ]);
    done += lines.length;
    onProgress('events', done, log.lines);
  }
  await sql.query(
    `insert into log.stream (after, version, stream)
     select min(position) - 1, max(version), stream from log.event group by stream`,
  );
  await sql.query(
    `update log.head h set position = $1, event_id = $2, partition_end = $3, recorded_at = e.recorded_at
     from log.event e where e.position = $1`,
    [position, lastEvent, `${end}`],
  );
}

const start = /^\{"table":"([a-z_]+\.[a-z_0-9]+)","row":/;

/** Rows of tables, into tables that are emptied before. @throws BackupRefused where a line names a table that is not of its part */
export async function loadTables(
  sql: pg.ClientBase,
  part: 'data' | 'keys',
  file: string,
  sum: DataManifest['tables'],
): Promise<void> {
  const tables = await tablesOf(sql, part);
  for (const table of tables.toReversed()) await empty(sql, table);
  for await (const lines of readChained(file, sum)) {
    const rows = lines.map((line) => {
      const [before = '', table = ''] = start.exec(line) ?? [];
      if (!tables.includes(table))
        throw new BackupRefused(
          'backup-damaged',
          `${file} holds rows of ${table || 'no table'}: it cannot be restored.`,
        );
      return { table, row: line.slice(before.length, -1) };
    });
    for (const [table, of] of Map.groupBy(rows, ({ table }) => table))
      for (const some of parts(of.map(({ row }) => row)))
        await sql.query(
          `insert into ${table} overriding system value select * from json_populate_recordset(null::${table}, $1)`,
          [`[${some.join(',')}]`],
        );
  }
  for (const table of tables) await goOnNumbering(sql, table);
}

/** Some tables come with a row of their own. Journals refuse to be emptied, and are empty. */
async function empty(sql: pg.ClientBase, table: string): Promise<void> {
  if ((await sql.query(`select from ${table} limit 1`)).rowCount) await sql.query(`delete from ${table}`);
}

const numbered = z.array(z.object({ column: z.string() }));

/** Numbers that a table gives itself go on after the highest that it holds. */
async function goOnNumbering(sql: pg.ClientBase, table: string): Promise<void> {
  const { rows } = await sql.query(
    `select attname as column from pg_attribute where attrelid = $1::regclass and attidentity <> '' and not attisdropped`,
    [table],
  );
  for (const { column } of numbered.parse(rows)) {
    const name = pg.escapeIdentifier(column);
    await sql.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${name}), 0) + 1, false) from ${table}`,
      [table, column],
    );
  }
}
