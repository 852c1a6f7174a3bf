/** What the read model knows of records, as an import asks it: many at once. */
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';

/** What the read model knows of a record before a batch. */
export interface KnownRecord {
  readonly recordId: Uuid;
  /** `statedHash` of its base and of its alternatives, in order. */
  readonly stated: readonly string[];
  readonly baseImport: Uuid | null;
  readonly unstated: boolean;
}

interface Row {
  readonly record_id: Uuid;
  readonly stated: readonly string[];
  readonly base_import: Uuid | null;
  readonly unstated: boolean;
}

const knownOf = ({ record_id, stated, base_import, unstated }: Row): KnownRecord => ({
  recordId: record_id,
  stated,
  baseImport: base_import,
  unstated,
});

/** Those of the ids that have a record. The read model must have reached the head seen when the import was accepted. */
export async function knownRecords(sql: pg.Pool, ids: readonly Uuid[]): Promise<ReadonlyMap<Uuid, KnownRecord>> {
  const { rows } = await sql.query<Row>({
    name: 'known-records',
    text: 'select record_id, stated, base_import, unstated from records.record where record_id = any($1::uuid[])',
    values: [ids],
  });
  return new Map(rows.map((row) => [row.record_id, knownOf(row)]));
}

/** A record that is known by what the spellings of its key have in common. */
export interface SpelledRecord {
  readonly known: KnownRecord;
  /** The text of its key; null for records about people. */
  readonly key: string | null;
  readonly subject: Uuid | null;
}

interface SpelledRow extends Row {
  readonly compared_key: Uuid;
  readonly key: string | null;
  readonly subject: Uuid | null;
}

/** Records by compared key, the earliest first where several of the first release share one. */
export async function recordsByComparedKey(
  sql: pg.Pool,
  keys: readonly Uuid[],
): Promise<ReadonlyMap<Uuid, readonly SpelledRecord[]>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql.query<SpelledRow>({
    name: 'records-by-compared-key',
    text: `select compared_key, key, subject, record_id, stated, base_import, unstated
      from records.record where compared_key = any($1::uuid[])
      order by (select h.from_position from records.record_history h
                where h.record_id = record.record_id and h.version = 0), record_id`,
    values: [keys],
  });
  const found = new Map<Uuid, SpelledRecord[]>();
  for (const row of rows) {
    const record = { known: knownOf(row), key: row.key, subject: row.subject };
    const others = found.get(row.compared_key);
    if (others) others.push(record);
    else found.set(row.compared_key, [record]);
  }
  return found;
}

/** Whom records are about, by record; those about nobody are left out. */
export async function subjectsOf(sql: pg.Pool, ids: readonly Uuid[]): Promise<ReadonlyMap<Uuid, Uuid>> {
  const { rows } = await sql.query<{ record_id: Uuid; subject: Uuid }>(
    'select record_id, subject from records.record where record_id = any($1::uuid[]) and subject is not null',
    [ids],
  );
  return new Map(rows.map((row) => [row.record_id, row.subject]));
}

/** How the records of an import's file stand, by status of their newest content. */
export interface RecordCounts {
  readonly published: number;
  readonly open: number;
  readonly rejected: number;
}

/** How the records stand that an import states by a statement of its own: all of its file, where it is its source's first. */
export const countStatedBy = (sql: pg.Pool, source: string, importId: Uuid): Promise<RecordCounts> =>
  counted(sql, 'source = $1 and base_import = $2', [source, importId]);

/** How the records stand that a source's last snapshot states: neither unstated nor missing from it. */
export const countStatedBySnapshot = (sql: pg.Pool, source: string): Promise<RecordCounts> =>
  counted(
    sql,
    `source = $1 and not unstated
     and not exists (select from imports.missing_record m where m.record_id = record.record_id)`,
    [source],
  );

async function counted(sql: pg.Pool, where: string, values: readonly unknown[]): Promise<RecordCounts> {
  const { rows } = await sql.query<{ status: string; n: string }>(
    `select status, count(*) as n from records.record where ${where} group by status`,
    [...values],
  );
  const of = (status: string): number => Number(rows.find((row) => row.status === status)?.n ?? 0);
  return { published: of('published'), open: of('open'), rejected: of('rejected') };
}
