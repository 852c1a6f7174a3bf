/**
 * Settings of a definition that nothing would come of, so that whoever wrote them would wait for an effect in vain: each is an
 * error, with its place and where it belongs. A setting that says what holds anyway (`headerRow: 1`, `timeZone: UTC`) is none.
 * Only what people write is held to this: a definition that stands in the log is used as it is.
 */
import type { Contract, RecordType } from '../contracts/contract.ts';
import type { CellSettings, ColumnMapping, DefinitionProblem, SourceDefinition } from './definition.ts';
import { nameKey, namesOf } from './header.ts';

/** All settings without effect, in the order of the definition. */
export function idleSettings(definition: SourceDefinition, contract: Contract): readonly DefinitionProblem[] {
  return [
    ...idleDialect(definition),
    ...definition.columns.flatMap((column, i) => [...idleInColumn(column, `columns.${i}`, definition, contract)]),
    ...idleRepairs(definition, contract),
    ...repeatedKey(definition),
    ...idleDelivery(definition),
    ...idleTimeZone(definition, contract),
    ...idlePurpose(definition),
    ...idleTraits(definition),
  ];
}

function* idlePurpose({ purpose, legalBasis }: SourceDefinition): Generator<DefinitionProblem> {
  if (purpose !== undefined && legalBasis !== 'consent')
    yield problem('purpose', `has no effect, as the legal basis is ${legalBasis} and not consent: leave it out`);
}

const problem = (path: string, message: string): DefinitionProblem => ({ path, message });

/** Which format each part of a dialect belongs to. */
const dialects: Readonly<Record<keyof SourceDefinition['dialect'], SourceDefinition['format']>> = {
  encoding: 'csv',
  delimiter: 'csv',
  quote: 'csv',
  path: 'json',
  sheet: 'xlsx',
  headerRow: 'xlsx',
};

function* idleDialect({ dialect, format }: SourceDefinition): Generator<DefinitionProblem> {
  for (const [name, belongs] of Object.entries(dialects)) {
    if (Object.hasOwn(dialect, name) && belongs !== format)
      yield problem(`dialect.${name}`, `belongs to ${belongs}, and the format is ${format}: leave it out`);
  }
}

function* idleInColumn(
  column: ColumnMapping,
  path: string,
  { format }: SourceDefinition,
  contract: Contract,
): Generator<DefinitionProblem> {
  const { column: names, field: name, ...settings } = column;
  const each = typeof names === 'string' ? [] : names.map((one) => (typeof one === 'string' ? {} : one));
  const places: (readonly [string, CellSettings])[] = [
    [path, settings],
    ...each.map((own, i) => [`${path}.column.${i}`, withoutName(own)] as const),
  ];
  for (const [place, own] of places) {
    for (const setting of Object.keys(own)) {
      if (name === null)
        yield problem(`${place}.${setting}`, 'has no effect on a column that is kept as raw: give it a field');
      else if (place === path && each.length > 0 && each.every((synonym) => Object.hasOwn(synonym, setting)))
        yield problem(`${place}.${setting}`, 'has no effect, as every name of the column has its own: leave it out');
    }
    if (name !== null) yield* idleInCells(own, place, contract.fields[name]?.kind === 'list', format);
  }
}

const withoutName = ({ name: _, ...own }: CellSettings & { readonly name?: string }): CellSettings => own;

function* idleInCells(
  settings: CellSettings,
  path: string,
  list: boolean,
  format: SourceDefinition['format'],
): Generator<DefinitionProblem> {
  const { map, missing, wrap, separator } = settings;
  if (missing?.length === 0) yield problem(`${path}.missing`, 'names nothing: leave it out');
  if (map !== undefined) yield* idleInMap(map, settings, path, list);
  if (wrap && separator !== undefined && format === 'csv')
    yield problem(`${path}.wrap`, `has no effect in csv, as separator makes a list of every cell: leave it out`);
}

function* idleInMap(
  map: NonNullable<CellSettings['map']>,
  { missing = [], strip }: CellSettings,
  path: string,
  list: boolean,
): Generator<DefinitionProblem> {
  const folded = (text: string): string => text.trim().toLowerCase();
  const entries = Object.entries(map);
  if (entries.length === 0) yield problem(`${path}.map`, 'maps nothing: leave it out');
  const seen = new Map<string, string>();
  for (const [from, to] of entries) {
    const key = folded(from);
    const place = `${path}.map.${from}`;
    const before = seen.get(key);
    if (before !== undefined && JSON.stringify(map[before]) !== JSON.stringify(to))
      yield problem(place, `"${before}" is the same source value, mapped to something else`);
    seen.set(key, from);
    if (key === '' && !list) yield problem(place, 'an empty cell is not given, and is not mapped: leave it out');
    // What strip leaves of a cell is not looked for among the missing again.
    else if (strip === undefined && missing.some((word) => folded(word) === key))
      yield problem(place, 'has no effect, as missing names it too: leave one of them out');
  }
}

function* idleRepairs(
  { repairs, columns, format }: SourceDefinition,
  contract: Contract,
): Generator<DefinitionProblem> {
  const columnCalled = (name: string): ColumnMapping | undefined =>
    columns.find((column) => namesOf(column).some((one) => nameKey(one) === nameKey(name)));
  const isList = ({ field }: ColumnMapping): boolean => field !== null && contract.fields[field]?.kind === 'list';
  for (const [i, { repair, column }] of repairs.entries()) {
    const path = `repairs.${i}`;
    const concerned = column === undefined ? columns : [columnCalled(column)].filter((one) => one !== undefined);
    if (repair === 'ragged-join' && format === 'json')
      yield problem(`${path}.repair`, 'ragged-join belongs to csv and xlsx: objects of json have no cells to join');
    if (repair === 'blank-item' && format !== 'json')
      yield problem(
        `${path}.repair`,
        `blank-item belongs to json: cells of ${format} are no lists when they are repaired`,
      );
    else if (repair === 'blank-item' && concerned.length > 0 && !concerned.some(isList))
      yield problem(path, 'blank-item is for lists, and no such column feeds one');
    const wider = (other: SourceDefinition['repairs'][number], k: number): boolean => {
      if (other.repair !== repair || k === i) return false;
      // Of two that mend the same, the later one is idle; one for a column beside one for all is, wherever it stands.
      if (other.column === undefined) return column !== undefined || k < i;
      return k < i && column !== undefined && columnCalled(other.column) === columnCalled(column);
    };
    const already = repairs.findIndex(wider);
    if (already !== -1) yield problem(path, `repairs.${already} mends that already: leave one of them out`);
  }
}

function* repeatedKey({ naturalKey }: SourceDefinition): Generator<DefinitionProblem> {
  for (const [i, name] of naturalKey.entries())
    if (naturalKey.indexOf(name) < i) yield problem(`naturalKey.${i}`, `${name} is in the key already`);
}

function* idleDelivery({ delivers, onMissing }: SourceDefinition): Generator<DefinitionProblem> {
  if (delivers === 'changes' && onMissing !== 'keep')
    yield problem(
      'onMissing',
      `belongs to delivers: snapshot; changes say nothing of what they leave out, so that nothing is missing`,
    );
}

function* idleTimeZone({ timeZone, columns }: SourceDefinition, contract: Contract): Generator<DefinitionProblem> {
  if (timeZone === 'UTC') return;
  if (!columns.some(({ field }) => field !== null && contract.fields[field]?.kind === 'instant'))
    yield problem('timeZone', 'belongs to sources with times, and no column feeds an instant: leave it out');
}

/** Which types have rules that read a trait, and the field that they judge by it. */
const traits: Readonly<
  Record<keyof SourceDefinition['traits'], { readonly types: readonly RecordType[]; readonly field: string } | null>
> = {
  carbohydrates: { types: ['food'], field: 'carbohydrate_g' },
  // No rule reads it: the release's own source of foods per portion states it, and keeps it.
  portion: null,
  bmiTolerance: { types: ['diet_assessment', 'workout_session'], field: 'bmi_stated' },
};

function* idleTraits({
  traits: stated,
  columns,
  constants,
  recordType,
}: SourceDefinition): Generator<DefinitionProblem> {
  for (const [name, read] of Object.entries(traits)) {
    if (!Object.hasOwn(stated, name) || (name === 'carbohydrates' && stated.carbohydrates === 'available')) continue;
    if (read === null) yield problem(`traits.${name}`, 'no rule reads it yet: leave it out');
    else if (!read.types.includes(recordType))
      yield problem(`traits.${name}`, `belongs to ${read.types.join(' and ')}: no rule of ${recordType} reads it`);
    else if (!columns.some(({ field }) => field === read.field) && !Object.hasOwn(constants, read.field))
      yield problem(`traits.${name}`, `is read together with ${read.field}, and no column fills that`);
  }
}
