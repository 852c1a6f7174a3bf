/** Appending while the log cannot be reached: an import waits and tries again, since a retry with the same ids is safe. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Uuid } from '../../domain/ids.ts';
import { type Appended, type Conflict, StoreUnavailable, type Write } from '../../eventstore/store.ts';
import type { Ingestion } from './run.ts';

/** Waits this long before an append is tried again, at most. */
const longestWaitMs = 10_000;

/** Doubles from 200 ms on. @param attempt from 1 */
const doubling = (attempt: number): number => Math.min(longestWaitMs, 100 * 2 ** attempt);

/** @throws whatever the store throws, but for StoreUnavailable */
export async function appendPatiently(
  { store, log, retryAfterMs = doubling }: Pick<Ingestion, 'store' | 'log' | 'retryAfterMs'>,
  importId: Uuid,
  writes: readonly Write[],
): Promise<Appended | Conflict> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.append(writes);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      const wait = retryAfterMs(attempt);
      log.warn({ import: importId, attempt, wait, err: error }, 'the log cannot be reached: the import waits');
      await sleep(wait);
    }
  }
}
