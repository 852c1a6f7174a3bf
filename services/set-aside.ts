/** Rows that cannot become records, as a report tells them: where, what, and why. */
import type { QuarantinedRow } from '../domain/import/events.ts';
import type { Json } from '../domain/json.ts';
import type { Language } from '../domain/language.ts';
import { quarantinedItem } from './imports.ts';

export interface RowSetAside {
  readonly row: number;
  readonly sheet?: string;
  /** The column concerned; null where it is the row as a whole. */
  readonly column: string | null;
  /** What stands there; left out where it may not be shown, or there is no one value. */
  readonly value?: Json;
  /** In words. */
  readonly reason: string;
  readonly advice: string;
  readonly code: string;
}

/** What may be shown of the rows of a file. */
export interface Shown {
  /** Name of the file, where people may be shown it. */
  readonly file: string | null;
  /** The rows are about people: nothing of what they say is told. */
  readonly personal: boolean;
}

/** A row that cannot become a record, in words. */
export function rowSetAside(row: QuarantinedRow, { file, personal }: Shown, language: Language): RowSetAside {
  const { column = null, value } = row.params;
  const params = personal ? withoutValue(row.params) : row.params;
  const { message, advice, reason: code } = quarantinedItem({ ...row, params }, file, language);
  return {
    row: row.row,
    ...(row.sheet !== undefined && { sheet: row.sheet }),
    column: typeof column === 'string' ? column : null,
    ...(!personal && value !== undefined && { value }),
    reason: message,
    advice,
    code,
  };
}

const withoutValue = (params: QuarantinedRow['params']): QuarantinedRow['params'] => {
  const { value: _, ...rest } = params;
  return rest;
};
