import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../app/embedded/database.ts';
import { migrate } from '../app/migrations.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server all test files share; its database `healthai_template` is migrated and never written to. */
    postgresUrl: string;
  }
}

/** Starts the one embedded PostgreSQL of a test run and prepares the template from which every test's database is copied. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthai-test-'));
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
    fs.rmSync(folder, { recursive: true, force: true });
  };
}
