/** Reads delimited text: rows with their cells as written and the bytes they stand in, in batches, in constant memory. */
import { setImmediate as others } from 'node:timers/promises';
import type { CsvDialect } from '../../domain/source/definition.ts';
import { type CsvLayout, detectLayout } from './csv-dialect.ts';
import { cutRecord, swallowsRows } from './csv-record.ts';
import { inReadingOrder } from './encoding.ts';
import { columnNames, pilesUp } from './header.ts';
import { bytesOf, checkFileBytes, type Original } from './original.ts';
import {
  type Batch,
  batchOfRows,
  FileRejected,
  type OpenedFile,
  type ReaderLimits,
  type ReadRow,
  readerLimits,
} from './reader.ts';

/**
 * Bytes that may be looked at in vain, for each byte of the file and to begin with: behind a quote that is not closed all that
 * follows is tried, and each line after it again. A file of such lines would take hours.
 */
const inVainPerByte = 16;
const inVainAtFirst = 64 * 1024 ** 2;
/** And in one go. */
const inVainAtOnce = 512 * 1024;

/**
 * Opens a CSV file. What the dialect leaves out is detected; a byte order mark and a line `sep=;` win over it.
 * Rows come out with the cells they have (ragged ones too); blank lines are skipped and not counted. A record that
 * cannot be read becomes `unreadable` with its byte range, and reading goes on with the next line.
 * @throws FileRejected `empty-file`, `not-csv`, and what `columnNames` refuses; `too-large` and `open-quotes` while rows are
 *   read.
 */
export async function openCsv(
  dialect: CsvDialect,
  original: Original,
  limits: ReaderLimits = readerLimits,
): Promise<OpenedFile> {
  const open = bytesOf(original);
  const layout = await detectLayout(dialect, open, limits);
  return {
    header: columnNames(layout.header, limits),
    dialect: { encoding: layout.encoding.name, delimiter: layout.delimiter, quote: layout.quote },
    rows: {
      [Symbol.asyncIterator]: () => readRows(layout, open(layout.dataStart), limits),
    },
  };
}

async function* readRows(
  layout: CsvLayout,
  stream: ReturnType<ReturnType<typeof bytesOf>>,
  limits: ReaderLimits,
): AsyncGenerator<readonly ReadRow[]> {
  const cutter = new RowCutter(layout, limits);
  const batch = batchOfRows();
  let any = false;
  for await (const chunk of inReadingOrder(stream, layout.encoding)) {
    cutter.take(chunk);
    checkFileBytes(cutter.offset, limits);
    while (cutter.fill(batch, false)) {
      any = true;
      yield batch.take();
      // A chunk holds several batches, and whoever takes them may have nothing to wait for.
      await others();
    }
  }
  for (;;) {
    const full = cutter.fill(batch, true);
    if (batch.empty()) break;
    any = true;
    yield batch.take();
    if (!full) break;
    await others();
  }
  if (!any) throw new FileRejected('empty-file', 'The file has a header and no row.');
}

/**
 * Cuts bytes into rows as they come. It holds the bytes from the first undecided record on: at most one record of
 * `rowBytes` and one chunk. A line longer than that is passed over (`skipping`) while only its start is remembered.
 */
class RowCutter {
  readonly #layout: CsvLayout;
  readonly #limits: ReaderLimits;
  readonly #lineByte: number;
  readonly #quoteByte: number;
  #bytes: Buffer = Buffer.alloc(0);
  /** Index in `#bytes` of the next record. */
  #at = 0;
  /** Byte in the original of `#bytes[0]`. */
  #base: number;
  #row = 1;
  /** Where the line that is being passed over starts in the original. */
  #skipping: number | undefined;
  /** Index of the first quote at or behind the last record looked at: searching for it line by line would cost squares. */
  #quote = -1;
  /** A record left open was tried on so many bytes: trying again before there are twice as many would cost squares. */
  #tried = 0;
  /** Bytes looked at in vain so far. */
  #inVain = 0;

  constructor(layout: CsvLayout, limits: ReaderLimits) {
    this.#layout = layout;
    this.#limits = limits;
    this.#lineByte = layout.lineEnd.charCodeAt(0);
    this.#quoteByte = layout.quote.charCodeAt(0);
    this.#base = layout.dataStart;
  }

  /** Bytes of the original taken so far. */
  get offset(): number {
    return this.#base + this.#bytes.length;
  }

  take(chunk: Buffer): void {
    const rest = this.#bytes.subarray(this.#at);
    this.#base += this.#at;
    this.#at = 0;
    this.#quote = -1;
    this.#bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
  }

  /** Adds the next rows that are decided by the bytes taken. @returns whether to give them on; if not, more bytes are needed. */
  fill(batch: Batch, complete: boolean): boolean {
    const inVain = this.#inVain;
    while (!batch.full() && this.#inVain - inVain < inVainAtOnce) {
      const before = this.#at;
      const row = this.#next(complete);
      if (row === 'more') return false;
      if (row !== 'blank') batch.add(row, Math.min(this.#at - before, this.#limits.rowBytes));
    }
    return true;
  }

  #next(complete: boolean): ReadRow | 'blank' | 'more' {
    const bytes = this.#bytes;
    if (this.#skipping === undefined) this.#passBlank();
    const start = this.#at;
    if (start >= bytes.length && !(complete && this.#skipping !== undefined)) return 'more';
    const line = this.#lineEnd(start);
    if (this.#skipping !== undefined) return this.#skip(line, complete);
    const end = line === -1 ? bytes.length : line;
    if (end - start > this.#limits.rowBytes) {
      this.#skipping = this.#base + start;
      return this.#skip(line, complete);
    }
    if (line === -1 && !complete) return 'more';
    if (this.#quote < start) this.#quote = bytes.indexOf(this.#quoteByte, start);
    if (this.#quote === -1) this.#quote = bytes.length;
    return this.#quote >= end ? this.#plain(start, end) : this.#quoted(start, end, complete);
  }

  /** Passes over empty lines: millions of them must not cost a function call each. */
  #passBlank(): void {
    const bytes = this.#bytes;
    if (this.#layout.encoding.unit === 2) return;
    let at = this.#at;
    for (;;) {
      if (bytes[at] === this.#lineByte) at++;
      else if (bytes[at] === 13 && bytes[at + 1] === 10) at += 2;
      else break;
    }
    this.#at = at;
  }

  /** Index behind the line end at or after `from`; -1 where there is none yet. */
  #lineEnd(from: number): number {
    const { unit } = this.#layout.encoding;
    let at = this.#bytes.indexOf(this.#lineByte, from);
    while (at !== -1 && unit === 2 && (at % 2 === 1 || this.#bytes[at + 1] !== 0)) {
      at = this.#bytes.indexOf(this.#lineByte, at + 1);
    }
    return at === -1 ? -1 : at + unit;
  }

  #skip(line: number, complete: boolean): ReadRow | 'more' {
    this.#at = line === -1 ? this.#bytes.length : line;
    if (line === -1 && !complete) return 'more';
    const start = this.#skipping!;
    this.#skipping = undefined;
    return this.#unreadable('row-too-large', start, this.#base + this.#at, { limit: this.#limits.rowBytes });
  }

  /** A line without any quote: most lines of most files. */
  #plain(start: number, end: number): ReadRow | 'blank' {
    const { encoding, delimiter, lineEnd } = this.#layout;
    const text = encoding.decode(this.#bytes, start, end);
    this.#at = end;
    let stop = text.length;
    if (text[stop - 1] === lineEnd) stop--;
    if (lineEnd === '\n' && text[stop - 1] === '\r') stop--;
    if (stop === 0 && (end - start) % encoding.unit === 0) return 'blank';
    return this.#judged(text.slice(0, stop).split(delimiter), text, start, end);
  }

  #quoted(start: number, lineEnd: number, complete: boolean): ReadRow | 'blank' | 'more' {
    const { encoding } = this.#layout;
    const bytes = this.#bytes;
    for (let size = Math.max(lineEnd - start, this.#tried * 2); ; size *= 2) {
      const available = Math.min(bytes.length - start, this.#limits.rowBytes);
      const whole = complete && start + available === bytes.length;
      if (size > available && available < this.#limits.rowBytes && !complete) return 'more';
      const stop = start + Math.min(size, available);
      const text = encoding.decode(bytes, start, stop);
      const record = cutRecord(text, 0, this.#layout, whole && stop === bytes.length, this.#limits.columns);
      if (record === 'open' && stop - start < available) {
        this.#tried = stop - start;
        continue;
      }
      if (record === 'open' && available < this.#limits.rowBytes && !complete) {
        this.#tried = stop - start;
        return 'more';
      }
      this.#tried = 0;
      if (typeof record === 'string') return this.#unbalanced(start, lineEnd, stop);
      const written = text.slice(0, record.end);
      const end = this.#endOf(written, start);
      if (
        end > lineEnd &&
        swallowsRows(written.trimEnd(), record.cells.length, this.#layout.header.length, this.#layout)
      ) {
        return this.#unbalanced(start, lineEnd, end);
      }
      this.#at = end;
      return this.#judged(record.cells, written, start, end);
    }
  }

  /** Index behind a record of this text. Counted in lines: a text with replaced characters is longer than its bytes. */
  #endOf(written: string, start: number): number {
    const { lineEnd } = this.#layout;
    let end = start;
    for (let at = written.indexOf(lineEnd); at !== -1; at = written.indexOf(lineEnd, at + 1)) end = this.#lineEnd(end);
    return written.endsWith(lineEnd) ? end : this.#bytes.length;
  }

  /** @param looked index up to which the quote was followed */
  #unbalanced(start: number, end: number, looked: number): ReadRow {
    this.#at = end;
    this.#inVain += looked - end;
    if (this.#inVain > inVainAtFirst + (this.#base + end) * inVainPerByte) {
      throw new FileRejected(
        'open-quotes',
        `The file is refused: too many of its quotes are not closed (row ${this.#row + 1}).`,
        { row: this.#row + 1 },
      );
    }
    return this.#unreadable('unbalanced-quote', this.#base + start, this.#base + end, {});
  }

  /** The row, unless something about its size or its bytes forbids to read it. */
  #judged(cells: string[], written: string, from: number, to: number): ReadRow | 'blank' {
    const { encoding } = this.#layout;
    if (cells.length === 1 && written.trim() === '' && (to - from) % encoding.unit === 0) return 'blank';
    const start = this.#base + from;
    const end = this.#base + to;
    if (cells.length > this.#limits.columns) {
      return this.#unreadable('too-many-columns', start, end, { cells: cells.length, limit: this.#limits.columns });
    }
    if (!encoding.decoded(written, this.#bytes, from, to)) {
      return this.#unreadable('undecodable-bytes', start, end, { encoding: encoding.name });
    }
    if (written.length > 500 && cells.some(pilesUp)) return this.#unreadable('piled-marks', start, end, {});
    if (written.includes('\0')) return this.#unreadable('undecodable-bytes', start, end, { character: 'NUL' });
    if (written.length > this.#limits.cellCharacters) {
      const column = cells.findIndex((cell) => cell.length > this.#limits.cellCharacters);
      if (column !== -1) {
        return this.#unreadable('row-too-large', start, end, { column, limit: this.#limits.cellCharacters });
      }
    }
    return { kind: 'row', row: ++this.#row, bytes: { start, end }, cells };
  }

  #unreadable(
    reason: 'row-too-large' | 'unbalanced-quote' | 'too-many-columns' | 'undecodable-bytes' | 'piled-marks',
    start: number,
    end: number,
    params: Readonly<Record<string, string | number>>,
  ): ReadRow {
    return { kind: 'unreadable', row: ++this.#row, bytes: { start, end }, reason, params };
  }
}
