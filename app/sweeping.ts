/** Sweeps at the start and every hour: the originals (see `ingestion/sweep.ts` for what goes and what stays), and old keys of commands. */
import { setTimeout as sleep } from 'node:timers/promises';
import { troubleOf } from '../eventstore/trouble.ts';
import { sweepOriginals } from '../ingestion/sweep.ts';
import { forgetKeys } from '../services/idempotency.ts';
import type { System } from './system.ts';

const everyMs = 3_600_000;

/** Until the signal aborts. Where database or log are away the next hour does it. */
export async function keepSwept(
  { ingestion, sql, log }: Pick<System, 'ingestion' | 'sql' | 'log'>,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    const told = (what: string) => (error: unknown) => {
      if (!stop.aborted && !troubleOf(error)) log.error({ err: error }, what);
    };
    await sweepOriginals(ingestion).catch(told('the originals could not be swept'));
    await forgetKeys(sql).catch(told('old keys of commands could not be swept'));
    await sleep(everyMs, undefined, { signal: stop, ref: false }).catch(() => undefined);
  }
}
