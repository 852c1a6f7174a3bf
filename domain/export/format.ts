/**
 * How exported rows are written. The bytes are a function of the rows and the format's version alone: keys in the
 * contract's order, numbers as RFC 8785 writes them, `\n` line ends, UTF-8 without a byte order mark.
 */
import { canonicalJson } from '../json.ts';
import type { Value } from '../record/events.ts';

export const exportFormats = ['csv', 'json', 'ndjson'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Raised when the bytes of a format change; old versions stay runnable. */
export const formatVersion = 1;

/** One row: its cells in the order of the columns; `undefined` for a missing value. */
export type ExportRow = readonly (Value | undefined)[];

export interface RowWriter {
  /** What stands before the first row. */
  readonly head: string;
  row(cells: ExportRow, first: boolean): string;
  /** What stands after the last row. */
  tail(any: boolean): string;
}

/** @param columns names of the columns, in order */
export function rowWriter(format: ExportFormat, columns: readonly string[]): RowWriter {
  switch (format) {
    case 'csv':
      return {
        head: `${columns.map(csvText).join(',')}\n`,
        row: (cells) => `${cells.map(csvCell).join(',')}\n`,
        tail: () => '',
      };
    case 'ndjson':
      return { head: '', row: (cells) => `${jsonRow(columns, cells)}\n`, tail: () => '' };
    case 'json':
      return {
        head: '[',
        row: (cells, first) => `${first ? '\n' : ',\n'}${jsonRow(columns, cells)}`,
        tail: (any) => (any ? '\n]\n' : ']\n'),
      };
  }
}

function jsonRow(columns: readonly string[], cells: ExportRow): string {
  let text = '{';
  columns.forEach((column, i) => {
    const cell = cells[i];
    if (cell !== undefined) text += `${text.length > 1 ? ',' : ''}${JSON.stringify(column)}:${canonicalJson(cell)}`;
  });
  return `${text}}`;
}

function csvCell(cell: Value | undefined): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return JSON.stringify(cell);
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  return csvText(typeof cell === 'string' ? cell : JSON.stringify(cell));
}

/** What a spreadsheet would take for a formula, even behind white space; full-width signs included. */
const formulaLike = /^\s*[=+\-@＝＋－＠\t\r]/u;
const numberLike = /^[+-]?(\d+([.,]\d+)?|\.\d+)(e[+-]?\d+)?$/i;

/** A text for a spreadsheet: quoted where needed, and with `'` before what would run as a formula. Numbers stay as they are. */
function csvText(text: string): string {
  const safe = formulaLike.test(text) && !numberLike.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
