/** A place where the first release runs: a database and a folder of its own, and the release's own command line over them. */
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import type { Job } from './trouble.ts';

export type StoreKind = 'postgres' | 'eventstoredb';

/** A record of EventStoreDB, as the release's test server keeps it. */
export interface ServerRecord {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  readonly created: number;
}

interface Server {
  readonly url: string;
  readonly log: { readonly records: readonly ServerRecord[] };
  close(): Promise<void>;
}

interface Database {
  readonly url: string;
  release(): Promise<void>;
}

/** What is printed on stdout: one object a line. */
// biome-ignore lint/suspicious/noExplicitAny: what the release prints is what is kept
export type Json = any;

export interface Place {
  readonly release: string;
  readonly dataDir: string;
  /** Undefined where the log is in PostgreSQL. */
  readonly server: Server | undefined;
  readonly sql: pg.Client;
  readonly environment: NodeJS.ProcessEnv;
  /** Runs a command with `--json`; answers what it printed, whatever its exit code. */
  healthai(...words: readonly string[]): Promise<readonly Json[]>;
  /** Imports a file in a process of its own that meets trouble; answers what it printed, nothing where it was killed. */
  trouble(job: Omit<Job, 'release'>): Promise<Json>;
  /** Writes a file to be delivered, and answers its path. */
  deliver(name: string, content: string | Buffer): string;
  remove(): Promise<void>;
}

/** @param release the checkout of the first release, with its packages */
export async function openPlace(release: string, kind: StoreKind): Promise<Place> {
  const load = (file: string): Promise<Json> => import(pathToFileURL(path.join(release, file)).href);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthai-golden-'));
  fs.chmodSync(folder, 0o711);
  const { openDatabase } = await load('app/embedded/database.ts');
  const database: Database = await openDatabase({ dataDir: path.join(folder, 'server'), throwaway: true });
  const { startServer } = await load('eventstore/eventstoredb/server/server.test-support.ts');
  const server: Server | undefined = kind === 'eventstoredb' ? await startServer() : undefined;
  const dataDir = path.join(folder, 'data');
  const environment = {
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    ...(server && { EVENTSTORE_URL: server.url }),
  };
  const sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  return {
    release,
    dataDir,
    server,
    sql,
    environment,
    healthai: (...words) => healthai(release, environment, words),
    trouble: (job) => inTrouble({ ...job, release }, environment),
    deliver(name, content) {
      fs.writeFileSync(path.join(folder, name), content);
      return path.join(folder, name);
    },
    async remove() {
      await sql.end();
      await server?.close();
      await database.release();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

const linesOf = (text: string): Json[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

function healthai(release: string, env: NodeJS.ProcessEnv, words: readonly string[]): Promise<readonly Json[]> {
  const launcher = path.join(release, 'app/cli/healthai.js');
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [launcher, ...words, '--json'], { env, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(`healthai ${words.join(' ')} said nothing: ${stderr}`, { cause: error }));
      else resolve(linesOf(stdout));
    });
  });
}

/** A process that kills itself with SIGKILL leaves what such a process leaves. */
function inTrouble(job: Job, env: NodeJS.ProcessEnv): Promise<Json> {
  const script = path.join(import.meta.dirname, 'trouble.ts');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, JSON.stringify(job)], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.once('error', reject).once('close', (code, signal) => {
      const expected = job.trouble?.kind === 'killed' ? signal === 'SIGKILL' : code === 0;
      if (expected) resolve(linesOf(said)[0]);
      else reject(new Error(`${JSON.stringify(job)} ended with ${code ?? signal}`));
    });
  });
}
