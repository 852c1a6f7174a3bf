/** Starts the product as an operator does, once for a run of browser tests: database, bundled data, web server. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import type { User } from '../app/credentials.ts';
import { destroyDatabase } from '../app/embedded/database.ts';
import { processStamp } from '../app/embedded/process.ts';
import type { TlsProxy } from './tls-proxy.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the product answers. */
    servedUrl: string;
    /** Who may sign in, with their passwords. */
    servedUsers: readonly User[];
    /** The proxy with TLS before it; null where it is asked directly. */
    servedBehind: Pick<TlsProxy, 'host' | 'certificate' | 'keyDigest'> | null;
  }
}

export default (project: TestProject): Promise<() => Promise<void>> => serveFor(project);

/** @param proxy what it is reached through, if not directly; closed with it */
export async function serveFor(project: TestProject, proxy?: TlsProxy): Promise<() => Promise<void>> {
  // Named like the folders of the other tests, so that their next run removes it when this one is killed.
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), `healthai-test-${processStamp(process.pid)}-`));
  fs.chmodSync(dataDir, 0o711);
  const launcher = path.join(import.meta.dirname, '../app/cli/healthai.js');
  const server = spawn(process.execPath, [launcher, 'start'], {
    env: {
      ...{ PATH: process.env.PATH, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' },
      ...(proxy && { PUBLIC_URL: proxy.url, TRUSTED_PROXIES: '127.0.0.1' }),
    },
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
  proxy?.passOnTo(url);
  project.provide('servedUrl', proxy?.url ?? url);
  project.provide(
    'servedBehind',
    proxy ? { host: proxy.host, certificate: proxy.certificate, keyDigest: proxy.keyDigest } : null,
  );
  project.provide('servedUsers', users);
  return async () => {
    proxy?.close();
    server.kill('SIGTERM');
    await ended;
    await destroyDatabase(dataDir);
    fs.rmSync(dataDir, { recursive: true, force: true });
    // What the server logged as warnings and errors belongs to the run.
    const logged = said.split('\n').filter((line) => line.startsWith('{"level"'));
    if (logged.length > 0) process.stderr.write(`the server logged:\n${logged.join('\n')}\n`);
  };
}
