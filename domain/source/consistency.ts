/** Whether a source's definition agrees with its contract: fields exist, units convert, keys are filled, people are named. */
import type { Contract, Field } from '../contracts/contract.ts';
import { derivedFields, fieldSchema } from '../contracts/derived.ts';
import type { ColumnMapping, DefinitionProblem, SourceDefinition } from './definition.ts';
import { nameKey } from './header.ts';
import { convertible } from './units.ts';

/** All contradictions, in the order of the definition; none for a definition that can be used. */
export function contradictions(definition: SourceDefinition, contract: Contract): readonly DefinitionProblem[] {
  return [
    ...definition.columns.flatMap((column, i) => [...ofColumn(column, `columns.${i}`, contract)]),
    ...repeatedColumns(definition),
    ...ofConstants(definition, contract),
    ...ofKeys(definition, contract),
    ...ofRepairs(definition),
  ];
}

const problem = (path: string, message: string): DefinitionProblem => ({ path, message });

function* ofColumn(column: ColumnMapping, path: string, contract: Contract): Generator<DefinitionProblem> {
  if (column.field === null) return;
  const field = contract.fields[column.field];
  if (field === undefined) {
    yield problem(`${path}.field`, `${contract.type} has no field ${column.field}`);
    return;
  }
  if (derivedFields(contract).includes(column.field)) {
    yield problem(`${path}.field`, `${column.field} is computed and cannot be stated; use ${column.field}_stated`);
  }
  const numeric = field.kind === 'number' || field.kind === 'integer';
  if (column.unit !== undefined && !(numeric && convertible(column.unit, field.unit))) {
    const into = numeric ? field.unit : `a field of kind ${field.kind}`;
    yield problem(`${path}.unit`, `${column.unit} cannot be converted to ${into}`);
  }
  if ((column.decimal !== undefined || column.qualified) && !numeric) {
    yield problem(path, `decimal and qualified are for numbers; ${column.field} is of kind ${field.kind}`);
  }
  if (column.date !== undefined && field.kind !== 'date' && field.kind !== 'instant') {
    yield problem(`${path}.date`, `${column.field} is of kind ${field.kind}, not a date`);
  }
  if ((column.wrap || column.separator !== undefined) && field.kind !== 'list') {
    yield problem(path, `wrap and separator are for lists; ${column.field} is of kind ${field.kind}`);
  }
  for (const [from, to] of Object.entries(column.map ?? {})) {
    if (to !== null && !holds(field, to)) {
      yield problem(`${path}.map.${from}`, `${JSON.stringify(to)} is no value of ${column.field}`);
    }
  }
}

/** A list maps its items one by one. */
function holds(field: Field, value: unknown): boolean {
  return fieldSchema(field).safeParse(field.kind === 'list' && typeof value === 'string' ? [value] : value).success;
}

function* repeatedColumns({ columns }: SourceDefinition): Generator<DefinitionProblem> {
  const fields = new Set<string>();
  const names = new Set<string>();
  for (const [i, { column, field }] of columns.entries()) {
    if (field !== null && fields.has(field)) yield problem(`columns.${i}.field`, `${field} is filled by two columns`);
    if (field !== null) fields.add(field);
    for (const name of [column].flat()) {
      const key = nameKey(name);
      if (names.has(key)) yield problem(`columns.${i}.column`, `"${name}" names two columns`);
      names.add(key);
    }
  }
}

function* ofConstants({ constants, columns }: SourceDefinition, contract: Contract): Generator<DefinitionProblem> {
  for (const [name, value] of Object.entries(constants)) {
    const field = contract.fields[name];
    if (field === undefined) yield problem(`constants.${name}`, `${contract.type} has no field ${name}`);
    else if (!fieldSchema(field).safeParse(value).success) {
      yield problem(`constants.${name}`, `${JSON.stringify(value)} is no value of ${name}`);
    }
    if (columns.some((column) => column.field === name)) {
      yield problem(`constants.${name}`, `${name} is filled by a column already`);
    }
  }
}

function* ofKeys(definition: SourceDefinition, contract: Contract): Generator<DefinitionProblem> {
  const { columns, constants, naturalKey, person } = definition;
  const filled = new Set([...columns.map(({ field }) => field), ...Object.keys(constants)]);
  for (const [name, field] of Object.entries(contract.fields)) {
    if (field.required && !filled.has(name))
      yield problem('columns', `${contract.type} needs ${name}; no column fills it`);
  }
  for (const [i, name] of naturalKey.entries()) {
    if (!filled.has(name)) yield problem(`naturalKey.${i}`, `no column fills ${name}`);
  }
  if (contract.personal !== (person !== null)) {
    const due = contract.personal ? 'is about people: say who, or "record"' : 'is about nobody: leave it out';
    yield problem('person', `${contract.type} ${due}`);
  }
  if (person !== null && person !== 'record' && !filled.has(person.field)) {
    yield problem('person.field', `no column fills ${person.field}`);
  }
  // Each row would be somebody else, and no later row of the same key would find the record again.
  if (person === 'record' && naturalKey.length > 0) {
    yield problem('person', '"record" is for sources without a natural key: name the field that says who');
  }
  if (definition.legalBasis === 'consent' && (person === null || person === 'record')) {
    yield problem('legalBasis', 'consent is given by a person: name the field that says who');
  }
}

function* ofRepairs({ repairs, columns }: SourceDefinition): Generator<DefinitionProblem> {
  const names = new Set(columns.flatMap(({ column }) => [column].flat().map(nameKey)));
  for (const [i, { repair, column }] of repairs.entries()) {
    if (column === undefined) {
      if (repair === 'ragged-join')
        yield problem(`repairs.${i}.column`, 'ragged-join needs the column that holds the commas');
    } else if (!names.has(nameKey(column))) yield problem(`repairs.${i}.column`, `no column is called "${column}"`);
  }
}
