import { describe, expect, test } from 'vitest';
import { columnsFor, severity, sourceOf, verdict } from './rule.test-support.ts';

const per100g = sourceOf('food', { constants: { basis: 'per_100g' } });
const portions = sourceOf('food', { constants: { basis: 'portion' } });
const basis = 'per_100g';

describe('F1: no negative nutrient', () => {
  test('accepts 0 and finds what is below', () => {
    expect(severity(per100g, 'F1', { protein_g: 0 })).toBe('pass');
    expect(severity(per100g, 'F1', { protein_g: -0.1 })).toBe('error');
  });

  test('names every negative nutrient in one finding, at the first one', () => {
    expect(verdict(per100g, 'F1', { protein_g: -1, fat_g: -2, fibre_g: 3 })).toMatchObject([
      { field: 'protein_g', params: { fields: ['protein_g', 'fat_g'], value: -1 } },
    ]);
  });

  test('is not evaluated for a food without any nutrient', () => {
    expect(severity(per100g, 'F1', { name: 'water' })).toBe('not evaluated');
  });

  test('is off for a source without nutrients', () => {
    expect(severity(sourceOf('food', { columns: columnsFor(['name', 'portion_g']) }), 'F1', {})).toBe('off');
  });
});

describe('F2: one nutrient in 100 g', () => {
  test('weighs at most 105 g', () => {
    expect(severity(per100g, 'F2', { basis, water_g: 105 })).toBe('pass');
    expect(severity(per100g, 'F2', { basis, water_g: 105.1 })).toBe('error');
  });

  test('compares milligrams and micrograms as grams', () => {
    expect(severity(per100g, 'F2', { basis, sodium_mg: 39_100, vitamin_b12_ug: 200_000 })).toBe('pass');
    expect(verdict(per100g, 'F2', { basis, sodium_mg: 106_000 })).toMatchObject([
      { field: 'sodium_mg', params: { value: 106, max: 105 } },
    ]);
  });

  test('says nothing of portions', () => {
    expect(severity(portions, 'F2', { basis: 'portion', water_g: 500 })).toBe('off');
  });
});

describe('F3: fat, carbohydrates, protein and salt', () => {
  test('weigh at most 105 g together', () => {
    const macros = { basis, fat_g: 50, carbohydrate_g: 30, protein_g: 20 };
    expect(severity(per100g, 'F3', macros)).toBe('pass');
    expect(severity(per100g, 'F3', { ...macros, salt_g: 5 })).toBe('pass');
    expect(severity(per100g, 'F3', { ...macros, salt_g: 5.1 })).toBe('error');
    expect(severity(per100g, 'F3', { basis, fat_g: 200 })).toBe('not evaluated');
  });
});

describe('F20: water, macronutrients and ash', () => {
  test('weigh at most 105 g together', () => {
    const parts = { basis, water_g: 60, protein_g: 15, carbohydrate_g: 15, fat_g: 13 };
    expect(severity(per100g, 'F20', { ...parts, ash_g: 2 })).toBe('pass');
    expect(severity(per100g, 'F20', { ...parts, ash_g: 2.1 })).toBe('error');
    expect(severity(per100g, 'F20', parts)).toBe('not evaluated');
  });
});
