import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Counts } from '../../domain/import/events.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { dailyFood } from '../sources/daily-food.ts';
import { foodFile, foodRequest, mixedFoods } from './foods.test-support.ts';
import { ingest } from './ingest.ts';
import { ImportRejected } from './run-import.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await freshSystem();
});
afterAll(() => system.remove());

const run = (content: string, more: Parameters<typeof foodRequest>[1] = {}) =>
  ingest(system.ingestion, foodRequest(content, more));
const outcomes = ({ new: fresh, revised, unchanged, duplicate, conflicting, quarantined }: Counts): number =>
  fresh + revised + unchanged + duplicate + conflicting + quarantined;

describe('a file of a snapshot source', () => {
  const first = foodFile([{ name: 'Bread' }, { name: 'Butter' }, { name: 'Brew', kcal: 900 }, { name: 'Bread' }]);
  const second = foodFile([{ name: 'Bread', protein: 11 }, { name: 'Butter' }]);

  test('is judged row by row, and what its policy lets pass is published', async () => {
    const report = await run(first);
    expect(report.counts).toMatchObject({ read: 4, new: 3, duplicate: 1 });
    expect(report.records).toEqual({ published: 2, open: 1, rejected: 0 });
    expect(report.findings).toEqual([{ rule: 'F5', severity: 'error', count: 1 }]);
  });

  test('appends nothing when it comes again', async () => {
    const head = await system.store.head();
    const report = await run(first);
    expect(report).toMatchObject({ alreadyImported: true, counts: { read: 4, unchanged: 4, new: 0 } });
    expect(await system.store.head()).toBe(head);
  });

  test('proposes revisions where it changed, and leaves the rest alone', async () => {
    const report = await run(second);
    expect(report.counts).toMatchObject({ read: 2, revised: 1, unchanged: 1, new: 0 });
    expect(report.records).toEqual({ published: 2, open: 0, rejected: 0 });
  });

  test('names the records that it no longer states', async () => {
    const events = await Array.fromAsync(system.store.readAll({ types: ['ImportCompleted'] }));
    expect(events.flat().at(-1)!.data).toMatchObject({ noLongerStated: 1 });
    const { rows } = await system.sql.query('select count(*)::int as n from imports.missing_record');
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('is a new import when it returns to what it said before', async () => {
    const report = await run(first);
    expect(report).toMatchObject({
      alreadyImported: false,
      counts: { read: 4, revised: 1, unchanged: 2, duplicate: 1 },
    });
  });
});

describe('a key that a file states more than once', () => {
  test('keeps every statement and waits for a person', async () => {
    const report = await run(
      foodFile([
        { name: 'Stew' },
        { name: 'Stew', protein: 11 },
        { name: 'Stew', protein: 12 },
        { name: 'Stew', protein: 11 },
      ]),
    );
    expect(report.counts).toMatchObject({ new: 1, conflicting: 2, duplicate: 1 });
    expect(report.records).toEqual({ published: 0, open: 1, rejected: 0 });
    expect(report.findings).toContainEqual({ rule: 'G11', severity: 'error', count: 3 });
  });

  test('is unchanged only if the whole list of its statements is', async () => {
    const same = await run(foodFile([{ name: 'Stew' }, { name: 'Stew', protein: 11 }, { name: 'Stew', protein: 12 }]));
    expect(same.counts).toMatchObject({ unchanged: 3 });
    const shorter = await run(foodFile([{ name: 'Stew' }, { name: 'Stew', protein: 12 }]));
    expect(shorter.counts).toMatchObject({ revised: 1, conflicting: 1 });
    const alone = await run(foodFile([{ name: 'Stew' }]));
    expect(alone.counts).toMatchObject({ revised: 1 });
    expect(alone.records).toEqual({ published: 1, open: 0, rejected: 0 });
  });
});

describe('a file that is not what its source delivers', () => {
  test.each([
    ['a wrong header', 'wrong-header', 'a,b,c\n1,2,3\n'],
    ['nothing in it', 'empty-file', ''],
    ['a header and no row', 'empty-file', foodFile([])],
  ])('fails for %s, and touches no record', async (_, code, content) => {
    const before = await system.sql.query('select count(*) from records.record_history');
    const failure = await run(content).catch((error) => error);
    expect(failure).toBeInstanceOf(ImportRejected);
    expect(failure).toMatchObject({ code });
    expect((await system.sql.query('select count(*) from records.record_history')).rows).toEqual(before.rows);
    const { rows } = await system.sql.query('select status from imports.import_run where import_id = $1', [
      failure.import,
    ]);
    expect(rows).toEqual([{ status: 'failed' }]);
  });

  test('does not stand in the way of the next one', async () => {
    expect((await run(foodFile([{ name: 'Soup' }]))).counts).toMatchObject({ read: 1, new: 1 });
  });
});

describe('a dry run', () => {
  test('says what the import would do, and appends nothing', async () => {
    const content = foodFile(mixedFoods(300));
    const head = await system.store.head();
    const dry = await run(content, { dryRun: true });
    expect(dry).toMatchObject({ import: null, position: null, dryRun: true });
    expect(await system.store.head()).toBe(head);
    const real = await run(content);
    expect(dry.counts).toEqual(real.counts);
    expect(dry.records).toEqual(real.records);
    expect(dry.findings).toEqual(real.findings);
    expect(outcomes(real.counts)).toBe(real.counts.read);
  });

  test('of a file that is in already says so, as the import would', async () => {
    const content = foodFile(mixedFoods(300));
    const again = await run(content);
    const dry = await run(content, { dryRun: true });
    expect(again).toMatchObject({ alreadyImported: true, dryRun: false });
    expect(dry).toMatchObject({ alreadyImported: true, dryRun: true, import: null, position: null });
    expect([dry.counts, dry.records, dry.findings]).toEqual([again.counts, again.records, again.findings]);
  });
});

describe('two imports of one file at once', () => {
  test('end as one: the other waits, and finds it done', async () => {
    const other = await system.another();
    try {
      const content = foodFile(mixedFoods(500).map((food) => ({ ...food, name: `Twin ${food.name}` })));
      const head = await system.store.head();
      const definition = { ...dailyFood, name: 'twins' };
      const request = () => foodRequest(content, { definition });
      const reports = await Promise.all([ingest(system.ingestion, request()), ingest(other.ingestion, request())]);
      expect(reports.map((report) => report.alreadyImported).toSorted()).toEqual([false, true]);
      expect(reports[0].import).toBe(reports[1].import);
      const accepted = (await Array.fromAsync(system.store.readAll({ after: head, types: ['ImportAccepted'] }))).flat();
      expect(accepted).toHaveLength(1);
    } finally {
      await other.close();
    }
  });
});

test('a file that ends before it is complete leaves nothing behind', async () => {
  const head = await system.store.head();
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from('Food_Item,');
      throw new Error('the connection was lost');
    })(),
  );
  await expect(ingest(system.ingestion, foodRequest('', { content: broken }))).rejects.toThrow(
    'the connection was lost',
  );
  expect(await system.store.head()).toBe(head);
});

test('after all that, the read model built anew from the log is the one in use', async () => {
  for (const { name } of await system.engine.status())
    expect(await system.engine.rebuild(name)).toMatchObject({ equal: true });
});
