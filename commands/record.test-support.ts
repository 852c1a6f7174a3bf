/** Records in a log of their own, for the tests of the commands: PostgreSQL, sealing, the shipped rules. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { RecordType } from '../domain/contracts/contract.ts';
import { derive } from '../domain/contracts/derivations.ts';
import { contracts } from '../domain/contracts/index.ts';
import { eventId, sha256 } from '../domain/ids.ts';
import { contentHash, noQualifiers } from '../domain/record/content.ts';
import type { RecordHistoryEvent, Values } from '../domain/record/events.ts';
import { fold } from '../domain/record/fold.ts';
import { recordStream } from '../domain/record/history.ts';
import { propose } from '../domain/record/propose.ts';
import { compileJudge } from '../domain/rules/judge.ts';
import { rulesetInForce } from '../domain/ruleset/rulesets.ts';
import type { SourceDefinition, Trust } from '../domain/source/definition.ts';
import { postgresStore } from '../eventstore/postgres/store.ts';
import { sealing } from '../eventstore/sealing/codec.ts';
import { hasher, keyRing } from '../eventstore/sealing/keys.ts';
import { openVault } from '../eventstore/sealing/vault.ts';
import type { EventStore } from '../eventstore/store.ts';
import { sources } from '../ingestion/sources/index.ts';
import { freshDatabase } from '../test/database.ts';
import type { RecordCommand, RecordDependencies } from './decide-on-record.ts';
import type { Person, Role } from './roles.ts';

export const person = (id: string, ...roles: readonly Role[]): Person => ({ id, roles });
export const reviewer = person('rita', 'reviewer');
export const approver = person('anna', 'approver');
export const otherApprover = person('otto', 'approver');

const definitionOf = (source: string): SourceDefinition => sources.find(({ name }) => name === source)!;
export const foods = 'daily-food';
export const sessions = 'gym-members';

/** A food that no rule has anything against but what is missing. */
export const soup: Values = {
  ...{ name: 'Soup', basis: 'portion', energy_kcal: 104, protein_g: 6, carbohydrate_g: 11, fat_g: 4, sugars_g: 2 },
};

export interface Bench {
  readonly dependencies: RecordDependencies;
  readonly store: EventStore;
  /** The log as it is stored: personal records are sealed. */
  readonly log: EventStore;
  /** States a record as an import of a source does: one row, or several of one key. */
  readonly stated: (source: string, trust: Trust, ...rows: readonly Values[]) => Promise<Target>;
  readonly typesOf: (target: Target) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}
export type Target = Pick<RecordCommand, 'recordId' | 'recordType'>;

/** @param between stands between the commands and the log */
export async function openBench(between: (store: EventStore) => EventStore = (store) => store): Promise<Bench> {
  const database = await freshDatabase();
  const vault = await openVault({ url: database.url }, keyRing(randomBytes(32)));
  const personal = new Set(Object.values(contracts).flatMap(({ type, personal }) => (personal ? [type] : [])));
  const log = postgresStore({ url: database.url });
  const store = sealing(log, vault, personal);

  const judgeFor = (source: string, recordType: RecordType) => {
    const ruleset = rulesetInForce(recordType);
    return { ruleset: ruleset.number, judge: compileJudge(ruleset, definitionOf(source), contracts[recordType]) };
  };
  const dependencies: RecordDependencies = {
    store: sealing(between(log), vault, personal),
    contracts,
    judgeFor,
    hasherFor: async (subject) => {
      const keys = (await vault.open([subject])).get(subject);
      return keys === undefined || keys === 'erased' ? undefined : hasher(keys);
    },
    clock: () => new Date('2026-02-03T04:05:06.000Z'),
    newId: randomUUID,
  };

  async function stated(source: string, trust: Trust, ...rows: readonly Values[]): Promise<Target> {
    const { recordType } = definitionOf(source);
    const contract = contracts[recordType];
    const target = { recordId: randomUUID(), recordType };
    const importId = randomUUID();
    const [subject] = contract.personal ? await vault.subjectsFor([{ namespace: source, key: target.recordId }]) : [];
    const hash = subject === undefined ? sha256 : hasher(subject.keys);
    const { ruleset, judge } = judgeFor(source, recordType);
    const folding = { hash, derive: (values: Values) => derive(contract, values) };
    let history: readonly RecordHistoryEvent[] = [];
    for (const [index, row] of rows.entries()) {
      const values = folding.derive(row);
      const statement = {
        ...(subject !== undefined && { subject: subject.id }),
        origin: { source, import: importId, row: index + 2 },
        raw: [],
        values,
        statedHash: contentHash({ values, qualifiers: noQualifiers }, hash),
        ...(index > 0 && { alternative: true as const }),
        ...(rows.length > 1 && { conflicting: true as const }),
      };
      const events = propose(fold(history, folding), statement, {
        ...folding,
        ...{ ruleset, judge: (record) => judge.judge(record).findings, trust, context: {}, actor: 'system' },
      });
      const commandId = randomUUID();
      const decided = events.map((event, n): RecordHistoryEvent => {
        const actor = event.type === 'RecordApproved' ? (`policy:${source}@1` as const) : 'system';
        return { ...event, id: eventId(commandId, n), actor };
      });
      await store.append([
        {
          stream: recordStream(recordType, target.recordId),
          expected: history.length === 0 ? 'none' : history.length - 1,
          events: decided.map(({ id, type, data, actor }) => ({
            ...{ id, type, data },
            metadata: { commandId, correlationId: importId, actor, at: '2026-01-01T00:00:00.000Z', v: 1 },
          })),
        },
      ]);
      history = [...history, ...decided];
    }
    return target;
  }

  return {
    dependencies,
    store,
    log,
    stated,
    async typesOf({ recordType, recordId }) {
      return (await Array.fromAsync(store.readStream(recordStream(recordType, recordId)))).map(({ type }) => type);
    },
    async close() {
      await store.close();
      await vault.close();
      await database.drop();
    },
  };
}

/** The same dependencies for two commands that both read the record before either appends. */
export function racing(dependencies: RecordDependencies): RecordDependencies {
  const { store } = dependencies;
  const both = Promise.withResolvers<void>();
  let reads = 0;
  const readStream: EventStore['readStream'] = async function* (stream, options) {
    const events = await Array.fromAsync(store.readStream(stream, options));
    reads += 1;
    if (reads === 2) both.resolve();
    await both.promise;
    yield* events;
  };
  return { ...dependencies, store: { readStream, append: (writes, alongside) => store.append(writes, alongside) } };
}
