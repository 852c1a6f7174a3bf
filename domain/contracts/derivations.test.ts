import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { derive } from './derivations.ts';
import { contracts } from './index.ts';

const { diet_assessment, food } = contracts;

describe('the BMI of a person', () => {
  test('is weight over height squared, to twelve significant digits', () => {
    const values = derive(diet_assessment, { patient_id: 'P1', weight_kg: 88.3, height_m: 1.71 });
    expect(values.bmi).toBe(30.1973256729);
  });

  test('is the computed one where the source states another', () => {
    const values = derive(diet_assessment, { patient_id: 'P1', weight_kg: 80, height_m: 2, bmi_stated: 39 });
    expect(values).toMatchObject({ bmi: 20, bmi_stated: 39 });
  });

  test('is the stated one where it cannot be computed, and missing where there is none', () => {
    expect(derive(diet_assessment, { patient_id: 'P1', height_m: 2, bmi_stated: 39 }).bmi).toBe(39);
    expect(derive(diet_assessment, { patient_id: 'P1', height_m: 2 })).toEqual({ patient_id: 'P1', height_m: 2 });
  });

  test('is computed anew after a correction, never kept', () => {
    const before = derive(diet_assessment, { patient_id: 'P1', weight_kg: 80, height_m: 2 });
    expect(derive(diet_assessment, { ...before, weight_kg: 100 }).bmi).toBe(25);
    const { weight_kg: _, ...without } = before;
    expect(derive(diet_assessment, without).bmi).toBeUndefined();
  });

  test('is never infinite, whatever a height says', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, noNaN: true }), fc.double({ min: 0, noNaN: true }), (weight_kg, height_m) => {
        const { bmi } = derive(diet_assessment, { weight_kg, height_m });
        expect(bmi === undefined || Number.isFinite(bmi)).toBe(true);
      }),
    );
  });
});

test('derived values stand in the order of names', () => {
  const values = derive(diet_assessment, { weight_kg: 80, patient_id: 'P1', height_m: 2, bmi_stated: 20 });
  expect(Object.keys(values)).toEqual(['bmi', 'bmi_stated', 'height_m', 'patient_id', 'weight_kg']);
});

test('a type without derivations keeps its values as they are', () => {
  const values = { name: 'Rice', basis: 'per_100g' };
  expect(derive(food, values)).toBe(values);
});
