/**
 * Working while the log, the database or the disk is away: an import waits and tries again, since a retry with the same ids is
 * safe, and what is read again is the same. Any other fault ends it at once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Uuid } from '../../domain/ids.ts';
import type { Appended, Conflict, Write } from '../../eventstore/store.ts';
import { troubleOf, troubleSentence } from '../../eventstore/trouble.ts';
import type { Ingestion } from './run.ts';
import { noteGoingOn, noteWaiting } from './waiting.ts';

type Patient = Pick<Ingestion, 'sql' | 'log' | 'retryAfterMs' | 'patienceMs' | 'stopping'>;

/** Waits this long before the next try, at most. */
const longestWaitMs = 10_000;
/** A process waits for so long in one go, then ends its run: whoever supervises imports goes on with it. */
const defaultPatienceMs = 60 * 60_000;
/** What worked for so long before it failed has got on: its patience begins anew. */
const gotOnMs = 60_000;
/** What somebody's patience ended with: nobody around them begins to wait for it again. */
const waitedFor = new WeakSet<object>();

/** Doubles from 200 ms on, a little apart from those of others. @param attempt from 1 */
const doubling = (attempt: number): number =>
  Math.min(longestWaitMs, 100 * 2 ** Math.min(attempt, 10)) * (0.75 + Math.random() / 2);

/**
 * Does something as often as it takes. Meanwhile the import counts as paused.
 * @throws whatever the work throws that does not pass by itself, and what does after `patienceMs`
 */
export async function patiently<T>(ingestion: Patient, importId: Uuid, work: () => Promise<T>): Promise<T> {
  const { retryAfterMs = doubling, patienceMs = defaultPatienceMs, stopping } = ingestion;
  let attempt = 0;
  let end = Number.POSITIVE_INFINITY;
  for (;;) {
    const began = performance.now();
    try {
      const done = await work();
      if (attempt > 0) await goOn(ingestion, importId);
      return done;
    } catch (error) {
      const trouble = troubleOf(error);
      if (!trouble || stopping?.aborted || waitedFor.has(error as Error)) throw error;
      const now = performance.now();
      if (attempt === 0 || now - began > gotOnMs) {
        attempt = 0;
        end = now + patienceMs;
      }
      attempt += 1;
      const wait = retryAfterMs(attempt);
      if (now + wait > end) {
        waitedFor.add(error as Error);
        throw error;
      }
      ingestion.log.warn({ import: importId, attempt, wait: Math.round(wait), err: error }, paused[trouble]);
      // Where the database is away it cannot be told either.
      await noteWaiting(ingestion.sql, importId, whyOf(error)).catch(() => undefined);
      await sleep(wait, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
}

async function goOn({ sql, log }: Patient, importId: Uuid): Promise<void> {
  await noteGoingOn(sql, importId);
  log.info({ import: importId }, 'what was away is back: the import goes on');
}

const paused = {
  database: `${troubleSentence.database}: the import is paused, and goes on by itself.`,
  log: `${troubleSentence.log}: the import is paused, and goes on by itself.`,
  disk: `${troubleSentence.disk}: the import is paused, and goes on by itself.`,
} as const;

/** Names what an import waits for, as the log and the tables keep it; never a message, which might quote the file. */
export function whyOf(reason: unknown): string {
  const trouble = troubleOf(reason);
  if (trouble) return names[trouble];
  return reason instanceof Error ? reason.name : 'unknown';
}

const names = { database: 'DatabaseUnavailable', log: 'StoreUnavailable', disk: 'DiskFull' } as const;

export const appendPatiently = (
  ingestion: Patient & Pick<Ingestion, 'store'>,
  importId: Uuid,
  writes: readonly Write[],
): Promise<Appended | Conflict> => patiently(ingestion, importId, () => ingestion.store.append(writes));
