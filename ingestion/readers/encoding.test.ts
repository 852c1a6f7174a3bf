import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteOrderMark, detectEncoding, encodings } from './encoding.ts';

const inChunks = (bytes: Buffer, size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size)),
  );

describe('The encoding of a file without a byte order mark', () => {
  test('is UTF-8 for any text in it, however it is cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 1, max: 7 }),
        async (text, size) => {
          expect(await detectEncoding(inChunks(Buffer.from(text), size))).toBe('utf-8');
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is Windows-1252 where accents are not UTF-8, however late the first one comes', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n'.repeat(100_000)), Buffer.from('caf\xe9,1\n', 'latin1')]);
    expect(await detectEncoding(inChunks(bytes, 65_536))).toBe('windows-1252');
  });

  test('stays UTF-8 where one byte among many accents is broken', async () => {
    const bytes = Buffer.concat([
      Buffer.from('é,è\n'),
      Buffer.from([0xe9, 0x2c, 0x0a]),
      Buffer.from('à,ç\n'.repeat(5)),
    ]);
    expect(await detectEncoding(inChunks(bytes, 5))).toBe('utf-8');
  });

  test('is not UTF-8 for overlong forms and surrogates written as UTF-8', async () => {
    for (const bytes of [
      [0xc0, 0xaf],
      [0xe0, 0x80, 0xaf],
      [0xed, 0xa0, 0x80],
    ]) {
      expect(await detectEncoding(inChunks(Buffer.from(bytes), 9))).toBe('windows-1252');
    }
  });
});

describe('Windows-1252', () => {
  test('reads what ISO 8859-1 has no character for', () => {
    const bytes = Buffer.from([0x80, 0x93, 0x65, 0x94, 0xe9]);
    expect(encodings['windows-1252'].decode(bytes, 0, 5)).toBe('€“e”é');
  });

  test('says of the five bytes without a meaning that they were not decoded', () => {
    for (const byte of [0x81, 0x8d, 0x8f, 0x90, 0x9d]) {
      const bytes = Buffer.from([byte]);
      const text = encodings['windows-1252'].decode(bytes, 0, 1);
      expect(encodings['windows-1252'].decoded(text, bytes, 0, 1)).toBe(false);
    }
  });
});

describe('A byte order mark', () => {
  test('announces UTF-8 and both byte orders of UTF-16', () => {
    expect(byteOrderMark(Buffer.from('\ufeffa'))?.name).toBe('utf-8');
    expect(byteOrderMark(Buffer.from([0xff, 0xfe, 0x61, 0]))?.name).toBe('utf-16le');
    expect(byteOrderMark(Buffer.from([0xfe, 0xff, 0, 0x61]))?.name).toBe('utf-16be');
    expect(byteOrderMark(Buffer.from('a'))).toBeUndefined();
  });
});
