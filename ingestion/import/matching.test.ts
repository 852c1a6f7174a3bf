import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RecordedEvent } from '../../eventstore/store.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { gymMembers } from '../sources/gym-members.ts';
import { ingest } from './ingest.ts';
import { type Session, session, sessionRequest, sessions, withEnergy } from './sessions.test-support.ts';

let system: TestSystem;
let definition = gymMembers;
let number = 0;
beforeAll(async () => {
  system = await freshSystem();
});
/** A source of its own for every test. */
beforeEach(() => {
  definition = { ...gymMembers, name: `members-${++number}` };
});
afterAll(() => system.remove());

const run = (all: readonly Session[], more: Parameters<typeof sessionRequest>[1] = {}) =>
  ingest(system.ingestion, sessionRequest(all, { definition, ...more }));

/** Which record each energy belongs to. */
async function recordsByEnergy(): Promise<Map<number, string>> {
  const events = (await Array.fromAsync(system.store.readAll({ types: ['RecordProposed'] }))).flat();
  const byRecord = new Map<string, number>();
  for (const { stream, data } of events) {
    const { origin, values } = data as { origin: { source: string }; values: { energy_kcal: number } };
    if (origin.source === definition.name) byRecord.set(stream, values.energy_kcal);
  }
  return new Map([...byRecord].map(([stream, energy]) => [energy, stream]));
}

async function eventsOf(...types: string[]): Promise<readonly RecordedEvent[]> {
  return (await Array.fromAsync(system.store.readAll({ types }))).flat();
}
const missingOfLast = async (): Promise<number | undefined> =>
  ((await eventsOf('ImportCompleted')).at(-1)!.data as { noLongerStated?: number }).noLongerStated;

const all = sessions(12);
const none = { new: 0, revised: 0, unchanged: 0, duplicate: 0, conflicting: 0, quarantined: 0 };

describe('a later file of a source without natural key', () => {
  beforeEach(async () => {
    expect((await run(all)).counts).toMatchObject({ ...none, read: 12, new: 12 });
  });

  test('leaves every record as it is where its rows come in another order', async () => {
    const report = await run(all.toReversed());
    expect(report.counts).toMatchObject({ ...none, read: 12, unchanged: 12 });
    expect(await missingOfLast()).toBe(0);
    expect(Object.values(report.records).reduce((a, b) => a + b)).toBe(12);
  });

  test('revises the record of a row that changed a little', async () => {
    const before = await recordsByEnergy();
    const report = await run(all.with(4, withEnergy(session(4), 777)));
    expect(report.counts).toMatchObject({ ...none, revised: 1, unchanged: 11 });
    expect((await recordsByEnergy()).get(777)).toBe(before.get(604));
    expect(await missingOfLast()).toBe(0);
  });

  test('makes a new record of a row that has little in common with the one left over', async () => {
    const report = await run(all.with(4, session(31)));
    expect(report.counts).toMatchObject({ ...none, new: 1, unchanged: 11 });
    expect(await missingOfLast()).toBe(1);
  });

  test('adds the rows that are more, and names the records that it no longer states', async () => {
    const report = await run([...all.slice(0, 3), ...sessions(2, 50), ...all.slice(5)]);
    expect(report.counts).toMatchObject({ ...none, new: 2, unchanged: 10 });
    expect(await missingOfLast()).toBe(2);
    const more = await run([...all, ...sessions(2, 50)]);
    expect(more.counts).toMatchObject({ ...none, new: 0, unchanged: 14 });
    expect(await missingOfLast()).toBe(0);
  });

  test('goes back to what a record said before without making another', async () => {
    const before = await recordsByEnergy();
    await run(all.with(4, withEnergy(session(4), 777)));
    const report = await run(all);
    expect(report.counts).toMatchObject({ ...none, revised: 1, unchanged: 11 });
    expect(await recordsByEnergy()).toEqual(before);
  });

  test('counts a row that repeats another as its duplicate, whether both are new or known', async () => {
    const report = await run([all[0]!, ...all, session(70), session(70)]);
    expect(report.counts).toMatchObject({ ...none, duplicate: 2, new: 1, unchanged: 12 });
  });

  test('is told the same by a dry run, which keeps nothing of anybody', async () => {
    const changed = [...all.with(4, withEnergy(session(4), 777)), session(40), session(40)];
    const { rows: before } = await system.sql.query('select count(*) from keys.subject');
    const dry = await run(changed, { dryRun: true });
    expect((await system.sql.query('select count(*) from keys.subject')).rows).toEqual(before);
    const real = await run(changed);
    expect(dry.counts).toEqual(real.counts);
    expect(dry.records).toEqual(real.records);
    expect(dry.findings).toEqual(real.findings);
  });
});

test('rows that repeat each other in the first file become one record', async () => {
  const report = await run([session(1), session(2), session(1), session(1)]);
  expect(report.counts).toMatchObject({ ...none, new: 2, duplicate: 2 });
  expect(report.records.published + report.records.open).toBe(2);
  const again = await run([session(2), session(1), session(1)]);
  expect(again.counts).toMatchObject({ ...none, unchanged: 2, duplicate: 1 });
});
