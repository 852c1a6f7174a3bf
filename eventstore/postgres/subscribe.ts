/** Following the log. Asking for the head is the truth; being woken only saves the waiting. */
import type { Position, SubscribeOptions, Tail } from '../store.ts';
import { StoreUnavailable } from '../store.ts';
import type { Scan } from './scan.ts';
import type { WakeUps } from './wake.ts';

/** Milliseconds after which the head is asked for though nobody woke us. */
const poll = 500;

/**
 * The log from a position on, for ever. A lost connection is waited out; the subscription goes on where it was.
 * @throws what is not a lost connection
 */
export async function* follow(
  { after, signal }: SubscribeOptions,
  { scan, head, wakeUps }: { scan: Scan; head: () => Promise<Position>; wakeUps: WakeUps },
): AsyncGenerator<Tail> {
  const listener = wakeUps.listen();
  try {
    while (!signal?.aborted) {
      try {
        const until = await head();
        for await (const tail of scan(after, until)) {
          if (signal?.aborted) return;
          after = tail.scannedTo;
          yield tail;
        }
        if (signal?.aborted) return;
        await listener.next(after, poll, signal);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        await listener.next(undefined, poll, signal);
      }
    }
  } finally {
    listener.close();
  }
}
