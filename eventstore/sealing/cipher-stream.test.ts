import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BrokenFile, chunkBytes, decryptStream, encryptStream } from './cipher-stream.ts';

const key = Buffer.alloc(32, 3);
const sizes = [0, 1, 1000, chunkBytes - 1, chunkBytes, chunkBytes + 1, 2 * chunkBytes, 3 * chunkBytes + 17];

/** Reads bytes from a place on in pieces of uneven size, as a disk or a network gives them. */
const opener =
  (bytes: Buffer) =>
  (start = 0): Readable => {
    const pieces: Buffer[] = [];
    for (let at = start, size = 1; at < bytes.length; at += size, size = ((size * 7) % 50_000) + 1)
      pieces.push(bytes.subarray(at, at + size));
    return Readable.from(pieces);
  };

const encrypted = (plain: Buffer): Promise<Buffer> => buffer(opener(plain)().pipe(encryptStream(key)));

describe('an encrypted file', () => {
  test.each(sizes)('of %i bytes reads back, and has the length foretold', async (size) => {
    const plain = randomBytes(size);
    const file = await encrypted(plain);
    expect(file.length).toBe(size + 16 * Math.max(1, Math.ceil(size / chunkBytes)));
    expect(plain.equals(await buffer(decryptStream(key, opener(file))))).toBe(true);
  });

  test('reads from any byte on', async () => {
    const plain = randomBytes(3 * chunkBytes);
    const file = await encrypted(plain);
    const starts = fc.oneof(fc.nat(plain.length), fc.constantFrom(...sizes.filter((size) => size <= plain.length)));
    await fc.assert(
      fc.asyncProperty(starts, async (start) => {
        expect(plain.subarray(start).equals(await buffer(decryptStream(key, opener(file), start)))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('that was cut off, also at the border of a chunk, fails instead of ending early', async () => {
    const file = await encrypted(randomBytes(2 * chunkBytes + 5));
    for (const length of [0, 10, chunkBytes + 16, 2 * (chunkBytes + 16), file.length - 1])
      await expect(buffer(decryptStream(key, opener(file.subarray(0, length))))).rejects.toThrow(BrokenFile);
  });

  test('that was changed, whose chunks were exchanged, or that has another key fails', async () => {
    const file = await encrypted(randomBytes(2 * chunkBytes + 5));
    const changed = Buffer.from(file);
    changed[100]! ^= 1;
    const size = chunkBytes + 16;
    const exchanged = Buffer.concat([file.subarray(size, 2 * size), file.subarray(0, size), file.subarray(2 * size)]);
    await expect(buffer(decryptStream(key, opener(changed)))).rejects.toThrow(BrokenFile);
    await expect(buffer(decryptStream(key, opener(exchanged)))).rejects.toThrow(BrokenFile);
    await expect(buffer(decryptStream(Buffer.alloc(32), opener(file)))).rejects.toThrow(BrokenFile);
  });
});
