import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { migrate } from './migrations.ts';

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await freshDatabase({ empty: true });
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthai-sql-'));
});
afterEach(async () => {
  await database.drop();
  fs.rmSync(folder, { recursive: true });
});

function write(name: string, text: string): void {
  fs.writeFileSync(path.join(folder, name), text);
}

async function rows(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('migrations', () => {
  test('are applied once, in the order of their numbers', async () => {
    write('002-second.sql', 'insert into a values (2);');
    write('001-first.sql', 'create table a (n int); insert into a values (1);');
    expect(await migrate(database.url, folder)).toEqual(['001-first.sql', '002-second.sql']);
    expect(await migrate(database.url, folder)).toEqual([]);
    write('003-third.sql', 'insert into a values (3);');
    expect(await migrate(database.url, folder)).toEqual(['003-third.sql']);
    expect(await rows('select n from a order by n')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  test('that fail leave nothing of their file behind, and those before them stay', async () => {
    write('001-first.sql', 'create table a (n int);');
    write('002-second.sql', 'create table b (n int); select 1/0;');
    await expect(migrate(database.url, folder)).rejects.toThrow(
      'sql/002-second.sql failed and was rolled back: division by zero',
    );
    expect(await rows(`select to_regclass('a') is null as a, to_regclass('b') is null as b`)).toEqual([
      { a: false, b: true },
    ]);
    write('002-second.sql', 'create table b (n int);');
    expect(await migrate(database.url, folder)).toEqual(['002-second.sql']);
  });

  test('that were changed after they were applied are refused', async () => {
    write('001-first.sql', 'create table a (n int);');
    await migrate(database.url, folder);
    write('001-first.sql', 'create table a (n int, m int);');
    await expect(migrate(database.url, folder)).rejects.toThrow('sql/001-first.sql was changed after it was applied');
  });

  test('that only the database knows say that the program is older than its data', async () => {
    write('001-first.sql', 'create table a (n int);');
    await migrate(database.url, folder);
    fs.rmSync(path.join(folder, '001-first.sql'));
    await expect(migrate(database.url, folder)).rejects.toThrow('older than the database');
  });

  test('are applied once when several processes start at the same moment', async () => {
    write('001-first.sql', 'create table a (n int); select pg_sleep(0.2);');
    write('002-second.sql', 'insert into a values (1);');
    const script = `const { migrate } = await import(${JSON.stringify(path.join(import.meta.dirname, 'migrations.ts'))});
      process.stdout.write(JSON.stringify(await migrate(process.argv[1], process.argv[2])));`;
    const processes = [1, 2, 3].map(() =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, database.url, folder]),
    );
    const applied = (await Promise.all(processes)).map(({ stdout }) => JSON.parse(stdout) as string[]);
    expect(applied.toSorted((a, b) => b.length - a.length)).toEqual([['001-first.sql', '002-second.sql'], [], []]);
    expect(await rows('select n from a')).toEqual([{ n: 1 }]);
  });

  test('of one number are refused, and so are names without a number', async () => {
    write('001-first.sql', 'select 1;');
    write('001-other.sql', 'select 1;');
    await expect(migrate(database.url, folder)).rejects.toThrow('carry the same number');
    fs.rmSync(path.join(folder, '001-other.sql'));
    write('first.sql', 'select 1;');
    await expect(migrate(database.url, folder)).rejects.toThrow('sql/first.sql');
  });

  test('of this repository apply to an empty database', async () => {
    const files = fs.readdirSync(path.resolve(import.meta.dirname, '../sql')).sort();
    expect(await migrate(database.url)).toEqual(files.filter((name) => name.endsWith('.sql')));
  });
});
