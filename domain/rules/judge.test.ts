import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordTypes } from '../contracts/contract.ts';
import { contracts } from '../contracts/index.ts';
import { sha256 } from '../ids.ts';
import { canonicalJson } from '../json.ts';
import type { Finding } from '../record/events.ts';
import { rulesetInForce } from '../ruleset/rulesets.ts';
import { columnVerdict } from './column.ts';
import { comparesColumns, compileJudge, outcomeHash } from './judge.ts';
import { columnsFor, judgeOf, sourceOf, subject } from './rule.test-support.ts';
import { holds, policyLets, worstHolding } from './severity.ts';

const diet = sourceOf('diet_assessment', { naturalKey: ['patient_id'] });
const finding = (severity: Finding['severity'], more: Partial<Finding> = {}): Finding => ({
  rule: 'U7',
  version: 1,
  severity,
  ...more,
});

describe('A compiled judge', () => {
  test('has the rules whose operands the source has, in the order of the ruleset', () => {
    const source = sourceOf('exercise', { columns: columnsFor(['external_id', 'name', 'equipment']) });
    expect(judgeOf(source).rules.map(({ id, field = '' }) => `${id} ${field}`)).toEqual([
      'D1 external_id',
      'D1 name',
      'D1 equipment',
      'M1 ',
      'E3 equipment',
    ]);
  });

  test('says which of them were evaluated, and which gave each finding', () => {
    const source = sourceOf('exercise', { columns: columnsFor(['external_id', 'name', 'equipment']) });
    const judgement = judgeOf(source).judge(subject({ external_id: '1', name: 'squat' }));
    expect(judgement.findings.map(({ rule }) => rule)).toEqual(['M1', 'E3']);
    expect(judgement.evaluated).toEqual([0, 1, 3, 4]);
    expect(judgement.rules).toEqual([3, 4]);
  });

  test('judges equal subjects equally', () => {
    const { judge } = judgeOf(diet);
    const one = subject({ disease: 'none', severity: 'mild', bmi_stated: 12, bmi: 12 });
    expect(judge(one)).toEqual(judge(one));
  });

  test('can be compiled of the rules that compare columns alone', () => {
    const { rules } = compileJudge(rulesetInForce('diet_assessment'), diet, contracts.diet_assessment, comparesColumns);
    expect(rules.map(({ id }) => id)).toEqual(['U6']);
  });

  test('refuses a ruleset that names a rule it does not have', () => {
    const ruleset = { recordType: 'food', number: 9, rules: [{ id: 'F5', version: 99, params: {} }] } as const;
    expect(() => compileJudge(ruleset, sourceOf('food'), contracts.food)).toThrow('F5 version 99');
  });

  test('uses the parameters that the ruleset publishes', () => {
    const params = { min: 35, max: 90 };
    const ruleset = { recordType: 'daily_activity', number: 2, rules: [{ id: 'A9', version: 1, params }] } as const;
    const { judge } = compileJudge(ruleset, sourceOf('daily_activity'), contracts.daily_activity);
    expect(judge(subject({ mean_heart_rate_bpm: 91 })).findings).toMatchObject([{ params: { rate: 91, max: 90 } }]);
  });
});

describe('A judge of any record type', () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, -0),
    fc.integer({ min: -10, max: 3000 }),
  );
  const value = fc.oneof(number, fc.string(), fc.boolean(), fc.array(fc.string()));
  const qualifier = fc.oneof(fc.constant('trace' as const), fc.record({ below: number }));

  test.each(recordTypes)('gives findings that can be stored, whatever the values of a %s', (type) => {
    const source = sourceOf(type, { constants: { basis: 'per_100g' }, naturalKey: ['name'] });
    const { rules, judge } = judgeOf(source);
    const fields = fc.constantFrom(...Object.keys(contracts[type].fields));
    fc.assert(
      fc.property(fc.dictionary(fields, value), fc.dictionary(fields, qualifier), (values, qualifiers) => {
        const { findings, evaluated, rules: found } = judge(subject(values, { qualifiers }));
        const stored = canonicalJson(findings);
        expect(canonicalJson(JSON.parse(stored))).toBe(stored);
        expect(found.every((index) => evaluated.includes(index))).toBe(true);
        findings.forEach((one, i) => {
          expect(rules[found[i]!]?.id).toBe(one.rule);
          expect(rules[found[i]!]?.severities).toContain(one.severity);
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('The verdict on columns', () => {
  const { rules } = judgeOf(diet);
  const metric = (rule: string, bad: number, evaluated: number) => ({
    rule,
    field: 'bmi_stated',
    dimension: 'consistency',
    bad,
    evaluated,
  });

  test('calls a stated column unreliable where more than half of its cells contradict their derivation', () => {
    expect(columnVerdict(rules, [metric('U6', 50, 100)]).unreliable).toEqual([]);
    expect(columnVerdict(rules, [metric('U6', 51, 100)])).toEqual({
      unreliable: ['bmi_stated'],
      evidence: [{ rule: 'U6', field: 'bmi_stated', bad: 51, evaluated: 100 }],
    });
  });

  test('comes from rules that compare alone, and never from an empty file', () => {
    expect(columnVerdict(rules, [metric('U7', 100, 100), metric('U6', 0, 0)])).toEqual({
      unreliable: [],
      evidence: [],
    });
  });
});

describe('Severity decides the way', () => {
  test('a waiver or a verdict on the column takes a finding out of the way, but never a block', () => {
    expect(holds(finding('error'))).toBe(true);
    expect(holds(finding('error', { waived: true }))).toBe(false);
    expect(holds(finding('error', { holds: false }))).toBe(false);
    expect(holds(finding('block', { waived: true }))).toBe(true);
  });

  test('the worst finding that holds counts', () => {
    expect(worstHolding([])).toBeUndefined();
    expect(worstHolding([finding('info'), finding('warn'), finding('error', { waived: true })])).toBe('warn');
    expect(worstHolding([finding('block', { waived: true }), finding('info')])).toBe('block');
  });

  test.each([
    ['auto', 'info', true],
    ['auto', 'warn', true],
    ['auto', 'error', false],
    ['auto', 'block', false],
    ['clean', 'info', true],
    ['clean', 'warn', false],
    ['review', 'info', false],
  ] as const)('a source of trust %s publishes a record with a finding of %s: %s', (trust, severity, published) => {
    expect(policyLets(trust, [finding(severity)])).toBe(published);
  });

  test('a record without findings passes unless everything of its source is reviewed', () => {
    expect([policyLets('auto', []), policyLets('clean', []), policyLets('review', [])]).toEqual([true, true, false]);
  });
});

describe('The hash of an outcome', () => {
  test('changes with rule, field, severity, waived and holds, and with nothing else', () => {
    const hash = (one: Finding) => outcomeHash([one], sha256);
    const base = finding('warn', { field: 'bmi' });
    const others = [
      finding('error', { field: 'bmi' }),
      finding('warn'),
      { ...base, rule: 'U6' },
      { ...base, waived: true as const },
      { ...base, holds: false as const },
    ];
    expect(new Set([base, ...others].map(hash)).size).toBe(6);
    expect(hash({ ...base, version: 2, params: { bmi: 12 }, suggestion: { field: 'bmi', value: 1 } })).toBe(hash(base));
  });

  test('of no findings is that of an empty list, under any hasher', () => {
    expect(outcomeHash([], sha256)).toBe(sha256('[]'));
    expect(outcomeHash([], sha256)).toBe(sha256('[]'));
    expect(outcomeHash([], (text) => `keyed ${text}`)).toBe('keyed []');
  });
});
