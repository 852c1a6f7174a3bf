/** The data model in French, from the contracts and from what publishes them. */
import type { Contract, Field } from '../../domain/contracts/contract.ts';
import { contracts } from '../../domain/contracts/index.ts';
import { importTables } from '../../projections/imports/tables.ts';
import { type Layout, layouts, publishedTables } from '../../projections/record/layout.ts';
import { recordTables } from '../../projections/record/tables.ts';
import { code, table } from './markdown.ts';

const kinds: Readonly<Record<Field['kind'], string>> = {
  text: 'texte',
  number: 'nombre',
  integer: 'entier',
  enum: 'énumération',
  boolean: 'booléen',
  date: 'date',
  instant: 'instant',
  list: 'liste',
};

/** Every field of every record type. */
export const dictionary = (): string => Object.values(contracts).map(contractSheet).join('\n\n');

function contractSheet({ type, labels, version, personal, fields }: Contract): string {
  const rows = Object.entries(fields).map(([name, field]) => [
    code(name),
    field.labels.fr,
    kinds[field.kind],
    'unit' in field ? field.unit : '',
    limits(field),
    remarks(field),
  ]);
  const about = personal
    ? 'Concerne une personne : scellé dans le journal, publié dans `personal`.'
    : 'Ne concerne personne.';
  return `### ${labels.fr} (\`${type}\`, contrat ${version})\n\n${about}\n\n${table(['champ', 'libellé', 'nature', 'unité', 'bornes', 'remarques'], rows)}`;
}

function limits(field: Field): string {
  if ('min' in field) return `${field.min} – ${field.max}`;
  if (field.kind === 'enum') return field.values.map(code).join(', ');
  if (field.kind === 'text') return `≤ ${field.maxLength} caractères`;
  return field.kind === 'list' ? `≤ ${field.maxItems} éléments de ≤ ${field.maxLength} caractères` : '';
}

const remarks = (field: Field): string =>
  [
    field.required && 'obligatoire',
    field.identifying && 'identifie la personne',
    field.restricted && 'jamais exporté',
    'derivedBeside' in field && field.derivedBeside !== undefined && `calculé, à côté de ${code(field.derivedBeside)}`,
  ]
    .filter(Boolean)
    .join(', ');

/** Tables of what is published, and their references, as a diagram. */
export function publishedDiagram(): string {
  const lines = Object.values(layouts).flatMap(({ table: name, lists, side, personField }) => [
    ...(personField === undefined ? [] : [`  person ||--o{ ${name} : "concerne"`]),
    ...(side === undefined ? [] : [`  ${name} ||--o| ${side.table} : "décrit"`]),
    ...[...new Set(lists.map((list) => list.table))].map((list) => `  ${name} ||--o{ ${list} : "a"`),
    ...(personField === undefined && side === undefined && lists.length === 0 ? [`  ${name}`] : []),
  ]);
  return ['```mermaid', 'erDiagram', ...lines, '```'].join('\n');
}

/** The relations in the usual notation: keys underlined, references with #. */
export function relations(): string {
  return Object.values(layouts)
    .flatMap((layout) => [mainRelation(layout), ...sideRelations(layout)])
    .concat('personal.**person** (<u>person_id</u>)')
    .map((line) => `- ${line}`)
    .join('\n');
}

function mainRelation({ schema, table: name, columns, personField, identity }: Layout): string {
  const names = [
    '<u>record_id</u>',
    ...(personField === undefined ? [] : ['#person_id']),
    ...(identity.length === 0 ? [] : ['identified_by', 'identity']),
    ...columns.map((column) => column.name),
    'published_position',
  ];
  return `${schema}.**${name}** (${names.join(', ')})`;
}

function sideRelations({ schema, lists, side }: Layout): string[] {
  const listed = [...new Set(lists.map((list) => list.table))].map((name) => {
    const one = lists.find((list) => list.table === name)!;
    const role = one.role === undefined ? '' : '<u>role</u>, ';
    return `${schema}.**${name}** (<u>#record_id</u>, ${role}<u>ordinal</u>, ${one.column})`;
  });
  if (side === undefined) return listed;
  const columns = side.columns.map(({ name }) => name).join(', ');
  return [...listed, `${schema}.**${side.table}** (<u>#${side.key}</u>, ${columns})`];
}

/** The statements that make the tables of the projections. */
export const physicalModel = (): string =>
  [
    '-- Écrit par docs/generate.ts : les tables que les projections créent. Celles du journal, des clés, des points de contrôle',
    '-- et de l’exploitation sont dans sql/.',
    ...['records', 'imports', 'published', 'personal'].map((schema) => `create schema ${schema};`),
    recordTables('records').trim(),
    importTables('imports').trim(),
    publishedTables((schema) => schema).trim(),
    '',
  ].join('\n\n');
