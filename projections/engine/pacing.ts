/**
 * For imports into a store that has no transaction with the tables: keeps the log from running away from them, whichever
 * process follows it. What people decide meanwhile is seen when the tables have come to it, so an import without this would
 * hide decisions for as long as it takes.
 */
import type { EventStore, Position } from '../../eventstore/store.ts';
import type { Engine } from './engine.ts';

/** Batches that the tables may be behind. */
const ahead = 2;
const patienceMs = 2_000;
/** After waiting in vain, appends go on for this long without. */
const restMs = 30_000;

export function pacing(store: EventStore, engine: Pick<Engine, 'caughtUp'>): EventStore {
  const appended: Position[] = [];
  let waitsAgainAt = 0;
  return {
    ...store,
    async append(writes, alongside) {
      const answer = await store.append(writes, alongside);
      if (answer.kind === 'conflict' || writes.length === 1) return answer;
      appended.push(answer.position);
      const until = appended.length > ahead ? appended.shift()! : undefined;
      if (until === undefined || performance.now() < waitsAgainAt) return answer;
      if (!(await engine.caughtUp(until, patienceMs))) waitsAgainAt = performance.now() + restMs;
      return answer;
    },
  };
}
