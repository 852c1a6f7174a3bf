/** The command line as a script calls it: a process a command, over a database and a folder of the test's own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freshDatabase } from '../../test/database.ts';
import { processStamp } from '../embedded/process.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly stdin?: string;
}

export interface Terminal {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly run: (words: readonly string[], options?: CallOptions) => Promise<Ended>;
  /** Runs with `--json`; every line of stdout must be an object, and there must be nothing else. */
  readonly lines: (words: readonly string[], options?: CallOptions) => Promise<Json[]>;
  /** The one object that a command prints with `--json`. */
  readonly json: (words: readonly string[], options?: CallOptions) => Promise<Json>;
  /** Writes a file into the folder, and answers its path. */
  readonly file: (name: string, content: string) => string;
  readonly remove: () => Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: what was printed is what the tests are about
export type Json = any;

const launcher = path.join(import.meta.dirname, 'healthai.js');

export async function freshTerminal(): Promise<Terminal> {
  const database = await freshDatabase();
  const folder = mkdtempSync(path.join(os.tmpdir(), `healthai-test-${processStamp(process.pid)}-`));
  const usual = { PATH: process.env.PATH, DATABASE_URL: database.url, DATA_DIR: path.join(folder, 'data') };

  const run: Terminal['run'] = (words, { environment = {}, stdin = '' } = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [launcher, ...words], {
        cwd: folder,
        env: { ...usual, ...environment },
      });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
      child.stdin.on('error', () => {}).end(stdin);
      child.once('error', reject).once('close', (code) => resolve({ code, stdout, stderr }));
    });
  const lines: Terminal['lines'] = async (words, options) =>
    (await run([...words, '--json'], options)).stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Json);
  return {
    folder,
    databaseUrl: database.url,
    run,
    lines,
    async json(words, options) {
      const objects = await lines(words, options);
      if (objects.length !== 1) throw new Error(`${words.join(' ')} printed ${objects.length} objects`);
      return objects[0];
    },
    file(name, content) {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    },
    async remove() {
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
