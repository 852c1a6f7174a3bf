/** How record types are published as relational tables: which fields stand where. Derived from the contracts. */
import type { Contract, RecordType } from '../../domain/contracts/contract.ts';
import { type SqlColumn, sqlColumns, sqlDefinition } from '../../domain/contracts/derived.ts';
import { contracts } from '../../domain/contracts/index.ts';

/** A table with one row an item of a list. */
export interface ListTable {
  readonly table: string;
  /** The field of the contract, and the column that holds an item. */
  readonly field: string;
  readonly column: string;
  /** What tells the lists of one table apart. */
  readonly role?: string;
}

/** A table beside the main one with at most one row a record, for what is not about the record itself. */
export interface SideTable {
  readonly table: string;
  /** Its key, and the reference to the record. */
  readonly key: string;
  readonly columns: readonly SqlColumn[];
}

export interface Layout {
  readonly contract: Contract;
  readonly schema: 'published' | 'personal';
  readonly table: string;
  /** Those that say who somebody is are not among them. */
  readonly columns: readonly SqlColumn[];
  readonly lists: readonly ListTable[];
  readonly side?: SideTable;
  /** Fields that say who somebody is: together one sealed object of the row. Empty for types without people. */
  readonly identity: readonly string[];
  /** Where records name a person: the field that does. Absent for types without people. */
  readonly personField?: string;
}

/** What a session says of the one who trained, and not of the training. */
const participant = [
  'age_years',
  'sex',
  'weight_kg',
  'height_m',
  'bmi_stated',
  'bmi',
  'body_fat_percent',
  'resting_heart_rate_bpm',
  'frequency_per_week',
  'experience_level',
];

const lists: Readonly<Record<string, readonly ListTable[]>> = {
  exercise: [
    { table: 'exercise_muscle', field: 'target_muscles', column: 'muscle', role: 'target' },
    { table: 'exercise_muscle', field: 'secondary_muscles', column: 'muscle', role: 'secondary' },
    { table: 'exercise_body_part', field: 'body_parts', column: 'body_part' },
    { table: 'exercise_equipment', field: 'equipment', column: 'equipment' },
    { table: 'exercise_step', field: 'instructions', column: 'instruction' },
    { table: 'exercise_media', field: 'media_urls', column: 'url' },
  ],
  user_profile: [
    { table: 'user_profile_diet', field: 'diets', column: 'diet' },
    { table: 'user_profile_allergy', field: 'allergies', column: 'allergy' },
  ],
};

/** Lists that no table is named for become a table of their own, so that no column ever holds several values. */
function listTables(contract: Contract): readonly ListTable[] {
  const named = lists[contract.type] ?? [];
  const others = Object.entries(contract.fields)
    .filter(([field, { kind }]) => kind === 'list' && !named.some((list) => list.field === field))
    .map(([field]) => ({ table: `${contract.type}_${field}`, field, column: 'item' }));
  return [...named.filter(({ field }) => field in contract.fields), ...others];
}

function layoutOf(contract: Contract): Layout {
  const table = contract.type;
  const inParticipant = (name: string): boolean => table === 'workout_session' && participant.includes(name);
  const identity = Object.keys(contract.fields).filter(
    (name) => contract.personal && contract.fields[name]?.identifying === true,
  );
  const columns = sqlColumns(contract).filter(
    ({ name }) => contract.fields[name]?.kind !== 'list' && !inParticipant(name) && !identity.includes(name),
  );
  const aside = sqlColumns(contract, 'session_participant').filter(({ name }) => inParticipant(name));
  const personField = ['person_key', 'patient_id'].find((field) => field in contract.fields);
  return {
    contract,
    table,
    schema: contract.personal ? 'personal' : 'published',
    columns,
    lists: listTables(contract),
    identity,
    ...(aside.length > 0 ? { side: { table: 'session_participant', key: 'session_id', columns: aside } } : {}),
    ...(contract.personal && personField !== undefined ? { personField } : {}),
  };
}

/** The layouts of all record types. */
export const layouts: Readonly<Record<RecordType, Layout>> = Object.fromEntries(
  Object.values(contracts).map((contract) => [contract.type, layoutOf(contract)]),
) as Record<RecordType, Layout>;

const column = (one: SqlColumn): string => `  ${sqlDefinition(one)}`;

/** The tables of the schemas `published` and `personal`. @param schema gives the name in use of a schema. */
export function publishedTables(schema: (name: string) => string): string {
  const person = `create table ${schema('personal')}.person (person_id uuid primary key);`;
  return [person, ...Object.values(layouts).flatMap((layout) => tablesOf(layout, schema(layout.schema)))].join('\n');
}

/**
 * Free texts of people are kept out of the statistics of the planner: what ANALYZE samples stands in a catalogue, in clear,
 * and goes into every dump of it. No query filters on them.
 */
const unsampled = (schema: string, table: string, columns: readonly string[]): readonly string[] =>
  columns.length === 0
    ? []
    : [`alter table ${schema}.${table} ${columns.map((name) => `alter column ${name} set statistics 0`).join(', ')};`];

function tablesOf(layout: Layout, schema: string): readonly string[] {
  const { table, columns, lists, side, personField, identity, contract } = layout;
  const required = contract.fields[personField ?? '']?.required === true;
  const always = required ? ' not null' : '';
  const texts = contract.personal ? columns.filter(({ name }) => contract.fields[name]?.kind === 'text') : [];
  const person = personField === undefined ? [] : [`  person_id uuid${always} references ${schema}.person`];
  const own = [
    '  record_id uuid primary key',
    ...person,
    // Names of the fields that say who it is about, and their values in one object, sealed under the key of the person.
    ...(identity.length === 0 ? [] : ['  identified_by text[]', '  identity json'].map((one) => one + always)),
    ...columns.map(column),
    '  published_position bigint not null',
  ];
  const statements = [`create table ${schema}.${table} (\n${own.join(',\n')}\n);`];
  if (personField !== undefined) statements.push(`create index ${table}_person on ${schema}.${table} (person_id);`);
  statements.push(
    ...unsampled(
      schema,
      table,
      texts.map(({ name }) => name),
    ),
  );
  const record = `references ${schema}.${table} on delete cascade`;
  if (side !== undefined) {
    const key = `  ${side.key} uuid primary key ${record}`;
    statements.push(`create table ${schema}.${side.table} (\n${[key, ...side.columns.map(column)].join(',\n')}\n);`);
  }
  for (const name of new Set(lists.map((list) => list.table))) {
    const of = lists.filter((list) => list.table === name);
    const roles = of.flatMap(({ role }) => (role === undefined ? [] : [role]));
    const role =
      roles.length === 0 ? '' : `  role text not null check (role in (${roles.map((r) => `'${r}'`).join(', ')})),\n`;
    const key = roles.length === 0 ? 'record_id, ordinal' : 'record_id, role, ordinal';
    statements.push(
      `create table ${schema}.${name} (\n  record_id uuid not null ${record},\n${role}  ordinal int not null,\n` +
        `  ${of[0]?.column} text not null,\n  primary key (${key})\n);`,
      ...(contract.personal ? unsampled(schema, name, [of[0]?.column ?? '']) : []),
    );
  }
  return statements;
}
