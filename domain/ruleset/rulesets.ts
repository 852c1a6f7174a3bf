/** The rulesets that this release ships. The log keeps what was published of them, and imports read it from there by number. */
import { type RecordType, recordTypes } from '../contracts/contract.ts';
import { ruleOf } from '../rules/catalogue.ts';
import type { RulesetPublished } from './events.ts';
import { ruleset1 } from './ruleset-1.ts';

/** Every shipped ruleset in full, ready to be published: by record type, the oldest first. */
export const shippedRulesets: readonly RulesetPublished[] = recordTypes.map((type) =>
  published(type, 1, ruleset1[type]),
);

/** The newest shipped ruleset of a record type. */
export function rulesetInForce(recordType: RecordType): RulesetPublished {
  const ruleset = shippedRulesets.findLast((candidate) => candidate.recordType === recordType);
  if (ruleset === undefined) throw new Error(`This release ships no ruleset for ${recordType}`);
  return ruleset;
}

function published(recordType: RecordType, number: number, names: readonly string[]): RulesetPublished {
  return { recordType, number, rules: names.map((name) => publishedRule(recordType, name)) };
}

function publishedRule(recordType: RecordType, name: string): RulesetPublished['rules'][number] {
  const [id = '', version] = name.split('@');
  const rule = ruleOf(id, Number(version), recordType);
  if (rule === undefined)
    throw new Error(`A ruleset of ${recordType} names ${name}, which the catalogue does not have`);
  const { dimension, severities, field, operands, source, params } = rule;
  return {
    id,
    version: rule.version,
    dimension,
    severities,
    ...(field !== undefined && { field }),
    operands,
    source,
    params,
  };
}
