/**
 * For imports into a store that has no transaction with the tables: keeps the log from running away from them, whichever
 * process follows it. What people decide meanwhile is seen when the tables have come to it, so an import without this would
 * hide decisions for as long as it takes.
 */
import type { EventStore, Position } from '../../eventstore/store.ts';
import type { Engine } from './engine.ts';
import { patience } from './patience.ts';

/** Batches that the tables may be behind. */
const ahead = 2;

export function pacing(store: EventStore, engine: Pick<Engine, 'caughtUp'>): EventStore {
  const appended: Position[] = [];
  const wait = patience();
  return {
    ...store,
    async append(writes, alongside) {
      const answer = await store.append(writes, alongside);
      if (answer.kind === 'conflict' || writes.length === 1) return answer;
      appended.push(answer.position);
      if (appended.length <= ahead) return answer;
      const until = appended.shift()!;
      await wait((timeoutMs) => engine.caughtUp(until, timeoutMs));
      return answer;
    },
  };
}
