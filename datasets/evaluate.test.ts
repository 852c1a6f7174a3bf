import { describe, expect, test } from 'vitest';
import type { Truth } from './dataset.ts';
import { evaluate, evaluationTable } from './evaluate.ts';

const truth = (row: number, kind: string, ...expects: string[]): Truth => ({
  id: `food#${row}`,
  file: 'food.csv',
  source: 'food',
  row,
  column: 'energy',
  kind,
  expects,
});

const said = (row: number, says: string) => ({ source: 'food', row, says });

describe('an evaluation', () => {
  const result = evaluate(
    [truth(2, 'swapped', 'F5', 'F9'), truth(3, 'tenfold', 'F5'), truth(4, 'twice', 'duplicate'), truth(5, 'gap')],
    [said(2, 'F5'), said(2, 'F5'), said(4, 'duplicate'), said(5, 'F5'), said(9, 'F10')],
  );

  test('says of each rule how often it was right and how much it found', () => {
    expect(result.rules).toEqual([
      { rule: 'F10', expected: 0, observed: 1, correct: 0, precision: 0, recall: null },
      { rule: 'F5', expected: 2, observed: 2, correct: 1, precision: 0.5, recall: 0.5 },
      { rule: 'F9', expected: 1, observed: 0, correct: 0, precision: null, recall: 0 },
      { rule: 'duplicate', expected: 1, observed: 1, correct: 1, precision: 1, recall: 1 },
    ]);
  });

  test('counts an anomaly as caught when one thing is rightly said of it, and lists what nobody saw', () => {
    expect(result).toMatchObject({
      anomalies: 4,
      caught: 2,
      recall: 0.5,
      flagged: 4,
      rightlyFlagged: 3,
      precision: 0.75,
    });
    expect(result.missed).toEqual([
      { kind: 'gap', count: 1 },
      { kind: 'tenfold', count: 1 },
    ]);
    expect(evaluationTable(result)).toContain('2 of 4 anomalies caught');
  });

  test('of nothing has no shares', () => {
    expect(evaluate([], [])).toMatchObject({ rules: [], recall: null, precision: null });
  });
});
