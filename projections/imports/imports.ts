/** The projection `imports`: runs, quarantined rows, sources, and the quality of what sources stated. */
import type pg from 'pg';
import type { RecordedEvent } from '../../eventstore/store.ts';
import type { Column } from '../engine/columns.ts';
import { createLane } from '../engine/lane.ts';
import type { Projection } from '../projection.ts';
import { type Changes, type Columns, changesOf, type GivenAnswer, type RegisteredDefinition } from './changes.ts';
import { importTables } from './tables.ts';

/** Raised whenever the tables, or what they hold, change: everything is then built anew. */
const version = 2;

export const importsProjection: Projection = {
  name: 'imports',
  version,
  schemas: ['imports'],
  tables: (schema) => importTables(schema('imports')),
  handles: { categories: ['import', 'source'] },
  onFailure: 'park',
  apply: (batch, { sql }) => apply(batch, sql),
};

async function apply(batch: readonly RecordedEvent[], sql: pg.ClientBase): Promise<void> {
  const changes = changesOf(batch);
  for (const [name, columns] of changes.sources) await upsert(sql, 'source', 'name', name, columns);
  for (const definition of changes.definitions) await number(sql, definition);
  for (const [id, columns] of changes.imports) await upsert(sql, 'import_run', 'import_id', id, columns);
  for (const { import: id, records, returned } of changes.missing)
    if (returned) await sql.query('delete from missing_record where record_id = any($1::uuid[])', [records]);
    else await sql.query(noteMissing, [records, id]);
  const lane = createLane(sql);
  await lane.copy('quarantined_row', quarantinedColumns, changes.quarantined);
  await lane.copy('import_answer', answerColumns, changes.answers);
  await lane.done();
}

/** Definitions are numbered as they are registered. */
async function number(sql: pg.ClientBase, { source, registered, position }: RegisteredDefinition): Promise<void> {
  const { definition, mapping } = registered;
  await sql.query(
    `with counted as (update source set definitions = definitions + 1 where name = $1 returning definitions)
     insert into source_definition (source, number, definition, mapping, position)
     select $1, definitions, $2, $3, $4 from counted`,
    [source, JSON.stringify(definition), mapping === undefined ? null : JSON.stringify(mapping.columns), position],
  );
}

/** Whoever is missing already stays so since then. */
const noteMissing = `
  insert into missing_record (record_id, source, import_id)
  select unnest($1::uuid[]), (select source from import_run where import_id = $2), $2
  on conflict do nothing`;

/** One row, the columns that the batch says something of. The first event of an import or source names all that must not be null. */
async function upsert(sql: pg.ClientBase, table: string, key: string, id: string, columns: Columns): Promise<void> {
  const names = [...columns.keys()];
  const changed = names.map((name, i) => `${name} = $${i + 2}`).join(', ');
  const values = [id, ...columns.values()];
  if (names.length > 0) {
    const { rowCount } = await sql.query(`update ${table} set ${changed} where ${key} = $1`, values);
    if (rowCount === 1) return;
  }
  const places = values.map((_, i) => `$${i + 1}`).join(', ');
  await sql.query(`insert into ${table} (${[key, ...names].join(', ')}) values (${places})`, values);
}

type Quarantined = Changes['quarantined'][number];
const quarantinedColumns: readonly Column<Quarantined>[] = [
  { name: 'import_id', type: 'uuid', of: (row) => row.import },
  { name: 'row', type: 'int', of: ({ row }) => row.row },
  { name: 'sheet', type: 'text', of: ({ row }) => row.sheet },
  { name: 'bytes_from', type: 'bigint', of: ({ row }) => row.bytes?.[0] },
  { name: 'bytes_to', type: 'bigint', of: ({ row }) => row.bytes?.[1] },
  { name: 'reason', type: 'text', of: ({ row }) => row.reason },
  { name: 'params', type: 'json', of: ({ row }) => JSON.stringify(row.params) },
];

const answerColumns: readonly Column<GivenAnswer>[] = [
  { name: 'import_id', type: 'uuid', of: (given) => given.import },
  { name: 'version', type: 'int', of: ({ version }) => version },
  { name: 'answer', type: 'text', of: ({ answer }) => answer },
  { name: 'actor', type: 'text', of: ({ actor }) => actor },
  { name: 'at', type: 'timestamptz', of: ({ at }) => at },
  { name: 'reason', type: 'text', of: ({ reason }) => reason },
  { name: 'columns', type: 'json', of: ({ columns }) => (columns === null ? null : JSON.stringify(columns)) },
];
