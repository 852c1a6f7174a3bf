/**
 * Rows per second of each reader, beside the library that sets the limit:
 *
 *     node bench/readers.ts [rows]
 *
 * Files are generated into a temporary folder: 12 columns, one cell in ten quoted, one row in seventeen with an accent.
 */
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { parse } from 'csv-parse';
import ExcelJS from 'exceljs';
import { open } from '../ingestion/readers/open.ts';

const rows = Number(process.argv[2] ?? 200_000);
const folder = mkdtempSync(join(tmpdir(), 'bench-readers-'));
const columns = [
  'name',
  'category',
  'kcal',
  'protein',
  'carbs',
  'fat',
  'fibre',
  'sugars',
  'sodium',
  'cholesterol',
  'meal',
  'water',
];

const nameOf = (i: number): string =>
  i % 10 === 0 ? `Food, "x" ${i}` : i % 17 === 0 ? `Sautéed ${i}` : `Food number ${i}`;
const rowOf = (i: number): (string | number)[] => [
  nameOf(i),
  `Category ${i % 50}`,
  i % 600,
  (i % 450) / 10,
  (i % 700) / 10,
  (i % 400) / 10,
  (i % 140) / 10,
  (i % 600) / 10,
  i % 1580,
  i % 450,
  'Dinner',
  i % 500,
];

async function write(path: string, lines: Iterable<string>): Promise<string> {
  const file = createWriteStream(path);
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < 1_000_000) continue;
    if (!file.write(text)) await new Promise<void>((resolve) => file.once('drain', () => resolve()));
    text = '';
  }
  await finished(file.end(text));
  return path;
}

function* csvLines(): Generator<string> {
  yield `${columns.join(',')}\n`;
  for (let i = 0; i < rows; i++) yield `${rowOf(i).map(quoted).join(',')}\n`;
}
const quoted = (cell: string | number): string =>
  /[",]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell);

function* jsonLines(): Generator<string> {
  for (let i = 0; i < rows; i++) {
    const cells = rowOf(i);
    yield `${i === 0 ? '[' : ','}${JSON.stringify(Object.fromEntries(columns.map((column, c) => [column, cells[c]])))}\n`;
  }
  yield ']\n';
}

async function writeXlsx(path: string, count: number): Promise<string> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: true });
  const sheet = book.addWorksheet('foods');
  sheet.addRow(columns).commit();
  for (let i = 0; i < count; i++) sheet.addRow(rowOf(i)).commit();
  await book.commit();
  return path;
}

async function measure(name: string, path: string, read: () => Promise<number>): Promise<void> {
  const start = performance.now();
  const count = await read();
  const seconds = (performance.now() - start) / 1000;
  const megabytes = statSync(path).size / 1e6;
  process.stdout.write(
    `${name.padEnd(28)} ${String(Math.round(count / seconds)).padStart(9)} rows/s ${(megabytes / seconds).toFixed(0).padStart(5)} MB/s\n`,
  );
}

async function counted(format: 'csv' | 'json' | 'xlsx', path: string): Promise<number> {
  let count = 0;
  const opened = await open(format, {}, path, { columns });
  for await (const batch of opened.rows) count += batch.length;
  return count;
}

async function countedByCsvParse(path: string): Promise<number> {
  let count = 0;
  for await (const _ of createReadStream(path, { highWaterMark: 1 << 18 }).pipe(parse({ relax_column_count: true })))
    count++;
  return count;
}

async function countedWithRanges(path: string): Promise<number> {
  let count = 0;
  const options = {
    relax_column_count: true,
    on_record: (record: string[], { bytes_records }: { bytes_records: number }) => ({ record, end: bytes_records }),
  };
  for await (const _ of createReadStream(path, { highWaterMark: 1 << 18 }).pipe(parse(options as never))) count++;
  return count;
}

async function countedByExceljs(path: string): Promise<number> {
  let count = 0;
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(path, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  });
  for await (const sheet of reader) {
    for await (const row of sheet) if (Array.isArray(row.values)) count++;
  }
  return count;
}

try {
  const csv = await write(join(folder, 'foods.csv'), csvLines());
  const json = await write(join(folder, 'foods.json'), jsonLines());
  const xlsx = await writeXlsx(join(folder, 'foods.xlsx'), Math.min(rows, 100_000));
  for (let round = 1; round <= 2; round++) {
    process.stdout.write(`round ${round}\n`);
    await measure('csv', csv, () => counted('csv', csv));
    await measure('  csv-parse', csv, () => countedByCsvParse(csv));
    await measure('  csv-parse, byte ranges', csv, () => countedWithRanges(csv));
    await measure('json', json, () => counted('json', json));
    await measure('xlsx', xlsx, () => counted('xlsx', xlsx));
    await measure('  exceljs stream reader', xlsx, () => countedByExceljs(xlsx));
  }
} finally {
  rmSync(folder, { recursive: true });
}
