/** Rows of a source whose legal basis is consent come in for whoever agreed, and for nobody else. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sourcesOf } from '../../app/sources.ts';
import { subjectStream } from '../../domain/consent/events.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { type ConsentOrder, takeConsent } from '../../services/consents.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { ownSources, trackerSleep } from '../sources/tracker.ts';
import { ingest } from './ingest.ts';

let system: TestSystem;
/** What happens while an import is under way, once: told by the test. */
let meanwhile: (() => Promise<void>) | undefined;
beforeAll(async () => {
  system = await freshSystem({
    store: (store) => ({
      ...store,
      async append(writes, alongside) {
        const something = writes.some(({ stream }) => stream.startsWith('sleep_period-')) ? meanwhile : undefined;
        if (something) meanwhile = undefined;
        await something?.();
        return store.append(writes, alongside);
      },
    }),
  });
});
afterAll(() => system.remove());

const night = (who: string, day: number, asleep = 400): string =>
  `${who},4/${(day % 28) + 1}/${2000 + Math.floor(day / 28)},1,${asleep},430`;
const nights = (...rows: readonly string[]): string =>
  `${['Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed', ...rows].join('\n')}\n`;

const run = (content: string, definition: SourceDefinition = trackerSleep, dryRun = false) =>
  ingest(system.ingestion, {
    definition,
    content: Readable.from([Buffer.from(content)]),
    fileName: 'nights.csv',
    trigger: 'command',
    dryRun,
  });
const say = (verb: ConsentOrder['verb'], person: string, more: Partial<ConsentOrder> = {}, commandId = randomUUID()) =>
  takeConsent(
    { ...system, catalogue: () => sourcesOf(system.configuration) },
    { actor: 'system', correlationId: commandId, commandId },
    { verb, person, namespace: 'tracker', purpose: 'coaching', ...more },
  );

test('nobody who has not agreed, and nobody for another purpose than the one asked for', async () => {
  const file = nights(night('ann', 1), night('bob', 1));
  expect((await run(file, trackerSleep, true)).counts).toMatchObject({ read: 2, quarantined: 2 });
  expect((await run(file)).counts).toMatchObject({ read: 2, quarantined: 2 });
  await expect(say('record', 'ann', { purpose: 'advertising' })).rejects.toMatchObject({ code: 'no-such-purpose' });
  await expect(say('record', 'ann', { namespace: 'clinic' })).rejects.toMatchObject({ code: 'no-such-namespace' });
});

test('whoever agrees comes in with the same file, which says nothing new once more', async () => {
  const file = nights(night('ann', 1), night('bob', 1));
  expect(await run(file)).toMatchObject({ alreadyImported: true });
  const told = await say('record', 'ann', { evidence: 'form 12 of Ann Zwick', textVersion: '2', language: 'fr' });
  expect(told).toMatchObject({ consents: [{ purpose: 'coaching', status: 'recorded' }] });
  const came = await run(file);
  expect(came).toMatchObject({ alreadyImported: false, counts: { read: 2, new: 1, quarantined: 1 } });
  expect(await run(file)).toMatchObject({ alreadyImported: true });
  await say('record', 'bob');
  expect((await run(file)).counts).toMatchObject({ read: 2, new: 1, unchanged: 1, quarantined: 0 });
});

test('what changes nothing appends nothing, and a retry is answered as the first time', async () => {
  const once = randomUUID();
  const told = await say('record', 'cleo', {}, once);
  const head = await system.store.head();
  expect(await say('record', 'cleo', {}, once)).toEqual(told);
  expect(await say('record', 'cleo')).toEqual(told);
  expect(await say('record', 'ann')).toMatchObject({ consents: [{ status: 'recorded' }] });
  expect(await say('withdraw', 'nobody at all')).toEqual({ person: null, consents: [] });
  expect(await say('show', 'cleo', { purpose: undefined })).toEqual(told);
  expect(await system.store.head()).toBe(head);
});

test('what they signed is sealed in the log, and nobody is named in it', async () => {
  const { person } = await say('show', 'ann');
  const kept = await Array.fromAsync(system.kept.readStream(subjectStream(person!)));
  expect(kept.map(({ type, data }) => [type, Object.keys(data).sort()])).toEqual([
    ['ConsentRecorded', ['namespace', 'purpose', 'sealed', 'subject']],
  ]);
  const [opened] = await Array.fromAsync(system.store.readStream(subjectStream(person!)));
  expect(opened!.data).toMatchObject({ evidence: 'form 12 of Ann Zwick', textVersion: '2', language: 'fr' });
});

test('whoever withdraws is let in no more, at once; what came in before stays, and agreeing again lets them in', async () => {
  const before = nights(night('ann', 2), night('bob', 2));
  await say('withdraw', 'ann');
  expect((await run(before)).counts).toMatchObject({ new: 1, quarantined: 1 });
  const { rows } = await system.sql.query(
    `select count(*)::int as n from records.record where source = 'tracker-sleep' and status <> 'withdrawn'`,
  );
  expect(rows).toEqual([{ n: 3 }]);
  await say('record', 'ann');
  expect((await run(before)).counts).toMatchObject({ new: 1, unchanged: 1 });
});

test('while an import runs, who withdraws is let in no more, and who agrees comes with the next', async () => {
  await say('record', 'dora');
  const many = nights(
    ...Array.from({ length: 4_000 }, (_, i) => night('dora', i + 30)),
    ...Array.from({ length: 4_000 }, (_, i) => night('ewa', i + 30)),
  );
  meanwhile = async () => {
    await say('withdraw', 'dora');
    await say('record', 'ewa');
  };
  const { counts } = await run(many);
  expect(counts.read).toBe(8_000);
  expect(counts.new).toBeGreaterThan(0);
  expect(counts.new).toBeLessThan(4_000);
  expect(counts.new + counts.quarantined).toBe(8_000);
  const again = await run(many);
  expect(again.counts).toMatchObject({ new: 4_000, quarantined: 4_000 });
});

test('the owner’s own data need nobody’s consent', async () => {
  const own = ownSources.find(({ name }) => name === 'own-sleep')!;
  expect((await run(nights(night('me', 1)), own)).counts).toMatchObject({ read: 1, new: 1, quarantined: 0 });
});

test('a key that was erased takes the consent with it', async () => {
  await say('record', 'fay');
  const { person } = await say('show', 'fay');
  await system.vault.destroy([person!]);
  expect(await say('show', 'fay')).toEqual({ person: null, consents: [] });
  expect((await run(nights(night('fay', 1)))).counts).toMatchObject({ quarantined: 1 });
  await system.engine.rebuild('records');
  const { rows } = await system.sql.query('select 1 from records.consent where subject = $1', [person]);
  expect(rows).toEqual([]);
});

describe('afterwards', () => {
  test('the tables built anew from the log are those in use', async () => {
    for (const { name, parked } of await system.engine.status()) {
      expect(parked).toBe(0);
      expect(await system.engine.rebuild(name)).toMatchObject({ equal: true });
    }
  });
});
