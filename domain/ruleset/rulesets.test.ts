import { describe, expect, test } from 'vitest';
import { recordTypes } from '../contracts/contract.ts';
import { contracts } from '../contracts/index.ts';
import { sha256 } from '../ids.ts';
import { canonicalJson } from '../json.ts';
import { catalogue } from '../rules/catalogue.ts';
import { compileJudge } from '../rules/judge.ts';
import { judgeOf, sourceOf, subject } from '../rules/rule.test-support.ts';
import { foldRulesets, unpublished } from './fold.ts';
import { rulesetInForce, shippedRulesets } from './rulesets.ts';

describe('The shipped rulesets', () => {
  test('give every record type a ruleset 1', () => {
    expect(shippedRulesets.map(({ recordType, number }) => `${recordType} ${number}`)).toEqual(
      recordTypes.map((type) => `${type} 1`),
    );
    expect(recordTypes.map(rulesetInForce)).toEqual(shippedRulesets);
  });

  test('are data that can be written to the log and read back', () => {
    for (const ruleset of shippedRulesets) expect(JSON.parse(canonicalJson(ruleset))).toEqual(ruleset);
  });

  test('name every rule that judges, with its source and its severities', () => {
    const published = new Set(shippedRulesets.flatMap(({ rules }) => rules.map(({ id }) => id)));
    expect(catalogue.filter(({ id }) => !published.has(id)).map(({ id }) => id)).toEqual(['C1']);
    for (const { rules } of shippedRulesets)
      for (const rule of rules) {
        expect(rule.source.length).toBeGreaterThan(20);
        expect(rule.severities.length).toBeGreaterThan(0);
      }
  });
});

describe('The stream of a record type', () => {
  const first = rulesetInForce('food');
  const second = { ...first, number: 2 };
  const publishing = (data: typeof first) => ({ type: 'RulesetPublished' as const, data });

  test('puts the ruleset that was published last in force, and keeps the others by number', () => {
    const { inForce, byNumber } = foldRulesets([publishing(first), publishing(second)]);
    expect([inForce?.number, byNumber.get(1)]).toEqual([2, first]);
    expect(foldRulesets([]).inForce).toBeUndefined();
  });

  test('gets each shipped ruleset once', () => {
    expect(unpublished([first, second], foldRulesets([]))).toEqual([publishing(first), publishing(second)]);
    expect(unpublished([first, second], foldRulesets([publishing(first)]))).toEqual([publishing(second)]);
  });

  test('holds all that a judge needs: it judges as the release does', () => {
    const read = JSON.parse(JSON.stringify(first)) as typeof first;
    const source = sourceOf('food', { constants: { basis: 'per_100g' } });
    const values = { basis: 'per_100g', energy_kcal: 900, protein_g: 5, carbohydrate_g: 5, fat_g: 5 };
    const judgement = compileJudge(read, source, contracts.food).judge(subject(values));
    expect(judgement).toEqual(judgeOf(source).judge(subject(values)));
  });
});

describe('What is published stays', () => {
  test('ruleset 1 is what it was', () => {
    expect(sha256(canonicalJson(shippedRulesets.filter(({ number }) => number === 1)))).toBe(
      '2ZuPKNOcpjafuE6U_yEBdPKuOZPMNURxrVn143_2lco',
    );
  });
});
