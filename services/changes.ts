/** Tells screens that something changed: one look at the checkpoints a second, however many are listening. */
import { setTimeout as pause } from 'node:timers/promises';
import { positions } from '../projections/queries/positions.ts';
import type { ServiceParts } from './parts.ts';
import type { Change } from './questions.ts';

const lookMs = 1_000;

export function changesOf({
  readModel,
}: Pick<ServiceParts, 'readModel'>): (signal: AbortSignal) => AsyncIterable<Change> {
  let current: Promise<string> | undefined;

  /** Shared by all who listen: whoever asks within a look gets the same answer. */
  function look(): Promise<string> {
    current ??= positions(readModel)
      .then((found) => found.map(({ position }) => BigInt(position)))
      .then((found) => `${found.reduce((least, one) => (one < least ? one : least), found[0] ?? 0n)}`)
      .finally(() => {
        setTimeout(() => {
          current = undefined;
        }, lookMs / 2).unref();
      });
    return current;
  }

  return async function* changes(signal) {
    let seen: string | undefined;
    while (!signal.aborted) {
      const position = await look();
      if (seen !== undefined && position !== seen) yield { position };
      seen = position;
      await pause(lookMs, undefined, { signal }).catch(() => undefined);
    }
  };
}
