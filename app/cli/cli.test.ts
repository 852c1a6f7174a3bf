/** What scripts rely on: the names and types of what every command prints with `--json`, and its exit code. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Food, foodFile } from '../../ingestion/import/foods.test-support.ts';
import { freshTerminal, type Json, type Terminal } from './terminal.test-support.ts';

const number = expect.any(Number);
const text = expect.any(String);
const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const position = expect.stringMatching(/^\d+$/);
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

let terminal: Terminal;
let file: string;
/** What the first import printed. */
let imported: Json;
/** A record with an error, and one that was stated twice. */
let brew: string;
let soup: string;

const foods: readonly Food[] = [
  { name: 'Bread' },
  { name: 'Bread' },
  { name: 'Brew', kcal: 900 },
  { name: 'Soup' },
  { name: 'Soup', protein: 11 },
  { name: 'Stone', kcal: 'many' },
];

beforeAll(async () => {
  terminal = await freshTerminal();
  file = terminal.file('foods.csv', foodFile(foods));
});
afterAll(() => terminal.remove());

describe('ingest', () => {
  const counts = {
    read: 6,
    new: 3,
    revised: 0,
    unchanged: 0,
    duplicate: 1,
    conflicting: 1,
    quarantined: 1,
    repaired: 0,
    leftOut: 0,
  };
  const findings = [
    { rule: 'F5', severity: 'error', count: 1 },
    { rule: 'G11', severity: 'error', count: 2 },
  ];

  test('says what a dry run would do, with no import and no position', async () => {
    const dry = await terminal.json(['ingest', 'daily-food', file, '--dry-run']);
    expect(dry).toMatchObject({ import: null, dryRun: true, alreadyImported: false, counts, findings, position: null });
    expect(dry.records).toEqual({ published: 1, open: 2, rejected: 0 });
    expect(dry.quarantined).toMatchObject([{ row: 7, column: 'Calories (kcal)', value: 'many', reason: text }]);
  });

  test('says what came of the file, in one object and nothing else on stdout', async () => {
    imported = await terminal.json(['ingest', 'daily-food', file]);
    const bytes = readFileSync(file);
    expect(imported).toEqual({
      import: uuid,
      source: 'daily-food',
      dryRun: false,
      alreadyImported: false,
      status: 'completed',
      columns: { mapped: expect.arrayContaining(['Food_Item', 'Calories (kcal)']), absent: [], unknown: [] },
      noLongerStated: null,
      hold: null,
      file: { name: 'foods.csv', sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length },
      counts,
      records: { published: 1, open: 2, rejected: 0 },
      findings,
      position,
      seconds: number,
      peakMemoryMiB: number,
    });
  });

  test('appends nothing for the same bytes, also from standard input; --strict exits with 1 where people are needed', async () => {
    const { code, stdout } = await terminal.run(['ingest', 'daily-food', '-', '--strict', '--json'], {
      stdin: foodFile(foods),
    });
    const { import: id, position: at } = imported;
    expect(JSON.parse(stdout)).toMatchObject({ import: id, alreadyImported: true, position: at, file: { name: null } });
    expect(JSON.parse(stdout).counts).toMatchObject({ read: 6, unchanged: 6, new: 0 });
    expect(code).toBe(1);
  });

  test('exits with 0 without --strict, or where nobody is needed', async () => {
    const clean = terminal.file('clean.csv', foodFile([{ name: 'Rice' }]));
    const ended = await Promise.all([
      terminal.run(['ingest', 'daily-food', file, '--dry-run']),
      terminal.run(['ingest', 'daily-food', clean, '--dry-run', '--strict']),
    ]);
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
  });

  test('reads a pipe as it reads a file', async () => {
    const pipe = path.join(terminal.folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [ended] = await Promise.all([
      terminal.json(['ingest', 'daily-food', pipe, '--dry-run']),
      writeFile(pipe, foodFile(foods)),
    ]);
    expect(ended).toMatchObject({ alreadyImported: true, file: { name: null, sha256: imported.file.sha256 } });
  });
});

test('imports are the objects that ingest printed, with status and times; a rejected file is among them', async () => {
  const empty = terminal.file('empty.csv', '');
  expect(await terminal.json(['ingest', 'daily-food', empty])).toMatchObject({
    error: { code: 'empty-file', message: expect.stringContaining('empty.csv'), details: { source: 'daily-food' } },
  });
  const [failed, completed, ...others] = await terminal.lines(['imports']);
  expect(others).toEqual([]);
  expect(completed).toEqual({
    ...imported,
    status: 'completed',
    startedAt: time,
    finishedAt: time,
    failure: null,
    mapping: null,
    givenUp: null,
  });
  expect(failed).toMatchObject({
    status: 'failed',
    records: { published: 0, open: 0, rejected: 0 },
    counts: { read: 0 },
  });
  expect(Object.keys(failed).sort()).toEqual(Object.keys(completed).sort());
});

test('sources are listed without a database, and nothing is made in DATA_DIR', async () => {
  const environment = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing', DATA_DIR: `${terminal.folder}/none` };
  const { sources } = await terminal.json(['sources'], { environment });
  for (const source of sources)
    expect(source).toMatchObject({
      name: text,
      recordType: text,
      format: expect.stringMatching(/^(csv|json|xlsx)$/),
      licence: text,
      redistributable: expect.any(Boolean),
      trust: expect.stringMatching(/^(auto|clean|review)$/),
    });
  expect(sources[0]).toHaveProperty('cadence');
  expect(() => readFileSync(`${terminal.folder}/none`)).toThrow('ENOENT');
});

describe('record', () => {
  let view: Json;
  beforeAll(async () => {
    const queue = await terminal.lines(['queue']);
    const idOf = (key: string) => queue.find((item) => item.key === key).record;
    [brew, soup] = [idOf('Brew'), idOf('Soup')];
    view = await terminal.json(['record', brew]);
  });

  test('shows raw cells, values, findings, where they come from and what happened', () => {
    expect(view).toMatchObject({ type: 'food', key: 'Brew', version: 0, status: 'open', published: null });
    expect(view.raw).toEqual(['Brew', 'Meal', '900', '10', '10', '4', '1', '2', '100', '5', 'Lunch', '0']);
    expect(view.values).toMatchObject({ name: 'Brew', energy_kcal: 900, sodium_mg: 100, meal_type: 'lunch' });
    expect(view.findings).toMatchObject([{ rule: 'F5', version: 1, severity: 'error', message: text, advice: text }]);
    expect(view.provenance).toMatchObject({ file: 'foods.csv', row: 4, import: imported.import, source: 'daily-food' });
    expect(view.provenance.columns).toHaveLength(12);
    expect(view.provenance.columns[2]).toBe('Calories (kcal)');
    expect(view.history).toMatchObject([
      { version: 0, position, id: uuid, type: 'RecordProposed', actor: 'system', at: time, stands: true },
    ]);
  });

  test('shows the same at a position, at an event and at a time', async () => {
    const [{ position: at, id }] = view.history;
    const whens = [at, `event:${id}`, new Date().toISOString()];
    const views = await Promise.all(whens.map((when) => terminal.json(['record', brew, '--at', when])));
    for (const one of views) expect(one).toEqual(view);
    const before = await terminal.json(['record', brew, '--at', `${Number(at) - 1}`]);
    expect(before.error.message).toBe(
      `There was no record ${brew} at position ${Number(at) - 1}. Without --at it is shown as it is now.`,
    );
  });
});

describe('decisions', () => {
  const decided = (record: string, version: number, status: string, published: number | null) => ({
    record,
    version,
    position,
    status,
    published,
  });
  const by = (role: string) => ['--as', `${role}@healthai.local`];

  test('answer with record, version, position, status and what is published', async () => {
    const correct = [
      'correct',
      brew,
      '--set',
      'energy_kcal=117',
      '--set',
      'category=Drink',
      '--reason',
      'typing error',
    ];
    expect(await terminal.json([...correct, ...by('reviewer'), '--expect', '0'])).toEqual(
      decided(brew, 1, 'open', null),
    );
    expect(await terminal.json(['approve', brew, ...by('approver'), '--expect', '1'])).toEqual(
      decided(brew, 2, 'published', 2),
    );
    const choose = ['choose', soup, '--alternative', '1', '--reason', 'weighed again'];
    expect(await terminal.json([...choose, ...by('reviewer')])).toEqual(decided(soup, 2, 'open', null));
    const reject = ['reject', soup, '--code', 'implausible', '--text', 'nobody weighed it'];
    expect(await terminal.json([...reject, ...by('approver2')])).toEqual(decided(soup, 3, 'rejected', null));
    const [now, then] = await Promise.all([
      terminal.json(['record', brew]),
      terminal.json(['record', brew, '--at', imported.position]),
    ]);
    expect(now).toMatchObject({ status: 'published', version: 2, published: 2 });
    expect(now.publishedValues).toEqual({ ...then.values, energy_kcal: 117, category: 'Drink' });
    expect(then).toMatchObject({ status: 'open', version: 0, published: null, values: { energy_kcal: 900 } });
  });

  test('are refused with the reason, and with what stands', async () => {
    const refused = await Promise.all([
      terminal.json(['approve', brew, ...by('reviewer')]),
      terminal.json(['reject', brew, '--code', 'x', ...by('reviewer'), '--expect', '1']),
      terminal.json(['correct', brew, '--set', 'energy_kcal=much', '--reason', 'x', ...by('reviewer')]),
      terminal.json(['approve', imported.import, ...by('approver')]),
    ]);
    expect(refused.map(({ error }) => error.code)).toEqual([
      'not-entitled',
      'stale-version',
      'untypable',
      'no-such-record',
    ]);
    const current = decided(brew, 2, 'published', 2);
    expect(refused[1].error.details).toMatchObject({ expected: 1, actual: 2, current });
    for (const { error } of refused) expect(error.message).toMatch(/\. .+\.$/);
  });
});

describe('events', () => {
  test('come in the order of the log, after a position, so many at most, by stream or category', async () => {
    const [all, some, stream, category] = await Promise.all([
      terminal.lines(['events']),
      terminal.lines(['events', '--after', imported.position, '--limit', '2']),
      terminal.lines(['events', '--stream', `food-${brew}`]),
      terminal.lines(['events', '--category', 'import']),
    ]);
    const positions = all.map((event) => Number(event.position));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const event of all)
      expect(event).toEqual({
        position,
        stream: text,
        version: number,
        type: text,
        id: uuid,
        at: time,
        data: expect.any(Object),
        metadata: expect.objectContaining({
          commandId: uuid,
          correlationId: uuid,
          actor: text,
          at: event.at,
          v: number,
        }),
      });
    const after = all.filter((event) => Number(event.position) > Number(imported.position));
    expect(some).toEqual(after.slice(0, 2));
    expect(stream).toEqual(all.filter((event) => event.stream === `food-${brew}`));
    expect(stream.map(({ version }) => version)).toEqual([0, 1, 2]);
    expect(category).toEqual(all.filter((event) => event.stream.startsWith('import-')));
    expect(category.length).toBeGreaterThan(3);
  });
});

test('a reader that goes away ends a command quietly', () => {
  const command = `'${process.execPath}' '${path.join(import.meta.dirname, 'healthai.js')}' events --json | head -1`;
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-o', 'pipefail', '-c', command], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, DATABASE_URL: terminal.databaseUrl, DATA_DIR: path.join(terminal.folder, 'data') },
  });
  expect(JSON.parse(stdout)).toMatchObject({ position: '1' });
  expect([status, stderr]).toEqual([0, '']);
});

test('rebuild compares what it built with what is in use', async () => {
  const { projections } = await terminal.json(['rebuild']);
  expect(projections.map(({ name }: Json) => name)).toEqual(['records', 'imports']);
  for (const one of projections) {
    expect(one).toEqual({
      name: text,
      version: number,
      events: number,
      seconds: number,
      liveChecksum: text,
      rebuiltChecksum: one.liveChecksum,
      equal: true,
    });
    expect(one.events).toBeGreaterThan(0);
  }
  expect((await terminal.json(['rebuild', 'imports'])).projections).toHaveLength(1);
});

test('status says how far the projections are, and how many records stand where', async () => {
  const status = await terminal.json(['status']);
  expect(status).toMatchObject({ head: position, store: 'postgres' });
  for (const one of status.projections) expect(one).toMatchObject({ name: text, position: status.head, lag: 0 });
  expect(status.counts.food).toEqual({ published: 2, open: 0, rejected: 1 });
  expect(status.counts.sleep_period).toEqual({ published: 0, open: 0, rejected: 0 });
});
