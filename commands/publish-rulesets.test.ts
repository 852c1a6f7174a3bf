import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordTypes } from '../domain/contracts/contract.ts';
import { shippedRulesets } from '../domain/ruleset/rulesets.ts';
import { postgresStore } from '../eventstore/postgres/store.ts';
import type { EventStore } from '../eventstore/store.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { publishRulesets } from './publish-rulesets.ts';

let database: TestDatabase;
let store: EventStore;
beforeAll(async () => {
  database = await freshDatabase();
  store = postgresStore({ url: database.url });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});
const now = () => new Date().toISOString();

test('two starts at once publish every shipped ruleset once, in full', async () => {
  await Promise.all([publishRulesets(store, now), publishRulesets(store, now)]);
  const events = (await Array.fromAsync(store.readAll({ types: ['RulesetPublished'] }))).flat();
  expect(events.map((event) => event.data).toSorted(byType)).toEqual(shippedRulesets.toSorted(byType));
  expect(new Set(events.map((event) => event.metadata.actor))).toEqual(new Set(['system']));
});

test('a later start publishes nothing, and reads what the log holds', async () => {
  const head = await store.head();
  const rulesets = await publishRulesets(store, now);
  expect(await store.head()).toBe(head);
  for (const type of recordTypes) expect(rulesets.inForce(type)).toEqual(rulesets.byNumber(type, 1));
  expect(() => rulesets.byNumber('food', 99)).toThrow('ruleset 99 of food was never published');
});

const byType = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
