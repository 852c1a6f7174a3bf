/** Files sent over HTTP: good ones, wrong ones, hostile ones; and being told of what changes. */
import { readdir, readlink } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Food, foodFile } from '../ingestion/import/foods.test-support.ts';
import { type Asking, freshApi, type TestApi } from './api.test-support.ts';
import { createMetrics } from './metrics.ts';

const fileBytes = 200_000;
const metrics = createMetrics();
let api: TestApi;
beforeAll(async () => {
  api = await freshApi({ metrics, limits: { fileBytes } });
});
afterAll(() => api.remove());

const send = (body: string | Uint8Array<ArrayBuffer>, query = '', more: Asking = {}) =>
  api.ask('operator', `/imports?source=daily-food${query}`, {
    body,
    headers: { 'Content-Type': 'text/csv', ...more.headers },
  });
const foods = (kitchen: string, ...more: readonly Food[]): string =>
  foodFile([{ name: `${kitchen} bread` }, { name: `${kitchen} brew`, kcal: 900 }, ...more]);
/** What a file that is not imported must leave as it was: files, keys, and files that this process holds open. */
async function kept() {
  const folder = path.join(api.system.dataDir, 'originals');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const { rows } = await api.system.sql.query('select digest from keys.original order by 1');
  const descriptors = await readdir('/proc/self/fd').catch(() => []);
  const open = await Promise.all(descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
  return {
    files: entries.filter((one) => one.isFile()).map(({ name }) => name),
    keys: rows,
    open: open.filter((target) => target.startsWith(folder)),
  };
}
const imports = async (): Promise<number> => (await api.ask('operator', '/imports?limit=200')).json.items.length;

describe('a file', () => {
  test('is told about, imported, and then known', async () => {
    const file = foods('first', { name: 'first stone', kcal: 'many' });
    const dry = await send(file, '&dryRun=true&fileName=foods.csv');
    expect([dry.status, dry.json]).toEqual([
      200,
      expect.objectContaining({
        import: null,
        position: null,
        dryRun: true,
        file: expect.objectContaining({ name: 'foods.csv' }),
      }),
    ]);
    expect(await imports()).toBe(0);
    const done = await send(file, '&fileName=foods.csv');
    expect(done.status).toBe(201);
    expect(done.json.counts).toEqual(dry.json.counts);
    expect(done.json.counts).toMatchObject({ read: 3, new: 2, quarantined: 1 });
    const place = done.headers.get('Location')!;
    expect(place).toBe(`/api/v1/imports/${done.json.import}`);
    const shown = await api.ask('operator', `/imports/${done.json.import}?atLeast=${done.json.position}`);
    expect(shown.json).toMatchObject({ status: 'completed', source: 'daily-food', file: { name: 'foods.csv' } });
    const rows = await api.ask('operator', `/imports/${done.json.import}/quarantined-rows`);
    expect(rows.json.items).toMatchObject([{ row: 4, message: expect.stringContaining('many') }]);
    const german = await api.ask('operator', `/imports/${done.json.import}/quarantined-rows`, {
      headers: { 'Accept-Language': 'de' },
    });
    expect(german.json.items[0].message).not.toBe(rows.json.items[0].message);
    const again = await send(file);
    expect([again.status, again.json]).toEqual([200, expect.objectContaining({ alreadyImported: true })]);
  });

  test('is accepted at once where nobody wants to wait', async () => {
    const { status, headers, json } = await send(foods('second'), '', { headers: { Prefer: 'respond-async, wait=1' } });
    expect([status, headers.get('Preference-Applied')]).toEqual([202, 'respond-async']);
    const path = headers.get('Location')!.replace('/api/v1', '');
    expect(path).toBe(`/imports/${json.import}`);
    // Where it is looked for is known at once; what becomes of it is told there.
    await expect
      .poll(
        async () =>
          (await api.ask('operator', '/imports?limit=200')).json.items.find(
            (one: { import: string }) => one.import === json.import,
          )?.status,
        { timeout: 20_000 },
      )
      .toBe('completed');
  });

  test.each([
    ['is empty', '', 'empty-file'],
    [
      'is a picture',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]),
      'not-csv',
    ],
    ['is of another source', 'a,b\n1,2\n', 'wrong-header'],
    ['is a zip, whatever its type says', new Uint8Array([0x50, 0x4b, 0x03, 0x04, 20, 0, 0, 0, 8, 0]), 'not-csv'],
  ] as const)('that %s is refused, and says what to do', async (_, body, code) => {
    const before = await kept();
    const { status, json } = await send(typeof body === 'string' ? body : new Uint8Array(body), '&fileName=x.csv');
    expect([status, json.code]).toEqual([422, code]);
    expect(await kept()).toEqual(before);
    expect(json.detail.length).toBeGreaterThan(json.code.length);
  });

  test('of a source that there is not is refused before it is read', async () => {
    const { status, json } = await api.ask('operator', '/imports?source=none', {
      body: foods('x'),
      headers: { 'Content-Type': 'text/csv' },
    });
    expect([status, json.code]).toEqual([404, 'no-such-source']);
    const large = await api.ask('operator', '/imports?source=none', {
      body: 'x'.repeat(fileBytes),
      headers: { 'Content-Type': 'text/csv' },
    });
    expect(large.json.code).toBe('no-such-source');
    expect(
      (await api.ask('operator', '/imports', { body: 'x', headers: { 'Content-Type': 'text/csv' } })).json.params
        .errors,
    ).toMatchObject([{ in: 'query', name: 'source' }]);
  });

  test('that is too large is refused, whether it says so or not', async () => {
    const before = await imports();
    const files = await kept();
    const large = 'x'.repeat(fileBytes + 1);
    const told = await send(large);
    expect([told.status, told.json.code, told.json.params.limit]).toEqual([413, 'file-too-large', fileBytes]);
    const pieces = Array.from({ length: 30 }, () => 'y'.repeat(10_000));
    const untold = await pour([foods('third'), ...pieces]);
    expect([untold.status, JSON.parse(untold.text).code]).toEqual([413, 'file-too-large']);
    expect(await imports()).toBe(before);
    expect(await kept()).toEqual(files);
  });

  test('whose sender goes away is not imported', async () => {
    const before = await imports();
    const files = await kept();
    await expect(pour([foods('fourth')], 'go away')).rejects.toThrow();
    await expect.poll(async () => metrics.text()).toContain('healthai_uploads_in_flight 0');
    expect(await imports()).toBe(before);
    await expect.poll(kept).toEqual(files);
  });

  test('may hold formulas: they are kept as they are, and harmless in an export', async () => {
    const formula = `=cmd|'/C calc'!A0`;
    await send(foods('fifth', { name: formula }));
    const { json } = await api.ask('scientist', '/published/food?limit=200');
    const row = json.items.find(({ key }: { key: string }) => key === formula);
    expect(row.values.name).toBe(formula);
    const sheet = await api.ask('auditor', `/records/${row.id}`);
    expect(sheet.json.raw[0]).toMatchObject({ cell: formula });
    const { text } = await api.ask('scientist', '/exports/food?format=csv');
    expect(text).toContain(`,'=cmd|`);
    expect(text).not.toMatch(/(^|,)"?=cmd/m);
  });

  test.each([
    ['../../../etc/passwd', 'passwd'],
    ['/etc/passwd', 'passwd'],
    ['C:\\Windows\\system.ini', 'system.ini'],
    ['..', '..'],
    ['a/', 'file'],
  ])('called %s has its name for people alone', async (name, shown) => {
    const { status, json } = await send(
      foods(`kitchen of ${name.replaceAll(/\W/g, 'x')}`),
      `&fileName=${encodeURIComponent(name)}`,
    );
    expect([status, json.file.name]).toEqual([201, shown]);
  });

  test('with a name of 301 characters is refused', async () => {
    const { json } = await send(foods('x'), `&fileName=${'n'.repeat(301)}`);
    expect(json.params.errors).toMatchObject([{ name: 'fileName' }]);
  });

  /** Sends pieces without saying how long they are together. */
  function pour(pieces: readonly string[], then: 'end' | 'go away' = 'end'): Promise<{ status: number; text: string }> {
    const answered = Promise.withResolvers<{ status: number; text: string }>();
    const headers = { 'Content-Type': 'text/csv', Authorization: `Bearer ${api.token('operator')}` };
    const request = http.request(
      `${api.url}/api/v1/imports?source=daily-food`,
      { method: 'POST', headers },
      async (response) => {
        const text = Buffer.concat(await Array.fromAsync(response as AsyncIterable<Buffer>)).toString();
        answered.resolve({ status: response.statusCode ?? 0, text });
      },
    );
    request.once('error', answered.reject);
    for (const piece of pieces) request.write(piece);
    if (then === 'end') request.end();
    else setTimeout(() => request.destroy(), 200);
    return answered.promise;
  }
});

describe('changes', () => {
  const listen = (url: string, who: 'admin' | 'operator', signal: AbortSignal) =>
    fetch(`${url}/api/v1/changes`, { headers: { Authorization: `Bearer ${api.token(who)}` }, signal });

  test('are told while somebody listens', async () => {
    const stop = new AbortController();
    const response = await listen(api.url, 'admin', stop.signal);
    expect(response.headers.get('Content-Type')).toMatch(/^text\/event-stream/);
    expect(response.headers.get('Cache-Control')).toContain('no-cache');
    let told = '';
    const reading = (async () => {
      for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
        told += piece;
        if (told.includes('event: change')) return;
      }
    })();
    let i = 0;
    const changing = setInterval(() => void send(foods(`change ${i++}`)).catch(() => {}), 800);
    await reading;
    clearInterval(changing);
    stop.abort();
    expect(told).toMatch(/^: open\n\n/);
    const [, id, position] = /event: change\nid: (\d+)\ndata: {"position":"(\d+)"}\n\n/.exec(told)!;
    expect(id).toBe(position);
  });

  test('are for so many listeners at a time, and end with the server', async () => {
    const closing = new AbortController();
    const one = await api.another({ limits: { streamsPerAccount: 1, streams: 2 }, closing: closing.signal });
    const stop = new AbortController();
    const first = await listen(one.url, 'admin', stop.signal);
    const second = await one.ask('admin', '/changes');
    expect([second.status, second.json.code]).toEqual([429, 'too-many-streams']);
    const other = await listen(one.url, 'operator', stop.signal);
    expect(other.status).toBe(200);
    closing.abort();
    expect(await first.text()).toBe(': open\n\n');
    expect(await other.text()).toBe(': open\n\n');
  });

  test('give the seat of whoever goes to the next', async () => {
    const one = await api.another({ limits: { streams: 1 } });
    const stop = new AbortController();
    expect((await listen(one.url, 'admin', stop.signal)).status).toBe(200);
    stop.abort();
    const next = new AbortController();
    await expect.poll(async () => (await listen(one.url, 'operator', next.signal)).status).toBe(200);
    next.abort();
  });
});
