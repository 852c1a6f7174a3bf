import { describe, expect, test } from 'vitest';
import { factorOf, ratioTolerance, unitsByRatio } from './unit-ratio.ts';
import { convertible, unitNames } from './units.ts';

const inKcal = [64, 250, 180, 0, 95];
const times = (factor: number) => inKcal.map((n) => Math.round(n * factor * 10) / 10);

describe('the ratio of a column to the known values', () => {
  test.each([
    [4.184, 'kcal', 'kcal', ['kj']],
    [1, 'kcal', 'kcal', []],
    [1000, 'g', 'g', ['mg']],
    [1 / 0.45359237, 'kg', 'kg', ['lb']],
    [1 / 0.0254, 'm', 'm', ['in']],
    [7, 'g', 'g', []],
  ])('times %d of %s', (factor, assumed, canonical, units) => {
    expect(unitsByRatio(times(factor), inKcal, assumed, canonical)).toEqual(units);
  });

  test('is counted from the unit that was assumed: hours in which minutes stand', () => {
    expect(unitsByRatio([60 * 90, 60 * 372], [90, 372], 'h', 'min')).toEqual(['min']);
  });

  test('says nothing on one row, nor of what has no other units', () => {
    expect(unitsByRatio([268], [64], 'kcal', 'kcal')).toEqual([]);
    expect(unitsByRatio([134, 268], [64, 128], 'bpm', 'bpm')).toEqual([]);
  });

  test('never means two units: factors of one dimension are farther apart than twice the tolerance', () => {
    for (const one of unitNames) {
      for (const other of unitNames.filter((name) => name !== one && convertible(name, one))) {
        expect(Math.abs(Math.log(factorOf(other, one)))).toBeGreaterThan(Math.log1p(2 * ratioTolerance + 0.03));
      }
    }
  });
});
