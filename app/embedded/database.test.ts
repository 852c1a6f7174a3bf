import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import { isRoot, mayEnter, unprivilegedAccount } from './account.ts';
import { destroyDatabase, openDatabase } from './database.ts';
import { isAlive, readPostmaster } from './process.ts';

let dataDir: string;
const children: ChildProcess[] = [];

function newFolder(): void {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'healthai-embedded-'));
  fs.chmodSync(dataDir, 0o711);
}
async function removeFolder(): Promise<void> {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await destroyDatabase(dataDir);
  fs.rmSync(dataDir, { recursive: true, force: true });
}

interface User {
  readonly child: ChildProcess;
  readonly opened: Promise<{ url: string; notice?: string }>;
  /** The highest number whose commit was acknowledged. */
  readonly acknowledged: () => number;
  readonly ended: Promise<number | null>;
  readonly complaints: () => string;
}

/** Starts a process that opens the database in `folder` and writes to it until its stdin ends. */
function startUser(folder: string, account: { uid?: number; gid?: number } = {}): User {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'user.fixture.ts'), folder], {
    ...account,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  let acknowledged = 0;
  let complaints = '';
  child.stderr.on('data', (chunk) => (complaints += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const opened = new Promise<{ url: string; notice?: string }>((resolve, reject) => {
    readline.createInterface(child.stdout).on('line', (line) => {
      const value = JSON.parse(line) as number | { url: string };
      if (typeof value === 'number') acknowledged = value;
      else resolve(value);
    });
    void ended.then(() => reject(new Error(complaints || 'ended before the database was open')));
  });
  opened.catch(() => {});
  return { child, opened, acknowledged: () => acknowledged, ended, complaints: () => complaints };
}

async function ask<Row>(url: string, sql: string): Promise<Row> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0] as Row;
  } finally {
    await client.end();
  }
}

const dataOf = (folder: string) => path.join(folder, 'postgres/cluster/data');
const serverOf = (folder: string) => {
  const server = readPostmaster(dataOf(folder));
  return server && isAlive(server.pid) ? server : undefined;
};

describe('the embedded database', () => {
  beforeEach(newFolder);
  afterEach(removeFolder);

  test('has one server, however many processes start at once, until the last of them ends', async () => {
    const users = [1, 2].map(() => startUser(dataDir));
    const urls = (await Promise.all(users.map((user) => user.opened))).map(({ url }) => url);
    expect(new Set(urls).size).toBe(1);
    for (const user of users) {
      expect(serverOf(dataDir)).toBeDefined();
      // The others fail in their own time: they write the same numbers. What counts is that the server stays for them.
      user.child.stdin?.end();
    }
    await Promise.all(users.map((user) => user.ended));
    expect(fs.readdirSync(path.join(dataDir, 'postgres')).filter((name) => name.startsWith('draft-'))).toEqual([]);
  });

  test('opens again whenever its process is killed while the cluster is being made', async () => {
    for (const [round, afterDraft] of [0, 80, 200, 400, 700].entries()) {
      const folder = path.join(dataDir, String(round));
      const user = startUser(folder);
      const base = path.join(folder, 'postgres');
      while (!fs.existsSync(base) || fs.readdirSync(base).length === 0) await sleep(2);
      await sleep(afterDraft);
      // Every other time the whole group, so that initdb dies with its parent.
      process.kill(round % 2 ? -user.child.pid! : user.child.pid!, 'SIGKILL');
      await user.ended;
      const database = await openDatabase({ throwaway: true, dataDir: folder });
      expect(await ask(database.url, 'select 1 as one')).toEqual({ one: 1 });
      await database.release();
      expect(serverOf(folder)).toBeUndefined();
    }
  });

  test('lies as deep as one likes, beyond what a unix socket could be called', async () => {
    const deep = path.join(dataDir, 'deep'.repeat(30), 'deeper'.repeat(30));
    const database = await openDatabase({ throwaway: true, dataDir: deep });
    expect(await ask(database.url, 'select 1 as one')).toEqual({ one: 1 });
    await database.release();
  });
});

describe('an embedded database that exists', () => {
  beforeAll(newFolder);
  afterAll(removeFolder);

  test('was created at the first start, stops with its last user, and is there again at the next', async () => {
    const first = await openDatabase({ dataDir });
    await ask(first.url, `create table kept as select 'é' as word`);
    await first.release();
    expect(serverOf(dataDir)).toBeUndefined();
    const second = await openDatabase({ dataDir });
    expect(await ask(second.url, 'select word from kept')).toEqual({ word: 'é' });
    expect(
      await ask(
        second.url,
        `select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync, 'B' < 'a' as by_code_point, upper('é') as upper`,
      ),
    ).toEqual({ encoding: 'UTF8', fsync: 'on', by_code_point: true, upper: 'É' });
    await second.release();
    await second.release();
    expect(serverOf(dataDir)).toBeUndefined();
    expect(fs.readdirSync(path.join(dataDir, 'postgres')).sort()).toEqual(['cluster', 'postgres.log', 'run']);
  });

  test('stays while another process uses it', async () => {
    const user = startUser(dataDir);
    const { url } = await user.opened;
    const mine = await openDatabase({ throwaway: true, dataDir });
    expect(mine.url).toBe(url);
    await mine.release();
    expect(serverOf(dataDir)).toBeDefined();
    user.child.stdin?.end();
    expect(await user.ended).toBe(0);
    expect(serverOf(dataDir)).toBeUndefined();
  });

  test('has lost nothing that was acknowledged, whenever its process or its server is killed later', async () => {
    // A killed server loses what it acknowledged before it wrote it: flushed or not, it has to be with the system.
    const settings = { synchronous_commit: 'on' };
    let acknowledged = 0;
    for (let round = 0; round < 6; round++) {
      const user = startUser(dataDir);
      await user.opened;
      await sleep(randomInt(250));
      const server = serverOf(dataDir);
      if (round % 2 && server) process.kill(server.pid, 'SIGKILL');
      process.kill(user.child.pid!, 'SIGKILL');
      await user.ended;
      acknowledged = Math.max(acknowledged, user.acknowledged());
      const database = await openDatabase({ throwaway: true, dataDir, settings });
      const { n } = await ask<{ n: number }>(database.url, `select count(*)::int as n from written`).catch(() => ({
        n: 0,
      }));
      expect(n).toBeGreaterThanOrEqual(acknowledged);
      await database.release();
    }
  });

  test('comes back on its port when the server is killed under its user', async () => {
    let restarted: () => void = () => {};
    const restart = new Promise<void>((resolve) => (restarted = resolve));
    const database = await openDatabase({ throwaway: true, dataDir, onRestart: restarted });
    const before = serverOf(dataDir)!;
    process.kill(before.pid, 'SIGKILL');
    await restart;
    expect(serverOf(dataDir)?.pid).not.toBe(before.pid);
    expect(await ask(database.url, 'select 1 as one')).toEqual({ one: 1 });
    await database.release();
    expect(serverOf(dataDir)).toBeUndefined();
  });

  test('does not take another program for its server that was given the number of one that crashed', async () => {
    const first = await openDatabase({ throwaway: true, dataDir });
    await first.release();
    fs.writeFileSync(
      path.join(dataOf(dataDir), 'postmaster.pid'),
      `${process.pid}\n${dataOf(dataDir)}\n1\n5432\n\n\n\nready\n`,
    );
    const second = await openDatabase({ throwaway: true, dataDir });
    expect(serverOf(dataDir)?.pid).not.toBe(process.pid);
    await second.release();
  });

  test('writes neither statements nor row values into its log', async () => {
    const database = await openDatabase({ throwaway: true, dataDir });
    await ask(database.url, `create table person (name text unique)`);
    await ask(database.url, `insert into person values ('Sesame')`);
    await expect(ask(database.url, `insert into person values ('Sesame')`)).rejects.toThrow('duplicate key');
    await database.release();
    const log = fs.readFileSync(path.join(dataDir, 'postgres/postgres.log'), 'utf8');
    expect(log).toContain('duplicate key');
    expect(log).not.toContain('Sesame');
  });
});

describe.runIf(isRoot())('as root', () => {
  beforeEach(newFolder);
  afterEach(removeFolder);

  test('the server runs as an unprivileged account', async () => {
    const database = await openDatabase({ throwaway: true, dataDir });
    const { uid } = fs.statSync(`/proc/${serverOf(dataDir)!.pid}`);
    expect(uid).toBe(unprivilegedAccount().uid);
    expect(database.notice).toBeUndefined();
    await database.release();
  });

  test('below a folder that others may not enter, the database lies in /var/lib/healthai, and the start says so', async () => {
    fs.chmodSync(dataDir, 0o700);
    const folder = path.join(dataDir, '.data');
    const elsewhere = path.join('/var/lib/healthai', createHash('sha256').update(folder).digest('hex'));
    const database = await openDatabase({ throwaway: true, dataDir: folder });
    expect(database.notice).toContain(elsewhere);
    expect(fs.existsSync(path.join(elsewhere, 'cluster/data/PG_VERSION'))).toBe(true);
    expect(await ask(database.url, 'select 1 as one')).toEqual({ one: 1 });
    await database.release();
    await destroyDatabase(folder);
    expect(fs.existsSync(elsewhere)).toBe(false);
  });

  test.runIf(mayEnter(import.meta.dirname) && mayEnter(process.execPath))(
    'the database of an ordinary user stays hers, and the one of root is not hers',
    async () => {
      const account = unprivilegedAccount();
      const hers = path.join(dataDir, 'hers');
      fs.mkdirSync(hers, { mode: 0o700 });
      fs.chownSync(hers, account.uid, account.gid);
      const user = startUser(hers, account);
      const { url } = await user.opened;
      const database = await openDatabase({ throwaway: true, dataDir: hers });
      expect(database.url).toBe(url);
      await database.release();
      user.child.stdin?.end();
      expect(await user.ended).toBe(0);

      const roots = await openDatabase({ throwaway: true, dataDir });
      const intruder = startUser(dataDir, account);
      expect(await intruder.ended).toBe(1);
      expect(intruder.complaints()).toContain('belongs to another user');
      await roots.release();
    },
  );
});

describe('an existing PostgreSQL', () => {
  beforeEach(newFolder);
  afterEach(removeFolder);

  test('is used as it is', async () => {
    const existing = await freshDatabase({ empty: true });
    const database = await openDatabase({ throwaway: true, dataDir, databaseUrl: existing.url });
    expect(database).toMatchObject({ url: existing.url, embedded: false });
    await database.release();
    await existing.drop();
    expect(fs.readdirSync(dataDir)).toEqual([]);
  });

  test('that does not answer is an error that names DATABASE_URL and not its password', async () => {
    const opening = openDatabase({
      throwaway: true,
      dataDir,
      databaseUrl: 'postgres://someone:sesame@127.0.0.1:1/nothing',
    });
    await expect(opening).rejects.toThrow(/^DATABASE_URL: PostgreSQL does not answer \((?!.*sesame)/);
  });
});
