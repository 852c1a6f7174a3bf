/**
 * Reading an original as the bytes that its digest names, or not at all. The whole file is read once and its digest
 * compared; what is read afterwards is compared again, block by block, so that nothing that was changed in between gets
 * through. Measured on two shared cores: opening takes 1.3 s per GB, clear or encrypted; reading then 0.5 s per GB more than
 * without. Memory: a few blocks, and 128 KiB of digests per GB.
 */
import { createHash, hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { BrokenFile, decryptStream } from '../eventstore/sealing/cipher-stream.ts';
import { UnusableOriginal } from './unusable.ts';

/** A file whose digest was compared. */
export interface Proven {
  /** sha256 of the bytes in clear, hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** Reads from a byte on. @throws UnusableOriginal in the stream, where the file was changed since */
  readonly read: (start?: number) => Readable;
}

/** What is read and compared at once. */
const blockBytes = 256 * 1024;
const markBytes = 32;

/** How a file is known: its digest, and how that is made of the sha256 of its bytes. */
export interface Known {
  readonly digest: string;
  readonly digestOf: (sha256: string) => string;
}

/** @throws UnusableOriginal where the file is not what its digest names, or is not there */
export async function proveClear(path: string, known: Known): Promise<Proven> {
  const whole = createHash('sha256');
  const marks: Buffer[] = [];
  let bytes = 0;
  for await (const block of blocksOf(path, 0, known.digest)) {
    whole.update(block);
    marks.push(hash('sha256', block, 'buffer'));
    bytes += block.length;
  }
  const sha256 = compared(whole.digest('hex'), known);
  const expected = Buffer.concat(marks);
  return {
    sha256,
    bytes,
    read: (start = 0) => Readable.from(provenBlocks({ path, expected, bytes }, start, known), { objectMode: false }),
  };
}

/** An encrypted file: later readings need no digests, since each of its chunks is authenticated under the file's own key. */
export async function provePersonal(path: string, key: Buffer, known: Known): Promise<Proven> {
  const sealed = (start = 0): Readable =>
    Readable.from(blocksOf(path, start, known.digest), { objectMode: false, highWaterMark: blockBytes });
  const read = (start = 0): Readable =>
    Readable.from(unbroken(decryptStream(key, sealed, start), known), { objectMode: false });
  const whole = createHash('sha256');
  let bytes = 0;
  for await (const chunk of read() as AsyncIterable<Buffer>) {
    whole.update(chunk);
    bytes += chunk.length;
  }
  const sha256 = compared(whole.digest('hex'), known);
  return { sha256, bytes, read: (start = 0) => (start < bytes ? read(start) : Readable.from([])) };
}

function compared(sha256: string, { digest, digestOf }: Known): string {
  if (digestOf(sha256) === digest) return sha256;
  throw new UnusableOriginal('original-changed', digest);
}

async function* provenBlocks(
  { path, expected, bytes }: { readonly path: string; readonly expected: Buffer; readonly bytes: number },
  start: number,
  { digest }: Known,
): AsyncGenerator<Buffer> {
  let number = Math.floor(start / blockBytes);
  let at = number * blockBytes;
  for await (const block of blocksOf(path, at, digest)) {
    // What was appended behind the last byte belongs to nobody.
    const own = block.subarray(0, bytes - at);
    const mark = expected.subarray(number * markBytes, (number + 1) * markBytes);
    if (own.length === 0) break;
    if (!hash('sha256', own, 'buffer').equals(mark)) throw new UnusableOriginal('original-changed', digest);
    yield at < start ? own.subarray(start - at) : own;
    number += 1;
    at += own.length;
  }
  if (at < bytes && start < bytes) throw new UnusableOriginal('original-changed', digest);
}

async function* unbroken(source: Readable, { digest }: Known): AsyncGenerator<Buffer> {
  try {
    yield* source as AsyncIterable<Buffer>;
  } catch (cause) {
    throw cause instanceof BrokenFile ? new UnusableOriginal('original-changed', digest, { cause }) : cause;
  } finally {
    source.destroy();
  }
}

/** A file in blocks, from a byte on; each but the last is full. */
async function* blocksOf(path: string, start: number, digest: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ENOENT' ? new UnusableOriginal('original-gone', digest, { cause }) : cause;
  });
  try {
    for (let at = start; ; ) {
      const block = await blockAt(file, at);
      if (block.length > 0) yield block;
      if (block.length < blockBytes) return;
      at += block.length;
    }
  } finally {
    await file.close();
  }
}

async function blockAt(file: FileHandle, at: number): Promise<Buffer> {
  const block = Buffer.allocUnsafe(blockBytes);
  let filled = 0;
  while (filled < blockBytes) {
    const { bytesRead } = await file.read(block, filled, blockBytes - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return block.subarray(0, filled);
}
