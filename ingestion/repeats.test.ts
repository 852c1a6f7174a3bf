import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collectKeys } from './repeats.ts';

test('every key that occurs twice is found, and a key that occurs once is not', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 200 }), (keys) => {
      const collector = collectKeys();
      for (const key of keys) collector.add(key);
      const repeated = collector.repeated();
      const twice = new Set(keys.filter((key, i) => keys.indexOf(key) !== i));
      expect(keys.filter((_, i) => repeated.at(i))).toEqual(keys.filter((key) => twice.has(key)));
      expect(repeated.size).toBe(twice.size);
    }),
  );
});

test('ten thousand keys outgrow the first block', () => {
  const collector = collectKeys();
  for (let i = 0; i < 10_000; i++) collector.add(`key ${i % 9_999}`);
  const repeated = collector.repeated();
  expect(repeated.size).toBe(1);
  expect(repeated.at(0)).toBe(true);
  expect(repeated.at(9_999)).toBe(true);
  expect(repeated.at(1)).toBe(false);
});

test('rows without a key are never repeated', () => {
  const collector = collectKeys();
  for (const key of ['a', undefined, 'b', undefined, 'a']) collector.add(key);
  const repeated = collector.repeated();
  expect([0, 1, 2, 3, 4].map((i) => repeated.at(i))).toEqual([true, false, false, false, true]);
});
