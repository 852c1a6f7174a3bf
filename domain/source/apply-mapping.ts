/** A definition that knows its columns by further names: what an accepted proposal comes to. */
import type { Contract } from '../contracts/contract.ts';
import { contradictions } from './consistency.ts';
import type { ColumnMapping, DefinitionProblem, SourceDefinition } from './definition.ts';
import { firstNameOf, nameKey, namesOf, settingsUnder } from './header.ts';
import { idleSettings } from './idle-settings.ts';
import { definitionShape, jsonBytes, mappedDefinitionBytes, type ParsedDefinition } from './parse-definition.ts';
import { unitInName } from './unit-in-name.ts';

/** A further name of a column. */
export interface RenamedColumn {
  /** Any name that the definition has for the column. */
  readonly column: string;
  /** Its name in the file. */
  readonly to: string;
  /** Unit of the cells under that name, where it is another than the column's. */
  readonly unit?: string;
}

/**
 * Adds each `to` as the last name of its column, with a unit of its own where one is given that is not the column's; all else
 * stays, the version too. A name that the column has already, in the same unit, changes nothing.
 * @returns the definition, or every problem with its place: `mapping.<n>.…` in what was asked, else in the definition that
 * would come of it. Problems that the definition had before are not held against it.
 */
export function applyMapping(
  definition: SourceDefinition,
  contract: Contract,
  renamed: readonly RenamedColumn[],
): ParsedDefinition {
  let columns = definition.columns;
  const problems: DefinitionProblem[] = [];
  for (const [i, one] of renamed.entries()) {
    const place = columns.findIndex((mapping) => has(mapping, one.column));
    const mapping = columns[place];
    if (mapping === undefined) {
      const message = `${definition.name} has no column "${one.column}": name one of its columns`;
      problems.push({ path: `mapping.${i}.column`, message });
      continue;
    }
    const problem = refusal(one, mapping, columns, contract);
    if (problem !== undefined) problems.push({ ...problem, path: `mapping.${i}.${problem.path}` });
    else if (!has(mapping, one.to)) columns = columns.with(place, withName(mapping, one, contract));
  }
  const result = { ...definition, columns };
  problems.push(...misshapen(columns), ...newProblems(definition, result, contract), ...tooLong(result));
  if (problems.length === 0) return { kind: 'definition', definition: result };
  return {
    kind: 'invalid-definition',
    problems,
    message: problems.map(({ path, message }) => `${path}: ${message}`).join('\n'),
  };
}

const has = (mapping: ColumnMapping, name: string): boolean =>
  namesOf(mapping).some((one) => nameKey(one) === nameKey(name));

function refusal(
  { to, unit }: RenamedColumn,
  mapping: ColumnMapping,
  columns: readonly ColumnMapping[],
  contract: Contract,
): DefinitionProblem | undefined {
  if (nameKey(to) === '') return { path: 'to', message: 'a column needs a name' };
  const other = columns.find((one) => one !== mapping && has(one, to));
  if (other !== undefined) {
    return { path: 'to', message: `"${to}" names the column "${firstNameOf(other)}" already: choose another column` };
  }
  const standing = namesOf(mapping).find((one) => nameKey(one) === nameKey(to));
  const read = standing === undefined ? unit : unitUnder(mapping, standing, contract);
  if (unit === undefined || unit === read) return undefined;
  const message = `"${to}" is read in ${read ?? 'no unit'} already, not in ${unit}: change that in the definition`;
  return { path: 'unit', message };
}

/** In which unit the column is read where it bears this name; undefined where it has none. */
function unitUnder(mapping: ColumnMapping, name: string, contract: Contract): string | undefined {
  const field = mapping.field === null ? undefined : contract.fields[mapping.field];
  return settingsUnder(mapping, name).unit ?? (field !== undefined && 'unit' in field ? field.unit : undefined);
}

/** A unit that the column has anyway is left out, unless the name states another: then it is a decision. */
function withName(mapping: ColumnMapping, { to, unit }: RenamedColumn, contract: Contract): ColumnMapping {
  const name = to.trim();
  const own = unitUnder(mapping, name, contract);
  const plain = unit === undefined || (unit === own && (unitInName(name) ?? own) === own);
  const names = typeof mapping.column === 'string' ? [mapping.column] : mapping.column;
  return { ...mapping, column: [...names, plain ? name : { name, unit }] };
}

/** Bounds that the shape of any definition sets: how many names, how long, which units. */
function misshapen(columns: readonly ColumnMapping[]): readonly DefinitionProblem[] {
  const parsed = definitionShape.shape.columns.safeParse(columns);
  const issues = parsed.success ? [] : parsed.error.issues;
  return issues.map(({ path, message }) => ({ path: ['columns', ...path].join('.'), message }));
}

/** Every mapping adds names, and none is ever taken back: the definition has to fit into an event all the same. */
function tooLong(result: SourceDefinition): readonly DefinitionProblem[] {
  const bytes = jsonBytes(result);
  if (bytes <= mappedDefinitionBytes) return [];
  const message = `the definition would take ${bytes} bytes; it may have ${mappedDefinitionBytes}`;
  return [{ path: 'columns', message: `${message}: remove names that no file uses any more` }];
}

function newProblems(
  before: SourceDefinition,
  after: SourceDefinition,
  contract: Contract,
): readonly DefinitionProblem[] {
  const all = (one: SourceDefinition) => [...contradictions(one, contract), ...idleSettings(one, contract)];
  const old = new Set(all(before).map(({ path, message }) => `${path} ${message}`));
  return all(after).filter(({ path, message }) => !old.has(`${path} ${message}`));
}
