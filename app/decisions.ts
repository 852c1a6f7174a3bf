/** What decisions on records are made with: the rules in force for the source of each, and the keys of their subjects. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { RecordDependencies, RulesInForce } from '../commands/decide-on-record.ts';
import type { PublishedRulesets } from '../commands/publish-rulesets.ts';
import type { RecordType } from '../domain/contracts/contract.ts';
import { contracts } from '../domain/contracts/index.ts';
import { compileJudge } from '../domain/rules/judge.ts';
import { hasher } from '../eventstore/sealing/keys.ts';
import type { Vault } from '../eventstore/sealing/vault.ts';
import type { EventStore } from '../eventstore/store.ts';
import { registeredSource } from './sources.ts';

export interface DecisionParts {
  readonly store: EventStore;
  readonly vault: Pick<Vault, 'open'>;
  readonly sql: pg.Pool;
  readonly rulesets: PublishedRulesets;
}

export function decisions({ store, vault, sql, rulesets }: DecisionParts): RecordDependencies {
  const compiled = new Map<string, RulesInForce>();
  return {
    store,
    contracts,
    /** By the definition in the log, as the source's last import was judged: a file of it may have changed since, or be gone. */
    async judgeFor(name, recordType: RecordType) {
      const registered = await registeredSource(sql, name);
      if (!registered) throw new Error(`the record comes from the source ${name}, which was never registered`);
      const known = compiled.get(`${name}@${registered.position}`);
      if (known) return known;
      const ruleset = rulesets.inForce(recordType);
      const judge = compileJudge(ruleset, registered.definition, contracts[recordType]);
      const rules = { ruleset: ruleset.number, judge };
      compiled.set(`${name}@${registered.position}`, rules);
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
