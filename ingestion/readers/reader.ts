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
  | 'piled-marks'
  | 'invalid-json'
  | 'not-an-object'
  | 'unsafe-key'
  | 'untypable-cell'
  | 'missing-required'
  | 'missing-key'
  | 'too-many-statements'
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
  /** Nesting of JSON and of the parts of a workbook. */
  readonly depth: number;
  /** XLSX: sheets, relations of a part, styles of cells, shared texts; elements of a part, attributes of one element. */
  readonly sheets: number;
  readonly relations: number;
  readonly styles: number;
  readonly sharedTexts: number;
  readonly elements: number;
  readonly attributes: number;
  /** Of a reading in a thread of its own: seconds of processor time until it is open and in all, and for each MiB of the file. */
  readonly openingSeconds: number;
  readonly readingSeconds: number;
  readonly secondsPerMebibyte: number;
  /** Memory for what it holds, files' bytes aside. */
  readonly memoryMebibytes: number;
}

/**
 * Of a workbook Excel allows 65 490 styles and 16 384 columns, names no limit of sheets, and lists each sheet once among the
 * relations. A sheet of a million rows and twelve columns has 26 million elements, and then takes what a workbook may expand to.
 * Reading that takes 20 s here: the seconds are for whatever else somebody may think of, on slower machines.
 */
export const readerLimits: ReaderLimits = {
  fileBytes: 4 * 1024 ** 3,
  rowBytes: 1024 ** 2,
  columns: 1_000,
  cellCharacters: 100_000,
  expandedBytes: 200 * 1024 ** 2,
  expansionRatio: 100,
  zipEntries: 2_000,
  depth: 64,
  sheets: 1_000,
  relations: 10_000,
  styles: 65_536,
  sharedTexts: 1_000_000,
  elements: 30_000_000,
  attributes: 256,
  openingSeconds: 15,
  readingSeconds: 120,
  secondsPerMebibyte: 0.5,
  memoryMebibytes: 256,
};

/** A batch ends where one of these is reached: whoever takes it does so in one go, and others wait for as long. */
const batchLimits = { rows: 1_000, cells: 100_000, bytes: 1024 ** 2, values: 20_000 };

/** Rows that are on their way to whoever reads. */
export interface Batch {
  /**
   * @param bytes of the row in the file, or about as many
   * @param values in cells that are lists and objects, all of them
   */
  readonly add: (row: ReadRow, bytes: number, values?: number) => void;
  readonly full: () => boolean;
  readonly empty: () => boolean;
  /** The rows so far; begins anew. */
  readonly take: () => ReadRow[];
}

export function batchOfRows(): Batch {
  let rows: ReadRow[] = [];
  let cells = 0;
  let bytes = 0;
  let values = 0;
  return {
    add(row, size, inside = 0) {
      rows.push(row);
      bytes += size;
      values += inside;
      if (row.kind === 'row') cells += row.cells.length;
    },
    full: () =>
      rows.length >= batchLimits.rows ||
      cells >= batchLimits.cells ||
      bytes >= batchLimits.bytes ||
      values >= batchLimits.values,
    empty: () => rows.length === 0,
    take() {
      const taken = rows;
      rows = [];
      cells = 0;
      bytes = 0;
      values = 0;
      return taken;
    },
  };
}

/** The file as a whole is not what its source delivers: the import fails with this one message and touches nothing. */
export class FileRejected extends Error {
  override readonly name = 'FileRejected';
  /** `not-csv`, `not-json`, `not-xlsx`, `empty-file`, `wrong-header`, `no-such-sheet`, `too-large`, `zip-bomb`, `encrypted`, `macros`, `duplicate-column`, `unsafe-column`, `too-many-elements`, `reading-takes-too-long`, … */
  readonly code: string;
  readonly params: Readonly<Record<string, Json>>;
  constructor(code: string, message: string, params: Readonly<Record<string, Json>> = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.params = params;
  }
}
