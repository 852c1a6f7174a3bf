/**
 * Rows per second of each reader, beside the library that sets the limit, and in this thread beside a thread of its own:
 *
 *     node bench/readers.ts [rows]
 *
 * Processor time is that of all threads: what a thread of its own costs is more of it, what it brings is that the server's own
 * thread has less. The two take turns; medians of the rounds behind the first are compared.
 *
 * Files are generated into a temporary folder: 12 columns, one cell in ten quoted, one row in seventeen with an accent.
 */
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { parse } from 'csv-parse';
import ExcelJS from 'exceljs';
import { openApart } from '../ingestion/readers/apart/open-apart.ts';
import { openCsv } from '../ingestion/readers/csv.ts';
import { openJson } from '../ingestion/readers/json.ts';
import type { OpenedFile } from '../ingestion/readers/reader.ts';
import { readerLimits } from '../ingestion/readers/reader.ts';
import { openXlsx } from '../ingestion/readers/xlsx.ts';

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

type Format = 'csv' | 'json' | 'xlsx';
const ways: Readonly<Record<string, (format: Format, path: string) => Promise<OpenedFile>>> = {
  here: (format, path) => {
    if (format === 'csv') return openCsv({}, path);
    return format === 'json' ? openJson({}, path, columns) : openXlsx({}, path);
  },
  apart: (format, path) => openApart({ format, dialect: {}, columns, limits: readerLimits, reader: 2 }, path),
};

async function counted(format: Format, path: string, way = 'here'): Promise<number> {
  let count = 0;
  const opened = await ways[way]!(format, path);
  for await (const batch of opened.rows) count += batch.length;
  return count;
}

const turns = 8;
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** Microseconds a row: processor time of the process, that of this thread alone, and the wall's. */
async function compareWays(format: Format, path: string): Promise<void> {
  const found = new Map<string, { all: number[]; own: number[]; wall: number[] }>();
  for (let turn = 0; turn < turns; turn++) {
    for (const way of Object.keys(ways)) {
      const { all, own, wall } = found.get(way) ?? { all: [], own: [], wall: [] };
      found.set(way, { all, own, wall });
      const before = { all: process.cpuUsage(), own: process.threadCpuUsage(), wall: performance.now() };
      const count = await counted(format, path, way);
      const used = { all: process.cpuUsage(before.all), own: process.threadCpuUsage(before.own) };
      if (turn === 0) continue;
      all.push((used.all.user + used.all.system) / count);
      own.push((used.own.user + used.own.system) / count);
      wall.push(((performance.now() - before.wall) * 1000) / count);
    }
  }
  for (const [way, { all, own, wall }] of found) {
    const figures = [median(all), median(own), median(wall)].map((micros) => micros.toFixed(2).padStart(8)).join('');
    process.stdout.write(`${`${format}, ${way}`.padEnd(28)} ${figures}  µs a row: process, this thread, wall\n`);
  }
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
  await compareWays('csv', csv);
  await compareWays('json', json);
  await compareWays('xlsx', xlsx);
} finally {
  rmSync(folder, { recursive: true });
}
