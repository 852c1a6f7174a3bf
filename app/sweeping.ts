/**
 * Sweeps at the start and every hour what has an end: originals, accounts, old keys of commands. What goes is said in
 * `ingestion/sweep.ts`, `services/accounts/journal.ts` and `services/idempotency.ts`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { troubleOf } from '../eventstore/trouble.ts';
import { sweepOriginals } from '../ingestion/sweep.ts';
import { sweepAccounts } from '../services/accounts/journal.ts';
import { forgetKeys } from '../services/idempotency.ts';
import type { System } from './system.ts';

const everyMs = 3_600_000;

/** Until the signal aborts. Where database or log are away the next hour does it. */
export async function keepSwept(
  { ingestion, sql, log }: Pick<System, 'ingestion' | 'sql' | 'log'>,
  stop: AbortSignal,
): Promise<void> {
  const done = async (what: string, sweeping: Promise<unknown>): Promise<void> => {
    await sweeping.catch((error: unknown) => {
      if (!stop.aborted && !troubleOf(error)) log.error({ err: error }, `${what} could not be swept`);
    });
  };
  while (!stop.aborted) {
    await done('the originals', sweepOriginals(ingestion));
    await done('the accounts', sweepAccounts(sql));
    await done('old keys of commands', forgetKeys(sql));
    await sleep(everyMs, undefined, { signal: stop, ref: false }).catch(() => undefined);
  }
}
