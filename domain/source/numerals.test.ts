import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseNumeral } from './numerals.ts';

describe('a numeral with a decimal point', () => {
  test.each([
    ['0', 0],
    ['34', 34],
    ['34.0', 34],
    ['-1.5', -1.5],
    ['+2', 2],
    ['.5', 0.5],
    ['007', 7],
    ['1e3', 1000],
    ['2.5E-3', 0.0025],
  ])('%s is %d', (text, n) => expect(parseNumeral(text, '.')).toBe(n));

  test.each([
    '',
    '-',
    '.',
    '5.',
    '1,5',
    '1 000',
    "1'000",
    '1.000.000',
    '0x10',
    '0b1',
    '1_000',
    'Infinity',
    'NaN',
    '12 g',
    '½',
    '٣',
    '1e',
    '1e+',
    '1e999',
    '--1',
  ])('%j is no number', (text) => expect(parseNumeral(text, '.')).toBeNaN());

  test('is never minus zero', () => expect(Object.is(parseNumeral('-0', '.'), 0)).toBe(true));
});

describe('a numeral with a decimal comma', () => {
  test.each([
    ['49,9', 49.9],
    ['0,00089', 0.00089],
    ['12', 12],
    ['-0,5', -0.5],
  ])('%s is %d', (text, n) => expect(parseNumeral(text, ',')).toBe(n));

  test.each(['49.9', '1.234,5', '1,2,3', '5,', ','])('%j is no number', (text) =>
    expect(parseNumeral(text, ',')).toBeNaN(),
  );
});

test('every number reads back from its own text', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => {
      expect(parseNumeral(String(n), '.')).toBe(n + 0);
      expect(parseNumeral(String(n).replace('.', ','), ',')).toBe(n + 0);
    }),
  );
});

test('any text is a finite number or none', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('.', ',' as const), (text, decimal) => {
      const n = parseNumeral(text, decimal as '.' | ',');
      expect(Number.isNaN(n) || Number.isFinite(n)).toBe(true);
    }),
  );
});
