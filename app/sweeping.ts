/** Sweeps the originals at the start and every hour: see `ingestion/sweep.ts` for what goes and what stays. */
import { setTimeout as sleep } from 'node:timers/promises';
import { troubleOf } from '../eventstore/trouble.ts';
import { sweepOriginals } from '../ingestion/sweep.ts';
import type { System } from './system.ts';

const everyMs = 3_600_000;

/** Until the signal aborts. Where database or log are away the next hour does it. */
export async function keepSwept(
  { ingestion, log }: Pick<System, 'ingestion' | 'log'>,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    await sweepOriginals(ingestion).catch((error: unknown) => {
      if (!stop.aborted && !troubleOf(error)) log.error({ err: error }, 'the originals could not be swept');
    });
    await sleep(everyMs, undefined, { signal: stop, ref: false }).catch(() => undefined);
  }
}
