/** From a cell as read to a typed value: strictly, without guessing. What does not fit is said, never bent. */
import type { EnumField, Field, ListField, NumberField } from '../contracts/contract.ts';
import type { Qualifier, RawCell, Value } from '../record/events.ts';
import { type DateOrder, parseDay, parseInstant } from './calendar.ts';
import type { CellSettings } from './definition.ts';
import { parseNumeral } from './numerals.ts';
import { converter } from './units.ts';

/** The cell is given, but is nothing that its field can hold. */
export const unfit = Symbol('unfit');

/** The source says something of the field instead of a number. */
export interface Qualified {
  readonly qualifier: Qualifier;
}

/** What a cell says: a value, a qualifier, nothing (`undefined`), or something that does not fit. */
export type Reading = Value | Qualified | undefined | typeof unfit;

export const isQualified = (reading: Reading): reading is Qualified =>
  typeof reading === 'object' && 'qualifier' in reading;

/** Reads one cell of a column. Never throws. */
export type ReadCell = (cell: RawCell) => Reading;

/** What an enum value or a mapped value is looked up by. */
const folded = (text: string): string => text.trim().toLowerCase();

/** A text that PostgreSQL and JSON can both keep: no NUL, no half of a surrogate pair. */
const storable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** The text of a cell that holds a single value; numbers of JSON and XLSX are written as JSON writes them. */
function textOf(cell: RawCell): string | typeof unfit {
  if (typeof cell === 'string') return cell.trim();
  if (typeof cell === 'number') return Number.isInteger(cell) && !Number.isSafeInteger(cell) ? unfit : String(cell);
  if (typeof cell === 'boolean') return String(cell);
  return unfit;
}

const traces: Qualified = Object.freeze({ qualifier: 'trace' });
const traceWords = new Set(['traces', 'trace', 'tr']);

/**
 * The reader of a column for its field.
 * @param reader 1 looks for missing values among texts alone, as the first release did; numbers are compared as JSON writes them
 * @throws Error where the mapping cannot be right: a unit that does not convert, a strip that is no regular expression.
 */
export function cellReader(column: CellSettings, field: Field, timeZone: string, reader = 2): ReadCell {
  const typed = field.kind === 'list' ? listReader(column, field) : singleReader(column, field, timeZone);
  const missing = new Set((column.missing ?? []).map(folded));
  return (cell) => {
    if (cell === null || cell === '') return undefined;
    if (missing.size > 0 && isSingle(cell, reader) && missing.has(folded(String(cell)))) return undefined;
    return typed(cell);
  };
}

const isSingle = (cell: RawCell, reader: number): boolean =>
  typeof cell === 'string' || (reader > 1 && (typeof cell === 'number' || typeof cell === 'boolean'));

/** Strip, then empty → missing, then the value map, then the field's own kind. */
function singleReader(column: CellSettings, field: Exclude<Field, ListField>, timeZone: string): ReadCell {
  const strip = column.strip === undefined ? undefined : new RegExp(column.strip, 'gu');
  const map = column.map === undefined ? undefined : valueMap(column.map);
  const read = textReader(column, field, timeZone);
  const numeric = (field.kind === 'number' || field.kind === 'integer') && strip === undefined && map === undefined;
  const fromNumber = numeric ? numberReader(field, column) : undefined;
  const fromBoolean = field.kind === 'boolean' && map === undefined;
  return (cell) => {
    if (typeof cell === 'number' && fromNumber !== undefined) return fromNumber(cell);
    if (typeof cell === 'boolean' && fromBoolean) return cell;
    let text = textOf(cell);
    if (text === unfit) return unfit;
    if (strip !== undefined) text = text.replace(strip, '').trim();
    if (text === '') return undefined;
    const mapped = map?.get(text.toLowerCase());
    if (mapped === undefined) return read(text);
    return mapped ?? undefined;
  };
}

const valueMap = (map: NonNullable<CellSettings['map']>): ReadonlyMap<string, Value | null> =>
  new Map(Object.entries(map).map(([from, to]) => [folded(from), to]));

function textReader(
  column: CellSettings,
  field: Exclude<Field, ListField>,
  timeZone: string,
): (text: string) => Reading {
  const order = column.date as DateOrder | undefined;
  switch (field.kind) {
    case 'text':
      return (text) => (storable(text) ? text : unfit);
    case 'number':
    case 'integer':
      return numeralReader(column, field);
    case 'enum':
      return enumReader(field);
    case 'boolean':
      return (text) => booleans.get(text.toLowerCase()) ?? unfit;
    case 'date':
      return (text) => parseDay(text, order) ?? unfit;
    case 'instant':
      return (text) => parseInstant(text, timeZone, order) ?? unfit;
  }
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

function enumReader(field: EnumField): (text: string) => Reading {
  const values = new Map(field.values.map((value) => [folded(value), value]));
  return (text) => values.get(text) ?? values.get(text.toLowerCase()) ?? unfit;
}

function numberReader(field: NumberField, column: CellSettings): (n: number) => number | typeof unfit {
  const convert = converter(column.unit ?? field.unit, field.unit);
  const whole = field.kind === 'integer';
  return (n) => {
    const value = convert === undefined ? n : convert(n);
    if (!Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) return unfit;
    return value + 0;
  };
}

function numeralReader(column: CellSettings, field: NumberField): (text: string) => Reading {
  const decimal = column.decimal ?? '.';
  const read = numberReader(field, column);
  const plain = (text: string): number | typeof unfit => {
    const n = parseNumeral(text, decimal);
    return Number.isNaN(n) ? unfit : read(n);
  };
  if (!column.qualified) return plain;
  return (text) => {
    if (text.charCodeAt(0) === 60) {
      const below = plain(text.slice(1).trim());
      return below === unfit ? unfit : { qualifier: { below } };
    }
    return traceWords.has(text.toLowerCase()) ? traces : plain(text);
  };
}

/** Items of a list are texts; blank ones are not guessed away here: a source that has them declares the repair. */
function listReader(column: CellSettings, _field: ListField): ReadCell {
  const strip = column.strip === undefined ? undefined : new RegExp(column.strip, 'gu');
  const map = column.map === undefined ? undefined : valueMap(column.map);
  const { separator, wrap } = column;
  const itemOf = (cell: RawCell): string | undefined | typeof unfit => {
    let text = textOf(cell);
    if (text === unfit) return unfit;
    if (strip !== undefined) text = text.replace(strip, '').trim();
    const mapped = map?.get(text.toLowerCase());
    if (mapped === null) return undefined;
    if (mapped !== undefined) return typeof mapped === 'string' ? mapped : unfit;
    return text !== '' && storable(text) ? text : unfit;
  };
  return (cell) => {
    const items = itemsOf(cell, separator, wrap === true);
    if (items === unfit) return unfit;
    const list: string[] = [];
    for (const item of items) {
      const text = itemOf(item);
      if (text === unfit) return unfit;
      if (text !== undefined) list.push(text);
    }
    return list;
  };
}

function itemsOf(cell: RawCell, separator: string | undefined, wrap: boolean): readonly RawCell[] | typeof unfit {
  if (Array.isArray(cell)) return cell;
  if (typeof cell !== 'string') return wrap && typeof cell === 'number' ? [cell] : unfit;
  const text = cell.trim();
  if (text === '') return [];
  if (separator !== undefined) return text.split(separator);
  if (wrap) return [text];
  if (!text.startsWith('[')) return unfit;
  try {
    const parsed: RawCell = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : unfit;
  } catch {
    return unfit;
  }
}
