import { describe, expect, test } from 'vitest';
import { columnsFor, severity, sourceOf, verdict } from './rule.test-support.ts';

const diet = sourceOf('diet_assessment');
const session = sourceOf('workout_session', { traits: { bmiTolerance: 0.015 } });
const body = { weight_kg: 80, height_m: 2, bmi: 20 };

describe('U6: stated against computed BMI', () => {
  test.each([
    [20.06, 'pass'],
    [20.061, 'warn'],
    [19.5, 'warn'],
    [20.5, 'warn'],
    [20.51, 'error'],
  ])('stated to one decimal, 20 computed and %d stated: %s', (stated, expected) => {
    expect(severity(diet, 'U6', { ...body, bmi_stated: stated })).toBe(expected);
  });

  test('is stricter where the source states two decimals', () => {
    expect(severity(session, 'U6', { ...body, bmi_stated: 20.014 })).toBe('pass');
    expect(severity(session, 'U6', { ...body, bmi_stated: 20.016 })).toBe('warn');
  });

  test('suggests the computed one', () => {
    expect(verdict(diet, 'U6', { weight_kg: 70, height_m: 1.75, bmi: 22.8571, bmi_stated: 30 })).toMatchObject([
      { suggestion: { field: 'bmi_stated', value: 22.86 } },
    ]);
  });

  test('is not evaluated where weight or height is missing', () => {
    expect(severity(diet, 'U6', { weight_kg: 80, bmi: 30, bmi_stated: 30 })).toBe('not evaluated');
  });

  test('holds nothing where the column is unreliable', () => {
    const context = { unreliable: ['bmi_stated'] };
    expect(verdict(diet, 'U6', { ...body, bmi_stated: 30 }, { context })).toMatchObject([
      { severity: 'error', holds: false },
    ]);
  });

  test('is off for a source that states no BMI', () => {
    const columns = diet.columns.filter(({ field }) => field !== 'bmi_stated');
    expect(severity({ ...diet, columns }, 'U6', {})).toBe('off');
  });
});

describe('U7: plausible BMI', () => {
  test.each([
    [9.99, 'error'],
    [10, 'warn'],
    [14.99, 'warn'],
    [15, 'pass'],
    [60, 'pass'],
    [60.1, 'warn'],
    [100, 'warn'],
    [100.1, 'error'],
  ])('%d: %s', (stated, expected) => {
    expect(severity(diet, 'U7', { bmi_stated: stated })).toBe(expected);
  });

  test('judges the stated one, unless its column is unreliable', () => {
    const values = { bmi_stated: 12, bmi: 20 };
    const context = { unreliable: ['bmi_stated'] };
    expect(verdict(diet, 'U7', values)).toMatchObject([{ field: 'bmi_stated', params: { bmi: 12 } }]);
    expect(severity(diet, 'U7', values, { context })).toBe('pass');
  });

  test('judges the derived one where none is stated', () => {
    expect(verdict(diet, 'U7', { bmi: 12 })).toMatchObject([{ field: 'bmi' }]);
    expect(severity(diet, 'U7', {})).toBe('not evaluated');
  });

  test('is off for a source without a BMI or what it is computed from', () => {
    expect(severity(sourceOf('workout_session', { columns: columnsFor(['weight_kg']) }), 'U7', {})).toBe('off');
  });
});

describe('U13: a disease and its measure', () => {
  test.each([
    ['obesity', 'bmi_stated', 30, 29.9],
    ['hypertension', 'systolic_mmhg', 140, 139],
    ['diabetes', 'glucose_mg_per_dl', 126, 125.9],
  ])('%s is shown by %s from %d on', (disease, field, enough, tooLittle) => {
    expect(severity(diet, 'U13', { disease, [field]: enough })).toBe('pass');
    expect(verdict(diet, 'U13', { disease, [field]: tooLittle })).toMatchObject([
      { severity: 'info', field: 'disease', params: { condition: disease, value: tooLittle, min: enough } },
    ]);
    expect(severity(diet, 'U13', { disease })).toBe('not evaluated');
  });

  test('says nothing where there is no disease', () => {
    expect(severity(diet, 'U13', { disease: 'none', bmi_stated: 20 })).toBe('not evaluated');
  });

  test('judges the derived BMI where the stated one is unreliable', () => {
    const values = { disease: 'obesity', bmi_stated: 20, bmi: 31 };
    expect(severity(diet, 'U13', values)).toBe('info');
    expect(severity(diet, 'U13', values, { context: { unreliable: ['bmi_stated'] } })).toBe('pass');
  });
});

describe('U14: severity without a disease', () => {
  test('is suggested to be cleared', () => {
    expect(verdict(diet, 'U14', { disease: 'none', severity: 'mild' })).toMatchObject([
      { severity: 'warn', suggestion: { field: 'severity', value: null } },
    ]);
    expect(severity(diet, 'U14', { disease: 'none' })).toBe('pass');
    expect(severity(diet, 'U14', { disease: 'obesity', severity: 'mild' })).toBe('pass');
    expect(severity(diet, 'U14', { severity: 'mild' })).toBe('not evaluated');
  });
});

describe('U19: activity level and hours of exercise', () => {
  test.each([
    ['sedentary', 6.9, 'pass'],
    ['sedentary', 7, 'info'],
    ['active', 0.9, 'info'],
    ['active', 1, 'pass'],
    ['moderate', 0, 'pass'],
    ['moderate', 10, 'pass'],
  ])('%s with %d h a week: %s', (level, hours, expected) => {
    expect(severity(diet, 'U19', { activity_level: level, exercise_h_per_week: hours })).toBe(expected);
  });
});
