/** Commands sent again under a key: the same command, of the same person, and nothing else. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { languages } from '../domain/language.ts';
import { type Food, foodFile } from '../ingestion/import/foods.test-support.ts';
import { forgetKeys } from '../services/idempotency.ts';
import { type Answered, freshApi, type TestApi, type Who } from './api.test-support.ts';

let api: TestApi;
let number = 0;
/** Two records that wait, made for each test. */
let first: string;
let second: string;
beforeAll(async () => {
  api = await freshApi();
});
afterAll(() => api.remove());
beforeEach(async () => {
  const foods: Food[] = [1, 2].map(() => ({ name: `Brew ${++number}`, kcal: 900 }));
  const known = new Set(await waiting());
  await api.ask('operator', '/imports?source=daily-food&again=true', {
    body: foodFile(foods),
    headers: { 'Content-Type': 'text/csv' },
  });
  [first = '', second = ''] = (await waiting()).filter((id) => !known.has(id));
});

const waiting = async (): Promise<string[]> => {
  const { json } = await api.ask('reviewer', '/queue?limit=200');
  return json.items.map(({ record }: { record: string }) => record);
};
const send = (who: Who, id: string, verb: string, json: object | undefined, key: string, version = 0) =>
  api.ask(who, `/records/${id}/${verb}`, {
    method: 'POST',
    ...(json && { json }),
    headers: { 'If-Match': `"${version}"`, 'Idempotency-Key': key },
  });
const eventsOf = async (id: string): Promise<string[]> => {
  const { json } = await api.ask('auditor', `/records/${id}/history`);
  return json.items.slice(1).map(({ type }: { type: string }) => type);
};
const told = ({ status, json }: Answered) => [status, json.code ?? json.status];
const implausible = { code: 'implausible' };
const correction = { set: { energy_kcal: '117' }, reason: 'as the label says' };

describe('a key', () => {
  test('that two requests bring at the same time stands for one event, and both are answered alike', async () => {
    const key = randomUUID();
    const both = await Promise.all([1, 2, 3, 4].map(() => send('reviewer', first, 'correct', correction, key)));
    expect(both.map(told)).toEqual(Array(4).fill([200, both[0]?.json.status]));
    expect(new Set(both.map(({ text }) => text)).size).toBe(1);
    expect(await eventsOf(first)).toEqual(['RecordCorrected']);
  });

  test('answers a retry as the first time, whatever version it names by now', async () => {
    const key = randomUUID();
    const once = await send('reviewer', first, 'correct', correction, key);
    const again = await send('reviewer', first, 'correct', correction, key, once.json.version);
    expect(again.json).toEqual(once.json);
    expect(await eventsOf(first)).toEqual(['RecordCorrected']);
  });

  const others: readonly (readonly [string, () => Parameters<typeof send>])[] = [
    ['another body', () => ['reviewer', first, 'reject', { ...implausible, text: 'nobody measured it' }, '']],
    ['another deed', () => ['reviewer', first, 'correct', correction, '', 1]],
    ['another record', () => ['reviewer', second, 'reject', implausible, '']],
  ];
  test.each(others)('with %s is refused in words, and nothing is done', async (_, other) => {
    const key = randomUUID();
    const rejected = await send('reviewer', first, 'reject', implausible, key);
    expect(told(rejected)).toEqual([200, 'rejected']);
    const [who, id, verb, json, , version] = other();
    const before = await eventsOf(id);
    const refused = await send(who, id, verb, json, key, version);
    expect(told(refused)).toEqual([422, 'key-used-otherwise']);
    expect(refused.json.params).toEqual({ key });
    expect(await eventsOf(id)).toEqual(before);
    expect((await send('reviewer', first, 'reject', implausible, key)).json).toEqual(rejected.json);
  });

  test('that two requests bring at the same time with different bodies stands for one of them', async () => {
    const key = randomUUID();
    const both = await Promise.all(
      ['implausible', 'duplicate'].map((code) => send('reviewer', first, 'reject', { code }, key)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(await eventsOf(first)).toEqual(['RecordRejected']);
  });

  test('of somebody else is another key: nobody is answered with what another was told', async () => {
    const key = randomUUID();
    const rejected = await send('reviewer', first, 'reject', implausible, key);
    expect(rejected.status).toBe(200);
    const same = await send('approver', first, 'reject', implausible, key);
    expect(told(same)).toEqual([412, 'stale-version']);
    expect(told(await send('approver', second, 'reject', implausible, key))).toEqual([200, 'rejected']);
    expect((await send('reviewer', first, 'reject', implausible, key)).json).toEqual(rejected.json);
  });

  test('whose command was refused has done nothing, and serves for what was corrected', async () => {
    const key = randomUUID();
    const wrong = await send('reviewer', first, 'correct', { ...correction, set: { energy_kcal: 'much' } }, key);
    expect(told(wrong)).toEqual([422, 'untypable']);
    expect((await send('reviewer', first, 'correct', correction, key)).status).toBe(200);
  });

  test('stands for a week; what it did then is still never the answer to anything else', async () => {
    const key = randomUUID();
    const rejected = await send('reviewer', first, 'reject', implausible, key);
    const age = (days: number) =>
      api.system.sql.query(`update operations.idempotency set at = now() - make_interval(hours => $2) where key = $1`, [
        key,
        days * 24 - 1,
      ]);
    await age(7);
    await forgetKeys(api.system.sql);
    expect((await send('reviewer', second, 'reject', implausible, key)).status).toBe(422);
    await age(8);
    expect(await forgetKeys(api.system.sql)).toBeGreaterThan(0);
    expect((await send('reviewer', first, 'reject', implausible, key)).json).toEqual(rejected.json);
    await age(8);
    await forgetKeys(api.system.sql);
    expect(told(await send('reviewer', second, 'reject', implausible, key))).toEqual([200, 'rejected']);
  });

  test('is kept without what the command says', async () => {
    const needle = 'Zauberberg';
    await send('reviewer', first, 'reject', { code: 'implausible', text: needle }, randomUUID());
    const { rows } = await api.system.sql.query<{ row: string }>(
      `select known::text as row from operations.idempotency as known`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { row } of rows) expect(row).not.toContain(needle);
    for (const { row } of rows) expect(row).not.toContain(Buffer.from(needle).toString('hex'));
  });

  test.each(languages)('used otherwise is told of in %s', async (language) => {
    const key = randomUUID();
    await send('reviewer', first, 'reject', implausible, key);
    const { json } = await api.ask('reviewer', `/records/${second}/reject`, {
      json: implausible,
      headers: { 'If-Match': '"0"', 'Idempotency-Key': key, 'Accept-Language': language },
    });
    expect(json.detail).toContain(key);
    said.add(json.detail.replace(key, ''));
    expect(said.size).toBe(languages.indexOf(language) + 1);
  });
  const said = new Set<string>();
});

test('the id of a request is no key: two requests that share it are two commands', async () => {
  const headers = { 'X-Request-Id': randomUUID(), 'If-Match': '"0"' };
  const reject = (id: string) => api.ask('reviewer', `/records/${id}/reject`, { json: implausible, headers });
  expect(told(await reject(first))).toEqual([200, 'rejected']);
  expect(told(await reject(first))).toEqual([412, 'stale-version']);
  expect(told(await reject(second))).toEqual([200, 'rejected']);
});
