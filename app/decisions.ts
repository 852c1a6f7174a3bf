/** What decisions on records are made with: the rules in force for the source of each, and the keys of their subjects. */
import { randomUUID } from 'node:crypto';
import type { RecordDependencies, RulesInForce } from '../commands/decide-on-record.ts';
import type { RecordType } from '../domain/contracts/contract.ts';
import { contracts } from '../domain/contracts/index.ts';
import { compileJudge } from '../domain/rules/judge.ts';
import { rulesetInForce } from '../domain/ruleset/rulesets.ts';
import { hasher } from '../eventstore/sealing/keys.ts';
import { source } from '../ingestion/sources/index.ts';
import type { System } from './system.ts';

export function decisions({ store, vault }: Pick<System, 'store' | 'vault'>): RecordDependencies {
  const compiled = new Map<string, RulesInForce>();
  return {
    store,
    contracts,
    judgeFor(name, recordType: RecordType) {
      const known = compiled.get(name);
      if (known) return known;
      const definition = source(name);
      if (!definition) throw new Error(`the record comes from the source ${name}, which this release does not have`);
      const ruleset = rulesetInForce(recordType);
      const rules = { ruleset: ruleset.number, judge: compileJudge(ruleset, definition, contracts[recordType]) };
      compiled.set(name, rules);
      return rules;
    },
    async hasherFor(subject) {
      const keys = (await vault.open([subject])).get(subject);
      return keys === undefined || keys === 'erased' ? undefined : hasher(keys);
    },
    clock: () => new Date(),
    newId: randomUUID,
  };
}
