/**
 * Work on a batch in slices. While an append is under way its transaction holds the head of the log, and this process is
 * what feeds it: preparing a whole batch without looking up would keep everybody waiting for as long.
 */
import { setImmediate as others } from 'node:timers/promises';

/** Milliseconds of work after which others get their turn: about what a statement of the append takes. */
const sliceMs = 1;

/** Maps items in order, and lets whatever is ready go first in between. */
export async function inSlices<T, U>(items: readonly T[], work: (item: T, index: number) => U): Promise<U[]> {
  const done: U[] = [];
  let until = performance.now() + sliceMs;
  for (let i = 0; i < items.length; i++) {
    done.push(work(items[i]!, i));
    if (performance.now() < until) continue;
    await others();
    until = performance.now() + sliceMs;
  }
  return done;
}
