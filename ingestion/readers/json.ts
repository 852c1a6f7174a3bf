/** Reads JSON: the elements of one array, or one object a line, as rows, in constant memory. */
import { isUtf8 } from 'node:buffer';
import type { JsonDialect } from '../../domain/source/definition.ts';
import { JsonColumns } from './json-columns.ts';
import { type Element, ElementCutter } from './json-cutter.ts';
import { parseElement, type Unreadable } from './json-element.ts';
import { findArray, type JsonLayout } from './json-layout.ts';
import { bytesOf, checkFileBytes, type Original } from './original.ts';
import {
  batchOfRows,
  FileRejected,
  type OpenBytes,
  type OpenedFile,
  type ReaderLimits,
  type ReadRow,
  readerLimits,
} from './reader.ts';

/**
 * Opens a JSON file: an array at `dialect.path` (`$` or left out: the document itself), or newline-delimited objects.
 * @param columns keys, or paths `a.b` into objects and `a.0.b` into lists, that the source knows, compared as the names of a
 *   header are. `header` starts with them and **grows while rows are read**: a key that no column covers is appended when it is first seen, so the header is final once `rows` has
 *   ended, and a row has the cells that the header had when it was read; what is missing at its end is absent. A second
 *   reading that is to give full rows passes the grown header as `columns`.
 * @param reader how keys are compared: 1 as the first release did
 * @throws FileRejected `empty-file`, `not-json`; also while rows are read, where the file ends too early or goes on too long.
 */
export async function openJson(
  dialect: JsonDialect,
  original: Original,
  columns: readonly string[] = [],
  limits: ReaderLimits = readerLimits,
  reader = 2,
): Promise<OpenedFile> {
  const open = bytesOf(original);
  const layout = await findArray(dialect.path, open);
  const table = new JsonColumns(columns, limits.columns, reader);
  return {
    header: table.header,
    dialect: { path: layout.path },
    rows: { [Symbol.asyncIterator]: () => readRows(layout, open, table, limits) },
  };
}

async function* readRows(
  layout: JsonLayout,
  open: OpenBytes,
  table: JsonColumns,
  limits: ReaderLimits,
): AsyncGenerator<readonly ReadRow[]> {
  const cutter = new ElementCutter(layout.dataStart, layout.lines, layout.around, limits);
  const batch = batchOfRows();
  let row = 0;
  const add = (element: Element): void => {
    const { read, values } = rowOf(element, ++row, table, limits);
    batch.add(read, element.bytes?.length ?? 0, values);
  };
  for await (const chunk of open(layout.dataStart) as AsyncIterable<Buffer>) {
    cutter.take(chunk);
    checkFileBytes(cutter.offset, limits);
    for (let element = cutter.next(); element !== undefined; element = cutter.next()) {
      add(element);
      if (batch.full()) yield batch.take();
    }
  }
  const last = cutter.end();
  if (last !== undefined) add(last);
  if (row === 0) throw new FileRejected('empty-file', 'The file holds an empty list.');
  if (!batch.empty()) yield batch.take();
}

/** @returns the row, and how many values there are in it */
function rowOf(
  element: Element,
  row: number,
  table: JsonColumns,
  limits: ReaderLimits,
): { readonly read: ReadRow; readonly values: number } {
  const bytes = { start: element.start, end: element.end };
  const unreadable = ({ reason, params }: Unreadable) => ({
    read: { kind: 'unreadable' as const, row, bytes, reason, params },
    values: 0,
  });
  if (element.bytes === undefined) return unreadable({ reason: 'row-too-large', params: { limit: limits.rowBytes } });
  const text = element.bytes.toString('utf8');
  if (text.includes('\uFFFD') && !isUtf8(element.bytes)) {
    return unreadable({ reason: 'undecodable-bytes', params: { encoding: 'utf-8' } });
  }
  const parsed = parseElement(text, element, element.start, limits);
  if (!('object' in parsed)) return unreadable(parsed);
  const cells = table.cells(parsed.object);
  if (cells === undefined) return unreadable({ reason: 'too-many-columns', params: { limit: limits.columns } });
  return { read: { kind: 'row', row, bytes, cells }, values: parsed.values };
}
