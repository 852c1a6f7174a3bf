/** The first start, killed at every stage of it, and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshTerminal, type Json, type Terminal } from './cli/terminal.test-support.ts';
import { destroyDatabase } from './embedded/database.ts';
import { isAlive, readPostmaster } from './embedded/process.ts';

let terminal: Terminal;
let dataDir: string;
/** As commands find it: an embedded database in a folder that lives through all the kills. */
let environment: NodeJS.ProcessEnv;
const started: ChildProcess[] = [];

beforeAll(async () => {
  terminal = await freshTerminal();
  fs.chmodSync(terminal.folder, 0o711);
  dataDir = path.join(terminal.folder, 'data');
  environment = { DATA_DIR: dataDir, DATABASE_URL: undefined };
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await destroyDatabase(dataDir);
  await terminal.remove();
});

interface Started {
  readonly child: ChildProcess;
  /** What it has written so far, on stdout and stderr. */
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

function start(more: NodeJS.ProcessEnv): Started {
  const launcher = path.join(import.meta.dirname, 'cli/healthai.js');
  const child = spawn(process.execPath, [launcher, 'start'], {
    env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'warn', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  return { child, said: () => said, ended: new Promise((resolve) => child.once('close', resolve)) };
}

/** Waits until something is so, and fails with what was said where the process ended before. */
async function reached({ child, said }: Started, what: () => boolean): Promise<void> {
  while (!what()) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended too soon: ${said()}`);
    await sleep(2);
  }
}

const ready = (one: Started) => reached(one, () => one.said().includes('ready http://'));

const stopped = async ({ child, ended }: Started): Promise<number | null> => {
  child.kill('SIGTERM');
  return ended;
};

const inDatabaseFolder = (find: (name: string) => boolean): boolean => {
  const folder = path.join(dataDir, 'postgres');
  return fs.existsSync(folder) && fs.readdirSync(folder).some(find);
};

/** What is in, without what differs from run to run. */
async function state(where: NodeJS.ProcessEnv): Promise<Json> {
  const options = { environment: where };
  const { counts } = await terminal.json(['status'], options);
  const imports = await terminal.lines(['imports'], options);
  const foods = (await terminal.run(['export', 'food', '--format', 'csv'], options)).stdout;
  return {
    counts,
    foods,
    imports: imports.map(({ source, status, counts, file }) => ({ source, status, counts, file })),
  };
}

const moments: readonly (readonly [string, (one: Started) => boolean])[] = [
  ['the database is being made', () => inDatabaseFolder((name) => name.startsWith('draft-'))],
  ['the database was just made', () => inDatabaseFolder((name) => name === 'cluster')],
  ['the first file is read', ({ said }) => said().includes('bundled data: sample-food\n')],
  ['records of people are written', ({ said }) => said().includes('bundled data: sample-activity\n')],
  ['the last file is read', ({ said }) => said().includes('bundled data: sample-weight\n')],
];

describe('a first start', () => {
  test.each(moments)('may be killed while %s', async (_when, isSo) => {
    const one = start(environment);
    await reached(one, () => isSo(one));
    one.child.kill('SIGKILL');
    expect(await one.ended).toBeNull();
  });

  test('goes on from there: the bundled data are in, once, as after a start that nothing disturbed', async () => {
    const one = start(environment);
    await ready(one);
    const url = /ready (http:\S+)/.exec(one.said())![1]!;
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const disturbed = await state(environment);

    const undisturbedWhere = { DATA_DIR: path.join(terminal.folder, 'other'), DATABASE_URL: terminal.databaseUrl };
    const other = start(undisturbedWhere);
    await ready(other);
    expect(await stopped(other)).toBe(0);
    expect(disturbed).toEqual(await state(undisturbedWhere));
    expect(disturbed.imports.every(({ status }: Json) => status === 'completed')).toBe(true);
    expect(await stopped(one)).toBe(0);
  });

  test('leaves nothing behind once it is stopped: no server, no draft', () => {
    const server = readPostmaster(path.join(dataDir, 'postgres/cluster/data'));
    expect(server !== undefined && isAlive(server.pid)).toBe(false);
    expect(inDatabaseFolder((name) => name.startsWith('draft-'))).toBe(false);
  });

  test('is the only one that brings data in: the second says nothing but that it is ready', async () => {
    const one = start(environment);
    await ready(one);
    expect(one.said()).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+ .*\n$/);
    expect(await stopped(one)).toBe(0);
  });
});
