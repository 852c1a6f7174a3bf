import { describe, expect, test } from 'vitest';
import { columnsFor, judgeOf, sourceOf, subject } from '../domain/rules/rule.test-support.ts';
import { tally } from './tally.ts';

const source = sourceOf('exercise', { columns: columnsFor(['external_id', 'name', 'equipment', 'level']) });
const { rules, judge } = judgeOf(source);
const judgements = [
  judge(subject({ external_id: '1', name: 'squat', level: 'expert' })),
  judge(subject({ external_id: '2', name: 'x'.repeat(100_000), equipment: ['bar'], level: 'easy' })),
  judge(subject({ external_id: '3', name: 'lunge', equipment: ['bar'], level: 'expert' })),
];

function counted(of: typeof judgements, from?: Parameters<typeof tally>[1]) {
  const counts = tally(rules, from);
  for (const judgement of of) {
    counts.row('new', false);
    counts.judged(judgement);
  }
  return { counts: counts.counts(), findings: counts.findings(), metrics: counts.metrics() };
}

describe('The tally of an import', () => {
  test('counts a row once per rule and severity, however many of its fields are bad', () => {
    expect(counted(judgements).findings).toEqual([
      { rule: 'D1', severity: 'block', count: 1 },
      { rule: 'E3', severity: 'warn', count: 1 },
      { rule: 'E4', severity: 'warn', count: 1 },
      { rule: 'M1', severity: 'info', count: 1 },
    ]);
  });

  test('counts bad and evaluated rows of each field', () => {
    const { metrics } = counted(judgements);
    const of = (rule: string) =>
      Object.fromEntries(
        metrics
          .filter((metric) => metric.rule === rule)
          .map(({ field, bad, evaluated }) => [field, `${bad} of ${evaluated}`]),
      );
    expect(of('M1')).toEqual({ equipment: '1 of 3', level: '0 of 3' });
    expect(of('D1')).toEqual({ external_id: '0 of 3', name: '1 of 3', equipment: '0 of 2', level: '1 of 3' });
    expect(of('E3')).toEqual({ equipment: '1 of 3' });
  });

  test('goes on where an interrupted import stood', () => {
    expect(counted(judgements.slice(1), counted(judgements.slice(0, 1)))).toEqual(counted(judgements));
  });
});
