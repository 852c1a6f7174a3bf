/** Finds out how a delimited text is written: encoding, delimiter, quote, line end, and where its header starts. */
import type { CsvDialect } from '../../domain/source/definition.ts';
import { cutRecord, type Grammar } from './csv-record.ts';
import { byteOrderMark, detectEncoding, encodings, littleEndian, type TextEncoding } from './encoding.ts';
import { binaryKind, headOf } from './original.ts';
import { FileRejected, type OpenBytes, type ReaderLimits } from './reader.ts';

export interface CsvLayout extends Grammar {
  readonly encoding: TextEncoding;
  /** Cells of the header as written. */
  readonly header: readonly string[];
  /** Byte in the original at which the record behind the header starts. */
  readonly dataStart: number;
  /** The delimiter that a first line `sep=;` states, or the declared or the detected one. */
  readonly delimiter: string;
}

/** Most frequent last: a comma is the likeliest to stand inside cells, so the others win where both fit. */
const delimiters = ['\t', ';', '|', ','];

/** What is looked at to detect a dialect. */
const sampleBytes = 256 * 1024;
const sampleRecords = 200;
/** Of records that are none: how often the sample may be looked through for their ends. */
const lookedThrough = 8;

/** @throws FileRejected `empty-file`, `not-csv`. */
export async function detectLayout(declared: CsvDialect, open: OpenBytes, limits: ReaderLimits): Promise<CsvLayout> {
  let { head, whole } = await headOf(open, sampleBytes);
  const encoding = await encodingOf(declared, head, open);
  let layout = layoutOf(declared, head, whole, encoding);
  if (layout === undefined && !whole) {
    ({ head, whole } = await headOf(open, limits.rowBytes));
    layout = layoutOf(declared, head, whole, encoding);
  }
  if (layout === undefined) throw notCsv('its header line does not end', { limit: limits.rowBytes });
  return layout;
}

async function encodingOf(declared: CsvDialect, head: Buffer, open: OpenBytes): Promise<TextEncoding> {
  if (head.length === 0) throw new FileRejected('empty-file', 'The file is empty.');
  const kind = binaryKind(head);
  if (kind !== undefined) throw notCsv(`it is ${kind}`, { found: kind });
  const mark = byteOrderMark(head);
  const name = mark?.name ?? declared.encoding;
  if (name === undefined || encodings[name].unit === 1) refuseBinary(head);
  return encodings[name ?? (await detectEncoding(open()))];
}

/** Text holds no control characters in number; a stray one inside a cell is left to the rules. */
function refuseBinary(head: Buffer): void {
  let nul = 0;
  let control = 0;
  for (const byte of head) {
    if (byte === 0) nul++;
    else if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) control++;
  }
  if (nul * 5 > head.length && nul * 2 <= head.length + 1) {
    throw notCsv('it looks like UTF-16 text without a byte order mark', { found: 'UTF-16 without a byte order mark' });
  }
  if (nul + control > 8 && (nul + control) * 50 > head.length)
    throw notCsv('it is a binary file', { found: 'a binary file' });
}

function layoutOf(declared: CsvDialect, head: Buffer, whole: boolean, encoding: TextEncoding): CsvLayout | undefined {
  const markBytes = byteOrderMark(head)?.length ?? 0;
  const bytes = littleEndian(head, encoding);
  const text = encoding.decode(bytes, markBytes, bytes.length - (bytes.length % encoding.unit));
  if (text.trim() === '') {
    if (!whole) return undefined;
    throw new FileRejected('empty-file', 'The file holds nothing but white space.');
  }
  refuseOtherFormats(text);
  const lineEnd = lineEndOf(text);
  let from = 0;
  const stated = /^sep=([^\r\n])\r?(?:\n|(?<=\r))/i.exec(text);
  if (stated !== null) from = stated[0].length;
  while (text[from] === '\r' || text[from] === '\n') from++;
  const quote = declared.quote ?? quoteOf(text);
  const delimiter = delimiterOf(stated?.[1] ?? declared.delimiter, text, from, { quote, lineEnd }, whole);
  const grammar: Grammar = { delimiter, quote, lineEnd };
  const header = cutRecord(text, from, grammar, whole);
  if (header === 'open') return whole ? rejectHeader() : undefined;
  if (header === 'broken') return rejectHeader();
  const dataStart = markBytes + encoding.byteLength(text.slice(0, header.end));
  if (!encoding.decoded(text.slice(0, header.end), bytes, markBytes, dataStart)) {
    throw notCsv(`its header holds bytes that are not ${encoding.name}`, { encoding: encoding.name });
  }
  if (whole && text.slice(header.end).trim() === '') {
    throw new FileRejected('empty-file', 'The file has a header and no row.');
  }
  return { ...grammar, encoding, header: header.cells, dataStart };
}

function rejectHeader(): never {
  throw notCsv('a quote in its header is not closed', {});
}

function refuseOtherFormats(text: string): void {
  const start = text.trimStart();
  if (/^(?:\{\s*["}]|\[\s*[[{"\]\d-])/.test(start)) throw notCsv('it is JSON', { found: 'JSON' });
  if (/^<(?:!doctype|\?xml|html|svg|[a-z]+[\s>])/i.test(start))
    throw notCsv('it is HTML or XML', { found: 'HTML or XML' });
}

/** The first line end outside quotes decides; `\r` alone only where no `\n` follows it. */
function lineEndOf(text: string): '\n' | '\r' {
  const lf = text.indexOf('\n');
  const cr = text.indexOf('\r');
  if (cr === -1 || (lf !== -1 && lf <= cr + 1)) return '\n';
  const before = text.slice(0, cr);
  return before.split('"').length % 2 === 1 ? '\r' : '\n';
}

/** `'` only where cells are written in it and none in `"`. */
function quoteOf(text: string): '"' | "'" {
  if (/(?:^|[,;\t|\r\n])"/.test(text)) return '"';
  const single = text.match(/(?:^|[,;\t|\r\n])'[^'\r\n]*'(?=[,;\t|\r\n]|$)/g);
  return single !== null && single.length > 1 ? "'" : '"';
}

/**
 * The delimiter that cuts the header in at least two and the most records into as many cells.
 * @throws FileRejected `not-csv` where the stated delimiter does not occur in the header and another one fits.
 */
function delimiterOf(
  stated: string | undefined,
  text: string,
  from: number,
  rest: Omit<Grammar, 'delimiter'>,
  whole: boolean,
): string {
  if (stated !== undefined && fit(stated, text, from, rest, whole) > 0) return stated;
  let best = stated ?? ',';
  let bestFit = 0;
  for (const delimiter of delimiters) {
    const found = fit(delimiter, text, from, rest, whole);
    if (found > bestFit) {
      best = delimiter;
      bestFit = found;
    }
  }
  if (stated === undefined) return best;
  if (bestFit < 0.9) return stated;
  throw notCsv(`its cells are not separated by ${named(stated)} but by ${named(best)}`, {
    expected: stated,
    found: best,
  });
}

const named = (delimiter: string): string => (delimiter === '\t' ? 'tabs' : `"${delimiter}"`);

/** Share of the first records that have as many cells as the header; 0 where the header is one cell. */
function fit(delimiter: string, text: string, from: number, rest: Omit<Grammar, 'delimiter'>, whole: boolean): number {
  const grammar = { ...rest, delimiter };
  let columns = 0;
  let records = 0;
  let equal = 0;
  let looked = 0;
  for (let at = from; at < text.length && records < sampleRecords && looked < lookedThrough * text.length; ) {
    const record = cutRecord(text, at, grammar, whole);
    if (typeof record === 'string') {
      if (columns === 0) return 0;
      records++;
      looked += text.length - at;
      const next = text.indexOf(rest.lineEnd, at);
      if (next === -1 || record === 'open') break;
      at = next + 1;
      continue;
    }
    at = record.end;
    if (columns === 0) {
      columns = record.cells.length;
      if (columns < 2) return 0;
    } else if (record.cells.length > 1 || record.cells[0]?.trim() !== '') {
      records++;
      if (record.cells.length === columns) equal++;
    }
  }
  return columns < 2 ? 0 : records === 0 ? 0.5 : Math.max(equal / records, 0.01);
}

/** The one message for content that is no CSV. */
function notCsv(why: string, params: Readonly<Record<string, string | number>>): FileRejected {
  return new FileRejected('not-csv', `The file cannot be read as CSV: ${why}.`, params);
}
