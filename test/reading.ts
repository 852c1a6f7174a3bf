/** What tests of readers need: files made of text or bytes, and all rows of one. */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { openApart } from '../ingestion/readers/apart/open-apart.ts';
import { openJson } from '../ingestion/readers/json.ts';
import {
  type OpenBytes,
  type OpenedFile,
  type RawRow,
  type ReadRow,
  readerLimits,
} from '../ingestion/readers/reader.ts';
import { openXlsx } from '../ingestion/readers/xlsx.ts';

/** A file is read the same in the thread that asks for it and in one of its own. */
export const waysToReadXlsx: readonly (readonly [string, typeof openXlsx])[] = [
  ['this thread', openXlsx],
  [
    'a thread of its own',
    (dialect, original, limits = readerLimits) =>
      openApart({ format: 'xlsx', dialect, columns: [], limits, reader: 2 }, original),
  ],
];

export const waysToReadJson: readonly (readonly [string, typeof openJson])[] = [
  ['this thread', openJson],
  [
    'a thread of its own',
    (dialect, original, columns = [], limits = readerLimits, reader = 2) =>
      openApart({ format: 'json', dialect, columns, limits, reader }, original),
  ],
];

/** A file that exists in memory only, handed over in chunks of `chunk` bytes. */
export const file =
  (content: string | Buffer, chunk = 64 * 1024): OpenBytes =>
  (start = 0) =>
    Readable.from(slices(Buffer.from(content as string).subarray(start), chunk), { objectMode: false });

function* slices(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function allRows(opened: OpenedFile): Promise<ReadRow[]> {
  const rows: ReadRow[] = [];
  for await (const batch of opened.rows) rows.push(...batch);
  return rows;
}

export async function cellsOf(opened: OpenedFile): Promise<unknown[]> {
  return (await allRows(opened)).map((row) => (row.kind === 'row' ? row.cells : row.reason));
}

/** Row numbers rise by one; byte ranges are in order, apart, and within the file. */
export function inOrder(rows: readonly ReadRow[], first: number, bytes: number): boolean {
  let end = 0;
  return rows.every((row, i) => {
    const place = row.bytes ?? { start: end, end };
    const right = row.row === first + i && place.start >= end && place.end >= place.start && place.end <= bytes;
    end = place.end;
    return right;
  });
}

export const rowsOnly = (rows: readonly ReadRow[]): RawRow[] => rows.filter((row) => row.kind === 'row');

export const bytesIn = (path: string): Buffer => readFileSync(path);
