/** Rows as XLSX, the same bytes every time: the library dates the entries of the archive by the clock, so they are dated anew. */
import ExcelJS from 'exceljs';
import type { Row } from './dataset.ts';

const epoch = new Date(Date.UTC(2026, 0, 1));

/** @param rows all in memory: a spreadsheet holds about a million of them at most, and this is for a few thousand */
export async function xlsxFile(sheet: string, header: readonly string[], rows: Iterable<Row>): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  Object.assign(book, { creator: 'HealthAI Coach', lastModifiedBy: 'HealthAI Coach', created: epoch, modified: epoch });
  const page = book.addWorksheet(sheet);
  page.addRow(header);
  for (const row of rows) page.addRow(header.map((column) => row[column] ?? null));
  return dated(Buffer.from(await book.xlsx.writeBuffer()));
}

const localHeader = 0x04034b50;
const centralHeader = 0x02014b50;
const endOfDirectory = 0x06054b50;
/** 1 January 1980, 00:00: the first moment that the format can name. */
const dosTime = 0;
const dosDate = 0x21;

/** Dates every entry of a ZIP archive the same (PKWARE APPNOTE 4.3.7 and 4.3.12). */
function dated(zip: Buffer): Buffer {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || zip.readUInt32LE(end) !== endOfDirectory) throw new Error('the spreadsheet is no ZIP archive');
  let at = zip.readUInt32LE(end + 16);
  for (let entries = zip.readUInt16LE(end + 10); entries > 0; entries--) {
    if (zip.readUInt32LE(at) !== centralHeader) throw new Error('the archive has no directory where it says');
    zip.writeUInt16LE(dosTime, at + 12);
    zip.writeUInt16LE(dosDate, at + 14);
    const local = zip.readUInt32LE(at + 42);
    if (zip.readUInt32LE(local) !== localHeader) throw new Error('the archive has no entry where it says');
    zip.writeUInt16LE(dosTime, local + 10);
    zip.writeUInt16LE(dosDate, local + 12);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return zip;
}
