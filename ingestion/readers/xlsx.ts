/** Reads one sheet of an XLSX workbook, row by row. */
import { createReadStream } from 'node:fs';
import { open as openFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { RawCell } from '../../domain/record/events.ts';
import type { XlsxDialect } from '../../domain/source/definition.ts';
import { columnName, columnNames, pilesUp } from './header.ts';
import type { Original } from './original.ts';
import {
  batchOfRows,
  FileRejected,
  type OpenBytes,
  type OpenedFile,
  type ReaderLimits,
  type ReadRow,
  readerLimits,
} from './reader.ts';
import { type SheetRow, sheetRows } from './xlsx-sheet.ts';
import { notXlsx, readWorkbook, type Workbook } from './xlsx-workbook.ts';
import { parseXml } from './xml.ts';
import { type ByteSource, openZip, type ZipArchive, type ZipEntry } from './zip.ts';

/** An original that is no file is held in memory, since a ZIP archive is read from its end. */
const heldBytes = 64 * 1024 ** 2;

/**
 * Opens one sheet of a workbook: by name or number, the first by default. Rows above the header are passed over; rows
 * without any value are skipped; numbers of rows are the sheet's own. Cells are text, numbers, booleans, ISO 8601 text for
 * dates, null where empty; of formulas the stored result, its column named in `formulas`; errors as their text (`#N/A`).
 * What a sheet says of its size is not believed: rows and columns are counted as they come.
 * @param onLarge before texts are read that take much memory for as long as the rows are read
 * @throws FileRejected `empty-file`, `not-xlsx`, `encrypted`, `macros`, `zip-bomb`, `dtd`, `too-large`, `no-such-sheet`,
 *   what there may be too many of (`readWorkbook`, `parseXml`), and what `columnNames` refuses; but for the header all of
 *   them also while rows are read.
 */
export async function openXlsx(
  dialect: XlsxDialect,
  original: Original,
  limits: ReaderLimits = readerLimits,
  onLarge: () => Promise<void> = async () => undefined,
): Promise<OpenedFile> {
  const source = typeof original === 'string' ? await fileSource(original) : await heldSource(original, limits);
  await refuseOtherFormats(source);
  const zip = await openZip(source, limits);
  const workbook = await readWorkbook(zip, limits, onLarge);
  const { name, entry } = chosenSheet(workbook, dialect.sheet ?? 1);
  const headerRow = dialect.headerRow ?? 1;
  const sheet = { name, zip, workbook, entry, limits };
  const header = await readHeader(sheet, headerRow);
  return {
    header,
    sheet: name,
    dialect: { sheet: name, headerRow },
    rows: { [Symbol.asyncIterator]: () => readRows(sheet, headerRow, header) },
  };
}

interface Sheet {
  readonly name: string;
  readonly zip: ZipArchive;
  readonly workbook: Workbook;
  readonly entry: ZipEntry;
  readonly limits: ReaderLimits;
}

async function fileSource(path: string): Promise<ByteSource> {
  const { size } = await stat(path);
  return {
    size,
    read: async (start, end) => {
      const file = await openFile(path);
      try {
        const bytes = Buffer.alloc(Math.min(end, size) - start);
        const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
        return bytes.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    stream: (start, end) => createReadStream(path, { start, end: end - 1 }),
  };
}

async function heldSource(open: OpenBytes, limits: ReaderLimits): Promise<ByteSource> {
  const most = Math.min(heldBytes, limits.fileBytes);
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of open() as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new FileRejected('too-large', `The file is larger than ${most} bytes.`, { limit: most });
    parts.push(chunk);
  }
  const bytes = Buffer.concat(parts);
  return {
    size,
    read: async (start, end) => bytes.subarray(start, end),
    stream: (start, end) => Readable.from(slices(bytes.subarray(start, end)), { objectMode: false }),
  };
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

async function refuseOtherFormats(source: ByteSource): Promise<void> {
  const head = await source.read(0, Math.min(8, source.size));
  if (head.length === 0) throw new FileRejected('empty-file', 'The file is empty.');
  if (head.toString('latin1').startsWith('\xd0\xcf\x11\xe0')) {
    throw new FileRejected(
      'encrypted',
      'The file is refused: it is encrypted, or an XLS file of before 2007. Save it as XLSX.',
      {},
    );
  }
  if (!head.toString('latin1').startsWith('PK')) throw notXlsx('it is no ZIP archive');
}

function chosenSheet(workbook: Workbook, wanted: string | number): Workbook['sheets'][number] {
  const { sheets } = workbook;
  const found =
    typeof wanted === 'number'
      ? sheets[wanted - 1]
      : sheets.find((sheet) => columnName(sheet.name) === columnName(wanted));
  if (found !== undefined) return found;
  const names = sheets.map((sheet) => sheet.name);
  throw new FileRejected(
    'no-such-sheet',
    `The workbook has no sheet ${JSON.stringify(wanted)}; it has ${names.length}.`,
    { sheet: wanted, sheets: names },
  );
}

/** Rows that hold anything, in batches as the part is inflated. */
async function* sheetBatches(sheet: Sheet): AsyncGenerator<SheetRow[]> {
  try {
    yield* batchesOf(sheet);
  } catch (error) {
    if (!(error instanceof FileRejected)) throw error;
    const { code, message, params, cause } = error;
    throw new FileRejected(code, message, { sheet: sheet.name, ...params }, { cause });
  }
}

async function* batchesOf({ zip, workbook, entry, limits }: Sheet): AsyncGenerator<SheetRow[]> {
  let rows: SheetRow[] = [];
  const events = sheetRows(workbook, limits, (row) => {
    if (row.tooWide || row.untypable !== undefined || row.cells.some((cell) => cell !== null && cell !== ''))
      rows.push(row);
  });
  for await (const _ of parseXml(zip.open(entry), events, limits)) {
    if (rows.length === 0) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

async function readHeader(sheet: Sheet, headerRow: number): Promise<string[]> {
  let header: string[] | undefined;
  for await (const rows of sheetBatches(sheet)) {
    for (const row of rows) {
      if (row.row < headerRow) continue;
      if (header !== undefined) return header;
      if (row.row > headerRow)
        throw new FileRejected('wrong-header', `Row ${headerRow} of the sheet, its header, is empty.`, { headerRow });
      if (row.tooWide) {
        throw new FileRejected('too-many-columns', `The header has more than ${sheet.limits.columns} columns.`, {
          limit: sheet.limits.columns,
        });
      }
      header = columnNames(
        row.cells.map((cell) => (cell === null ? '' : String(cell))),
        sheet.limits,
      );
    }
  }
  throw new FileRejected(
    'empty-file',
    header === undefined ? 'The sheet is empty.' : 'The sheet has a header and no row.',
  );
}

async function* readRows(
  sheet: Sheet,
  headerRow: number,
  header: readonly string[],
): AsyncGenerator<readonly ReadRow[]> {
  const batch = batchOfRows();
  for await (const rows of sheetBatches(sheet)) {
    for (const row of rows) {
      if (row.row <= headerRow) continue;
      batch.add(readRow(row, header, sheet.limits), charactersOf(row.cells));
      if (batch.full()) yield batch.take();
    }
  }
  if (!batch.empty()) yield batch.take();
}

function charactersOf(cells: readonly RawCell[]): number {
  let characters = 0;
  for (const cell of cells) if (typeof cell === 'string') characters += cell.length;
  return characters;
}

function readRow(
  { row, cells, formulas, tooWide, untypable }: SheetRow,
  header: readonly string[],
  limits: ReaderLimits,
): ReadRow {
  if (tooWide) return { kind: 'unreadable', row, reason: 'too-many-columns', params: { limit: limits.columns } };
  if (untypable !== undefined) {
    return { kind: 'unreadable', row, reason: 'untypable-cell', params: { column: header[untypable] ?? untypable } };
  }
  const width = filledWidth(cells, header.length);
  cells.length = Math.min(cells.length, width);
  while (cells.length < width) cells.push(null);
  const long = cells.findIndex((cell) => typeof cell === 'string' && cell.length > limits.cellCharacters);
  if (long !== -1) {
    return { kind: 'unreadable', row, reason: 'row-too-large', params: { column: long, limit: limits.cellCharacters } };
  }
  const broken = cells.findIndex((cell) => typeof cell === 'string' && (!cell.isWellFormed() || cell.includes('\0')));
  if (broken !== -1) return { kind: 'unreadable', row, reason: 'undecodable-bytes', params: { column: broken } };
  const piled = cells.findIndex((cell) => typeof cell === 'string' && pilesUp(cell));
  if (piled !== -1) return { kind: 'unreadable', row, reason: 'piled-marks', params: { column: piled } };
  return formulas.length === 0 ? { kind: 'row', row, cells } : { kind: 'row', row, cells, formulas };
}

/** As wide as the header, or up to the last value beyond it. */
function filledWidth(cells: readonly RawCell[], columns: number): number {
  let width = cells.length;
  while (width > columns && (cells[width - 1] === null || cells[width - 1] === '')) width--;
  return Math.max(width, columns);
}
