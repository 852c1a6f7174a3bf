/**
 * For imports: the store whose appends leave the projections to the daemons of this process. The log takes the next batch
 * while the tables take the one before it, which two cores can do at once; in one transaction they would be done in turns.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Appended,
  type Conflict,
  categoryOf,
  type EventStore,
  type Position,
  type Write,
} from '../../eventstore/store.ts';
import type { Projection } from '../projection.ts';
import { crowding } from './crowding.ts';
import type { Engine } from './engine.ts';
import { patience } from './patience.ts';

/** Positions that the tables may be behind: a batch of an import at two events a record. */
const ahead = 2_000n;
/** Where others append as well, batches are cut to so many streams, and the tables kept so close: nobody should wait long for either. */
const sharing = { streams: 250, ahead: 500n };
const lookMs = 3;

/**
 * The work is done alongside as ever for what goes into one stream, and where this process does not run all projections:
 * another one would have to read it all back.
 * @param onBeside called once where another process runs them: this one should give way to it
 */
export function leaving(store: EventStore, engine: Engine, onBeside: () => void = () => {}): EventStore {
  const crowd = crowding();
  const wait = patience();
  let told = false;

  async function applied(concerned: Concerned, until: Position, timeoutMs: number): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    while (engine.applied(concerned) < until) {
      if (performance.now() > deadline) return false;
      await sleep(lookMs);
    }
    return true;
  }

  async function appendPart(writes: readonly Write[]): Promise<Appended | Conflict> {
    const follows = engine.running();
    if (!follows && !told && writes.length > 1) {
      told = true;
      onBeside();
    }
    const leave = follows && writes.length > 1;
    const answer = await (leave ? store.append(writes) : store.append(writes, engine.alongside));
    if (answer.kind === 'conflict') return answer;
    crowd.appended(answer.position, countEvents(writes));
    if (!leave) return answer;
    const concerned = handling(writes);
    engine.wake(concerned);
    const until = answer.position - (crowd.shared() ? sharing.ahead : ahead);
    await wait((timeoutMs) => applied(concerned, until, timeoutMs));
    return answer;
  }

  return {
    ...store,
    async append(writes, alongside) {
      if (alongside !== undefined) return store.append(writes, alongside);
      if (writes.length <= sharing.streams || !crowd.shared()) return appendPart(writes);
      const versions: number[] = [];
      let position = 0n;
      for (let i = 0; i < writes.length; i += sharing.streams) {
        const answer = await appendPart(writes.slice(i, i + sharing.streams));
        if (answer.kind === 'conflict') return answer;
        versions.push(...answer.versions);
        if (answer.position > position) position = answer.position;
      }
      return { kind: 'appended', position, versions };
    },
  };
}

const countEvents = (writes: readonly Write[]): number => writes.reduce((sum, { events }) => sum + events.length, 0);

type Concerned = (projection: Projection) => boolean;

/** The projections that handle some of the writes. */
function handling(writes: readonly Write[]): Concerned {
  const categories = new Set(writes.map(({ stream }) => categoryOf(stream)));
  return ({ handles }) => handles.categories?.some((category) => categories.has(category)) ?? true;
}
