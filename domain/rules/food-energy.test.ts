import { describe, expect, test } from 'vitest';
import { severity, sourceOf, verdict } from './rule.test-support.ts';

const total = sourceOf('food', { constants: { basis: 'portion' }, traits: { carbohydrates: 'total' } });
const available = sourceOf('food', { constants: { basis: 'per_100g' }, traits: { carbohydrates: 'available' } });
const macros = (kcal: number, protein: number, carbohydrate: number, fat: number, more = {}) => ({
  basis: 'per_100g',
  energy_kcal: kcal,
  protein_g: protein,
  carbohydrate_g: carbohydrate,
  fat_g: fat,
  ...more,
});

describe('F5: energy against nutrients', () => {
  test('needs energy and all three macronutrients', () => {
    expect(severity(available, 'F5', { energy_kcal: 100, protein_g: 1, fat_g: 1 })).toBe('not evaluated');
    expect(severity(available, 'F5', macros(100, 10, 15, 0))).toBe('pass');
  });

  test('is off for a source without one of them', () => {
    const columns = total.columns.filter(({ field }) => field !== 'fat_g');
    expect(severity({ ...total, columns }, 'F5', {})).toBe('off');
  });

  test.each([
    [120, 'pass'],
    [120.01, 'warn'],
    [135, 'warn'],
    [135.01, 'error'],
    [80, 'pass'],
    [79.99, 'warn'],
    [65, 'warn'],
    [64.99, 'error'],
  ])('100 kcal computed and %d stated: %s', (kcal, expected) => {
    expect(severity(available, 'F5', macros(kcal, 25, 0, 0))).toBe(expected);
  });

  test('does not compare energies of 13 kcal or less', () => {
    expect(severity(available, 'F5', macros(13, 0, 0, 0))).toBe('pass');
    expect(severity(available, 'F5', macros(13.1, 0, 0, 0))).toBe('error');
    expect(severity(available, 'F5', macros(0, 0, 3.5, 0))).toBe('error');
  });

  test('follows Annex XIV: polyols, alcohol, organic acids and fibre have their own factors', () => {
    const parts = { polyols_g: 10, alcohol_g: 5, organic_acids_g: 2, fibre_g: 3 };
    // 4·(20 − 10) + 2.4·10 + 4·5 + 9·2 + 7·5 + 3·2 + 2·3
    expect(verdict(available, 'F5', macros(1000, 5, 20, 2, parts))).toMatchObject([{ params: { computed: 149 } }]);
  });

  test('accepts any of three conventions for the fibre within total carbohydrates', () => {
    const fibre = { fibre_g: 50 };
    expect(severity(total, 'F5', macros(240, 0, 60, 0, fibre))).toBe('pass');
    expect(severity(total, 'F5', macros(140, 0, 60, 0, fibre))).toBe('pass');
    expect(severity(total, 'F5', macros(340, 0, 60, 0, fibre))).toBe('pass');
    expect(severity(total, 'F5', macros(190, 0, 60, 0, fibre))).toBe('warn');
    expect(severity(total, 'F5', macros(90, 0, 60, 0, fibre))).toBe('error');
    expect(severity(available, 'F5', macros(140, 0, 60, 0, fibre))).toBe('error');
  });

  test('takes the convention that fits, which need not be the nearest', () => {
    // 188 is nearer to 140 than to 240, but outside 140 ± 47 and inside 240 ± 77.
    expect(verdict(total, 'F5', macros(188, 0, 60, 0, { fibre_g: 50 }))).toMatchObject([
      { severity: 'warn', params: { computed: 240 } },
    ]);
  });

  test('reads traces and "less than" as 0', () => {
    const { fat_g: _, ...values } = macros(100, 25, 0, 0);
    expect(severity(available, 'F5', values, { qualifiers: { fat_g: 'trace', fibre_g: { below: 2 } } })).toBe('pass');
  });

  test('names what was stated, computed and accepted', () => {
    expect(verdict(available, 'F5', macros(200, 25, 0, 0))).toEqual([
      {
        rule: 'F5',
        version: 1,
        severity: 'error',
        field: 'energy_kcal',
        params: { stated: 200, computed: 100, low: 65, high: 135 },
      },
    ]);
  });
});

describe('F4: energy of 100 g', () => {
  test('is at most 3800 kJ', () => {
    expect(severity(available, 'F4', { basis: 'per_100g', energy_kj: 3800 })).toBe('pass');
    expect(severity(available, 'F4', { basis: 'per_100g', energy_kj: 3800.1 })).toBe('error');
    expect(severity(available, 'F4', { basis: 'per_100g', energy_kcal: 909 })).toBe('error');
    expect(severity(available, 'F4', { basis: 'per_100g', energy_kcal: 908 })).toBe('pass');
  });

  test('says nothing of portions', () => {
    expect(severity(total, 'F4', { basis: 'portion', energy_kcal: 2000 })).toBe('off');
  });
});

describe('F8: kilojoules against kilocalories', () => {
  test.each([
    [368, 'pass'],
    [367.9, 'error'],
    [472, 'pass'],
    [472.1, 'error'],
    [24, 'error'],
  ])('100 kcal and %d kJ: %s', (kj, expected) => {
    expect(severity(available, 'F8', { energy_kcal: 100, energy_kj: kj })).toBe(expected);
  });

  test('needs both', () => {
    expect(severity(available, 'F8', { energy_kcal: 100 })).toBe('not evaluated');
  });
});
