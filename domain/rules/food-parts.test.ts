import { describe, expect, test } from 'vitest';
import { severity, sourceOf, verdict } from './rule.test-support.ts';

const available = sourceOf('food', { traits: { carbohydrates: 'available' } });
const total = sourceOf('food', { traits: { carbohydrates: 'total' } });

describe('F9: a part is not larger than its whole', () => {
  test.each([
    ['sugars_g', 'carbohydrate_g'],
    ['saturated_fat_g', 'fat_g'],
    ['trans_fat_g', 'fat_g'],
  ])('%s is part of %s', (part, whole) => {
    expect(severity(available, 'F9', { [part]: 10, [whole]: 10 })).toBe('pass');
    expect(severity(available, 'F9', { [part]: 10.001, [whole]: 10 })).toBe('pass');
    expect(verdict(available, 'F9', { [part]: 10.002, [whole]: 10 })).toMatchObject([
      { severity: 'error', field: part, params: { part, whole, stated: 10.002, of: 10 } },
    ]);
    expect(severity(available, 'F9', { [part]: 10 })).toBe('not evaluated');
  });

  test('does not hold a part against a whole of which only traces are stated', () => {
    const qualifiers = { carbohydrate_g: 'trace' } as const;
    expect(severity(available, 'F9', { sugars_g: 0.4 }, { qualifiers })).toBe('not evaluated');
  });

  test('finds two broken pairs apart', () => {
    const values = { sugars_g: 2, carbohydrate_g: 1, saturated_fat_g: 2, fat_g: 1 };
    expect(severity(available, 'F9', values)).toBe('error error');
  });
});

describe('F9b: the sugars by name', () => {
  test('add up to the sugars at most, missing ones read as 0', () => {
    expect(severity(available, 'F9b', { sugars_g: 3, fructose_g: 1, glucose_g: 2 })).toBe('pass');
    expect(severity(available, 'F9b', { sugars_g: 3, fructose_g: 1, lactose_g: 2.01 })).toBe('info');
    expect(severity(available, 'F9b', { sugars_g: 3 })).toBe('not evaluated');
    expect(severity(available, 'F9b', { fructose_g: 3 })).toBe('not evaluated');
  });

  test('do not count galactose', () => {
    expect(severity(available, 'F9b', { sugars_g: 1, fructose_g: 1, galactose_g: 5 })).toBe('pass');
  });
});

describe('F9c: sugars and starch', () => {
  test('add up to the carbohydrates at most', () => {
    expect(severity(available, 'F9c', { carbohydrate_g: 10, sugars_g: 4, starch_g: 6 })).toBe('pass');
    expect(severity(available, 'F9c', { carbohydrate_g: 10, sugars_g: 4, starch_g: 6.1 })).toBe('info');
    expect(severity(available, 'F9c', { carbohydrate_g: 10, sugars_g: 11 })).toBe('info');
  });
});

describe('F10 and F10b: fibre within total carbohydrates', () => {
  test('fibre is not more than carbohydrates', () => {
    expect(severity(total, 'F10', { carbohydrate_g: 5, fibre_g: 5.001 })).toBe('pass');
    expect(severity(total, 'F10', { carbohydrate_g: 5, fibre_g: 5.1 })).toBe('warn');
  });

  test('fibre and sugars together are not more than carbohydrates', () => {
    expect(severity(total, 'F10b', { carbohydrate_g: 5, fibre_g: 3, sugars_g: 2 })).toBe('pass');
    expect(severity(total, 'F10b', { carbohydrate_g: 5, fibre_g: 3, sugars_g: 2.1 })).toBe('warn');
  });

  test('are off where carbohydrates are available ones, which contain no fibre', () => {
    expect(severity(available, 'F10', { carbohydrate_g: 0, fibre_g: 5 })).toBe('off');
    expect(severity(available, 'F10b', { carbohydrate_g: 0, fibre_g: 5, sugars_g: 0 })).toBe('off');
  });
});

describe('F11: salt against sodium', () => {
  test.each([
    [1, 'pass'],
    [1.112, 'pass'],
    [1.113, 'info'],
    [0.899, 'pass'],
    [0.898, 'info'],
  ])('400 mg of sodium and %d g of salt: %s', (salt, expected) => {
    expect(severity(available, 'F11', { sodium_mg: 400, salt_g: salt })).toBe(expected);
  });

  test('tolerates a thousandth of a gram where there is hardly any', () => {
    expect(severity(available, 'F11', { sodium_mg: 0, salt_g: 0.001 })).toBe('pass');
    expect(severity(available, 'F11', { sodium_mg: 0, salt_g: 0.0012 })).toBe('info');
  });
});
