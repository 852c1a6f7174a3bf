/** What an import asks of those before it: always one row or a few, however many imports there were. */
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';
import type { MappedColumn } from '../../domain/import/events.ts';
import type { ImportStatus } from '../../domain/import/fold.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';

/** What a source is by now. */
export interface SourceNow {
  /** The definition registered last, and its number; undefined where there is none. */
  readonly definition: SourceDefinition | undefined;
  readonly definitions: number;
  readonly lastImport: Uuid | null;
}

/** A source as the log has told it so far. */
export async function sourceNow(sql: pg.Pool, name: string): Promise<SourceNow> {
  const { rows } = await sql.query<{
    definition: SourceDefinition | null;
    definitions: number;
    last_import: Uuid | null;
  }>('select definition, definitions, last_import from imports.source where name = $1', [name]);
  const [row] = rows;
  return {
    definition: row?.definition ?? undefined,
    definitions: row?.definitions ?? 0,
    lastImport: row?.last_import ?? null,
  };
}

/** A definition of a source by its number. */
export async function definitionNumbered(
  sql: pg.Pool,
  source: string,
  number: number,
): Promise<SourceDefinition | undefined> {
  const { rows } = await sql.query<{ definition: SourceDefinition }>(
    'select definition from imports.source_definition where source = $1 and number = $2',
    [source, number],
  );
  return rows[0]?.definition;
}

/** The columns that people mapped for a source, in the order in which they agreed. */
export async function mappingsOf(sql: pg.Pool, source: string): Promise<readonly (readonly MappedColumn[])[]> {
  const { rows } = await sql.query<{ mapping: MappedColumn[] }>(
    'select mapping from imports.source_definition where source = $1 and mapping is not null order by number',
    [source],
  );
  return rows.map(({ mapping }) => mapping);
}

/** An import by what was accepted of it. */
export interface KnownImport {
  readonly import: Uuid;
  readonly source: string;
  readonly status: ImportStatus;
  readonly digest: string;
  readonly bytes: number;
  readonly fileName: string | null;
  readonly contract: number;
  readonly previous: Uuid | null;
  /** The number of the definition that it is read with, and the header that was found; null before it has started. */
  readonly sourceVersion: number | null;
  readonly header: readonly string[] | null;
  /** Rows of the file, and those that state a value, by field; null in imports of the first release. */
  readonly fileRows: number | null;
  readonly filled: Readonly<Record<string, number>> | null;
  readonly absent: readonly string[] | null;
  /** Position of its acceptance, as text. */
  readonly accepted: string;
  /** When it was accepted: the decision time of all its events. */
  readonly at: string;
}

const columns = `import_id as import, source, status, digest, bytes::float8 as bytes, file_name as "fileName", contract,
  previous_import as previous, source_version as "sourceVersion", header,
  file_rows::float8 as "fileRows", filled, absent, accepted_position::text as accepted,
  to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`;

const one = async (sql: pg.Pool, tail: string, values: readonly unknown[]): Promise<KnownImport | undefined> =>
  (await sql.query<KnownImport>(`select ${columns} from imports.import_run where ${tail}`, [...values])).rows[0];

/** An import by its id. */
export const knownImport = (sql: pg.Pool, id: Uuid): Promise<KnownImport | undefined> =>
  one(sql, 'import_id = $1', [id]);

/** The earliest import of a source that is neither done nor failed. */
export const unfinishedImport = (sql: pg.Pool, source: string): Promise<KnownImport | undefined> =>
  one(sql, `source = $1 and status in ('running', 'paused', 'held') order by accepted_position limit 1`, [source]);

/** The source's latest import that stands, before another one where that is given. */
export const latestStanding = (sql: pg.Pool, source: string, before?: string): Promise<KnownImport | undefined> =>
  one(
    sql,
    `source = $1 and status in ('completed', 'given-up') and ($2::bigint is null or accepted_position < $2::bigint)
     order by accepted_position desc limit 1`,
    [source, before ?? null],
  );

/** The latest completed import of these bytes under this contract. */
export const sameStanding = (
  sql: pg.Pool,
  source: string,
  digest: string,
  contract: number,
): Promise<KnownImport | undefined> =>
  one(
    sql,
    `source = $1 and digest = $2 and contract = $3 and status = 'completed' order by accepted_position desc limit 1`,
    [source, digest, contract],
  );

/** Whether a source ever accepted these bytes, whatever became of them. */
export async function everAccepted(sql: pg.Pool, source: string, digest: string): Promise<boolean> {
  const { rowCount } = await sql.query('select from imports.import_run where source = $1 and digest = $2 limit 1', [
    source,
    digest,
  ]);
  return rowCount === 1;
}

/** Imports of a source that do not stand, though records may come from them: a person withdrew each of them. */
export async function withdrawnImports(sql: pg.Pool, source: string): Promise<ReadonlySet<Uuid>> {
  const { rows } = await sql.query<{ import_id: Uuid }>(
    `select import_id from imports.import_run where source = $1 and status in ('withdrawing', 'withdrawn')`,
    [source],
  );
  return new Set(rows.map((row) => row.import_id));
}
