/** Whether a source's definition agrees with its contract: fields exist, units convert, keys are filled, people are named. */
import type { Contract, Field } from '../contracts/contract.ts';
import { derivedFields, fieldSchema } from '../contracts/derived.ts';
import type { CellSettings, ColumnMapping, DefinitionProblem, SourceDefinition } from './definition.ts';
import { nameKey, namesOf } from './header.ts';
import { unitInName } from './unit-in-name.ts';
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
  const { column: names, field: name, ...settings } = column;
  if (name === null) return;
  const field = contract.fields[name];
  if (field === undefined) {
    yield problem(`${path}.field`, `${contract.type} has no field ${name}`);
    return;
  }
  if (derivedFields(contract).includes(name)) {
    yield problem(`${path}.field`, `${name} is computed and cannot be stated; use ${name}_stated`);
  }
  yield* ofSettings(settings, path, name, field);
  for (const [i, synonym] of [names].flat().entries())
    if (typeof synonym !== 'string') yield* ofSettings(synonym, `${path}.column.${i}`, name, field);
  yield* unitsInNames(column, path, field);
}

/** How cells are written, against what their field can hold. */
function* ofSettings(settings: CellSettings, path: string, name: string, field: Field): Generator<DefinitionProblem> {
  const numeric = field.kind === 'number' || field.kind === 'integer';
  if (settings.unit !== undefined && !(numeric && convertible(settings.unit, field.unit))) {
    const into = numeric ? field.unit : `a field of kind ${field.kind}`;
    yield problem(`${path}.unit`, `${settings.unit} cannot be converted to ${into}`);
  }
  if ((settings.decimal !== undefined || settings.qualified) && !numeric) {
    yield problem(path, `decimal and qualified are for numbers; ${name} is of kind ${field.kind}`);
  }
  if (settings.date !== undefined && field.kind !== 'date' && field.kind !== 'instant') {
    yield problem(`${path}.date`, `${name} is of kind ${field.kind}, not a date`);
  }
  if ((settings.wrap || settings.separator !== undefined) && field.kind !== 'list') {
    yield problem(path, `wrap and separator are for lists; ${name} is of kind ${field.kind}`);
  }
  for (const [from, to] of Object.entries(settings.map ?? {})) {
    if (to !== null && !holds(field, to)) {
      yield problem(`${path}.map.${from}`, `${JSON.stringify(to)} is no value of ${name}`);
    }
  }
}

/** Two names of a column that state different units, and are read in one. Who gives a synonym a unit of its own has decided. */
function* unitsInNames(column: ColumnMapping, path: string, field: Field): Generator<DefinitionProblem> {
  if (field.kind !== 'number' && field.kind !== 'integer') return;
  const names = [column.column].flat().map((one) => {
    const { name, unit } = typeof one === 'string' ? { name: one } : one;
    return { name, stated: unitInName(name), read: unit ?? column.unit ?? field.unit, decided: unit !== undefined };
  });
  for (const [i, { name, stated, read, decided }] of names.entries()) {
    if (stated === undefined || decided || stated === read) continue;
    const other = names.find(
      (one, k) =>
        k !== i &&
        one.stated !== undefined &&
        one.stated !== stated &&
        convertible(one.stated, stated) &&
        one.read === read &&
        (k < i || one.decided || one.stated === read),
    );
    if (other === undefined) continue;
    const instead = convertible(stated, field.unit)
      ? `write ${JSON.stringify({ name, unit: stated })}`
      : 'give each a source of its own';
    yield problem(
      `${path}.column.${i}`,
      `"${name}" states ${stated} and "${other.name}" ${other.stated}, but both are read in ${read}: ${instead}`,
    );
  }
}

/** A list maps its items one by one. */
function holds(field: Field, value: unknown): boolean {
  return fieldSchema(field).safeParse(field.kind === 'list' && typeof value === 'string' ? [value] : value).success;
}

function* repeatedColumns({ columns }: SourceDefinition): Generator<DefinitionProblem> {
  const fields = new Set<string>();
  const names = new Set<string>();
  for (const [i, column] of columns.entries()) {
    const { field } = column;
    if (field !== null && fields.has(field)) yield problem(`columns.${i}.field`, `${field} is filled by two columns`);
    if (field !== null) fields.add(field);
    for (const name of namesOf(column)) {
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
    else if (derivedFields(contract).includes(name)) {
      yield problem(`constants.${name}`, `${name} is computed and cannot be stated; use ${name}_stated`);
    } else if (!fieldSchema(field).safeParse(value).success) {
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
  if (definition.legalBasis === 'own' && !contract.personal)
    yield problem('legalBasis', `own is for data about people, and ${contract.type} is about nobody: take another`);
}

function* ofRepairs({ repairs, columns }: SourceDefinition): Generator<DefinitionProblem> {
  const names = new Set(columns.flatMap((column) => namesOf(column).map(nameKey)));
  for (const [i, { repair, column }] of repairs.entries()) {
    if (column === undefined) {
      if (repair === 'ragged-join')
        yield problem(`repairs.${i}.column`, 'ragged-join needs the column that holds the commas');
    } else if (!names.has(nameKey(column))) yield problem(`repairs.${i}.column`, `no column is called "${column}"`);
  }
}
