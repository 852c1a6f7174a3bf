/** Records over HTTP: the queue, decisions, what is published, exports. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ingestBundled } from '../app/bundled.ts';
import { type RecordType, recordTypes } from '../domain/contracts/contract.ts';
import { zodSchema } from '../domain/contracts/derived.ts';
import { contracts } from '../domain/contracts/index.ts';
import { exportFormats } from '../domain/export/format.ts';
import { writeExport } from '../projections/export/export.ts';
import { freshApi, type TestApi, type Who } from './api.test-support.ts';

let api: TestApi;
beforeAll(async () => {
  api = await freshApi();
  await ingestBundled(api.system, () => {}, new AbortController().signal);
});
afterAll(() => api.remove());

/** All items of a list, page by page. */
async function walk(who: Who, path: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const joined: string = path + (path.includes('?') ? '&' : '?') + (after && `after=${encodeURIComponent(after)}`);
    const { status, json }: Awaited<ReturnType<TestApi['ask']>> = await api.ask(who, joined);
    expect(status).toBe(200);
    items.push(...json.items);
    after = json.next;
  }
  return items;
}
// biome-ignore lint/suspicious/noExplicitAny: items of every shape
type Item = any;

describe('the queue', () => {
  test('comes a page at a time, each record once, the worst first', async () => {
    const all = await walk('reviewer', '/queue?limit=200');
    const pages = await walk('reviewer', '/queue?limit=7');
    expect(pages).toEqual(all);
    expect(all.length).toBeGreaterThan(14);
    expect(new Set(all.map(({ record }) => record)).size).toBe(all.length);
    expect(all.map(({ rank }) => rank)).toEqual(all.map(({ rank }) => rank).sort((a, b) => b - a));
  });

  test('is filtered as its facets count', async () => {
    const { json } = await api.ask('reviewer', '/queue/facets');
    for (const { facet, value, count } of json.items) {
      const found = await walk('reviewer', `/queue?limit=200&${facet}=${encodeURIComponent(value)}`);
      expect([facet, value, found.length]).toEqual([facet, value, count]);
    }
  });

  test('names nobody', async () => {
    const all = await walk('auditor', '/queue?limit=200');
    const people = all.filter(({ type }) => contracts[type as RecordType].personal);
    expect(people.length).toBeGreaterThan(0);
    for (const { key } of people) expect(key).toBe(null);
  });
});

describe('a decision', () => {
  const open = async (n: number): Promise<Item> => (await walk('reviewer', '/queue?type=food&rule=F5'))[n];
  const decide = (who: Who, id: string, action: string, json?: object, headers: Record<string, string> = {}) =>
    api.ask(who, `/records/${id}/${action}`, { method: 'POST', headers, ...(json && { json }) });

  test('names the version that was seen, and is answered with the next', async () => {
    const { record: id } = await open(0);
    const shown = await api.ask('reviewer', `/records/${id}`);
    const tag = shown.headers.get('ETag')!;
    expect(tag).toBe(`"${shown.json.version}"`);
    const reason = 'kilojoules';
    const set = { energy_kcal: '117' };

    const blind = await decide('reviewer', id, 'correct', { set, reason });
    expect([blind.status, blind.json.code]).toEqual([428, 'precondition-required']);
    expect((await decide('reviewer', id, 'correct', { set, reason }, { 'If-Match': '*' })).status).toBe(400);

    const corrected = await decide('reviewer', id, 'correct', { set, reason }, { 'If-Match': tag });
    expect(corrected.json).toMatchObject({ record: id, version: shown.json.version + 1, status: 'open' });
    expect(corrected.headers.get('ETag')).toBe(`"${corrected.json.version}"`);
    expect(corrected.json.position).toMatch(/^\d+$/);

    const stale = await decide('approver', id, 'approve', undefined, { 'If-Match': tag });
    expect([stale.status, stale.json.code]).toEqual([412, 'stale-version']);
    expect(stale.json.current).toEqual(corrected.json);
    expect(stale.headers.get('ETag')).toBe(corrected.headers.get('ETag'));

    const now = corrected.headers.get('ETag')!;
    const approved = await decide('approver', id, 'approve', undefined, { 'If-Match': now });
    expect(approved.json).toMatchObject({ status: 'published', published: approved.json.version });
    const again = await decide('approver', id, 'approve', undefined, { 'If-Match': approved.headers.get('ETag')! });
    expect([again.status, again.json.code]).toEqual([409, 'not-open']);

    const read = await api.ask('scientist', `/published/food/${id}?atLeast=${approved.json.position}`);
    expect(read.json.values.energy_kcal).toBe(117);
    expect(read.json.version).toBe(approved.json.version);

    const history = await api.ask('auditor', `/records/${id}/history`);
    expect(history.json.items.map(({ type }: Item) => type)).toEqual([
      'RecordProposed',
      'RecordCorrected',
      'RecordApproved',
    ]);
    const before = await api.ask('auditor', `/records/${id}?at=${shown.json.position}`);
    expect(before.json).toMatchObject({ past: true, version: shown.json.version, actions: [] });
    expect(before.headers.get('ETag')).toBe(null);
    expect((await api.ask('auditor', `/records/${id}?at=soon`)).json.code).toBe('invalid-moment');
  });

  test('over an error may say why, and the history keeps it; without a body it is as before', async () => {
    const { record: id, version } = await open(2);
    const why = { code: 'checked-at-source', reason: 'seen on the package' };
    const wrong = await decide('approver', id, 'approve', { because: 'x' }, { 'If-Match': `"${version}"` });
    expect([wrong.status, wrong.json.code]).toEqual([422, 'invalid-body']);
    const approved = await decide('approver', id, 'approve', why, { 'If-Match': `"${version}"` });
    expect(approved.json).toMatchObject({ record: id, status: 'published' });
    const history = await api.ask('auditor', `/records/${id}/history`);
    expect(history.json.items.at(-1)).toMatchObject({ type: 'RecordApproved', data: why });
  });

  test('is refused to whoever contributed', async () => {
    const { record: id, version } = await open(0);
    const corrected = await decide(
      'approver',
      id,
      'correct',
      { set: { energy_kcal: 118 }, reason: 'kJ' },
      { 'If-Match': `"${version}"` },
    );
    const own = await decide('approver', id, 'approve', undefined, { 'If-Match': corrected.headers.get('ETag')! });
    expect([own.status, own.json.code]).toEqual([403, 'contributor']);
  });

  test('sent again under the same key is one decision', async () => {
    const { record: id, version } = await open(1);
    const headers = { 'If-Match': `"${version}"`, 'Idempotency-Key': randomUUID() };
    const both = await Promise.all(
      [1, 2].map(() => decide('reviewer', id, 'reject', { code: 'implausible' }, headers)),
    );
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both[0]!.json).toEqual(both[1]!.json);
    const later = await decide('reviewer', id, 'reject', { code: 'implausible' }, headers);
    expect(later.json).toEqual(both[0]!.json);
    const { json } = await api.ask('auditor', `/records/${id}/history`);
    expect(json.items.filter(({ type }: Item) => type === 'RecordRejected')).toHaveLength(1);
    const another = await decide(
      'reviewer',
      id,
      'reject',
      { code: 'implausible' },
      { ...headers, 'Idempotency-Key': 'x' },
    );
    expect(another.json.params.errors).toMatchObject([{ in: 'header', name: 'idempotency-key' }]);
  });

  test('among alternatives chooses one of them', async () => {
    const [item] = await walk('reviewer', '/queue?rule=G11');
    const tag = { 'If-Match': `"${item.version}"` };
    const wrong = await decide('reviewer', item.record, 'choose', { alternative: 99, reason: 'x' }, tag);
    expect([wrong.status, wrong.json.code]).toEqual([422, 'no-such-alternative']);
    const chosen = await decide('reviewer', item.record, 'choose', { alternative: 1, reason: 'the later one' }, tag);
    expect(chosen.status).toBe(200);
    const { json } = await api.ask('reviewer', `/records/${item.record}`);
    expect(json.alternatives.filter((one: Item) => one.chosen)).toMatchObject([{ number: 1 }]);
  });

  test.each([
    [{ set: { colour: 'red' }, reason: 'x' }, 422, 'unknown-field'],
    [{ set: { toString: 'red' }, reason: 'x' }, 422, 'unknown-field'],
    [{ set: { energy_kcal: 'much' }, reason: 'x' }, 422, 'untypable'],
    [{ set: { energy_kcal: '1' }, reason: ' ' }, 422, 'invalid-body'],
    [{ set: { energy_kcal: '1' }, reason: 'x', approvedBy: 'me' }, 422, 'invalid-body'],
    [{ set: { energy_kcal: { $gt: 0 } }, reason: 'x' }, 422, 'invalid-body'],
  ])('of %j is refused', async (json, status, code) => {
    const item = await open(2);
    const answered = await decide('reviewer', item.record, 'correct', json, { 'If-Match': `"${item.version}"` });
    expect([answered.status, answered.json.code]).toEqual([status, code]);
  });

  test('that is not reached yet is waited for, and not for ever', async () => {
    const { json } = await api.ask('operator', '/status');
    const {
      status,
      json: problem,
      headers,
    } = await api.ask('scientist', `/published/food?limit=1&atLeast=${BigInt(json.head) + 1000n}`);
    expect([status, problem.code]).toEqual([503, 'not-reached']);
    expect(headers.get('Retry-After')).toBe('1');
  });
});

describe('published records', () => {
  test.each(recordTypes)('of %s come a page at a time, each once', async (type) => {
    const items = await walk('scientist', `/published/${type}?limit=200`);
    const { json } = await api.ask('scientist', '/overview');
    // A record that was reopened stays published while it waits.
    expect(items.length).toBeGreaterThanOrEqual(json.counts[type].published);
    expect(items.map(({ id }) => id)).toEqual([...new Set(items.map(({ id }) => id))].sort());
    const { personal, fields } = contracts[type];
    for (const { key, subject, values } of items) {
      expect([key === null, subject === null]).toEqual([personal, !personal]);
      for (const name of Object.keys(values)) expect(fields[name]?.identifying, name).not.toBe(true);
      if (!personal) zodSchema(contracts[type]).parse(values);
    }
  });

  test('are not sent again to whoever has them', async () => {
    const { json } = await api.ask('scientist', '/published/food?limit=1');
    const path = `/published/food/${json.items[0].id}`;
    const first = await api.ask('scientist', path);
    const tag = first.headers.get('ETag')!;
    expect(first.json).toEqual(json.items[0]);
    expect(first.headers.get('Cache-Control')).toBe('private, no-cache');
    for (const sent of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
      const same = await api.ask('scientist', path, { headers: { 'If-None-Match': sent } });
      expect([sent, same.status, same.text, same.headers.get('ETag')]).toEqual([sent, 304, '', tag]);
    }
    const other = await api.ask('scientist', path, { headers: { 'If-None-Match': '"999"' } });
    expect(other.status).toBe(200);
    const personal = await api.ask('scientist', '/published/sleep_period?limit=1');
    expect(personal.headers.get('Cache-Control')).toBe('no-store');
    expect((await api.ask('scientist', `/published/food/${randomUUID()}`)).json.code).toBe('not-published');
    expect((await api.ask('scientist', `/published/exercise/${json.items[0].id}`)).status).toBe(404);
  });

  test('come with the fields asked for', async () => {
    const { json } = await api.ask('scientist', '/published/food?limit=5&fields=name,energy_kcal');
    for (const { values } of json.items) expect(Object.keys(values).sort()).toEqual(['energy_kcal', 'name']);
  });

  test('name people to an auditor who says why, in any alphabet', async () => {
    const purpose = 'réclamation 17';
    const path = '/published/user_profile?limit=1';
    const without = await api.ask('auditor', path);
    expect(Object.keys(without.json.items[0].values)).not.toContain('person_key');
    // A shell sends UTF-8, which a client of JavaScript can only say byte by byte.
    const sent = Buffer.from(purpose).toString('latin1');
    const named = await api.ask('auditor', path, { headers: { 'X-Purpose': sent } });
    expect(Object.keys(named.json.items[0].values)).toContain('person_key');
    await api.ask('auditor', path, { headers: { 'X-Purpose': purpose } });
    const { rows } = await api.system.sql.query('select purpose from operations.access order by access_id');
    expect(rows).toEqual([{ purpose }, { purpose }]);
    const other = await api.ask('scientist', path, { headers: { 'X-Purpose': purpose } });
    expect(Object.keys(other.json.items[0].values)).not.toContain('person_key');
  });
});

describe('an export', () => {
  interface Downloaded {
    readonly status: number;
    readonly headers: http.IncomingHttpHeaders;
    readonly trailers: NodeJS.Dict<string>;
    readonly text: string;
  }
  const download = (who: Who, path: string): Promise<Downloaded> => {
    const done = Promise.withResolvers<Downloaded>();
    const headers = { Authorization: `Bearer ${api.token(who)}` };
    http
      .get(`${api.url}/api/v1${path}`, { headers }, async (response) => {
        const text = Buffer.concat(await Array.fromAsync(response as AsyncIterable<Buffer>)).toString();
        done.resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          trailers: response.trailers,
          text,
        });
      })
      .once('error', done.reject);
    return done.promise;
  };

  const cases = recordTypes.flatMap((type) => exportFormats.map((format) => [type, format] as const));
  test.each(cases)('of %s as %s has the bytes of the command line', async (type, format) => {
    const { status, headers, trailers, text } = await download('scientist', `/exports/${type}?format=${format}`);
    expect(status).toBe(200);
    let expected = '';
    const at = BigInt(headers['x-position'] as string);
    const { sha256, rows, schemaHash } = await writeExport(api.system, { type, format, at }, async (piece) => {
      expected += piece;
    });
    expect(text).toBe(expected);
    expect(trailers).toEqual({ 'x-content-sha256': sha256, 'x-rows': `${rows}` });
    expect(headers['x-schema-hash']).toBe(schemaHash);
    expect(headers['content-disposition']).toBe(`attachment; filename="${type}-${at}.${format}"`);
  });

  test('of a position stays the same', async () => {
    const first = await download('scientist', '/exports/food?format=ndjson&at=40');
    const second = await download('scientist', '/exports/food?format=ndjson&at=40');
    expect(first.headers['x-position']).toBe('40');
    expect(second.text).toBe(first.text);
    const beyond = await api.ask('scientist', '/exports/food?format=csv&at=99999999');
    expect([beyond.status, beyond.json.code]).toEqual([422, 'beyond-head']);
  });

  test('with clear text is an auditor’s who says why', async () => {
    const path = '/exports/user_profile?format=csv&clear=true';
    expect((await api.ask('scientist', path)).json.code).toBe('not-entitled');
    expect((await api.ask('auditor', path)).json.code).toBe('purpose-needed');
    const named = await api.ask('auditor', path, { headers: { 'X-Purpose': 'complaint 17' } });
    expect(named.text.split('\n')[0]).toContain('person_key');
  });
});

describe('the log', () => {
  test('is read a page at a time, with what it says of people sealed', async () => {
    const events = await walk('auditor', '/events?limit=1000');
    const { json } = await api.ask('operator', '/status');
    expect(events.at(-1).position).toBe(json.head);
    const positions = events.map(({ position }) => BigInt(position));
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => (a < b ? -1 : 1)));
    const [profile] = await walk('auditor', '/events?category=user_profile&limit=1000');
    expect(profile.type).toBe('RecordProposed');
    expect(profile.data.values).toBe(undefined);
    const stream = await api.ask('auditor', `/events?stream=${profile.stream}`, {
      headers: { 'X-Purpose': 'complaint 17' },
    });
    expect(stream.json.items[0].data.values).toBeDefined();
  });
});

describe('figures', () => {
  test('are those of the tables', async () => {
    const { json } = await api.ask('admin', '/overview');
    const { rows } = await api.system.sql.query(
      `select count(*) filter (where status = 'published')::int as published, count(*) filter (where status = 'open')::int as open,
         count(*) filter (where status = 'rejected')::int as rejected from records.record`,
    );
    expect(json.totals).toEqual(rows[0]);
    const { json: sources } = await api.ask('operator', '/sources');
    for (const { name } of sources.items) {
      expect((await api.ask('operator', `/sources/${name}`)).status).toBe(200);
      expect((await api.ask('reviewer', `/sources/${name}/quality`)).status).toBe(200);
    }
  });

  test('tell of definitions by which nothing can be read', async () => {
    const folder = join(api.system.dataDir, 'sources');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'menu.json'), JSON.stringify({ recordType: 'food', format: 'csv' }));
    const { json } = await api.ask('operator', '/sources');
    expect(json.items.map(({ name }: { name: string }) => name)).not.toContain('menu');
    expect(json.refused).toMatchObject([{ name: 'menu', title: null, recordType: 'food', format: 'csv' }]);
    expect(json.refused[0].problem).toContain('licence: ');
    const { status, json: refused } = await api.ask('operator', '/sources/menu');
    expect([status, refused.code]).toEqual([422, 'invalid-source']);
    rmSync(folder, { recursive: true });
  });

  test('can be computed again', async () => {
    const { json } = await api.ask('operator', '/projections/imports/rebuild', { method: 'POST' });
    expect(json).toMatchObject({ name: 'imports', equal: true });
    expect((await api.ask('operator', '/projections/none/rebuild', { method: 'POST' })).json.code).toBe(
      'no-such-projection',
    );
  });
});
