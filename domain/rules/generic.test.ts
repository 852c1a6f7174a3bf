import { describe, expect, test } from 'vitest';
import { columnsFor, severity, sourceOf, verdict } from './rule.test-support.ts';

describe('G3, G5, G8: repaired rows', () => {
  const source = sourceOf('food', {
    repairs: [{ repair: 'escaped-prefix' }, { repair: 'cyrillic-degree' }, { repair: 'ragged-join' }],
  });
  test.each([
    ['G3', 'escaped-prefix'],
    ['G5', 'cyrillic-degree'],
    ['G8', 'ragged-join'],
  ])('%s informs of the repair %s', (rule, repair) => {
    expect(severity(source, rule, {}, { repairs: [repair] })).toBe('info');
    expect(severity(source, rule, {}, { repairs: ['blank-item'] })).toBe('pass');
  });

  test('are off for a source that declares no such repair', () => {
    expect(severity(sourceOf('food'), 'G3', {}, { repairs: ['escaped-prefix'] })).toBe('off');
  });
});

describe('G11: conflicting rows', () => {
  const keyed = sourceOf('food', { naturalKey: ['name'] });
  test('are an error until somebody chooses', () => {
    expect(severity(keyed, 'G11', {}, { conflicting: true })).toBe('error');
    expect(severity(keyed, 'G11', {})).toBe('pass');
  });

  test('cannot be where records have no key', () => {
    expect(severity(sourceOf('workout_session'), 'G11', {})).toBe('off');
  });
});

describe('M1: missing values', () => {
  const source = sourceOf('food', { columns: columnsFor(['name', 'protein_g', 'fat_g', 'category']) });
  test('names every mapped field that is missing, in one finding', () => {
    expect(verdict(source, 'M1', { name: 'bread', fat_g: 1 })).toEqual([
      { rule: 'M1', version: 1, severity: 'info', params: { fields: ['protein_g', 'category'] } },
    ]);
  });

  test('accepts a qualified value, a required field and a field that the source does not map', () => {
    expect(severity(source, 'M1', { fat_g: 1, category: 'x' }, { qualifiers: { protein_g: 'trace' } })).toBe('pass');
  });
});

describe('D1: the contract', () => {
  const food = sourceOf('food');
  const session = sourceOf('workout_session');
  const exercise = sourceOf('exercise');

  test('blocks a number outside its bounds, and accepts the bounds', () => {
    expect(severity(session, 'D1', { experience_level: 3 })).toBe('pass');
    expect(severity(session, 'D1', { experience_level: 1 })).toBe('pass');
    expect(verdict(session, 'D1', { experience_level: 4 })).toEqual([
      { rule: 'D1', version: 1, severity: 'block', field: 'experience_level', params: { value: 4, min: 1, max: 3 } },
    ]);
    expect(severity(session, 'D1', { experience_level: 0 })).toBe('block');
  });

  test('blocks half of a whole number', () => {
    expect(verdict(session, 'D1', { experience_level: 1.5 })).toMatchObject([{ params: { kind: 'integer' } }]);
  });

  test('blocks a value of another kind', () => {
    expect(severity(food, 'D1', { protein_g: 'much' })).toBe('block');
    expect(severity(food, 'D1', { name: 3 })).toBe('block');
    expect(severity(exercise, 'D1', { equipment: 'ball' })).toBe('block');
  });

  test('blocks a value that an enumeration does not have', () => {
    expect(severity(food, 'D1', { meal_type: 'lunch' })).toBe('pass');
    expect(severity(food, 'D1', { meal_type: 'tea' })).toBe('block');
  });

  test('blocks texts and lists that are too long', () => {
    expect(severity(food, 'D1', { name: 'x'.repeat(300) })).toBe('pass');
    expect(severity(food, 'D1', { name: 'x'.repeat(301) })).toBe('block');
    expect(severity(exercise, 'D1', { equipment: ['ball'] })).toBe('pass');
    expect(severity(exercise, 'D1', { equipment: Array<string>(10_000).fill('ball') })).toBe('block');
    expect(severity(exercise, 'D1', { equipment: ['x'.repeat(100_000)] })).toBe('block');
  });

  test('judges each field apart, and missing ones not at all', () => {
    expect(verdict(food, 'D1', { protein_g: -1, fat_g: 1_000_000, fibre_g: 1 })).toMatchObject([
      { field: 'protein_g' },
      { field: 'fat_g' },
    ]);
    expect(severity(food, 'D1', {})).toBe('not evaluated');
  });
});
