/** An import killed anywhere goes on where it stopped, and ends as if nothing had happened. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../domain/ids.ts';
import { canonicalJson } from '../../domain/json.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { foodFile, mixedFoods } from './foods.test-support.ts';

const rows = 4_000;
/** Kills in all: several in a row hit the same import, each somewhere in what is left of it. */
const databases = 5;
const killsEach = 10;

const folder = mkdtempSync(path.join(os.tmpdir(), 'healthai-kill-'));
const file = path.join(folder, 'foods.csv');
const command = path.resolve(import.meta.dirname, '../../app/cli/healthai.js');
const opened: TestDatabase[] = [];

beforeAll(() => writeFileSync(file, foodFile(mixedFoods(rows))));
afterAll(async () => {
  for (const database of opened) await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

interface Place {
  readonly url: string;
  readonly dataDir: string;
}

async function place(): Promise<Place> {
  const database = await freshDatabase();
  opened.push(database);
  return { url: database.url, dataDir: mkdtempSync(path.join(folder, 'data-')) };
}

function start({ url, dataDir }: Place): {
  child: ChildProcess;
  ended: Promise<{ code: number | null; out: string; err: string }>;
} {
  const env = { ...process.env, DATABASE_URL: url, DATA_DIR: dataDir, LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [command, 'ingest', 'daily-food', file, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  return { child, ended: new Promise((done) => child.on('close', (code) => done({ code, out, err }))) };
}

/** Kills an import when the log has grown past a position, or at once where it never does. */
async function killAt(where: Place, position: number): Promise<void> {
  const client = new pg.Client({ connectionString: where.url });
  await client.connect();
  const { child, ended } = start(where);
  let running = true;
  void ended.then(() => {
    running = false;
  });
  while (running) {
    const { rows: heads } = await client.query('select position from log.head');
    if (Number(heads[0]?.position ?? 0) >= position) break;
    await sleep(1);
  }
  child.kill('SIGKILL');
  await ended;
  await client.end();
}

/** Everything that the log holds, by stream: what was decided, not when. */
async function logOf({ url }: Place): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: events } = await client.query(
    'select stream, version, event_id, type, data::text as data from log.event order by stream, version',
  );
  await client.end();
  const streams = new Map<string, string>();
  for (const { stream, version, event_id, type, data } of events) {
    const text = `${streams.get(stream) ?? ''}${version} ${event_id} ${type} ${sha256(canonicalJson(JSON.parse(data)))}\n`;
    streams.set(stream, text);
  }
  // The basis of an import is a position, and a restart may have registered what it needs in between.
  return new Map(
    [...streams].map(([stream, text]) => [
      stream,
      stream.startsWith('import-') ? text.split('\n').slice(1).join('\n') : text,
    ]),
  );
}

async function importRow({ url }: Place): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: runs } = await client.query(
    `select status, rows_read, rows_new, rows_revised, rows_unchanged, rows_duplicate, rows_conflicting, rows_quarantined, rows_repaired, findings
     from imports.import_run`,
  );
  const { rows: checks } = await client.query(
    `select (select count(*) from records.record) as records, (select count(*) from published.food) as published,
            (select count(*) from records.review_queue) as queue, (select count(*) from records.record where status = 'open') as open,
            (select count(*) from imports.quarantined_row) as quarantined`,
  );
  await client.end();
  return { runs, checks };
}

test(`killed at ${databases * killsEach} points, an import ends with the same log, counts and tables as an undisturbed one`, async () => {
  const calm = await place();
  const undisturbed = await start(calm).ended;
  expect(undisturbed).toMatchObject({ code: 0 });
  const expectedLog = await logOf(calm);
  const expectedRows = await importRow(calm);
  const events = [...expectedLog.values()].reduce((n, text) => n + text.split('\n').length - 1, 0);
  for (let n = 0; n < databases; n++) {
    const where = await place();
    const points = Array.from({ length: killsEach }, () => Math.floor(Math.random() * events)).sort((a, b) => a - b);
    for (const point of points) await killAt(where, point);
    const last = await start(where).ended;
    expect(last.code, `killed at ${points.join(', ')}: ${last.err} ${last.out}`).toBe(0);
    expect(await importRow(where), `killed at ${points.join(', ')}`).toEqual(expectedRows);
    expect(await logOf(where), `killed at ${points.join(', ')}`).toEqual(expectedLog);
  }
}, 600_000);
