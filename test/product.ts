/** Starts the product as an operator does, in a process of its own: database, web server, bundled data where asked for. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { User } from '../app/credentials.ts';
import { destroyDatabase } from '../app/embedded/database.ts';
import { processStamp } from '../app/embedded/process.ts';

export interface Product {
  /** Where it answers. */
  readonly url: string;
  readonly dataDir: string;
  /** Who may sign in, with their passwords. */
  readonly users: readonly User[];
  /** Of the process that serves. */
  readonly pid: number;
  /** Ends it, removes its files, and answers what it logged as warnings and errors, a line each. */
  stop(): Promise<readonly string[]>;
}

/** @param environment beside PATH, DATA_DIR, PORT and LOG_LEVEL */
export async function startProduct(environment: Readonly<Record<string, string>> = {}): Promise<Product> {
  // Named like the folders of the other tests, so that their next run removes it when this one is killed.
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), `healthai-test-${processStamp(process.pid)}-`));
  fs.chmodSync(dataDir, 0o711);
  const launcher = path.join(import.meta.dirname, '../app/cli/healthai.js');
  const server = spawn(process.execPath, [launcher, 'start'], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const url = await new Promise<string>((resolve, reject) => {
    server.stdout.on('data', () => {
      const ready = /^ready (\S+)/m.exec(said)?.[1];
      if (ready) resolve(ready);
    });
    ended.then(() => reject(new Error(`the server ended before it was ready: ${said}`)));
  });
  const { users } = JSON.parse(fs.readFileSync(path.join(dataDir, 'credentials.json'), 'utf8'));
  return {
    url,
    dataDir,
    users,
    pid: server.pid!,
    async stop() {
      server.kill('SIGTERM');
      await ended;
      await destroyDatabase(dataDir);
      fs.rmSync(dataDir, { recursive: true, force: true });
      return said.split('\n').filter((line) => line.startsWith('{"level"'));
    },
  };
}
