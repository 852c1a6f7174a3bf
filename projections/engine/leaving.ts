/**
 * For imports: the store whose appends leave the projections to the daemons of this process. The log takes the next batch
 * while the tables take the one before it, which two cores can do at once; in one transaction they would be done in turns.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { categoryOf, type EventStore, type Position, type Write } from '../../eventstore/store.ts';
import type { Projection } from '../projection.ts';
import type { Engine } from './engine.ts';

/** Positions that the tables may be behind: two batches of an import at two events a record. */
const ahead = 2_000n;
const lookMs = 3;
const patienceMs = 2_000;
/** After waiting in vain, appends go on for this long without. */
const restMs = 30_000;

/**
 * The work is done alongside as ever for what goes into one stream, and where this process does not run all projections:
 * another one would have to read it all back.
 */
export function leaving(store: EventStore, engine: Engine): EventStore {
  let waitsAgainAt = 0;

  async function wait(concerned: (projection: Projection) => boolean, until: Position): Promise<void> {
    const began = performance.now();
    if (began < waitsAgainAt) return;
    while (engine.applied(concerned) < until) {
      if (performance.now() > began + patienceMs) {
        waitsAgainAt = performance.now() + restMs;
        return;
      }
      await sleep(lookMs);
    }
  }

  return {
    ...store,
    async append(writes, alongside) {
      if (alongside !== undefined || writes.length === 1 || !engine.running())
        return store.append(writes, alongside ?? engine.alongside);
      const answer = await store.append(writes);
      if (answer.kind === 'conflict') return answer;
      const concerned = handling(writes);
      engine.wake(concerned);
      await wait(concerned, answer.position - ahead);
      return answer;
    },
  };
}

/** The projections that handle some of the writes. */
function handling(writes: readonly Write[]): (projection: Projection) => boolean {
  const categories = new Set(writes.map(({ stream }) => categoryOf(stream)));
  return ({ handles }) => handles.categories?.some((category) => categories.has(category)) ?? true;
}
