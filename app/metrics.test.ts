/** The metrics of a running system after everything was done through both doors: they tell it, and of nobody. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { lint, readExposition, type Sample } from '../api/exposition.test-support.ts';
import { foodFile, mixedFoods } from '../ingestion/import/foods.test-support.ts';
import { type Serving, serving } from '../test/serving.ts';
import { freshSystem, type TestSystem } from '../test/system.ts';
import { readUsers } from './credentials.ts';

// The screens may have to be built first.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

const needle = 'needleinhaystack';
let system: TestSystem;
let server: Serving;
let record = '';

beforeAll(async () => {
  system = await freshSystem();
  server = await serving(system);
  await doEverything();
});
afterAll(async () => {
  await server.close();
  await system.remove();
});

const ask = (asked: string, init: RequestInit = {}) => fetch(server.url + asked, { redirect: 'manual', ...init });
const json = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });

async function signIn(role: string): Promise<string> {
  const { email, password } = readUsers(path.join(system.dataDir, 'credentials.json')).find((user) =>
    user.email.startsWith(`${role}@`),
  )!;
  const headers = { 'Content-Type': 'application/json' };
  const answer = await ask('/api/v1/auth/login', { ...json({ email, password }), headers });
  return ((await answer.json()) as { accessToken: string }).accessToken;
}

async function doEverything(): Promise<void> {
  const wrong = json({ email: `${needle}@example.org`, password: needle });
  await ask('/api/v1/auth/login', { ...wrong, headers: { 'Content-Type': 'application/json' } });
  const operator = { Authorization: `Bearer ${await signIn('operator')}` };
  const send = (query: string, body: string) =>
    ask(`/api/v1/imports?source=daily-food&fileName=${needle}.csv${query}`, {
      method: 'POST',
      body,
      headers: { ...operator, 'Content-Type': 'text/csv' },
    });
  const file = foodFile(mixedFoods(100));
  expect((await send('&dryRun=true', file)).status).toBe(200);
  expect((await send('', file)).status).toBe(201);
  expect((await send('', file)).status).toBe(200);
  expect((await send('', `${needle},b\n1,2\n`)).status).toBe(422);
  const reviewer = { Authorization: `Bearer ${await signIn('reviewer')}`, 'Content-Type': 'application/json' };
  const queue = (await (await ask('/api/v1/queue?limit=1', { headers: reviewer })).json()) as {
    items: { record: string; version: number }[];
  };
  const [first] = queue.items;
  record = first?.record ?? '';
  const headers = { ...reviewer, 'If-Match': `"${first?.version}"` };
  await ask(`/api/v1/records/${record}/reject`, { ...json({ code: 'implausible', text: needle }), headers });
  await ask(`/api/v1/records/${record}/reject`, { ...json({ code: 'implausible', text: needle }), headers });
  const scientist = { Authorization: `Bearer ${await signIn('scientist')}` };
  await (await ask('/api/v1/exports/food?format=csv', { headers: scientist })).text();
  const cookie = { Cookie: `healthai_access=${operator.Authorization.slice('Bearer '.length)}` };
  expect((await ask(`/records/${record}?${needle}=1`, { headers: cookie })).status).toBeLessThan(500);
  expect((await ask('/imports', { headers: cookie })).status).toBe(200);
  for (let i = 0; i < 20; i++) {
    await ask(`/${needle}/${i}`, { headers: cookie });
    await ask(`/api/v1/${needle}/${randomUUID()}`);
  }
}

const text = async (): Promise<string> => (await ask('/metrics')).text();
const samples = async (): Promise<readonly Sample[]> =>
  readExposition(await text()).flatMap((family) => family.samples);

/** The sum of what fits. */
async function total(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
  const fits = (sample: Sample) =>
    sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value);
  return (await samples()).filter(fits).reduce((sum, { value }) => sum + value, 0);
}

describe('the metrics of a running system', () => {
  test.each([
    ['healthai_http_request_seconds_count', { route: '/api/v1/imports', method: 'POST', status: '2xx' }, 3],
    ['healthai_http_request_seconds_count', { route: '/api/v1/imports', method: 'POST', status: '4xx' }, 1],
    ['healthai_http_request_seconds_count', { route: 'screens /imports', method: 'GET', status: '2xx' }, 1],
    ['healthai_http_request_seconds_count', { route: 'screens /records/[id=uuid]' }, 1],
    ['healthai_http_request_seconds_count', { route: 'unmatched', status: '4xx' }, 20],
    ['healthai_sign_ins_total', { outcome: 'done' }, 3],
    ['healthai_sign_ins_total', { outcome: 'wrong' }, 1],
    ['healthai_uploads_total', { outcome: 'checked' }, 1],
    ['healthai_uploads_total', { outcome: 'imported' }, 1],
    ['healthai_uploads_total', { outcome: 'known' }, 1],
    ['healthai_uploads_total', { outcome: 'refused' }, 1],
    ['healthai_imports_total', { outcome: 'completed' }, 1],
    ['healthai_imports_total', { outcome: 'failed' }, 1],
    ['healthai_import_failures_total', {}, 1],
    ['healthai_import_rows_total', {}, 100],
    ['healthai_import_runs_total', {}, 1],
    ['healthai_decisions_total', { deed: 'reject', outcome: 'done' }, 1],
    ['healthai_decisions_total', { deed: 'reject', outcome: 'refused' }, 1],
    ['healthai_exports_total', { type: 'food', format: 'csv', outcome: 'done' }, 1],
    ['healthai_figures_up', {}, 1],
    ['healthai_pool_limit', { pool: 'queries' }, 10],
  ] as const)('tell %s %j', async (name, labels, expected) => {
    await expect.poll(() => total(name, labels)).toBe(expected);
  });

  test('tell how full the pools are, and how far the tables are behind', async () => {
    const names = new Set(
      (await samples()).map(({ name, labels }) => `${name} ${labels.pool ?? labels.projection ?? ''}`),
    );
    for (const pool of ['commands', 'queries']) expect(names).toContain(`healthai_pool_waiting ${pool}`);
    for (const projection of ['records', 'imports']) expect(names).toContain(`healthai_projection_lag ${projection}`);
    expect(await total('healthai_import_run_seconds_total')).toBeGreaterThan(0);
    expect(await total('healthai_exported_rows_total', { type: 'food' })).toBeGreaterThan(50);
  });

  test('are as Prometheus wants them', async () => {
    expect(lint(await text())).toEqual([]);
  });

  test('name nobody and nothing that was sent', async () => {
    const found = await text();
    expect(found).not.toContain(needle);
    expect(found).not.toContain(record);
    expect(found).not.toMatch(/@|[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  test('do not grow with what is asked for', async () => {
    const before = (await samples()).length;
    for (let i = 0; i < 30; i++) {
      await ask(`/${randomUUID()}`);
      await ask(`/api/v1/records/${randomUUID()}`, { headers: { 'X-Request-Id': randomUUID() } });
      await ask(`/records/${randomUUID()}`, { method: 'PUT' });
    }
    // Routes and statuses that were not met before, and not one a request.
    expect((await samples()).length - before).toBeLessThan(4 * 18);
  });
});
