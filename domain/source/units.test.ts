import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { converter, convertible, unitNames } from './units.ts';

const convert = (n: number, from: string, to: string): number => converter(from, to)?.(n) ?? n;

describe('a conversion', () => {
  test.each([
    [1.69, 'h', 'min', 101.4],
    [16.1, 'km', 'm', 16_100],
    [160, 'cm', 'm', 1.6],
    [183, 'cm', 'm', 1.83],
    [6.2, 'h', 'min', 372],
    [0.29, 'km', 'm', 290],
    [1, 'lb', 'kg', 0.45359237],
    [1000, 'kj', 'kcal', 239.005736138],
    [5, 'mmol_per_l_glucose', 'mg_per_dl', 90.08],
    [0.25, 'ratio', 'percent', 25],
  ])('%d %s in %s → %d', (n, from, to, expected) => {
    expect(convert(n, from, to)).toBe(expected);
  });

  test('of a unit into itself is none', () => expect(converter('g', 'g')).toBeUndefined());

  test('between what measures different things is refused', () => {
    expect(convertible('kg', 'm')).toBe(false);
    expect(() => converter('kg', 'm')).toThrow('kg cannot be converted to m');
    expect(() => converter('cup', 'g')).toThrow();
  });
});

test('there and back again is the same number', () => {
  const pairs = unitNames.flatMap((a) => unitNames.filter((b) => convertible(a, b)).map((b) => [a, b] as const));
  const decimals = fc.tuple(fc.integer({ min: 0, max: 999_999_999 }), fc.integer({ min: 0, max: 4 }));
  fc.assert(
    fc.property(fc.constantFrom(...pairs), decimals, ([from, to], [digits, places]) => {
      const n = digits / 10 ** places;
      expect(Number(convert(convert(n, from, to), to, from).toPrecision(10))).toBe(Number(n.toPrecision(10)));
    }),
  );
});
