/**
 * Database gone, disk full, log away, in the middle of an import and under a running server: imports go on by themselves and
 * end as undisturbed ones; who asks meanwhile is told to come again; nothing needs a restart.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readUsers } from '../app/credentials.ts';
import { readinessOf } from '../app/readiness.ts';
import { resuming } from '../app/resume.ts';
import { type FaultServer, startServer } from '../eventstore/eventstoredb/server/server.test-support.ts';
import { openWire, type Wire } from '../eventstore/postgres/wire.test-support.ts';
import type { EventStore } from '../eventstore/store.ts';
import { foodFile, foodRequest, mixedFoods } from '../ingestion/import/foods.test-support.ts';
import { ingest } from '../ingestion/import/ingest.ts';
import { dailyFood } from '../ingestion/sources/daily-food.ts';
import { imports } from '../projections/queries/imports.ts';
import { freshDatabase } from './database.ts';
import { type Serving, serving } from './serving.ts';
import { freshFolder, freshSystem, systemOver, type TestSystem } from './system.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const rows = 3_000;
const file = foodFile(mixedFoods(rows));

let wire: Wire;
let system: TestSystem;
/** Called before each append; what it throws, the append throws. */
let onAppend: (appends: number) => void = () => undefined;
let appends = 0;
const listening = (store: EventStore): EventStore => ({
  ...store,
  async append(writes, alongside) {
    onAppend(++appends);
    return store.append(writes, alongside);
  },
});

beforeAll(async () => {
  const database = await freshDatabase();
  wire = await openWire(database.url);
  system = await systemOver({ ...database, url: wire.url }, freshFolder(), { store: listening });
});
afterAll(async () => {
  wire.comeBack();
  await system.remove();
  await wire.close();
});

/** Does something once, after so many appends from now. */
function after(count: number, what: () => void): void {
  const from = appends;
  let done = false;
  onAppend = () => {
    if (done || appends - from < count) return;
    done = true;
    what();
  };
}

const importAs = (name: string, more: object = {}) =>
  ingest(
    { ...system.ingestion, retryAfterMs: () => 200, ...more },
    foodRequest(file, { definition: { ...dailyFood, name } }),
  );

/** What an import came to, without what differs from run to run. */
async function outcome(source: string) {
  await system.caughtUp(await system.store.head());
  const [run] = await imports(system.readModel, { source });
  const { rows: records } = await system.sql.query(
    `select status, count(*)::int as n from records.record where source = $1 group by 1 order by 1`,
    [source],
  );
  return { status: run?.status, pause: run?.pause, counts: run?.counts, findings: run?.findings, records };
}

let undisturbed: Awaited<ReturnType<typeof outcome>>;
beforeAll(async () => {
  await importAs('undisturbed');
  undisturbed = await outcome('undisturbed');
  expect(undisturbed.status).toBe('completed');
});

describe('an import whose database goes away', () => {
  test('waits, and goes on to the same end in its own process', async () => {
    after(5, () => {
      wire.goAway();
      setTimeout(() => wire.comeBack(), 8_000);
    });
    const report = await importAs('waiting');
    expect(report.counts).toEqual(undisturbed.counts);
    expect(await outcome('waiting')).toEqual(undisturbed);
  });

  test('whose connections are ended by the server goes on too', async () => {
    after(4, () => wire.cutNow());
    await importAs('cut');
    expect(await outcome('cut')).toEqual(undisturbed);
  });

  test('for longer than its process waits is taken up by whoever resumes imports, once the database is back', async () => {
    after(5, () => wire.goAway());
    await expect(importAs('taken-up', { patienceMs: 1_000 })).rejects.toThrow();
    const { close, keepOn } = resuming(system, { lookMs: 300, longestWaitMs: 1_000 });
    keepOn();
    await sleep(3_000);
    wire.comeBack();
    await expect
      .poll(async () => (await outcome('taken-up').catch(() => undefined))?.status, { timeout: 120_000 })
      .toBe('completed');
    await close();
    expect(await outcome('taken-up')).toEqual(undisturbed);
  });
});

describe('an import whose disk is full', () => {
  test.each([
    ['of files', 'ENOSPC'],
    ['of the database', '53100'],
  ])('waits for room on the disk %s, says so, and goes on to the same end', async (_, code) => {
    const source = `full-${code.toLowerCase()}`;
    const from = appends;
    let room = false;
    onAppend = () => {
      if (!room && appends - from > 4) throw Object.assign(new Error('no space left on device'), { code });
    };
    const importing = importAs(source);
    await expect
      .poll(async () => (await imports(system.readModel, { source }))[0], { timeout: 60_000 })
      .toMatchObject({ status: 'paused', pause: 'DiskFull' });
    room = true;
    await importing;
    expect(await outcome(source)).toEqual(undisturbed);
  });
});

describe('whoever resumes imports', () => {
  test('says why an import stopped again, and whoever has not that fault goes on with it', async () => {
    const other = await system.another({
      store: (store) => ({
        ...store,
        async append(writes, alongside) {
          if (writes.some(({ stream }) => stream.startsWith('food-'))) throw new TypeError('a fault');
          return store.append(writes, alongside);
        },
      }),
    });
    onAppend = () => undefined;
    await expect(
      ingest(other.ingestion, foodRequest(file, { definition: { ...dailyFood, name: 'faulty' } })),
    ).rejects.toThrow('a fault');
    const resumed = resuming(other, { lookMs: 50 });
    await resumed.round();
    expect((await imports(other.readModel, { source: 'faulty' }))[0]).toMatchObject({
      status: 'paused',
      pause: 'TypeError',
    });
    await resumed.close();
    const mine = resuming(system);
    await mine.round();
    await mine.close();
    expect(await outcome('faulty')).toEqual(undisturbed);
    await other.close();
  });

  test('leaves alone what is neither running nor paused, and what another process has the lease of', async () => {
    after(6, () => {
      throw new TypeError('killed');
    });
    await expect(importAs('of-others')).rejects.toThrow('killed');
    const { head } = system.store;
    const before = await head();
    // What the tables are told from here on is told by this test alone.
    await system.caughtUp(before);
    const status = (to: string) =>
      system.sql.query(`update imports.import_run set status = $1 where source = 'of-others'`, [to]);
    await status('withdrawing');
    const resumed = resuming(system, { lookMs: 30 });
    await resumed.round();
    expect(await head()).toBe(before);
    await status('paused');

    const other = new pg.Client({ connectionString: system.databaseUrl });
    await other.connect();
    await other.query(`select pg_advisory_lock(hashtextextended('import lease ' || 'of-others', 0))`);
    resumed.keepOn();
    await sleep(1_500);
    expect(await head()).toBe(before);
    await other.end();
    await expect.poll(async () => (await outcome('of-others')).status, { timeout: 60_000 }).toBe('completed');
    await resumed.close();
    expect(await outcome('of-others')).toEqual(undisturbed);
  });

  test('ends what is under way when it is closed, and the next one goes on with it', async () => {
    after(6, () => {
      throw new TypeError('killed');
    });
    await expect(importAs('closed')).rejects.toThrow('killed');
    const first = resuming(system);
    after(3, () => void first.close());
    await first.round();
    expect((await outcome('closed')).status).toBe('paused');
    const second = resuming(system);
    onAppend = () => undefined;
    await second.round();
    await second.close();
    expect(await outcome('closed')).toEqual(undisturbed);
  });
});

describe('a running server', () => {
  let server: Serving;
  beforeAll(async () => {
    onAppend = () => undefined;
    const { sql, store, dataDir } = system;
    const able = readinessOf({ sql, store, dataDir });
    server = await serving(system, { readiness: async () => ({ waitsFor: await able() }) });
  });
  afterAll(async () => {
    await server.close();
  });
  const ask = (path: string, headers: Record<string, string> = {}, more: RequestInit = {}) =>
    fetch(server.url + path, { headers, redirect: 'manual', ...more });
  const ready = async () => {
    const answer = await ask('/health/ready');
    return {
      status: answer.status,
      retryAfter: answer.headers.get('Retry-After'),
      ...((await answer.json()) as object),
    };
  };

  test('is ready while it can write, says what it waits for while not, and is ready again by itself', async () => {
    expect(await ready()).toEqual({ status: 'ready', retryAfter: null });
    wire.goAway();
    await expect.poll(ready, { timeout: 20_000 }).toMatchObject({
      status: 'waiting',
      waitsFor: [expect.stringContaining('the database'), expect.stringContaining('the log')],
    });
    expect((await ask('/health/ready')).status).toBe(503);
    wire.comeBack();
    await expect.poll(ready, { timeout: 20_000 }).toMatchObject({ status: 'ready' });
  });

  test('answers 503 with when to come again, in the language of who asks, API and pages alike', async () => {
    const credentials = { email: 'nobody@example.org', password: 'a wrong password of length' };
    const login = { method: 'POST', body: JSON.stringify(credentials) };
    const json = { 'Content-Type': 'application/json' };
    const [known] = readUsers(path.join(system.dataDir, 'credentials.json'));
    const entry = new URLSearchParams({ email: known!.email, password: known!.password });
    const signedIn = await ask('/login', { Origin: server.url, Accept: 'text/html' }, { method: 'POST', body: entry });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';', 1)[0])
      .join('; ');
    expect((await ask('/', { Cookie: cookie })).status).toBe(200);
    wire.goAway();
    const texts = new Set<string>();
    const pages = new Set<string>();
    for (const language of ['fr', 'en', 'de', 'it']) {
      const answer = await ask('/api/v1/auth/login', { ...json, 'Accept-Language': language }, login);
      expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5']);
      const problem = (await answer.json()) as { code: string; detail: string };
      expect(problem.code).toBe('database-unavailable');
      expect(problem.detail).not.toMatch(/ECONN|connect|stack|at /);
      texts.add(problem.detail);
      const page = await ask('/', { Accept: 'text/html', 'Accept-Language': language, Cookie: cookie });
      expect([page.status, page.headers.get('Retry-After')]).toEqual([503, '5']);
      pages.add(await page.text());
    }
    expect([texts.size, pages.size]).toEqual([4, 4]);
    // Figures that need no database are given all the same.
    expect((await ask('/metrics')).status).toBe(200);
    const form = new URLSearchParams(credentials);
    const page = await ask(
      '/login',
      { Origin: server.url, 'Accept-Language': 'de', Accept: 'text/html' },
      { method: 'POST', body: form },
    );
    expect([page.status, page.headers.get('Retry-After')]).toEqual([503, '5']);
    expect(await page.text()).toContain('Ein Teil des Systems antwortet nicht');
    wire.comeBack();
    await expect.poll(async () => (await ask('/api/v1/auth/login', json, login)).status, { timeout: 20_000 }).toBe(401);
  });
});

describe('with the log in EventStoreDB', () => {
  let log: FaultServer;
  let apart: TestSystem;
  beforeAll(async () => {
    log = await startServer();
    apart = await freshSystem({}, log.url);
  });
  afterAll(async () => {
    await apart.remove();
    await log.close();
  });

  test('a decision is not waited for while the log is away, and what was read is shown', async () => {
    await ingest(apart.ingestion, foodRequest(file, { definition: dailyFood }));
    const roles = ['approver', 'reviewer'] as const;
    const caller = {
      id: randomUUID(),
      email: 'a@example.org',
      roles,
      language: 'en',
      correlationId: randomUUID(),
    } as const;
    const { items } = await apart.services.queue(caller, { limit: 5 });
    const { record } = items[0]!;
    const { version } = await apart.services.record(caller, record);
    await log.wire.goAway();
    const approving = apart.services.approve(caller, record, { expect: version });
    // Told by the service: the store itself is more patient.
    await expect(approving).rejects.toThrow('the log does not answer: the decision may still be made');
    expect((await apart.services.queue(caller, { limit: 5 })).items).toHaveLength(5);
    await log.wire.comeBack();
  });

  test('a server whose log is away is not ready, and is again when it is back', async () => {
    const { sql, store, dataDir } = apart;
    const able = readinessOf({ sql, store, dataDir });
    expect(await able()).toEqual([]);
    await log.wire.goAway();
    await expect.poll(able, { timeout: 20_000 }).toEqual([expect.stringContaining('the log')]);
    await log.wire.comeBack();
    await expect.poll(able, { timeout: 40_000 }).toEqual([]);
  });

  test('an import that a killed process left is resumed once the log is back', async () => {
    const definition = { ...dailyFood, name: 'log-away' };
    const down = log.killAfter(1_500);
    const importing = ingest(
      { ...apart.ingestion, patienceMs: 500, retryAfterMs: () => 400 },
      foodRequest(file, { definition }),
    );
    await Promise.all([expect(importing).rejects.toThrow(), down]);
    const resumed = resuming(apart, { lookMs: 300, longestWaitMs: 1_000 });
    resumed.keepOn();
    await sleep(2_000);
    await log.wire.comeBack();
    await expect
      .poll(async () => (await imports(apart.readModel, { source: definition.name }))[0]?.status, { timeout: 180_000 })
      .toBe('completed');
    await resumed.close();
    const [run] = await imports(apart.readModel, { source: definition.name });
    expect({ counts: run?.counts, findings: run?.findings }).toEqual({
      counts: undisturbed.counts,
      findings: undisturbed.findings,
    });
  });
});
