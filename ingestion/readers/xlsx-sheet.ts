/** Rows of one sheet, as its XML is read. */
import type { RawCell } from '../../domain/record/events.ts';
import type { ReaderLimits } from './reader.ts';
import { columnIndex, isoOf, unescaped } from './xlsx-cell.ts';
import { collectedCharacters, notXlsx, richText, type Workbook } from './xlsx-workbook.ts';
import type { XmlEvents } from './xml.ts';

export interface SheetRow {
  /** As the sheet counts, from 1. */
  readonly row: number;
  /** By column, from A; absent cells are holes until they are filled up. */
  readonly cells: RawCell[];
  /** Columns whose cell is computed: its value is the one that was stored with the file. */
  readonly formulas: number[];
  /** A column beyond the limit holds something. */
  readonly tooWide: boolean;
  /** A column whose cell cannot be understood. */
  readonly untypable?: number;
}

/** The last row that a sheet can have (ECMA-376; Excel's limit). */
const lastRow = 1_048_576;

/** Turns the events of a sheet's XML into rows, handed to `emit` one by one in the order of the sheet. */
export function sheetRows(
  workbook: Workbook,
  { columns, cellCharacters }: ReaderLimits,
  emit: (row: SheetRow) => void,
): XmlEvents {
  const text = richText(cellCharacters);
  const most = collectedCharacters(cellCharacters);
  let row: { -readonly [K in keyof SheetRow]: SheetRow[K] } | undefined;
  let number = 0;
  let column = -1;
  let type = 'n';
  let style = 0;
  let value = '';
  let collecting = false;
  let inline = false;
  let formula = false;

  const open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    switch (name) {
      case 'row':
        number = rowNumber(attributes.r, number);
        row = { row: number, cells: [], formulas: [], tooWide: false };
        column = -1;
        break;
      case 'c':
        column = attributes.r === undefined ? column + 1 : columnIndex(attributes.r);
        if (column < 0) throw notXlsx('a cell has no place');
        type = attributes.t ?? 'n';
        style = Number(attributes.s ?? '0');
        value = '';
        formula = false;
        inline = false;
        text.start();
        break;
      case 'v':
        collecting = true;
        break;
      case 'f':
        formula = true;
        break;
      case 'is':
        inline = true;
        break;
      default:
        if (inline) text.open(name);
    }
  };

  const close = (name: string): void => {
    switch (name) {
      case 'v':
        collecting = false;
        break;
      case 'c':
        if (row !== undefined) put(row);
        break;
      case 'row':
        if (row !== undefined) emit(row);
        row = undefined;
        break;
      case 'is':
        value = text.end();
        inline = false;
        break;
      default:
        if (inline) text.close(name);
    }
  };

  const put = (into: { -readonly [K in keyof SheetRow]: SheetRow[K] }): void => {
    // What is so long was cut off, and is no number or date whatever it says: its row is set aside.
    const cell = value.length >= most ? value : cellValue(type, value, style, workbook);
    if (cell === null && !formula) return;
    if (column >= columns) {
      into.tooWide = true;
      return;
    }
    if (cell === undefined) into.untypable = column;
    for (let i = into.cells.length; i < column; i++) into.cells.push(null);
    into.cells[column] = cell ?? null;
    if (formula) into.formulas.push(column);
  };

  return {
    open,
    close,
    text: (part) => {
      if (collecting) {
        if (value.length < most) value += part;
      } else if (inline) text.text(part);
    },
  };
}

/** Rows without a number follow the one before; rows never go back. */
function rowNumber(stated: string | undefined, before: number): number {
  const number = stated === undefined ? before + 1 : Number(stated);
  if (!Number.isInteger(number) || number <= before || number > lastRow) throw notXlsx('its rows are not in order');
  return number;
}

/** The raw cell; null where it is empty, undefined where it says nothing that can be understood. */
function cellValue(type: string, value: string, style: number, workbook: Workbook): RawCell | undefined {
  if (value === '') return type === 'inlineStr' || type === 'str' ? '' : null;
  switch (type) {
    case 's':
      return /^\d+$/.test(value) ? workbook.sharedTexts[Number(value)] : undefined;
    case 'b':
      return value === '1' || value === 'true' ? true : value === '0' || value === 'false' ? false : undefined;
    case 'str':
      return unescaped(value);
    case 'inlineStr':
    case 'd':
    case 'e':
      return value;
    case 'n': {
      const number = Number(value);
      if (!Number.isFinite(number)) return undefined;
      const kind = workbook.dateStyles[style];
      return kind === undefined ? number : (isoOf(number, kind, workbook.date1904) ?? number);
    }
    default:
      return undefined;
  }
}
