/** Files that would take something away, over HTTP: held, answered by those who may, and never said to be done before they are. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { foodFile } from '../ingestion/import/foods.test-support.ts';
import { dailyFood } from '../ingestion/sources/daily-food.ts';
import { type Answered, freshApi, type TestApi, type Who } from './api.test-support.ts';

let api: TestApi;
let number = 0;
/** A source of its own for every test. */
let source: string;
beforeAll(async () => {
  api = await freshApi();
  mkdirSync(path.join(api.system.dataDir, 'sources'), { recursive: true });
});
afterAll(() => api.remove());
beforeEach(() => define());

function define(more: object = {}): void {
  source = `kitchen-${++number}`;
  const traits = { carbohydrates: dailyFood.traits.carbohydrates };
  const definition = { ...dailyFood, name: source, trust: 'auto', traits, ...more };
  writeFileSync(path.join(api.system.dataDir, 'sources', `${source}.json`), JSON.stringify(definition));
}

const foods = (n: number): string =>
  foodFile(
    Array.from({ length: n }, (_, i) => {
      const protein = 3 + ((i * 7) % 23);
      return { name: `${source} ${i}`, protein, kcal: 4 * protein + 77 };
    }),
  );
const renamed = (text: string): string => text.replace('Protein (g)', 'Eiweiss');
const map = [{ column: 'Protein (g)', to: 'Eiweiss' }];

const send = (body: string, query = ''): Promise<Answered> =>
  api.ask('operator', `/imports?source=${source}${query}`, { body, headers: { 'Content-Type': 'text/csv' } });
const answer = (who: Who, id: string, verb: string, json: object, key?: string): Promise<Answered> =>
  api.ask(who, `/imports/${id}/${verb}`, { json, headers: { ...(key !== undefined && { 'Idempotency-Key': key }) } });
const shown = async (id: string) => (await api.ask('operator', `/imports/${id}`)).json;
const reason = 'the kitchen renamed it';

async function held(body: string): Promise<Answered['json']> {
  const { status, headers, json } = await send(body);
  expect([status, json.status]).toEqual([201, 'held']);
  expect(headers.get('Location')).toBe(`/api/v1/imports/${json.import}`);
  return json;
}

/** Asks until the import is no longer on its way. */
async function ended(id: string) {
  await expect
    .poll(async () => ['running', 'held'].includes((await shown(id)).status), { timeout: 20_000 })
    .toBe(false);
  return shown(id);
}

test('a renamed file is held, mapped by one person, agreed to by another, and read anew', async () => {
  await send(foods(30));
  const dry = await send(renamed(foods(30)), '&dryRun=true');
  expect([dry.status, dry.json.status, dry.json.import]).toEqual([200, 'held', null]);
  const report = await held(renamed(foods(30)));
  expect(report).toMatchObject({
    counts: { read: 0, leftOut: 0 },
    columns: { absent: ['Protein (g)'], unknown: ['Eiweiss'] },
    hold: { reasons: [{ code: 'missing-columns', records: 30, publishedValues: 30, proposal: { columns: map } }] },
  });
  const again = await send(renamed(foods(30)));
  expect([again.status, again.json.import, again.json.status]).toEqual([200, report.import, 'held']);

  const proposed = await answer('operator', report.import, 'accept', { reason, map });
  expect([proposed.status, proposed.json.next, proposed.json.status]).toEqual([200, 'second-person', 'held']);
  expect(proposed.json.mapping).toMatchObject({ columns: map, reason });
  expect((await answer('operator', report.import, 'accept', { reason })).json).toMatchObject({
    status: 403,
    code: 'own-mapping',
  });
  const otherwise = { reason, map: [{ column: 'Protein (g)', to: 'Fat (g)' }] };
  expect((await answer('approver', report.import, 'accept', otherwise)).json).toMatchObject({ code: 'stale-import' });

  const agreed = await answer('approver', report.import, 'accept', { reason, map });
  expect([agreed.status, agreed.json.next]).toEqual([202, 'run']);
  expect(await ended(report.import)).toMatchObject({ status: 'failed', failure: { code: 'mapped' } });
  const { json } = await api.ask('operator', `/imports?source=${source}&limit=1`);
  expect(json.items).toMatchObject([{ status: expect.stringMatching(/running|completed/) }]);
  const anew = await ended(json.items[0].import);
  expect(anew).toMatchObject({ status: 'completed', previous: report.import, counts: { read: 30, unchanged: 30 } });
});

describe('a snapshot that lacks most of what stood', () => {
  let report: Answered['json'];
  beforeEach(async () => {
    await send(foods(40));
    report = await held(foods(3));
  });

  test('goes on when an operator accepts it; the same command again is the same answer', async () => {
    const key = randomUUID();
    const accepted = await answer('operator', report.import, 'accept', { reason }, key);
    expect([accepted.status, accepted.json.next]).toEqual([202, 'run']);
    expect(['running', 'completed']).toContain(accepted.json.status);
    expect(await ended(report.import)).toMatchObject({ status: 'completed', counts: { read: 3 }, noLongerStated: 37 });
    expect((await answer('operator', report.import, 'accept', { reason }, key)).status).toBe(202);
    const late = await answer('operator', report.import, 'accept', { reason });
    expect([late.status, late.json.code]).toEqual([409, 'not-held']);
  });

  test('is given one answer under a key, and no other', async () => {
    const key = randomUUID();
    const both = await Promise.all([1, 2].map(() => answer('operator', report.import, 'reject', { reason }, key)));
    expect(both.map(({ status, json }) => [status, json.status])).toEqual([
      [200, 'failed'],
      [200, 'failed'],
    ]);
    expect(both[0]?.json).toEqual(both[1]?.json);
    for (const [verb, json] of [
      ['reject', { reason: 'for another reason' }],
      ['accept', { reason }],
      ['give-up', { reason }],
    ] as const) {
      const other = await answer('operator', report.import, verb, json, key);
      expect([verb, other.status, other.json.code]).toEqual([verb, 422, 'key-used-otherwise']);
    }
  });

  test('is not answered by the id of a request that answered before', async () => {
    const headers = { 'X-Request-Id': randomUUID() };
    const reject = () => api.ask('operator', `/imports/${report.import}/reject`, { json: { reason }, headers });
    expect((await reject()).status).toBe(200);
    expect((await reject()).json).toMatchObject({ status: 409, code: 'not-held' });
  });

  test('is rejected, and says so in the language of whoever asks', async () => {
    expect((await answer('approver', report.import, 'reject', { reason })).json.code).toBe('not-entitled');
    const rejected = await answer('operator', report.import, 'reject', { reason: ' cut off ' });
    expect([rejected.status, rejected.json.status]).toEqual([200, 'failed']);
    expect(rejected.json.failure.message).toContain('rejected while it waited for a decision: cut off.');
    const french = await api.ask('operator', `/imports/${report.import}`, { headers: { 'Accept-Language': 'fr' } });
    expect(french.json.failure.message).toContain('rejeté pendant qu’il attendait');
  });

  test('is given up, once', async () => {
    const key = randomUUID();
    const ended = await answer('operator', report.import, 'give-up', { reason }, key);
    expect([ended.status, ended.json.status, ended.json.failure.code]).toEqual([200, 'failed', 'given-up']);
    expect((await answer('operator', report.import, 'give-up', { reason }, key)).status).toBe(200);
    const other = await answer('operator', report.import, 'give-up', { reason });
    expect([other.status, other.json.code]).toEqual([409, 'already-ended']);
  });

  test.each([
    [{}, 'reason'],
    [{ reason: '  ' }, 'reason'],
    [{ reason: 'x'.repeat(501) }, 'reason'],
    [{ reason, map: [] }, 'map'],
    [{ reason, map: Array.from({ length: 1_001 }, () => map[0]) }, 'map'],
    [{ reason, map: [{ column: 'x'.repeat(1_001), to: 'y' }] }, 'map.0.column'],
    [{ reason, map, asIs: true }, 'asIs'],
    [{ reason, force: true }, 'force'],
  ])('is not answered by %j', async (body, name) => {
    const { status, json } = await answer('operator', report.import, 'accept', body);
    expect([status, json.code]).toEqual([422, 'invalid-body']);
    expect(json.params.errors).toMatchObject([{ in: 'body', name }]);
    expect((await shown(report.import)).status).toBe('held');
  });

  test('is not mapped to a column that it does not have', async () => {
    const { status, json } = await answer('operator', report.import, 'accept', { reason, map });
    expect([status, json.code]).toEqual([422, 'mapping-unusable']);
    expect(json.detail).toContain('Eiweiss');
  });
});

test('a source of changes takes nothing more while an import of it waits', async () => {
  define({ delivers: 'changes' });
  await send(foods(30));
  const report = await held(renamed(foods(30)));
  const waits = await send(foods(31));
  expect([waits.status, waits.json.code]).toEqual([409, 'source-waits']);
  expect(waits.json.params).toEqual({ source, import: report.import });
  await answer('operator', report.import, 'reject', { reason });
  expect(await send(foods(31))).toMatchObject({ status: 201, json: { counts: { new: 1 } } });
});

test('a dry run tells why rows cannot become records', async () => {
  const { json } = await send(foodFile([{ name: 'Stone', kcal: 'many' }]), '&dryRun=true&fileName=foods.csv');
  expect(json.quarantined).toEqual([
    {
      row: 2,
      column: 'Calories (kcal)',
      value: 'many',
      reason: expect.stringContaining('foods.csv, row 2'),
      advice: expect.any(String),
      code: 'untypable-cell',
    },
  ]);
});
