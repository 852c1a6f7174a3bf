/** Keys compare whatever their spelling: what is one key is one record, under the spelling that came first. */
import { existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordId } from '../../domain/ids.ts';
import type { RecordProposed } from '../../domain/record/events.ts';
import { comparedKey } from '../../domain/source/compared-key.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { parseDefinition } from '../../domain/source/parse-definition.ts';
import type { EventStore, NewEvent } from '../../eventstore/store.ts';
import { recordById } from '../../projections/queries/record.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { dailyFood } from '../sources/daily-food.ts';
import { trackerDailyActivity } from '../sources/tracker.ts';
import { rowsOf } from './accounts.test-support.ts';
import { type Food, foodFile, foodRequest } from './foods.test-support.ts';
import { type IngestRequest, ingest } from './ingest.ts';

/** Small made-up files, each of one kind of trouble, that are not part of this repository. */
const cases = new URL('../../../shared/cases/readers/', import.meta.url);

let system: TestSystem;
beforeAll(async () => {
  system = await freshSystem();
});
afterAll(() => system.remove());

let sources = 0;
/** A source that nothing was imported of yet. */
const fresh = (definition: SourceDefinition): SourceDefinition => ({ ...definition, name: `spelled-${sources++}` });

const foods = (definition: SourceDefinition, of: readonly Food[]): IngestRequest =>
  foodRequest(foodFile(of), { definition });

interface Day {
  readonly person: string;
  readonly day?: number;
  readonly steps?: number;
}
const days = (definition: SourceDefinition, of: readonly Day[]): IngestRequest => ({
  definition,
  content: Readable.from([
    Buffer.from(
      [
        'Id,ActivityDate,TotalSteps',
        ...of.map(({ person, day = 1, steps = 5000 }) => `"${person}",1/${day}/2026,${steps}`),
      ]
        .join('\n')
        .concat('\n'),
    ),
  ]),
  fileName: null,
  trigger: 'command',
});
const columns = trackerDailyActivity.columns.slice(0, 3);
const activity = (namespace?: string): SourceDefinition => {
  const definition = fresh({ ...trackerDailyActivity, columns, legalBasis: 'synthetic' });
  return { ...definition, person: { field: 'person_key', namespace: namespace ?? definition.name } };
};

interface Kept {
  readonly record_id: string;
  readonly key: string | null;
  readonly subject: string | null;
}
const recordsOf = async ({ name }: SourceDefinition): Promise<readonly Kept[]> => {
  const { rows } = await system.sql.query<Kept>(
    `select record_id, key, subject from records.record where source = $1
     order by (select from_position from records.record_history h where h.record_id = record.record_id and version = 0)`,
    [name],
  );
  return rows;
};
const subjects = async (): Promise<number> =>
  (await system.sql.query<{ n: number }>('select count(*)::int as n from keys.subject')).rows[0]!.n;

class Killed extends Error {}

/** A store under which the process dies after so many appends; the first release's pins name no reader. */
function mortal(store: EventStore, appends: number, reader?: 1): EventStore {
  let left = appends;
  const older = (event: NewEvent): NewEvent => {
    if (event.type !== 'ImportStarted' || reader === undefined) return event;
    const { pins, ...data } = event.data as { pins: { reader?: number } };
    const { reader: _, ...rest } = pins;
    return { ...event, data: { ...data, pins: rest } };
  };
  return {
    ...store,
    async append(writes, alongside) {
      if (left-- === 0) throw new Killed('the process was killed');
      const some = writes.map((write) => ({ ...write, events: write.events.map(older) }));
      return store.append(some, alongside);
    },
  };
}

/** Ends what the process began that was killed after so many appends. */
async function endedAfter(request: () => IngestRequest, appends: number, reader?: 1) {
  const { ingestion } = system;
  try {
    return await ingest(
      { ...ingestion, store: mortal(ingestion.store, appends, reader), retryAfterMs: () => 1 },
      request(),
    );
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return ingest(ingestion, request());
  }
}

/** An import that the first release began: registered, accepted, started, and then killed. */
const byFirstRelease = (request: () => IngestRequest) => endedAfter(request, 3, 1);

describe('one file', () => {
  test('has one record for every spelling of a key, under the first: what differs in spelling alone is a duplicate', async () => {
    const definition = fresh(dailyFood);
    const report = await ingest(
      system.ingestion,
      foods(definition, [
        { name: 'Crème\u00a0brûlée' },
        { name: 'Crème brûlée'.normalize('NFD') },
        { name: 'CRÈME  BRÛLÉE\u200b', protein: 11 },
        { name: 'crème brûlée', protein: 11 },
        { name: 'Creme brulee' },
      ]),
    );
    expect(report.counts).toMatchObject({ read: 5, new: 2, duplicate: 2, conflicting: 1, respelled: 3 });
    const records = await recordsOf(definition);
    expect(records.map(({ key }) => key)).toEqual(['Crème\u00a0brûlée', 'Creme brulee']);
    expect(records[0]!.record_id).toBe(recordId('food', definition.name, 'Crème\u00a0brûlée'));
    await rowsOf(system.store, report);
  });

  test('keeps every character of what it states, and gives the key of the record beside it', async () => {
    const definition = fresh(dailyFood);
    await ingest(system.ingestion, foods(definition, [{ name: 'Rice' }, { name: 'RICE\u200b', protein: 11 }]));
    const [{ record_id }] = (await recordsOf(definition)) as [Kept];
    const events = await Array.fromAsync(system.store.readStream(`food-${record_id}`));
    const [first, second] = events.map(({ data }) => data as RecordProposed);
    expect([first!.key, second!.key]).toEqual(['Rice', 'Rice']);
    expect([first!.raw[0], second!.raw[0]]).toEqual(['Rice', 'RICE\u200b']);
    expect(second!.values.name).toBe('RICE\u200b');
  });

  test('of people finds one person and one record, and says nothing of the key in clear', async () => {
    const definition = activity();
    const before = await subjects();
    const report = await ingest(
      system.ingestion,
      days(definition, [
        { person: 'Zyx\u00a0Wv' },
        { person: 'Zyx Wv' },
        { person: 'Zyx  Wv\u200b', steps: 6000 },
        { person: 'Zyx Wv', day: 2 },
        { person: 'zyx wv' },
      ]),
    );
    expect(report.counts).toMatchObject({ read: 5, new: 3, duplicate: 1, conflicting: 1, respelled: 2 });
    const records = await recordsOf(definition);
    expect(records).toHaveLength(3);
    expect(records[0]!.subject).toBe(records[1]!.subject);
    expect(records[2]!.subject).not.toBe(records[0]!.subject);
    expect(await subjects()).toBe(before + 2);
    const { rows } = await system.sql.query('select record::text as said from records.record where source = $1', [
      definition.name,
    ]);
    expect(rows.filter(({ said }) => /zyx/i.test(said))).toEqual([]);
  });

  test.skipIf(!existsSync(cases))(
    'of the trade tells what is one: composed, spaced, or with what nobody sees',
    async () => {
      const expected = { 'csv31-nfc-nfd-keys': 1, 'csv32-nbsp-keys': 1, 'csv18-zero-width': 1 };
      for (const [name, records] of Object.entries(expected)) {
        const file = fileURLToPath(new URL(`${name}.csv`, cases));
        const parsed = parseDefinition(
          JSON.parse(readFileSync(fileURLToPath(new URL(`${name}.source.json`, cases)), 'utf8')),
        );
        if (!('definition' in parsed)) throw new Error(JSON.stringify(parsed));
        // One of the files hides a sign in its header too: that is another kind of trouble.
        const columns = parsed.definition.columns.map((one) => ({
          ...one,
          column: [one.column, `\u200b${one.column}`].flat(),
        }));
        const definition = { ...parsed.definition, columns };
        const report = await ingest(system.ingestion, {
          definition,
          content: Readable.from([readFileSync(file)]),
          fileName: `${name}.csv`,
          trigger: 'command',
        });
        expect([name, (await recordsOf(definition)).length]).toEqual([name, records]);
        expect(report.counts.respelled).toBeGreaterThan(0);
      }
    },
  );
});

describe('a later file', () => {
  test('speaks of the record that is there, whatever its spelling, and leaves its id and key alone', async () => {
    const definition = fresh(dailyFood);
    await ingest(system.ingestion, foods(definition, [{ name: 'Rice pudding' }, { name: 'Soup' }]));
    const report = await ingest(
      system.ingestion,
      foods(definition, [{ name: 'RICE\u00a0PUDDING', protein: 11 }, { name: 'Soup' }]),
    );
    expect(report.counts).toMatchObject({ read: 2, revised: 1, unchanged: 1, respelled: 1 });
    expect((await recordsOf(definition)).map(({ key }) => key)).toEqual(['Rice pudding', 'Soup']);
    const same = await ingest(system.ingestion, foods(definition, [{ name: 'RICE\u00a0PUDDING', protein: 11 }]));
    expect(same.counts).toMatchObject({ unchanged: 1, respelled: 1 });
  });

  test('finds a person of another source in the same namespace', async () => {
    const [steps, more] = [activity('walkers'), activity('walkers')];
    await ingest(system.ingestion, days(steps, [{ person: 'Anna B' }]));
    const before = await subjects();
    await ingest(system.ingestion, days(more, [{ person: 'Anna\u00a0B' }]));
    expect(await subjects()).toBe(before);
    expect((await recordsOf(more))[0]!.subject).toBe((await recordsOf(steps))[0]!.subject);
  });

  test('says the same in a dry run', async () => {
    const definition = activity();
    await ingest(system.ingestion, days(definition, [{ person: 'Ben C' }]));
    const file = () =>
      days(definition, [{ person: 'Ben\u00a0C', steps: 7000 }, { person: 'New\u200b' }, { person: 'New' }]);
    const before = await subjects();
    const dry = await ingest(system.ingestion, { ...file(), dryRun: true });
    expect(await subjects()).toBe(before);
    expect((await ingest(system.ingestion, file())).counts).toEqual(dry.counts);
    expect(dry.counts).toMatchObject({ read: 3, revised: 1, new: 1, duplicate: 1, respelled: 2 });
  });

  test('reads the key of a record as its source gave it then, where the source has another key now', async () => {
    const daily = activity();
    const once: SourceDefinition = { ...daily, naturalKey: ['person_key'] };
    await ingest(system.ingestion, days(once, [{ person: 'Jo\u00a0K' }]));
    await ingest(system.ingestion, days(daily, [{ person: 'Jo K' }, { person: 'Jo\u00a0K', day: 2 }]));
    const [first, second, third] = await recordsOf(daily);
    const file = [{ person: 'Jo  K' }, { person: 'Jo  K', day: 2 }];
    expect((await ingest(system.ingestion, days(daily, file))).counts).toMatchObject({
      new: 0,
      revised: 2,
      respelled: 2,
    });
    expect((await ingest(system.ingestion, days(once, [file[0]!]))).counts).toMatchObject({ revised: 1, respelled: 1 });
    expect((await recordsOf(daily)).map(({ record_id }) => record_id)).toEqual(
      [first, second, third].map((record) => record?.record_id),
    );
  });

  test('brings back nobody who was erased, under no spelling', async () => {
    const definition = activity();
    const namespace = definition.name;
    await system.vault.suppress([
      { namespace, key: 'Gone A' },
      { namespace, key: 'Gone\u00a0B' },
    ]);
    const before = await subjects();
    const report = await ingest(
      system.ingestion,
      days(
        definition,
        ['Gone A', 'Gone\u00a0A', 'Gone B', 'Gone\u00a0B'].map((person, i) => ({ person, day: i + 1 })),
      ),
    );
    expect(report.counts).toMatchObject({ read: 4, unchanged: 4, new: 0 });
    expect(await subjects()).toBe(before);
  });
});

describe('what the first release left', () => {
  const spelled: readonly Food[] = [{ name: 'Tea' }, { name: 'tea' }, { name: 'Milk' }];

  test('ends as it began: an import that it started compares keys exactly', async () => {
    const definition = fresh(dailyFood);
    const report = await byFirstRelease(() => foods(definition, spelled));
    expect(report.counts).toEqual({ ...report.counts, read: 3, new: 3 });
    expect(report.counts).not.toHaveProperty('respelled');
    expect((await recordsOf(definition)).map(({ record_id }) => record_id).toSorted()).toEqual(
      ['Tea', 'tea', 'Milk'].map((name) => recordId('food', definition.name, name)).toSorted(),
    );
  });

  test('is never merged: the exact spelling wins, else the earliest, and a record tells whom it meets', async () => {
    const definition = fresh(dailyFood);
    await byFirstRelease(() => foods(definition, spelled));
    const report = await ingest(
      system.ingestion,
      foods(definition, [
        { name: 'tea', protein: 11 },
        { name: 'Tea', protein: 12 },
        { name: 'TEA', protein: 13 },
        { name: 'Milk' },
      ]),
    );
    expect(report.counts).toMatchObject({ read: 4, revised: 2, conflicting: 1, unchanged: 1, respelled: 1 });
    const [first, second, milk] = (await recordsOf(definition)) as [Kept, Kept, Kept];
    const of = (id: string) => recordById(system, id);
    expect((await of(first.record_id))!.alternatives).toMatchObject([{ values: { name: 'TEA' } }]);
    expect((await of(first.record_id))!.meets).toMatchObject([{ id: second.record_id, key: 'tea' }]);
    expect((await of(second.record_id))!.meets).toMatchObject([{ id: first.record_id, key: 'Tea' }]);
    expect((await of(second.record_id))!.values).toMatchObject({ protein_g: 11 });
    expect((await of(milk.record_id))!.meets).toEqual([]);
  });

  test('knows its people under every spelling from then on', async () => {
    const definition = activity();
    const file = (people: readonly string[]) => () =>
      days(
        definition,
        people.map((person) => ({ person })),
      );
    await byFirstRelease(file(['Carl D', 'Eve\u00a0F', 'Eve F']));
    const [carl, eve, twin] = (await recordsOf(definition)) as [Kept, Kept, Kept];
    // As the first release left them: found by one spelling alone.
    await asOwner('update keys.subject set compared = null; delete from keys.compared_namespace');
    const report = await ingest(system.ingestion, file(['Carl\u00a0D', 'Eve\u00a0F', 'Eve F'])());
    expect(report.counts).toMatchObject({ read: 3, revised: 1, unchanged: 2, respelled: 1 });
    const after = await recordsOf(definition);
    expect(after.map(({ record_id }) => record_id)).toEqual([carl, eve, twin].map(({ record_id }) => record_id));
    expect((await recordById(system, eve.record_id))!.meets).toMatchObject([{ id: twin.record_id, key: null }]);
  });
});

/** What the application itself may not do. */
async function asOwner(statements: string): Promise<void> {
  const owner = new pg.Client({ connectionString: system.environment.DATABASE_URL });
  await owner.connect();
  await owner.query(statements);
  await owner.end();
}

/** What changes nothing for a key but its spelling. */
const disguises: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.normalize('NFD'),
  (text) => text.normalize('NFC'),
  (text) => text.replaceAll(' ', '\u00a0'),
  (text) => text.replaceAll(' ', '  '),
  (text) => `${text}\u200b`,
  (text) => `${text.slice(0, 1)}\u00ad${text.slice(1)}`,
  (text) => `\u2066${text}\u2069`,
];
const withCase: typeof disguises = [...disguises, (text) => text.toUpperCase(), (text) => text.toLowerCase()];
const words = ['Crème brûlée', 'Creme brulee', 'Rice pudding 2', 'Ricepudding 2', 'Ñandú'];

interface Spelled {
  readonly text: string;
  readonly value: number;
}
const spelledRows = (by: typeof disguises) =>
  fc.array(
    fc
      .record({ word: fc.constantFrom(...words), disguise: fc.constantFrom(...by), value: fc.nat(2) })
      .map(({ word, disguise, value }): Spelled => ({ text: disguise(word), value })),
    { minLength: 1, maxLength: 8 },
  );

describe.each([
  { what: 'things', by: withCase, foldCase: true, personal: false },
  { what: 'people', by: disguises, foldCase: false, personal: true },
])('any spellings of any keys of $what, in any order, in any files, killed anywhere', ({ by, foldCase, personal }) => {
  test('give one record a key, under the first spelling', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(spelledRows(by), { minLength: 1, maxLength: 3 }), fc.nat(12), async (files, kill) => {
        const definition = personal ? activity() : fresh(dailyFood);
        // Steps only grow from file to file: a day that falls would be held for a person.
        const request = (rows: readonly Spelled[], file: number) => () =>
          personal
            ? days(
                definition,
                rows.map(({ text, value }) => ({ person: text, steps: 5000 + 10 * file + value })),
              )
            : foods(
                definition,
                rows.map(({ text, value }) => ({ name: text, protein: 10 + value })),
              );
        // The same bytes once more are no import.
        const distinct = files.filter((rows, i) => i === 0 || JSON.stringify(rows) !== JSON.stringify(files[i - 1]));
        for (const [i, rows] of distinct.entries()) await endedAfter(request(rows, i), kill);
        await system.caughtUp(await system.store.head());
        const firsts = new Map<string, string>();
        for (const { text } of distinct.flat()) {
          const shared = comparedKey(text, { foldCase });
          if (!firsts.has(shared)) firsts.set(shared, text);
        }
        const records = await recordsOf(definition);
        expect(records).toHaveLength(firsts.size);
        if (personal) expect(new Set(records.map(({ subject }) => subject)).size).toBe(firsts.size);
        else expect(new Set(records.map(({ key }) => key))).toEqual(new Set(firsts.values()));
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});

test('a file of many batches ends the same, wherever it is killed', async () => {
  const many = Array.from({ length: 2_300 }, (_, i): Food => {
    if (i % 50 === 7) return { name: `food\u00a0${i - 7}` };
    if (i % 700 === 699) return { name: `FOOD ${i - 690}`, protein: 11 };
    return { name: `Food ${i}` };
  });
  const ends = async (appends: number) => {
    const definition = fresh(dailyFood);
    const { counts, records, findings } = await endedAfter(() => foods(definition, many), appends);
    const keys = (await recordsOf(definition)).map(({ key }) => key).toSorted();
    return { counts, records, findings, keys };
  };
  const calm = await ends(Number.POSITIVE_INFINITY);
  expect(calm.counts).toMatchObject({ read: 2_300, duplicate: 46, conflicting: 3, respelled: 49 });
  for (const appends of [3, 4, 5, 6, 7, 8]) expect(await ends(appends)).toEqual(calm);
});

test('after all that, the read model built anew from the log is the one in use', async () => {
  for (const { name } of await system.engine.status())
    expect(await system.engine.rebuild(name)).toMatchObject({ equal: true });
});
