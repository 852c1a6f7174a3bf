/** Values as people read and write them: numbers in their language, words for the values of a list, units in short. */
import type { RawCell, Value } from '../../../../domain/record/events.ts';
import type { SheetField } from '../../../../services/record-sheet.ts';
import type { Speech } from '../words/speech.ts';

/** Labels of the values of enums: field → value → label. */
export type ValueLabels = Readonly<Record<string, Readonly<Record<string, string>>>>;

type Shown = Pick<SheetField, 'name' | 'unit' | 'kind'>;

const units: Readonly<Record<string, string>> = {
  ug: 'µg',
  kj: 'kJ',
  mmhg: 'mmHg',
  mg_per_dl: 'mg/dl',
  percent: '%',
  kg_per_m2: 'kg/m²',
  kcal_per_day: 'kcal/d',
  h_per_week: 'h/w',
};

/** How a unit is written; those that are words of a language come from it, and counts have none. */
export function unitText(unit: string | null, { words }: Pick<Speech, 'words'>): string {
  if (unit === null || unit === 'count' || unit === 'ratio') return '';
  const spoken: Readonly<Record<string, string>> = words.record.units;
  return spoken[unit] ?? units[unit] ?? unit;
}

/** A value with its unit, or a dash for none. */
export function valueText(value: Value | null, field: Shown, labels: ValueLabels, speech: Speech): string {
  const { words } = speech;
  if (value === null) return words.common.none;
  if (typeof value === 'boolean') return value ? words.common.yes : words.common.no;
  if (typeof value === 'number') {
    const unit = unitText(field.unit, speech);
    return `${speech.number(value, 6)}${unit && `\u00a0${unit}`}`;
  }
  if (typeof value === 'string') return labels[field.name]?.[value] ?? value;
  return value.length === 0 ? words.common.none : value.join(' · ');
}

/** A cell as it was read. */
export const cellText = (cell: RawCell): string => (typeof cell === 'string' ? cell : JSON.stringify(cell));

/** Whether the language writes `10,9`: its readers do so in a field for numbers too. */
const hasComma = (speech: Pick<Speech, 'language'>): boolean => speech.language !== 'en';

/** A value as a person edits it: numbers with all their digits, a list with an item a line. */
export function writtenValue(value: Value | null, speech: Pick<Speech, 'language'>): string {
  if (value === null) return '';
  if (typeof value === 'number') return hasComma(speech) ? `${value}`.replace('.', ',') : `${value}`;
  return typeof value === 'object' ? value.join('\n') : `${value}`;
}

/** What a person wrote, as the services take it: a decimal point, a list of items, null for nothing. */
export function valueWritten(
  text: string,
  kind: SheetField['kind'],
  speech: Pick<Speech, 'language'>,
): string | readonly string[] | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (kind === 'list') return linesOf(text);
  if (kind !== 'number' && kind !== 'integer') return trimmed;
  const digits = trimmed.replaceAll(/[\s\u00a0\u202f]/g, '');
  return hasComma(speech) && /^[-+]?\d+,\d+$/.test(digits) ? digits.replace(',', '.') : digits;
}

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
