import { describe, expect, test } from 'vitest';
import { recordTypes } from '../contracts/contract.ts';
import { sha256 } from '../ids.ts';
import { canonicalJson } from '../json.ts';
import { catalogue } from '../rules/catalogue.ts';
import { foldRulesets, rulesetByNumber, rulesetInForce, shippedRulesets } from './rulesets.ts';

describe('The shipped rulesets', () => {
  test('give every record type a ruleset 1', () => {
    expect(shippedRulesets.map(({ recordType, number }) => `${recordType} ${number}`)).toEqual(
      recordTypes.map((type) => `${type} 1`),
    );
    for (const type of recordTypes) expect(rulesetInForce(type)).toBe(rulesetByNumber(type, 1));
    expect(rulesetByNumber('food', 99)).toBeUndefined();
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

  test('are in force in the order of their publication', () => {
    const [food] = shippedRulesets;
    expect(foldRulesets([])).toBeUndefined();
    expect(foldRulesets([{ data: food! }, { data: { ...food!, number: 2 } }])?.number).toBe(2);
  });
});

describe('What is published stays', () => {
  test('ruleset 1 is what it was', () => {
    expect(sha256(canonicalJson(shippedRulesets.filter(({ number }) => number === 1)))).toBe(
      '2ZuPKNOcpjafuE6U_yEBdPKuOZPMNURxrVn143_2lco',
    );
  });
});
