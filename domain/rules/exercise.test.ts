import { describe, expect, test } from 'vitest';
import { severity, sourceOf, verdict } from './rule.test-support.ts';

const source = sourceOf('exercise');

describe('E2: target and secondary muscles', () => {
  test('have none in common, else the target is suggested out of the secondary ones', () => {
    expect(severity(source, 'E2', { target_muscles: ['abs'], secondary_muscles: ['quads'] })).toBe('pass');
    expect(verdict(source, 'E2', { target_muscles: ['abs'], secondary_muscles: ['quads', 'abs'] })).toMatchObject([
      {
        severity: 'info',
        params: { muscles: ['abs'] },
        suggestion: { field: 'secondary_muscles', value: ['quads'] },
      },
    ]);
    expect(severity(source, 'E2', { target_muscles: ['abs'] })).toBe('not evaluated');
  });
});

describe('E3: equipment', () => {
  test('is given', () => {
    expect(severity(source, 'E3', { equipment: ['barbell'] })).toBe('pass');
    expect(severity(source, 'E3', { equipment: [] })).toBe('warn');
    expect(severity(source, 'E3', {})).toBe('warn');
  });
});

describe('E4: level', () => {
  test('is one of three', () => {
    expect(severity(source, 'E4', { level: 'expert' })).toBe('pass');
    expect(severity(source, 'E4', { level: 'olympic' })).toBe('warn');
    expect(severity(source, 'E4', {})).toBe('warn');
  });

  test('is not asked of a source that gives none', () => {
    const columns = source.columns.filter(({ field }) => field !== 'level');
    expect(severity({ ...source, columns }, 'E4', {})).toBe('off');
  });
});

describe('E5: instructions', () => {
  test('have at least one step', () => {
    expect(severity(source, 'E5', { instructions: ['Lie down.'] })).toBe('pass');
    expect(severity(source, 'E5', { instructions: [] })).toBe('warn');
    expect(severity(source, 'E5', {})).toBe('warn');
  });
});
