/** How bytes become text: which encodings are read, how one is recognised, and where a line ends in it. */
import { isAscii, isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import type { CsvDialect } from '../../domain/source/definition.ts';

export type EncodingName = NonNullable<CsvDialect['encoding']>;

/** One encoding, over buffers whose first byte starts a character. UTF-16 is handed over in little endian, always. */
export interface TextEncoding {
  readonly name: EncodingName;
  /** Bytes of one line feed. */
  readonly unit: 1 | 2;
  readonly decode: (bytes: Buffer, start: number, end: number) => string;
  /** Whether `text` is what those bytes say, with nothing replaced. */
  readonly decoded: (text: string, bytes: Buffer, start: number, end: number) => boolean;
  /** Bytes that a text takes which was decoded without loss, or up to a line's end. */
  readonly byteLength: (text: string) => number;
}

const utf8: TextEncoding = {
  name: 'utf-8',
  unit: 1,
  decode: (bytes, start, end) => bytes.toString('utf8', start, end),
  decoded: (text, bytes, start, end) => !text.includes('\uFFFD') || isUtf8(bytes.subarray(start, end)),
  byteLength: (text) => Buffer.byteLength(text),
};

/** Windows-1252 differs from ISO 8859-1 in 0x80–0x9F only; five of these bytes mean nothing. Source: WHATWG Encoding index. */
const upper1252 = '€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ';

const windows1252: TextEncoding = {
  name: 'windows-1252',
  unit: 1,
  decode: (bytes, start, end) =>
    bytes
      .toString('latin1', start, end)
      .replace(/[\u0080-\u009f]/g, (c) => upper1252[c.charCodeAt(0) - 0x80] ?? '\uFFFD'),
  decoded: (text) => !text.includes('\uFFFD'),
  byteLength: (text) => text.length,
};

const utf16 = (name: 'utf-16le' | 'utf-16be'): TextEncoding => ({
  name,
  unit: 2,
  decode: (bytes, start, end) => bytes.toString('utf16le', start, end),
  decoded: (text, _bytes, start, end) => (end - start) % 2 === 0 && text.isWellFormed(),
  byteLength: (text) => text.length * 2,
});

export const encodings: Readonly<Record<EncodingName, TextEncoding>> = {
  'utf-8': utf8,
  'windows-1252': windows1252,
  'utf-16le': utf16('utf-16le'),
  'utf-16be': utf16('utf-16be'),
};

/** The encoding that a byte order mark announces, with the mark's length; undefined where there is none. */
export function byteOrderMark(head: Buffer): { name: EncodingName; length: number } | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { name: 'utf-8', length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { name: 'utf-16le', length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { name: 'utf-16be', length: 2 };
  return undefined;
}

/** So many sound multi-byte characters, with no broken one before them, settle that a file is UTF-8. */
const convincing = 64;

/**
 * Tells UTF-8 from Windows-1252 over a whole file: UTF-8 unless broken sequences outnumber sound multi-byte ones, so that
 * one bad byte in a large UTF-8 file spoils its row and not every accent.
 */
export async function detectEncoding(bytes: Readable): Promise<'utf-8' | 'windows-1252'> {
  let sound = 0;
  let broken = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    const all = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = all.length - unfinished(all);
    const part = all.subarray(0, end);
    rest = all.subarray(end);
    const counted = countSequences(part);
    sound += counted.sound;
    broken += counted.broken;
    if (sound >= convincing && broken === 0) break;
  }
  return broken + (rest.length > 0 ? 1 : 0) > sound ? 'windows-1252' : 'utf-8';
}

/** Bytes at the end that may be the start of a character whose rest has not come yet. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

const sequenceLength = (lead: number): number =>
  lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xc2 && lead < 0xe0 ? 2 : 1;

function countSequences(bytes: Buffer): { sound: number; broken: number } {
  let sound = 0;
  let broken = 0;
  if (isAscii(bytes)) return { sound, broken };
  const valid = isUtf8(bytes);
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i]!;
    if (lead < 0x80) {
      i++;
      continue;
    }
    const length = sequenceLength(lead);
    if (length > 1 && (valid || isUtf8(bytes.subarray(i, i + length)))) {
      sound++;
      i += length;
    } else {
      broken++;
      i++;
    }
    if (valid && sound >= convincing) break;
  }
  return { sound, broken };
}

/** Chunks of a stream in the byte order that `TextEncoding` wants: whole UTF-16 units, little endian; others as they come. */
export async function* inReadingOrder(bytes: Readable, encoding: TextEncoding): AsyncGenerator<Buffer> {
  if (encoding.unit === 1) {
    yield* bytes as AsyncIterable<Buffer>;
    return;
  }
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    const all = Buffer.concat([rest, chunk]);
    const even = all.length - (all.length % 2);
    rest = all.subarray(even);
    if (even > 0) yield littleEndian(all.subarray(0, even), encoding);
  }
  if (rest.length > 0) yield rest;
}

/** The same bytes with UTF-16 units in little endian. */
export function littleEndian(bytes: Buffer, encoding: TextEncoding): Buffer {
  if (encoding.name !== 'utf-16be') return bytes;
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
}
