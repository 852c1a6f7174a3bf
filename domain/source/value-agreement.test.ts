import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreementOf, type Compared, compared, objectionOf } from './value-agreement.ts';

const distinct = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
const repeated = (n: number, ...values: Compared[]): Compared[] => distinct(n).map((i) => values[i % values.length]);

describe('values that agree', () => {
  test('row by row do so wholly, and the more surprisingly the more rows there are', () => {
    expect(agreementOf(distinct(7), distinct(7))).toMatchObject({ agreeing: 7, compared: 7, beyondChance: 1 });
    expect(agreementOf(distinct(7), distinct(7)).surprise).toBeLessThan(13.8);
    expect(agreementOf(distinct(8), distinct(8)).surprise).toBeGreaterThan(13.8);
    expect(agreementOf(repeated(12, 'f', 'm'), repeated(12, 'f', 'm')).surprise).toBeLessThan(13.8);
    expect(agreementOf(repeated(24, 'f', 'm'), repeated(24, 'f', 'm')).surprise).toBeGreaterThan(13.8);
  });

  test('because all are the same prove nothing', () => {
    expect(agreementOf(repeated(100, 0), repeated(100, 0))).toMatchObject({
      agreeing: 100,
      beyondChance: 0,
      surprise: 0,
    });
  });

  test('in their zeros alone prove nothing: the others must agree', () => {
    const read = distinct(100).map((i) => (i % 20 === 0 ? i : 0));
    const other = distinct(100).map((i) => (i % 20 === 7 ? i : 0));
    expect(agreementOf(read, other)).toMatchObject({ agreeing: 90, compared: 100 });
    expect(agreementOf(read, other).beyondChance).toBeLessThan(0.1);
    expect(agreementOf(read, read)).toMatchObject({ agreeing: 100, beyondChance: 1 });
  });

  test('in few of the rows that have either are not the same column', () => {
    const sparse = distinct(100).map((i) => (i <= 20 ? i : undefined));
    expect(agreementOf(sparse, distinct(100))).toMatchObject({ agreeing: 20, compared: 20 });
    expect(agreementOf(sparse, distinct(100)).beyondChance).toBeLessThan(0.3);
  });

  test('with themselves do so wholly, whatever they are, unless all are the same', () => {
    const cells = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(cells, (read) => {
        const { beyondChance, surprise, agreeing, compared: both } = agreementOf(read, read);
        expect(agreeing).toBe(both);
        expect(beyondChance).toBe(new Set(read).size === 1 ? 0 : 1);
        expect(surprise).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

test('texts are compared as names are, numbers to twelve digits, lists item by item', () => {
  expect(compared('Whole  MILK')).toBe(compared('whole milk'));
  expect(compared(0.1 + 0.2)).toBe(0.3);
  expect(compared(['Biceps', 'back'])).toBe(compared(['biceps', 'Back']));
  expect(compared(['a,b'])).not.toBe(compared(['a', 'b']));
  expect(compared(undefined)).toBeUndefined();
});

describe('values object', () => {
  test('where they could tell and do not agree, even nearly', () => {
    const objection = objectionOf(distinct(40).toReversed(), distinct(40));
    expect(objection.beyondChance).toBeLessThan(0.2);
    expect(objection.couldSurprise).toBeGreaterThan(13.8);
  });
  test('not where all were recomputed by a few hundredths', () => {
    const known = distinct(40).map((i) => 2 ** i);
    expect(
      objectionOf(
        known.map((n) => n * 1.03),
        known,
      ).beyondChance,
    ).toBeGreaterThan(0.9);
  });
  test('not where they are all the same', () => {
    expect(objectionOf(repeated(40, 1), repeated(40, 0)).couldSurprise).toBe(0);
  });
});
