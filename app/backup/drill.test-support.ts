/** An installation that is filled, saved, lost and restored: the embedded default, and one on a given PostgreSQL. */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { type Kept, readKept } from '../../test/golden/kept.ts';
import { loadAsThen, loadFolder } from '../../test/golden/load.ts';
import { freshFolder } from '../../test/system.ts';
import { readConfiguration } from '../configuration.ts';
import { destroyDatabase, openDatabase } from '../embedded/database.ts';
import { createLogger } from '../logging.ts';
import { openSystem, type System } from '../system.ts';

export interface Installation {
  /** Holds DATA_DIR, which comes and goes, and the backups. */
  readonly folder: string;
  readonly environment: () => Readonly<Record<string, string>>;
  readonly open: () => Promise<System>;
  /** Loses everything but the backups; what is there then was never used. */
  readonly destroy: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

export const kinds = ['the embedded database', 'a given PostgreSQL'] as const;

/** Filled with all that the first release could have in it: people, decisions, failed and paused imports. */
export async function filledInstallation(kind: (typeof kinds)[number]): Promise<Installation & { kept: Kept }> {
  const kept = readKept('postgres', 'story');
  const folder = freshFolder();
  const dataDir = path.join(folder, 'data');
  let database: TestDatabase | undefined;
  if (kind === 'a given PostgreSQL') database = await freshDatabase({ empty: true });
  loadFolder(kept.data, dataDir);
  if (database) await loadAsThen(database.url, kept);
  else {
    const embedded = await openDatabase({ dataDir, throwaway: true });
    await loadAsThen(embedded.url, kept);
    await embedded.release();
  }
  const environment = (): Record<string, string> => ({
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    ...(database && { DATABASE_URL: database.url }),
  });
  const destroy = async (): Promise<void> => {
    if (!database) await destroyDatabase(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
    await database?.drop();
    if (database) database = await freshDatabase({ empty: true });
  };
  return {
    kept,
    folder,
    environment,
    open: () => openSystem(readConfiguration(environment()), createLogger('silent')),
    destroy,
    async remove() {
      if (!database) await destroyDatabase(dataDir);
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: what was printed is what the tests are about
type Json = any;

const launcher = path.resolve(import.meta.dirname, '../cli/healthai.js');

/** Runs a command with `--json`; answers what it printed and how it ended. */
export function healthai(environment: object, ...words: readonly string[]): Promise<{ code: number; said: Json }> {
  const env = { PATH: process.env.PATH, ...environment };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [launcher, ...words, '--json'], { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error ? Number(error.code) : 0;
      try {
        resolve({ code, said: JSON.parse(stdout) });
      } catch (cause) {
        reject(new Error(`healthai ${words.join(' ')} printed ${stdout} and said ${stderr}`, { cause }));
      }
    });
  });
}

/** Every event as it lies there, and what the log remembers of its streams, up to a position. */
export async function logOf(url: string, until = '9223372036854775807'): Promise<object> {
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  try {
    const { rows } = await sql.query(
      `select (select count(*)::int from log.event where position <= $1) as events,
         (select md5(string_agg(md5(e::text), '' order by position)) from log.event e where position <= $1) as digest,
         (select md5(string_agg(stream || ' ' || n, '' order by stream collate "C"))
          from (select stream, count(*) as n from log.event where position <= $1 group by stream) s) as streams`,
      [until],
    );
    return rows[0];
  } finally {
    await sql.end();
  }
}
