/** Using the log while it cannot be reached: an import waits and tries again, since a retry with the same ids is safe. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Uuid } from '../../domain/ids.ts';
import { type Appended, type Conflict, StoreUnavailable, type Write } from '../../eventstore/store.ts';
import type { Ingestion } from './run.ts';
import { noteGoingOn, noteWaiting } from './waiting.ts';

/** Waits this long before the log is tried again, at most. */
const longestWaitMs = 10_000;

/** Doubles from 200 ms on. @param attempt from 1 */
const doubling = (attempt: number): number => Math.min(longestWaitMs, 100 * 2 ** attempt);

/**
 * Does something with the log, as often as it takes. Meanwhile the import counts as paused: the log cannot say so itself.
 * @throws whatever the work throws, but for StoreUnavailable
 */
export async function patiently<T>(
  { sql, log, retryAfterMs = doubling }: Pick<Ingestion, 'sql' | 'log' | 'retryAfterMs'>,
  importId: Uuid,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const done = await work();
      if (attempt > 1) {
        await noteGoingOn(sql, importId);
        log.info({ import: importId, attempt }, 'the log can be reached again: the import goes on');
      }
      return done;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      const wait = retryAfterMs(attempt);
      log.warn({ import: importId, attempt, wait, err: error }, 'the log cannot be reached: the import is paused');
      await noteWaiting(sql, importId);
      await sleep(wait);
    }
  }
}

export const appendPatiently = (
  ingestion: Pick<Ingestion, 'store' | 'sql' | 'log' | 'retryAfterMs'>,
  importId: Uuid,
  writes: readonly Write[],
): Promise<Appended | Conflict> => patiently(ingestion, importId, () => ingestion.store.append(writes));
