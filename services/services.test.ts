/** What people and programs ask, over the whole system: each answer held to the roles of whoever asks. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ingestBundled } from '../app/bundled.ts';
import { type Role, roles } from '../commands/roles.ts';
import { sha256 } from '../domain/ids.ts';
import { type Food, foodFile } from '../ingestion/import/foods.test-support.ts';
import { writeExport } from '../projections/export/export.ts';
import { freshSystem, type TestSystem } from '../test/system.ts';
import { accountId } from './accounts/keep-accounts.ts';
import type { Caller } from './caller.ts';
import type { QuarantinedItem } from './imports.ts';
import { type Permission, policy } from './policy.ts';
import type { Services } from './services.ts';

let system: TestSystem;
let services: Services;
beforeAll(async () => {
  system = await freshSystem();
  services = system.services;
});
afterAll(() => system.remove());

const as = (role: Role | 'approver2', more: Partial<Caller> = {}): Caller => ({
  id: accountId(`${role}@healthai.local`),
  email: `${role}@healthai.local`,
  roles: [role === 'approver2' ? 'approver' : role],
  language: 'en',
  correlationId: randomUUID(),
  ...more,
});

const foods: readonly Food[] = [
  { name: 'Bread' },
  { name: 'Bread' },
  { name: 'Brew', kcal: 900 },
  { name: 'Soup' },
  { name: 'Soup', protein: 11 },
  { name: 'Stone', kcal: 'many' },
];
const file = (): Readable => Readable.from([Buffer.from(foodFile(foods))]);
const refused = (code: string, status: number) => expect.objectContaining({ name: 'Refused', code, status });

describe('a file', () => {
  test('is told about, imported from what was taken in, and then known', async () => {
    const setAside: QuarantinedItem[] = [];
    const dry = await services.upload(as('operator'), {
      source: 'daily-food',
      content: file(),
      fileName: 'foods.csv',
      dryRun: true,
      keepChecked: true,
      onQuarantined: (row) => setAside.push(row),
    });
    expect(setAside).toMatchObject([{ row: 7, message: expect.stringContaining('many') }]);
    expect(dry).toMatchObject({ import: null, dryRun: true, counts: { read: 6, new: 3, quarantined: 1 } });
    const done = await services.importOriginal(as('operator'), {
      source: 'daily-food',
      digest: dry.digest,
      fileName: 'foods.csv',
    });
    expect(done).toMatchObject({ dryRun: false, alreadyImported: false, file: dry.file, counts: dry.counts });
    const again = await services.upload(as('operator'), {
      source: 'daily-food',
      content: file(),
      fileName: 'foods.csv',
    });
    expect(again).toMatchObject({ import: done.import, alreadyImported: true });
  });

  test('is refused in the words of the one who sent it', async () => {
    const sent = services.upload(as('operator', { language: 'de' }), {
      source: 'daily-food',
      content: Readable.from([]),
      fileName: 'x.csv',
    });
    const error = await sent.catch((one) => one);
    expect(error).toEqual(refused('empty-file', 422));
    expect(error.text('de')).toContain('die Datei enthält keine Daten');
    await expect(services.upload(as('operator'), { source: 'none', content: file(), fileName: null })).rejects.toEqual(
      refused('no-such-source', 404),
    );
    await expect(
      services.importOriginal(as('operator'), { source: 'daily-food', digest: '../../etc/passwd', fileName: null }),
    ).rejects.toEqual(refused('no-such-original', 404));
  });

  test('leaves imports, and rows that were set aside with their words', async () => {
    const { items } = await services.imports(as('operator'), {});
    const completed = items.find(({ status }) => status === 'completed')!;
    expect(completed).toMatchObject({
      source: 'daily-food',
      file: { name: 'foods.csv' },
      records: { published: 1, open: 2 },
    });
    expect(items.find(({ status }) => status === 'failed')?.failure).toMatchObject({ code: 'empty-file' });
    expect(await services.import(as('auditor'), completed.import)).toMatchObject({
      import: completed.import,
      header: expect.any(Array),
    });
    const rows = await services.quarantined(as('operator'), completed.import, {});
    expect(rows.items).toMatchObject([{ row: 7, message: expect.stringContaining('many') }]);
    const pages = [];
    for (let after: string | undefined; ; ) {
      const page = await services.imports(as('operator'), { limit: 1, ...(after !== undefined && { after }) });
      pages.push(...page.items.map((item) => item.import));
      if (page.next === null) break;
      after = page.next;
    }
    expect(pages).toEqual(items.map((item) => item.import));
  });
});

describe('the queue', () => {
  test('counts, pages and leads from one record to the next', async () => {
    const { items } = await services.queue(as('reviewer'), {});
    expect(items.map(({ key }) => key).sort()).toEqual(['Brew', 'Soup']);
    const found = await services.facets(as('reviewer'), { rule: 'F5' });
    expect(found).toContainEqual({ facet: 'type', value: 'food', count: 1 });
    expect(found).toContainEqual({ facet: 'rule', value: 'G11', count: 1 });
    const [first, second] = items;
    expect(await services.nextInQueue(as('reviewer'), {}, first!.record)).toBe(second!.record);
    expect(await services.nextInQueue(as('reviewer'), {}, second!.record)).toBe(first!.record);
    expect(
      await services.nextInQueue(as('reviewer'), { rule: 'F5' }, items.find(({ key }) => key === 'Brew')!.record),
    ).toBe(null);
  });
});

describe('a record', () => {
  const idOf = async (key: string): Promise<string> =>
    (await services.queue(as('reviewer'), {})).items.find((item) => item.key === key)!.record;

  test('is laid out from cell to published value, with what may be done', async () => {
    const sheet = await services.record(as('approver'), await idOf('Brew'));
    expect(sheet).toMatchObject({
      key: 'Brew',
      status: 'open',
      actions: ['approve', 'reject', 'correct'],
      approvalBlocked: null,
      past: false,
    });
    expect(sheet.findings).toMatchObject([{ rule: 'F5', message: expect.stringContaining('900') }]);
    const energy = sheet.fields.find(({ name }) => name === 'energy_kcal');
    expect(energy).toMatchObject({
      raw: '900',
      stated: 900,
      value: 900,
      published: null,
      column: 'Calories (kcal)',
      unit: 'kcal',
      rules: ['F5'],
    });
  });

  test('shows what a source states twice, and where the statements differ', async () => {
    const sheet = await services.record(as('reviewer'), await idOf('Soup'));
    expect(sheet.alternatives).toMatchObject([
      { number: 0, row: 5, chosen: true, differing: [{ name: 'protein_g', value: 10 }] },
      { number: 1, row: 6, chosen: false, differing: [{ name: 'protein_g', value: 11 }] },
    ]);
  });

  test('is decided on at the version seen, once a command, and not by whoever contributed', async () => {
    const id = await idOf('Brew');
    const approver = as('approver', { commandId: randomUUID() });
    const correction = { expect: 0, set: { energy_kcal: '116' }, reason: 'kilojoules' };
    const corrected = await services.correct(approver, id, correction);
    expect(corrected).toMatchObject({ record: id, version: 1, status: 'open' });
    expect(await services.correct(approver, id, correction)).toEqual(corrected);
    await expect(services.approve(as('approver2'), id, { expect: 0 })).rejects.toEqual(refused('stale-version', 412));
    await expect(services.approve(as('approver'), id, { expect: 1 })).rejects.toEqual(refused('contributor', 403));
    expect((await services.record(as('approver'), id)).approvalBlocked).toBe('contributor');
    expect(await services.approve(as('approver2'), id, { expect: 1 })).toMatchObject({
      version: 2,
      status: 'published',
    });
    const past = await services.record(as('auditor'), id, `${BigInt(corrected.position) - 1n}`);
    expect(past).toMatchObject({ past: true, version: 0, actions: [] });
    await expect(services.record(as('auditor'), id, 'soon')).rejects.toEqual(refused('invalid-moment', 422));
    await expect(services.record(as('auditor'), randomUUID())).rejects.toEqual(refused('no-such-record', 404));
  });

  test('is unknown to a scientist as long as nothing of it is published', async () => {
    await expect(services.record(as('scientist'), await idOf('Soup'))).rejects.toEqual(refused('no-such-record', 404));
    const [bread] = (await services.published(as('scientist'), 'food', { limit: 1 })).items;
    expect(await services.record(as('scientist'), bread!.id)).toMatchObject({
      raw: [],
      findings: [],
      history: [],
      actions: [],
    });
  });
});

describe('people', () => {
  test('are named to auditors who say why, and to nobody else; the access is kept', async () => {
    await ingestBundled(system, () => {}, new AbortController().signal);
    const [row] = (await services.published(as('scientist'), 'user_profile', { limit: 1 })).items;
    expect(row).toMatchObject({ key: null, subject: expect.any(String) });
    expect(Object.keys(row!.values)).not.toContain('person_key');
    const purpose = 'complaint 17';
    const clear = await services.publishedRecord(as('auditor', { purpose }), 'user_profile', row!.id);
    expect(Object.keys(clear.values)).toContain('person_key');
    const sheet = await services.record(as('auditor'), row!.id);
    expect(sheet.raw).toEqual([]);
    expect(sheet.fields.find(({ name }) => name === 'person_key')).toMatchObject({ hidden: true, value: null });
    expect(JSON.stringify(sheet)).not.toContain(JSON.stringify(clear.values.person_key));
    const open = await services.record(as('auditor', { purpose }), row!.id);
    expect(open.fields.find(({ name }) => name === 'person_key')).toMatchObject({
      hidden: false,
      value: clear.values.person_key,
    });
    const { rows } = await system.sql.query('select actor, what, purpose from operations.access order by access_id');
    expect(rows).toEqual([
      { actor: `user:${as('auditor').id}`, what: 'published user_profile', purpose },
      { actor: `user:${as('auditor').id}`, what: `user_profile ${row!.id}`, purpose },
    ]);
    await expect(
      services.export(as('scientist'), { type: 'user_profile', format: 'csv', clear: true }),
    ).rejects.toEqual(refused('not-entitled', 403));
    await expect(services.export(as('auditor'), { type: 'food', format: 'csv' })).rejects.toEqual(
      refused('purpose-needed', 403),
    );
  });
});

test('published records come a page at a time, each once, in the order of ids', async () => {
  const ids: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await services.published(as('scientist'), 'food', {
      limit: 100,
      ...(after !== undefined && { after }),
    });
    ids.push(...page.items.map(({ id }) => id));
    if (page.next === null) break;
    after = page.next;
  }
  const { rows } = await system.sql.query('select record_id from published.food order by record_id');
  expect(ids).toEqual(rows.map(({ record_id }) => record_id));
  expect(ids.length).toBeGreaterThan(100);
});

test('an export is the bytes of the command line, and ends with their hash', async () => {
  const { body, summary, position } = await services.export(as('scientist'), { type: 'food', format: 'csv' });
  const bytes = Buffer.concat(await Array.fromAsync(body as AsyncIterable<Buffer>)).toString();
  let expected = '';
  await writeExport(system, { type: 'food', format: 'csv', at: position }, async (text) => {
    expected += text;
  });
  expect(bytes).toBe(expected);
  expect((await summary).sha256).toBe(Buffer.from(sha256(expected), 'base64url').toString('hex'));
});

test('an export whose reader goes ends', async () => {
  const { body, summary } = await services.export(as('scientist'), { type: 'food', format: 'json' });
  const ended = expect(summary).rejects.toThrow('reader');
  body.destroy();
  await ended;
});

test('figures say what is there, and nothing where there is nothing', async () => {
  const figures = await services.overview(as('operator'));
  const { rows } = await system.sql.query(`select count(*)::int as n from records.record where status = 'published'`);
  expect(figures.totals.published).toBe(rows[0].n);
  expect(figures.open.reduce((n, { count }) => n + count, 0)).toBe(figures.totals.open);
  const trend = await services.quality(as('operator'), 'daily-food');
  expect(trend.imports).toHaveLength(1);
  expect(trend.imports[0]!.overall).toBe(trend.overall);
  expect(await services.quality(as('operator'), 'ciqual')).toMatchObject({
    overall: null,
    dimensions: [],
    imports: [],
  });
});

test('changes are told while somebody listens', async () => {
  const stop = new AbortController();
  const told: string[] = [];
  const listening = (async () => {
    for await (const { position } of services.changes(stop.signal)) {
      told.push(position);
      stop.abort();
    }
  })();
  const items = [...(await services.queue(as('reviewer'), { type: 'food' })).items];
  const pause = setInterval(async () => {
    const item = items.pop();
    if (!item || stop.signal.aborted) return clearInterval(pause);
    await services.reject(as('reviewer'), item.record, { expect: item.version, code: 'implausible' }).catch(() => {});
  }, 700);
  await listening;
  clearInterval(pause);
  expect(told).toEqual([expect.stringMatching(/^\d+$/)]);
});

describe('roles', () => {
  const nobody = randomUUID();
  /** One question a permission; what it answers to those entitled does not matter here. */
  const questions: Partial<Record<Permission, (caller: Caller) => Promise<unknown>>> = {
    'figures:read': (caller) => services.overview(caller),
    'sources:read': (caller) => services.sources(caller),
    'imports:read': (caller) => services.imports(caller, {}),
    'imports:run': (caller) => services.upload(caller, { source: 'none', content: file(), fileName: null }),
    'queue:read': (caller) => services.queue(caller, {}),
    'record:read': (caller) => services.record(caller, nobody),
    'record:approve': (caller) => services.approve(caller, nobody, { expect: 0 }),
    'record:reject': (caller) => services.reject(caller, nobody, { expect: 0, code: 'implausible' }),
    'record:correct': (caller) => services.correct(caller, nobody, { expect: 0, set: {}, reason: 'none' }),
    'record:choose': (caller) => services.choose(caller, nobody, { expect: 0, alternative: 0, reason: 'none' }),
    'published:read': (caller) => services.published(caller, 'food', {}),
    'log:read': (caller) => services.events(caller, { limit: 1 }),
    'access:read': (caller) => services.accessLog(caller, {}),
    'status:read': (caller) => services.status(caller),
    'projections:rebuild': (caller) => services.rebuild(caller, 'none'),
  };
  const code = (asked: Promise<unknown>): Promise<string> =>
    asked.then(
      () => 'answered',
      (error) => error.code ?? `${error}`,
    );

  test.each(Object.keys(questions) as Permission[])('%s is for those whom the policy names', async (permission) => {
    const ask = questions[permission]!;
    for (const role of roles) {
      const entitled = (policy[permission] as readonly Role[]).includes(role);
      expect([role, (await code(ask(as(role)))) === 'not-entitled']).toEqual([role, !entitled]);
    }
    expect(await code(ask({ ...as('admin'), roles: [] }))).toBe('not-entitled');
  });
});
