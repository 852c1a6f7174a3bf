/** Figures for Prometheus: their names and labels as its own checker wants them, and what they count. */
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { importStatuses } from '../domain/import/fold.ts';
import { rowOutcomes } from '../projections/queries/import-totals.ts';
import { Refused } from '../services/refused.ts';
import type { Services } from '../services/services.ts';
import { counting } from './counting.ts';
import { lint, readExposition } from './exposition.test-support.ts';
import { createMetrics, type Metrics, type SystemFigures } from './metrics.ts';

const figures: SystemFigures = {
  head: 9n,
  projections: [{ name: 'records', position: 7n, lag: 2n, parked: 1 }],
  open: { food: 3 },
  imports: {
    standing: Object.fromEntries(importStatuses.map((status, i) => [status, i + 1])) as never,
    rows: Object.fromEntries(rowOutcomes.map((outcome, i) => [outcome, 10 * (i + 1)])) as never,
    failures: { 'wrong-header': 4, 'What somebody wrote': 2 },
    runs: 6,
    seconds: 12.5,
  },
  pools: { commands: { most: 12, busy: 3, idle: 2, waiting: 1 } },
  streams: 5,
};

/** A figure by its name and labels; undefined where it is not told. */
async function value(metrics: Metrics, name: string, labels: Readonly<Record<string, string>> = {}) {
  const samples = readExposition(await metrics.text()).flatMap((family) => family.samples);
  const fits = (found: Readonly<Record<string, string>>) =>
    Object.entries(labels).every(([key, content]) => found[key] === content);
  return samples.find((sample) => sample.name === name && fits(sample.labels))?.value;
}

describe('the figures', () => {
  test('are named and typed as Prometheus has it', async () => {
    const metrics = createMetrics(async () => figures);
    metrics.answered({ method: 'GET', route: '/api/v1/imports', status: 200, seconds: 0.1 });
    metrics.uploading();
    expect(lint(await metrics.text())).toEqual([]);
    expect(readExposition(await metrics.text()).length).toBeGreaterThan(40);
  });

  test.each([
    ['# HELP a_b b\n# TYPE a_b counter\na_b 1\n', 'a counter ends in _total'],
    ['# HELP a_total b\n# TYPE a_total gauge\na_total 1\n', 'only a counter ends in _total'],
    ['# TYPE a gauge\na 1\n', 'no help text'],
    ['a 1\n', 'no type'],
    ['# HELP aB b\n# TYPE aB gauge\naB 1\n', 'snake_case'],
    ['# HELP a_ms b\n# TYPE a_ms gauge\na_ms 1\n', 'base unit seconds'],
    ['# HELP a_seconds_b b\n# TYPE a_seconds_b gauge\na_seconds_b 1\n', 'stands at the end'],
    ['# HELP a_gauge b\n# TYPE a_gauge gauge\na_gauge 1\n', 'says its type'],
    ['# HELP a_count b\n# TYPE a_count gauge\na_count 1\n', 'a suffix of histograms'],
    ['# HELP a b\n# TYPE a gauge\na{le="1"} 1\n', 'for histograms'],
    ['# HELP a b\n# TYPE a gauge\na 1\na 2\n', 'twice'],
  ])('would be found wrong in %j', (text, problem) => {
    expect(lint(text).join()).toContain(problem);
  });

  test('tell what is looked up, and their failure is one of them', async () => {
    const metrics = createMetrics(async () => figures);
    const standing = (...statuses: (typeof importStatuses)[number][]) =>
      statuses.reduce((sum, status) => sum + figures.imports.standing[status], 0);
    for (const [name, labels, expected] of [
      ['healthai_figures_up', {}, 1],
      ['healthai_log_head_position', {}, 9],
      ['healthai_projection_position', { projection: 'records' }, 7],
      ['healthai_projection_lag', { projection: 'records' }, 2],
      ['healthai_projection_parked', { projection: 'records' }, 1],
      ['healthai_records_open', { type: 'food' }, 3],
      ['healthai_imports_total', { outcome: 'completed' }, standing('completed', 'withdrawing', 'withdrawn')],
      ['healthai_imports_total', { outcome: 'failed' }, standing('failed')],
      ['healthai_imports_unfinished', { status: 'held' }, standing('held')],
      ['healthai_import_rows_total', { outcome: 'quarantined' }, 60],
      ['healthai_import_failures_total', { code: 'wrong-header' }, 4],
      ['healthai_import_failures_total', { code: 'other' }, 2],
      ['healthai_import_runs_total', {}, 6],
      ['healthai_import_run_seconds_total', {}, 12.5],
      ['healthai_pool_connections', { pool: 'commands', state: 'busy' }, 3],
      ['healthai_pool_waiting', { pool: 'commands' }, 1],
      ['healthai_pool_limit', { pool: 'commands' }, 12],
      ['healthai_streams_open', {}, 5],
    ] as const)
      expect([name, labels, await value(metrics, name, labels)]).toEqual([name, labels, expected]);
    // Read again, what only rises has not risen by that.
    expect(await value(metrics, 'healthai_import_runs_total')).toBe(6);
    const gone = createMetrics(() => Promise.reject(new Error('gone')));
    expect(await value(gone, 'healthai_figures_up')).toBe(0);
  });

  test('count every standing of an import once', async () => {
    const metrics = createMetrics(async () => figures);
    const samples = readExposition(await metrics.text()).flatMap((family) => family.samples);
    const told = samples
      .filter(({ name }) => name === 'healthai_imports_total' || name === 'healthai_imports_unfinished')
      .reduce((sum, sample) => sum + sample.value, 0);
    expect(told).toBe(Object.values(figures.imports.standing).reduce((sum, count) => sum + count, 0));
  });

  test('take no label from whoever asks', async () => {
    const metrics = createMetrics();
    const series = async () => readExposition(await metrics.text()).flatMap((family) => family.samples).length;
    metrics.answered({ method: 'PROPFIND', route: 'unmatched', status: 404, seconds: 0 });
    const before = await series();
    for (let i = 0; i < 100; i++) metrics.answered({ method: `M${i}`, route: 'unmatched', status: 404, seconds: 0 });
    expect(await series()).toBe(before);
  });
});

describe('what is done is counted when it has ended', () => {
  const refusal = (status: 401 | 409 | 429) => new Refused({ code: 'x', status, text: () => 'x' });
  const nobody = {} as never;

  test.each([
    [undefined, 'done'],
    [refusal(409), 'refused'],
    [new Error('broken'), 'failed'],
  ] as const)('a decision that ends with %s is %s', async (error, outcome) => {
    const metrics = createMetrics();
    const approve = () => (error ? Promise.reject(error) : Promise.resolve({}));
    const counted = counting({ approve } as unknown as Services, metrics);
    await counted.approve(nobody, '', { expect: 0 }).catch(() => undefined);
    expect(await value(metrics, 'healthai_decisions_total', { deed: 'approve', outcome })).toBe(1);
    expect(await value(metrics, 'healthai_decisions_total', { deed: 'reject', outcome })).toBe(0);
  });

  test.each([
    [undefined, 'done'],
    [refusal(401), 'wrong'],
    [refusal(429), 'delayed'],
    [new Error('broken'), 'failed'],
  ] as const)('a sign-in that ends with %s is %s', async (error, outcome) => {
    const metrics = createMetrics();
    const signIn = () => (error ? Promise.reject(error) : Promise.resolve({}));
    const counted = counting({ accounts: { signIn } } as unknown as Services, metrics);
    await counted.accounts.signIn('a@b', 'c', 'd').catch(() => undefined);
    expect(await value(metrics, 'healthai_sign_ins_total', { outcome })).toBe(1);
  });

  test.each([
    [{ dryRun: true }, 'checked'],
    [{ alreadyImported: true }, 'known'],
    [{ status: 'held' }, 'held'],
    [{ status: 'completed' }, 'imported'],
  ])('a file that comes to %j is %s', async (report, outcome) => {
    const metrics = createMetrics();
    const counted = counting({ upload: async () => report } as unknown as Services, metrics);
    await counted.upload(nobody, nobody);
    expect(await value(metrics, 'healthai_uploads_total', { outcome })).toBe(1);
  });

  test.each([
    ['done', async () => ({ rows: 7 }), 7],
    ['failed', (body: Readable) => broken(body, new Error('the database has gone')), 0],
    ['left', async (body: Readable) => broken(body.destroy()), 0],
  ] as const)('an export ends as %s', async (outcome, ending, rows) => {
    const metrics = createMetrics();
    const body = new Readable({ read() {} }).on('error', () => undefined);
    const counted = counting({ export: async () => ({ body, summary: ending(body) }) } as unknown as Services, metrics);
    const { summary } = await counted.export(nobody, { type: 'food', format: 'csv' });
    await summary.catch(() => undefined);
    expect(await value(metrics, 'healthai_exports_total', { type: 'food', format: 'csv', outcome })).toBe(1);
    expect(await value(metrics, 'healthai_exported_rows_total', { type: 'food' })).toBe(rows);
  });

  /** As the services end an export that cannot go on. */
  async function broken(body: Readable, error = new Error('the reader of the export has gone')): Promise<never> {
    body.destroy(error);
    throw error;
  }
});
