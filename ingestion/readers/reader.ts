/** What a reader is: bytes in, rows out, streaming, nothing interpreted. One reader a format. */
import type { Readable } from 'node:stream';
import type { Json } from '../../domain/json.ts';
import type { RawCell } from '../../domain/record/events.ts';
import type { CsvDialect, JsonDialect, XlsxDialect } from '../../domain/source/definition.ts';

/** Half-open byte range in the original file, `[start, end)`; for XLSX absent (rows are found by sheet and row). */
export interface Bytes {
  readonly start: number;
  readonly end: number;
}

/** A row as read. `cells.length` equals the header's unless the row is ragged. */
export interface RawRow {
  readonly kind: 'row';
  /** As a spreadsheet counts: the header is 1, the first row of data 2; JSON: index + 1. CSV: logical records, blank lines not counted. */
  readonly row: number;
  readonly bytes?: Bytes;
  readonly cells: readonly RawCell[];
  /** XLSX: columns (from 0) whose cell is a formula; the cell is the result that was stored with the file. */
  readonly formulas?: readonly number[];
}

/** A row that cannot be read: kept by its place in the file, never dropped. */
export interface UnreadableRow {
  readonly kind: 'unreadable';
  readonly row: number;
  readonly bytes?: Bytes;
  readonly reason: QuarantineReason;
  readonly params: Readonly<Record<string, Json>>;
}
export type ReadRow = RawRow | UnreadableRow;

/** Why a row is set aside. Messages in four languages: `domain/rules/messages`. */
export type QuarantineReason =
  | 'ragged-row'
  | 'row-too-large'
  | 'too-many-columns'
  | 'unbalanced-quote'
  | 'undecodable-bytes'
  | 'invalid-json'
  | 'not-an-object'
  | 'unsafe-key'
  | 'untypable-cell'
  | 'missing-required'
  | 'missing-key'
  | 'no-consent';

/** A file as opened: its header is known, its rows can be read once. */
export interface OpenedFile {
  /** Column names as written, in file order (trimmed, white space collapsed, in NFC). */
  readonly header: readonly string[];
  readonly sheet?: string;
  /** What was detected, to be pinned: resume uses these. */
  readonly dialect: CsvDialect & JsonDialect & XlsxDialect;
  /** Rows in batches, in file order. */
  readonly rows: AsyncIterable<readonly ReadRow[]>;
}

/** A way to read the original from a byte on: called once per pass. */
export type OpenBytes = (start?: number) => Readable;

export interface ReaderLimits {
  /** Bytes of the file. */
  readonly fileBytes: number;
  /** Bytes of one row or element. */
  readonly rowBytes: number;
  readonly columns: number;
  readonly cellCharacters: number;
  /** XLSX: expanded bytes in all, ratio of expanded to compressed, entries. */
  readonly expandedBytes: number;
  readonly expansionRatio: number;
  readonly zipEntries: number;
  /** JSON nesting. */
  readonly depth: number;
}

export const readerLimits: ReaderLimits = {
  fileBytes: 4 * 1024 ** 3,
  rowBytes: 1024 ** 2,
  columns: 1_000,
  cellCharacters: 100_000,
  expandedBytes: 200 * 1024 ** 2,
  expansionRatio: 100,
  zipEntries: 2_000,
  depth: 64,
};

/** The file as a whole is not what its source delivers: the import fails with this one message and touches nothing. */
export class FileRejected extends Error {
  override readonly name = 'FileRejected';
  /** `not-csv`, `not-json`, `not-xlsx`, `empty-file`, `wrong-header`, `no-such-sheet`, `too-large`, `zip-bomb`, `encrypted`, `macros`, `duplicate-column`, `unsafe-column`, … */
  readonly code: string;
  readonly params: Readonly<Record<string, Json>>;
  constructor(code: string, message: string, params: Readonly<Record<string, Json>> = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.params = params;
  }
}
