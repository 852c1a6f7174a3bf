import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hmacSha256, hmacSha512, macKey } from './mac.ts';

describe('hmac', () => {
  test('gives what RFC 4231 gives', () => {
    const key = macKey(Buffer.alloc(20, 0x0b));
    expect(hmacSha256(key, 'Hi There', 'hex')).toBe('b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7');
    expect(hmacSha512('Jefe', 'what do ya want for nothing?', 'hex')).toBe(
      '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    );
  });

  test('gives what the platform gives, whatever was hashed before', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constant('é'.repeat(40_000)),
      fc.constant('a'.repeat(70_000)),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), texts, (bytes, text) => {
        const key = Buffer.from(bytes);
        expect(hmacSha256(macKey(key), text, 'base64url')).toBe(
          createHmac('sha256', key).update(text).digest('base64url'),
        );
        expect(hmacSha512(macKey(key), text)).toEqual(createHmac('sha512', key).update(text).digest());
      }),
      { numRuns: 300 },
    );
  });

  test('refuses a key that is longer than a block', () => {
    expect(() => hmacSha256('k'.repeat(65), '')).toThrow(RangeError);
  });
});
