import { describe, expect, test } from 'vitest';
import { severity, sourceOf } from './rule.test-support.ts';

const source = sourceOf('workout_session');

describe('W2: average and maximum heart rate', () => {
  test('may be equal, but the average is not above', () => {
    expect(severity(source, 'W2', { average_heart_rate_bpm: 160, max_heart_rate_bpm: 161 })).toBe('pass');
    expect(severity(source, 'W2', { average_heart_rate_bpm: 160, max_heart_rate_bpm: 160 })).toBe('pass');
    expect(severity(source, 'W2', { average_heart_rate_bpm: 161, max_heart_rate_bpm: 160 })).toBe('error');
    expect(severity(source, 'W2', { average_heart_rate_bpm: 161 })).toBe('not evaluated');
  });
});

describe('W3: maximum heart rate at an age', () => {
  test.each([
    [200, 'pass'],
    [200.1, 'warn'],
    [210, 'warn'],
    [210.1, 'error'],
  ])('%d at 40, where 180 are expected: %s', (rate, expected) => {
    expect(severity(source, 'W3', { age_years: 40, max_heart_rate_bpm: rate })).toBe(expected);
  });
});

describe('W4: energy a minute', () => {
  test.each([
    [1200, 'pass'],
    [1201, 'warn'],
    [1800, 'warn'],
    [1801, 'error'],
  ])('%d kcal in an hour: %s', (energy, expected) => {
    expect(severity(source, 'W4', { energy_kcal: energy, duration_min: 60 })).toBe(expected);
  });

  test('is not evaluated without a duration', () => {
    expect(severity(source, 'W4', { energy_kcal: 100, duration_min: 0 })).toBe('not evaluated');
  });
});

describe('W5: energy a kilogram and an hour', () => {
  test.each([
    [99, 'error'],
    [100, 'pass'],
    [1600, 'pass'],
    [1601, 'warn'],
    [2300, 'warn'],
    [2301, 'error'],
  ])('%d kcal of 100 kg in an hour: %s', (energy, expected) => {
    expect(severity(source, 'W5', { energy_kcal: energy, weight_kg: 100, duration_min: 60 })).toBe(expected);
  });
});
