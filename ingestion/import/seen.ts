/**
 * Which records a file states, of a source that had imports before: kept in a temporary table of a connection of its own,
 * so that neither memory nor log grows with them, and a run that ends in whatever way leaves nothing.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';
import { idsPerEvent } from '../../domain/import/events.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { type Layout, layouts } from '../../projections/record/layout.ts';
import type { RecordCounts } from './known.ts';

/** The records of a source that a snapshot is compared with. */
export interface Against {
  readonly source: string;
  readonly recordType: SourceDefinition['recordType'];
  readonly import: Uuid;
  readonly onMissing: SourceDefinition['onMissing'];
}

/** What a snapshot lacks of what stood. */
export interface Lacking {
  /** Records that stood before it. */
  readonly stood: number;
  /** Those of them that it does not state. */
  readonly missing: number;
  /** Values that are published of the missing ones. */
  readonly publishedValues: number;
}

/** Values that are published, by field, and the records that have any of them. */
export interface Published {
  readonly records: number;
  readonly values: Readonly<Record<string, number>>;
}

export interface Seen {
  /** Notes records that the file states. */
  add(ids: readonly Uuid[]): Promise<void>;
  /** Notes every record of a source: where no row can be told which one it speaks of. */
  addAll(source: string): Promise<void>;
  lacking(against: Against): Promise<Lacking>;
  /** sha256 over the ids of the missing records, sorted, each followed by a line feed; base64url. */
  missingDigest(against: Against): Promise<string>;
  /** The next missing records after an id, in order; those of the first page are worked out then. */
  missingAfter(against: Against, after: Uuid | null, limit?: number): Promise<readonly Uuid[]>;
  /** Kept records that are listed as missing and that the file does not state. */
  stillMissing(source: string): Promise<number>;
  /** Records that were missing before and that the file states, after an id, in order. */
  returnedAfter(against: Against, after: Uuid | null): Promise<readonly Uuid[]>;
  /** Values that are published, by field, of the records that the file states; and how many records have any of them. */
  published(recordType: SourceDefinition['recordType'], fields: readonly string[]): Promise<Published>;
  /** Notes records that the file states as they stood: a dry run counts these as they are. */
  addUnchanged(ids: readonly Uuid[]): Promise<void>;
  /**
   * How records stand, by status of their newest content: those that the file states, those included that the import itself
   * stated; or, for a dry run, those that are unchanged.
   */
  counts(which: { readonly import: Uuid } | 'unchanged'): Promise<RecordCounts>;
  close(): Promise<void>;
}

/** Rows that are sent to the table together. */
const atOnce = 5_000;

/** @param database connection string */
export async function openSeen(database: string): Promise<Seen> {
  const client = new pg.Client({ connectionString: database, application_name: 'healthai seen', keepAlive: true });
  client.on('error', () => undefined); // the next statement says so
  await client.connect();
  await client.query('create temporary table seen (record_id uuid not null)');
  await client.query('create temporary table unchanged (record_id uuid not null)');
  const { add, addAll, settled } = staging(client);
  const ask = async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]> => {
    await settled();
    return (await client.query<Row>(text, [...values])).rows;
  };
  return {
    add,
    addAll,
    addUnchanged: async (ids) => {
      if (ids.length > 0) await client.query('insert into unchanged select unnest($1::uuid[])', [ids]);
    },
    lacking: (against) => lacking(ask, against),
    missingDigest: (against) => missingDigest((after) => missingAfter(ask, against, after)),
    missingAfter: (against, after, limit) => missingAfter(ask, against, after, limit),
    returnedAfter: ({ source }, after) => returnedAfter(ask, source, after),
    stillMissing: (source) => stillMissing(ask, source),
    published: (recordType, fields) => published(ask, layouts[recordType], fields),
    counts: (which) => counts(ask, which),
    close: () => client.end(),
  };
}

/** Fills the table, some thousand rows at a time. */
function staging(client: pg.Client) {
  let waiting: Uuid[] = [];
  let indexed = false;
  async function send(): Promise<void> {
    if (waiting.length === 0) return;
    const ids = waiting;
    waiting = [];
    indexed = false;
    await client.query('insert into seen select unnest($1::uuid[])', [ids]);
  }
  return {
    async add(ids: readonly Uuid[]): Promise<void> {
      for (const id of ids) waiting.push(id);
      if (waiting.length >= atOnce) await send();
    },
    async addAll(source: string): Promise<void> {
      indexed = false;
      await client.query('insert into seen select record_id from records.record where source = $1', [source]);
    },
    /** Everything sent, and the planner told how much that is. */
    async settled(): Promise<void> {
      await send();
      if (indexed) return;
      await client.query('create index if not exists seen_record on seen (record_id)');
      await client.query('analyze seen');
      indexed = true;
    },
  };
}

/** Asks the read model beside what was seen, once all of it is in the table. */
type Ask = <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[]) => Promise<Row[]>;

async function lacking(ask: Ask, against: Against): Promise<Lacking> {
  const layout = layouts[against.recordType];
  const [row] = await ask<{ stood: string; missing: string; values: string }>(
    `with stood as (select r.record_id, exists (select from seen s where s.record_id = r.record_id) as stated
       from records.record r where ${stood(against)})
     select (select count(*) from stood) as stood, (select count(*) from stood where not stated) as missing,
       coalesce((select sum(num_nonnulls(${valuesOf(layout)}))
         from ${layout.schema}.${layout.table} p join stood using (record_id) where not stated), 0) as values`,
    [against.source, against.import],
  );
  return { stood: Number(row?.stood), missing: Number(row?.missing), publishedValues: Number(row?.values) };
}

async function missingDigest(page: (after: Uuid | null) => Promise<readonly Uuid[]>): Promise<string> {
  const sha = createHash('sha256');
  for (let after: Uuid | null = null; ; ) {
    const ids: readonly Uuid[] = await page(after);
    for (const id of ids) sha.update(`${id}\n`);
    if (ids.length < idsPerEvent) return sha.digest('base64url');
    after = ids.at(-1)!;
  }
}

/**
 * The first page works out all of them, and the others read on: asked anew for every page, half a million records would be
 * compared a thousand times.
 */
async function missingAfter(
  ask: Ask,
  against: Against,
  after: Uuid | null,
  limit = idsPerEvent,
): Promise<readonly Uuid[]> {
  if (after === null) {
    await ask('drop table if exists missing', []);
    await ask('create temporary table missing (record_id uuid primary key)', []);
    await ask(
      `insert into missing select r.record_id from records.record r
       where ${stood(against)} and not exists (select from seen s where s.record_id = r.record_id)`,
      [against.source, against.import],
    );
    await ask('analyze missing', []);
  }
  return idsOf(
    ask,
    `select record_id from missing where ($1::uuid is null or record_id > $1) order by record_id limit ${limit}`,
    [after],
  );
}

const returnedAfter = (ask: Ask, source: string, after: Uuid | null): Promise<readonly Uuid[]> =>
  idsOf(
    ask,
    `select m.record_id from imports.missing_record m
     where m.source = $1 and exists (select from seen s where s.record_id = m.record_id)
       and ($2::uuid is null or m.record_id > $2) order by m.record_id limit ${idsPerEvent}`,
    [source, after],
  );

const idsOf = async (ask: Ask, text: string, values: readonly unknown[]): Promise<readonly Uuid[]> =>
  (await ask<{ record_id: Uuid }>(text, values)).map((row) => row.record_id);

async function stillMissing(ask: Ask, source: string): Promise<number> {
  const [row] = await ask<{ n: string }>(
    `select count(*) as n from imports.missing_record m
     where m.source = $1 and not exists (select from seen s where s.record_id = m.record_id)`,
    [source],
  );
  return Number(row?.n);
}

async function published(ask: Ask, layout: Layout, fields: readonly string[]): Promise<Published> {
  const asked = fields.flatMap((field) => {
    const sql = publishedValue(layout, field);
    return sql === undefined ? [] : [{ field, sql }];
  });
  if (asked.length === 0) return { records: 0, values: {} };
  const [{ 'concerned records': records, ...values } = {}] = await ask<Record<string, string>>(
    `select ${asked.map(({ field, sql }) => `count(${sql}) as ${field}`).join(', ')},
       count(*) filter (where num_nonnulls(${asked.map(({ sql }) => sql).join(', ')}) > 0) as "concerned records"
     from ${layout.schema}.${layout.table} p where exists (select from seen s where s.record_id = p.record_id)`,
    [],
  );
  return {
    records: Number(records),
    values: Object.fromEntries(Object.entries(values).map(([name, n]) => [name, Number(n)])),
  };
}

async function counts(ask: Ask, which: { readonly import: Uuid } | 'unchanged'): Promise<RecordCounts> {
  const [table, own] = which === 'unchanged' ? ['unchanged', null] : ['seen', which.import];
  const rows = await ask<{ status: string; n: string }>(
    `select status, count(*) as n from records.record r
     where exists (select from ${table} s where s.record_id = r.record_id) or base_import = $1 group by status`,
    [own],
  );
  const of = (status: string): number => Number(rows.find((row) => row.status === status)?.n ?? 0);
  return { published: of('published'), open: of('open'), rejected: of('rejected') };
}

/** Records of the source that stood before this import: `$1` is the source, `$2` the import. Kept ones that are missing already no longer do. */
const stood = ({ onMissing }: Against): string => `
  r.source = $1 and r.base_import is distinct from $2 and r.status <> 'withdrawn' and not r.unstated
  ${onMissing === 'keep' ? 'and not exists (select from imports.missing_record m where m.record_id = r.record_id)' : ''}`;

/** All values that are published of a record `p`. */
const valuesOf = (layout: Layout): string =>
  Object.keys(layout.contract.fields)
    .flatMap((field) => publishedValue(layout, field) ?? [])
    .join(', ');

/** What is published of a field of a record `p`, as SQL: null where nothing is; of what names the person only that it does. */
function publishedValue({ schema, columns, lists, side, identity }: Layout, field: string): string | undefined {
  if (identity.includes(field)) return `nullif('${field}' = any(p.identified_by), false)`;
  if (columns.some(({ name }) => name === field)) return `p.${field}`;
  if (side?.columns.some(({ name }) => name === field))
    return `(select s.${field} from ${schema}.${side.table} s where s.${side.key} = p.record_id)`;
  const list = lists.find((one) => one.field === field);
  if (list === undefined) return undefined;
  const role = list.role === undefined ? '' : `and l.role = '${list.role}' `;
  return `(select 1 from ${schema}.${list.table} l where l.record_id = p.record_id ${role}limit 1)`;
}
