/** The original file as readers take it: a path, or a function that opens a stream. */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { FileRejected, type OpenBytes, type ReaderLimits } from './reader.ts';

export type Original = string | OpenBytes;

/** Bytes per read: fewer, larger chunks are faster up to here, and memory stays small. */
const chunkBytes = 256 * 1024;

/** A way to open the original from any byte on. */
export function bytesOf(original: Original): OpenBytes {
  if (typeof original !== 'string') return original;
  return (start = 0): Readable => createReadStream(original, { start, highWaterMark: chunkBytes });
}

/** The first bytes of the file, `wanted` of them or all there are. Closes the stream. */
export async function headOf(open: OpenBytes, wanted: number): Promise<{ head: Buffer; whole: boolean }> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of open() as AsyncIterable<Buffer>) {
    parts.push(chunk);
    length += chunk.length;
    if (length > wanted) return { head: Buffer.concat(parts).subarray(0, wanted), whole: false };
  }
  return { head: Buffer.concat(parts), whole: true };
}

/** @throws FileRejected `too-large` once more bytes came than a file may have. */
export function checkFileBytes(read: number, limits: ReaderLimits): void {
  if (read <= limits.fileBytes) return;
  throw new FileRejected('too-large', `The file is larger than ${limits.fileBytes} bytes.`, {
    limit: limits.fileBytes,
  });
}

/** What a file is by its first bytes, where it is clearly something that is no text; undefined otherwise. */
export function binaryKind(head: Buffer): string | undefined {
  const magic = head.toString('latin1', 0, 8);
  if (magic.startsWith('PK\x03\x04') || magic.startsWith('PK\x05\x06')) return 'a ZIP archive or an XLSX workbook';
  if (magic.startsWith('\xd0\xcf\x11\xe0')) return 'an old or encrypted Office document';
  if (magic.startsWith('%PDF')) return 'a PDF document';
  if (magic.startsWith('\x1f\x8b')) return 'a gzip archive';
  if (magic.startsWith('\x89PNG') || magic.startsWith('\xff\xd8\xff') || magic.startsWith('GIF8')) return 'an image';
  if (magic.startsWith('SQLite f') || magic.startsWith('PAR1') || magic.startsWith('\x7fELF')) return 'a binary file';
  if (magic.startsWith('\xff\xfe\0\0') || magic.startsWith('\0\0\xfe\xff')) return 'UTF-32 text';
  return undefined;
}
