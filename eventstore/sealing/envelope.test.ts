import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BrokenEnvelope, eventPlace, historyPlace, isSealed, open, seal } from './envelope.ts';
import { hasher, keyRing, personalRecordId, subjectKeys, unwrap } from './keys.ts';

const keys = subjectKeys('5a3c1f2e-0000-4000-8000-000000000001', Buffer.alloc(32, 1));
const stream = 'workout_session-0c2f1c5d-0000-8000-8000-000000000001';
const place = eventPlace(stream, '0c2f1c5d-0000-5000-8000-000000000002');

describe('an envelope', () => {
  test('opens to what was sealed, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (plain) => {
        const sealed = seal(keys, place, plain);
        expect(isSealed(JSON.parse(JSON.stringify(sealed)))).toBe(true);
        expect(open(keys, place, sealed)).toEqual(JSON.parse(JSON.stringify(plain)));
      }),
    );
  });

  test('keeps numbers to the last bit and text to the last code unit', () => {
    const plain = {
      a: [0.1 + 0.2, 5e-324, 1.7976931348623157e308, 9007199254740991],
      b: 'Zoë 🥕 \u0000 \ud800',
      c: null,
    };
    expect(open(keys, place, seal(keys, place, plain))).toEqual(plain);
  });

  test('is the same again for the same object at the same place, in whatever order its keys are', () => {
    expect(seal(keys, place, { b: 1, a: { d: 2, c: 3 } })).toEqual(seal(keys, place, { a: { c: 3, d: 2 }, b: 1 }));
  });

  test('differs at another place, for another object and for another subject, from its nonce on', () => {
    const other = subjectKeys(keys.subject, randomBytes(32));
    const all = [
      seal(keys, place, { a: 1 }),
      seal(keys, historyPlace(stream, 0), { a: 1 }),
      seal(keys, place, { a: 2 }),
      seal(other, place, { a: 1 }),
    ];
    expect(new Set(all.map((sealed) => Buffer.from(sealed.c, 'base64').toString('hex', 1, 13))).size).toBe(4);
  });

  test('does not open at another event, in another stream, or with another key', () => {
    const sealed = seal(keys, place, { weight_kg: 70 });
    expect(() => open(keys, eventPlace(stream, '0c2f1c5d-0000-5000-8000-000000000003'), sealed)).toThrow(
      BrokenEnvelope,
    );
    expect(() => open(keys, eventPlace(`${stream}0`, '0c2f1c5d-0000-5000-8000-000000000002'), sealed)).toThrow(
      BrokenEnvelope,
    );
    expect(() => open(subjectKeys(keys.subject, randomBytes(32)), place, sealed)).toThrow(BrokenEnvelope);
  });

  test('does not open when a single bit of it was changed', () => {
    const sealed = seal(keys, place, { weight_kg: 70 });
    const bytes = Buffer.from(sealed.c, 'base64');
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = Buffer.from(bytes);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(() => open(keys, place, { ...sealed, c: changed.toString('base64') })).toThrow(BrokenEnvelope);
      }),
    );
    expect(() => open(keys, place, { ...sealed, c: '' })).toThrow(BrokenEnvelope);
  });
});

describe("a subject's hashes and ids", () => {
  test('are the same for the same subject and differ between subjects', () => {
    const other = subjectKeys(keys.subject, Buffer.alloc(32, 2));
    expect(hasher(keys)('70')).toBe(hasher(keys)('70'));
    expect(hasher(keys)('70')).not.toBe(hasher(other)('70'));
    const id = personalRecordId(keys, 'daily_activity', 'tracker', '17\u001f2024-01-01');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(personalRecordId(keys, 'daily_activity', 'tracker', '17\u001f2024-01-01')).toBe(id);
    expect(personalRecordId(other, 'daily_activity', 'tracker', '17\u001f2024-01-01')).not.toBe(id);
  });
});

describe('what was written by the first release', () => {
  // These bytes stand in logs for ever: if this test fails, the code is wrong and not the bytes.
  test('still opens, and is still what is written', () => {
    const sealed = {
      $sealed: '5a3c1f2e-0000-4000-8000-000000000001',
      c: 'AVM6kTJ67mSegzoXDmjC0Ja3ETt4qnzcjcRnhi7AgDUua1GF+adPWg55Oq/c1ZcikrWuVMLTqSUL8pWxgTuyBTPlrAEwz7He6Zhvjg8yGCiFZ9j0+pUHcs5VZt4+QaJW104tYPuqtAQ=',
    };
    const plain = { raw: ['70,5', null], values: { weight_kg: 70.5 }, outcome: { findings: [] } };
    expect(open(keys, place, sealed)).toEqual(plain);
    expect(seal(keys, place, plain)).toEqual(sealed);
    expect(hasher(keys)('{"weight_kg":70.5}')).toBe('Gaj5rWFWkiliDZEoUkp68hdEbhtqdxOjUOcENKwXQMQ');
    expect(personalRecordId(keys, 'user_profile', 'sample-profile', 'P001')).toBe(
      '2ee12de5-0623-8cef-a84f-3d3e6e30bbfe',
    );
  });

  test('keeps its wrapped keys', () => {
    const ring = keyRing(Buffer.alloc(32, 7));
    const wrapped = Buffer.from(
      'H9hH5+n9Tp8gpT40yZezAdp7s7ceJN+opgz/OfnHcQKhUUfBLJNRVgboYNiD1OXEERjylgKFAd7G7PEP',
      'base64',
    );
    expect(ring.current.id.toString('hex')).toBe('4bb06f8e4e3a7715');
    expect(unwrap(ring, keys.subject, { kek: ring.current.id, wrapped })).toEqual(Buffer.alloc(32, 1));
  });
});
