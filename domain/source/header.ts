/** Which column of a file is which column of its source. */
import type { Contract } from '../contracts/contract.ts';
import { comparedKey } from './compared-key.ts';
import type { CellSettings, ColumnMapping, SourceDefinition } from './definition.ts';

/** A name as it is compared: as spellings of a key are (white space collapsed, nothing invisible, NFC), without case. */
export const nameKey = (name: string): string => comparedKey(name, { foldCase: true });

/** A column of the file that feeds a mapping. */
export interface MatchedColumn {
  readonly mapping: ColumnMapping;
  /** Index into the file's header. */
  readonly index: number;
  /** Its name in the file. */
  readonly name: string;
  /** Keys to follow within the cell, for a column named `a.b` of which the file has `a`. */
  readonly path: readonly string[];
  /** Places of synonyms that the file has as well: read, in order, where the cell before is empty. */
  readonly others: readonly number[];
  /** How the cells at `index` are written, then those at each of `others`: the column's settings under those of the name found. */
  readonly settings: readonly CellSettings[];
}

export interface HeaderMatch {
  readonly kind: 'header-match';
  readonly columns: readonly MatchedColumn[];
  /** Mapped columns that the file does not have, by their first name; what they feed is missing in every row. */
  readonly absent: readonly string[];
  /** Columns of the file that no mapping names: kept as raw. */
  readonly unknown: readonly string[];
}

/** The file is not what its source delivers: the import fails with this, before any row is read. */
export interface HeaderMismatch {
  readonly kind: 'header-mismatch';
  /** Columns that records cannot be without, or all mapped ones where fewer than half are there. */
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
  readonly message: string;
}

/** The names of a column: the first, then its synonyms. */
export const namesOf = ({ column }: Pick<ColumnMapping, 'column'>): readonly string[] =>
  typeof column === 'string' ? [column] : column.map((one) => (typeof one === 'string' ? one : one.name));

/** How cells are written where the column has a certain one of its names: the column's settings under those of the synonym. */
export function settingsUnder({ column, field: _, ...settings }: ColumnMapping, name: string): CellSettings {
  const synonym =
    typeof column === 'string' ? undefined : column.find((one) => typeof one !== 'string' && one.name === name);
  if (synonym === undefined || typeof synonym === 'string') return settings;
  const { name: __, ...own } = synonym;
  return { ...settings, ...own };
}

const firstName = (mapping: ColumnMapping): string => namesOf(mapping)[0] ?? '';

/**
 * Finds the source's columns in a file's header, by name or synonym, without regard to case and white space.
 * A file lacks its source's shape where a column of a required field, of the natural key or of the person is missing,
 * or where fewer than half of the mapped columns are found: that is another file.
 */
export function matchHeader(
  definition: SourceDefinition,
  contract: Contract,
  header: readonly string[],
): HeaderMatch | HeaderMismatch {
  const places = new Map<string, number>();
  header.forEach((name, index) => {
    const key = nameKey(name);
    if (!places.has(key)) places.set(key, index);
  });
  const columns: MatchedColumn[] = [];
  const absent: ColumnMapping[] = [];
  for (const mapping of definition.columns) {
    const column = find(mapping, header, places, definition.format);
    if (column === undefined) absent.push(mapping);
    else columns.push(column);
  }
  const used = new Set(columns.flatMap(({ index, others }) => [index, ...others]));
  const unknown = header.filter((_, index) => !used.has(index));
  const needed = neededFields(definition, contract);
  const missing =
    columns.length * 2 < definition.columns.length
      ? absent
      : absent.filter(({ field }) => field !== null && needed.has(field));
  if (missing.length > 0) return mismatch(definition, missing.map(firstName), unknown);
  return { kind: 'header-match', columns, absent: absent.map(firstName), unknown };
}

/** Only JSON has paths: a dot in a column's name of CSV or XLSX is a dot. */
function find(
  mapping: ColumnMapping,
  header: readonly string[],
  places: ReadonlyMap<string, number>,
  format: SourceDefinition['format'],
): MatchedColumn | undefined {
  const found = namesOf(mapping).flatMap((name) => {
    const index = places.get(nameKey(name));
    return index === undefined ? [] : [{ index, settings: settingsUnder(mapping, name) }];
  });
  const [first, ...others] = found;
  if (first !== undefined) {
    return {
      mapping,
      index: first.index,
      name: header[first.index] ?? '',
      path: [],
      others: others.map(({ index }) => index),
      settings: found.map(({ settings }) => settings),
    };
  }
  if (format !== 'json') return undefined;
  for (const name of namesOf(mapping)) {
    const [root = '', ...path] = name.split('.');
    const index = path.length === 0 ? undefined : places.get(nameKey(root));
    if (index === undefined) continue;
    return { mapping, index, name: header[index] ?? root, path, others: [], settings: [settingsUnder(mapping, name)] };
  }
  return undefined;
}

function neededFields(definition: SourceDefinition, contract: Contract): ReadonlySet<string> {
  const needed = new Set(definition.naturalKey);
  for (const [name, field] of Object.entries(contract.fields)) if (field.required) needed.add(name);
  if (definition.person !== null && definition.person !== 'record') needed.add(definition.person.field);
  for (const constant of Object.keys(definition.constants)) needed.delete(constant);
  return needed;
}

const quotedList = (names: readonly string[]): string => {
  const shown = names.slice(0, 10).map((name) => `"${name}"`);
  return shown.join(', ') + (names.length > 10 ? ` and ${names.length - 10} more` : '');
};

function mismatch(
  definition: SourceDefinition,
  missing: readonly string[],
  unknown: readonly string[],
): HeaderMismatch {
  const besides = unknown.length === 0 ? '' : `; it has ${quotedList(unknown)}, which the source does not name`;
  const message = `This file is not what the source ${definition.name} delivers: it lacks ${quotedList(missing)}${besides}. Check the file, or add the new name of the column to the source.`;
  return { kind: 'header-mismatch', missing, unknown, message };
}
