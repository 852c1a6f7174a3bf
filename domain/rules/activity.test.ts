import { describe, expect, test } from 'vitest';
import { severity, sourceOf, verdict } from './rule.test-support.ts';

const source = sourceOf('daily_activity');

describe('A4: metres a step', () => {
  test.each([
    [299, 'warn'],
    [300, 'pass'],
    [2000, 'pass'],
    [2001, 'warn'],
  ])('%d m in 1000 steps: %s', (distance, expected) => {
    expect(severity(source, 'A4', { steps: 1000, distance_m: distance })).toBe(expected);
  });

  test('is not evaluated below 500 steps', () => {
    expect(severity(source, 'A4', { steps: 499, distance_m: 9000 })).toBe('not evaluated');
    expect(severity(source, 'A4', { steps: 500, distance_m: 9000 })).toBe('warn');
  });
});

describe('A5 and A6: minutes of a day', () => {
  test('are active for 960 at most', () => {
    expect(severity(source, 'A5', { active_min: 960 })).toBe('pass');
    expect(severity(source, 'A5', { active_min: 961 })).toBe('warn');
  });

  test('are active or asleep for 1440 at most', () => {
    expect(severity(source, 'A6', { active_min: 960, sleep_min: 480 })).toBe('pass');
    expect(severity(source, 'A6', { active_min: 961, sleep_min: 480 })).toBe('error');
    expect(severity(source, 'A6', { active_min: 961 })).toBe('not evaluated');
  });
});

describe('A9: mean heart rate of a day', () => {
  test.each([
    [34, 'warn'],
    [35, 'pass'],
    [140, 'pass'],
    [141, 'warn'],
  ])('%d: %s', (rate, expected) => {
    expect(severity(source, 'A9', { mean_heart_rate_bpm: rate })).toBe(expected);
  });
});

describe('B3: sleep', () => {
  test.each([
    [0, 'warn'],
    [179, 'warn'],
    [180, 'pass'],
    [840, 'pass'],
    [841, 'warn'],
  ])('%d min: %s', (minutes, expected) => {
    expect(severity(source, 'B3', { sleep_min: minutes })).toBe(expected);
    expect(severity(sourceOf('sleep_period'), 'B3', { asleep_min: minutes })).toBe(expected);
  });

  test('is shown at the field that the record type has for it', () => {
    expect(verdict(sourceOf('sleep_period'), 'B3', { asleep_min: 0 })).toMatchObject([{ field: 'asleep_min' }]);
  });
});
