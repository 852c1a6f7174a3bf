/** Sweeps originals and accounts at the start and every hour: `ingestion/sweep.ts` and `services/accounts/journal.ts` say what goes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { troubleOf } from '../eventstore/trouble.ts';
import { sweepOriginals } from '../ingestion/sweep.ts';
import { sweepAccounts } from '../services/accounts/journal.ts';
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
    await sleep(everyMs, undefined, { signal: stop, ref: false }).catch(() => undefined);
  }
}
