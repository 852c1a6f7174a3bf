/**
 * Whether a running system can do its work: it writes to the database and to the disk, and asks the log. Asked for again and
 * again by machines, so answers are shared for a moment.
 */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import type { EventStore } from '../eventstore/store.ts';
import { troubleCode } from '../eventstore/trouble.ts';

export interface ReadinessParts {
  readonly sql: pg.Pool;
  readonly store: Pick<EventStore, 'head'>;
  /** Where files are written. */
  readonly dataDir: string;
}

/** An answer is given to everybody who asks within this time: so often is written, however many ask. */
const freshMs = 1_000;
/** What has not answered after this time is away. */
const patienceMs = 3_000;

/** @returns what the system waits for, in words for an operator; nothing while it can work */
export function readinessOf(parts: ReadinessParts): () => Promise<readonly string[]> {
  let told = Number.NEGATIVE_INFINITY;
  let answer: Promise<readonly string[]> | undefined;
  return () => {
    if (answer && performance.now() - told < freshMs) return answer;
    // While it is asked for it stays fresh: nobody asks a second time beside it.
    told = Number.POSITIVE_INFINITY;
    answer = ask(parts).finally(() => {
      told = performance.now();
    });
    return answer;
  };
}

async function ask({ sql, store, dataDir }: ReadinessParts): Promise<readonly string[]> {
  const answers = await Promise.all([
    missing('the database', () => sql.query(written)),
    missing('the log', () => store.head()),
    missing('the disk', () => writeBeside(dataDir)),
  ]);
  return answers.filter((one) => one !== undefined);
}

const written = `
  insert into operations.readiness (asked_at) values (now())
  on conflict (one) do update set asked_at = excluded.asked_at`;

async function writeBeside(dataDir: string): Promise<void> {
  const file = path.join(dataDir, `readiness-${process.pid}`);
  try {
    await writeFile(file, Buffer.alloc(4096), { mode: 0o600 });
  } finally {
    await rm(file, { force: true });
  }
}

async function missing(what: string, work: () => Promise<unknown>): Promise<string | undefined> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => late.resolve(`${what} (no answer)`), patienceMs);
  const working = work().then(
    () => undefined,
    (error: unknown) => {
      const code = troubleCode(error);
      return code === undefined ? what : `${what} (${code})`;
    },
  );
  return Promise.race([working, late.promise]).finally(() => clearTimeout(timer));
}
