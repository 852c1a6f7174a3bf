/**
 * Reads a ZIP archive that nobody trusts. Sizes, places and names are checked in the central directory before anything is
 * inflated, and held to while it is. A name inside the archive only ever selects an entry; it never names a file.
 */
import { Buffer } from 'node:buffer';
import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { FileRejected, type ReaderLimits } from './reader.ts';

/** Random access to the bytes of the archive. */
export interface ByteSource {
  readonly size: number;
  /** Bytes `[start, end)`. */
  readonly read: (start: number, end: number) => Promise<Buffer>;
  readonly stream: (start: number, end: number) => Readable;
}

export interface ZipEntry {
  readonly name: string;
  readonly compressed: boolean;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Of its local header. */
  readonly offset: number;
  /** Where the next entry, or the central directory, starts: its data end before. */
  readonly limit: number;
}

export interface ZipArchive {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** The inflated bytes of an entry, checked against its stated size and checksum. */
  readonly open: (entry: ZipEntry) => AsyncGenerator<Buffer>;
}

const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const localSignature = 0x04034b50;
/** End record and the longest comment behind it. APPNOTE 4.3.16. */
const endBytes = 22;
const commentBytes = 0xffff;
/** Below this size a high ratio is no bomb: sheets of equal cells reach it honestly. */
const ratioFloor = 4 * 1024 ** 2;

const damaged = (why: string, options?: ErrorOptions): FileRejected =>
  new FileRejected('not-xlsx', `The file cannot be read as XLSX: ${why}.`, {}, options);
const bomb = (why: string, params: Readonly<Record<string, number | string>>): FileRejected =>
  new FileRejected('zip-bomb', `The file is refused: ${why}.`, params);

/** @throws FileRejected `not-xlsx`, `zip-bomb`, `encrypted`. */
export async function openZip(source: ByteSource, limits: ReaderLimits): Promise<ZipArchive> {
  const { directory, count, start } = await readDirectory(source, limits);
  const entries = checked(parseDirectory(directory, count), start, limits);
  return { entries, open: (entry) => inflate(source, entry) };
}

async function readDirectory(
  source: ByteSource,
  limits: ReaderLimits,
): Promise<{ directory: Buffer; count: number; start: number }> {
  const tailStart = Math.max(0, source.size - endBytes - commentBytes);
  const tail = await source.read(tailStart, source.size);
  let at = tail.length - endBytes;
  while (
    at >= 0 &&
    (tail.readUInt32LE(at) !== endSignature || at + endBytes + tail.readUInt16LE(at + 20) > tail.length)
  )
    at--;
  if (at < 0) throw damaged('it is no ZIP archive, or it is cut off');
  const count = tail.readUInt16LE(at + 10);
  const size = tail.readUInt32LE(at + 12);
  const start = tail.readUInt32LE(at + 16);
  if (count === 0xffff || size === 0xffffffff || start === 0xffffffff) throw damaged('it is a ZIP64 archive');
  if (count > limits.zipEntries) {
    throw bomb(`it holds ${count} entries, more than ${limits.zipEntries}`, {
      entries: count,
      limit: limits.zipEntries,
    });
  }
  if (tail.readUInt16LE(at + 8) !== count || tail.readUInt16LE(at + 4) !== 0)
    throw damaged('it is one part of several');
  if (start + size > tailStart + at) throw damaged('its directory lies outside of it');
  return { directory: await source.read(start, start + size), count, start };
}

type Listed = Omit<ZipEntry, 'limit'>;

function parseDirectory(directory: Buffer, count: number): Listed[] {
  const listed: Listed[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== directorySignature)
      throw damaged('its directory is damaged');
    const nameLength = directory.readUInt16LE(at + 28);
    const next = at + 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (next > directory.length) throw damaged('its directory is damaged');
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
    if ((directory.readUInt16LE(at + 8) & 1) === 1) {
      throw new FileRejected('encrypted', 'The file is refused: it is encrypted.', {});
    }
    const method = directory.readUInt16LE(at + 10);
    if (method !== 0 && method !== 8) throw damaged(`it is compressed in an unusual way (${method})`);
    listed.push({
      name,
      compressed: method === 8,
      crc: directory.readUInt32LE(at + 16),
      compressedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at = next;
  }
  return listed;
}

/** No entry lies over another one, claims too much, or carries a name that leads out of the archive. */
function checked(listed: Listed[], directoryStart: number, limits: ReaderLimits): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  const inPlace = listed.toSorted((a, b) => a.offset - b.offset);
  let total = 0;
  for (const [i, entry] of inPlace.entries()) {
    const limit = inPlace[i + 1]?.offset ?? directoryStart;
    if (entry.offset + 30 + Buffer.byteLength(entry.name) + entry.compressedSize > limit) {
      throw bomb('entries of it overlap', { entry: i });
    }
    total += entry.size;
    const ratio = entry.size / Math.max(1, entry.compressedSize);
    if (entry.size > ratioFloor && ratio > limits.expansionRatio) {
      throw bomb(`an entry expands ${Math.round(ratio)}-fold`, {
        ratio: Math.round(ratio),
        limit: limits.expansionRatio,
      });
    }
    if (/^[/\\]|^[a-z]:|\\|\0|(?:^|\/)\.\.(?:\/|$)/i.test(entry.name))
      throw damaged('the name of an entry leads out of it');
    if (entries.has(entry.name)) throw damaged('it holds two entries of one name');
    entries.set(entry.name, { ...entry, limit });
  }
  if (total > limits.expandedBytes) {
    throw bomb(`it expands to ${total} bytes, more than ${limits.expandedBytes}`, {
      bytes: total,
      limit: limits.expandedBytes,
    });
  }
  return entries;
}

async function* inflate(source: ByteSource, entry: ZipEntry): AsyncGenerator<Buffer> {
  const header = await source.read(entry.offset, entry.offset + 30);
  if (header.length < 30 || header.readUInt32LE(0) !== localSignature)
    throw damaged('an entry is not where it should be');
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const end = start + entry.compressedSize;
  if (end > entry.limit) throw bomb('entries of it overlap', {});
  let size = 0;
  let crc = 0;
  try {
    for await (const chunk of content(source, entry, start, end)) {
      size += chunk.length;
      if (size > entry.size) throw bomb('an entry is larger than its directory says', { stated: entry.size });
      crc = crc32(chunk, crc);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw damaged('its compressed data are damaged', { cause: error });
    }
    throw error;
  }
  if (size !== entry.size || crc !== entry.crc)
    throw damaged('an entry does not have the content that its checksum names');
}

function content(source: ByteSource, entry: ZipEntry, start: number, end: number): AsyncIterable<Buffer> {
  const raw = start === end ? Readable.from([]) : source.stream(start, end);
  if (!entry.compressed) return raw;
  // The callback is called on every end; errors reach whoever reads the inflated stream.
  return pipeline(raw, createInflateRaw({ chunkSize: 64 * 1024 }), () => {});
}
