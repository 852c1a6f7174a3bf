import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { destroyDatabase, openDatabase } from '../app/embedded/database.ts';
import { processStamp, stampIsAlive } from '../app/embedded/process.ts';
import { migrate } from '../app/migrations.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server all test files share; its database `healthai_template` is migrated and never written to. */
    postgresUrl: string;
  }
}

const PREFIX = 'healthai-test-';

/** Stops and removes what earlier runs left behind that were killed. */
async function sweep(): Promise<void> {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const stamp = name.startsWith(PREFIX) && /^\d+-\d+/.exec(name.slice(PREFIX.length))?.[0];
    if (!stamp || stampIsAlive(stamp)) continue;
    const folder = path.join(os.tmpdir(), name);
    await destroyDatabase(folder);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts the one embedded PostgreSQL of a test run and prepares the template from which every test's database is copied. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${processStamp(process.pid)}-`));
  fs.chmodSync(folder, 0o711);
  const database = await openDatabase({ dataDir: folder, throwaway: true, settings: { max_connections: '200' } });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('create database healthai_template');
  await client.end();
  const template = new URL(database.url);
  template.pathname = '/healthai_template';
  await migrate(template.href);
  project.provide('postgresUrl', database.url);
  return async () => {
    await database.release();
    await destroyDatabase(folder);
    fs.rmSync(folder, { recursive: true, force: true });
  };
}
