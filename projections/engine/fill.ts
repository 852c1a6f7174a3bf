/** Brings one build up to a position, page by page. */
import type { Position } from '../../eventstore/store.ts';
import { applyEvents, type Target } from './apply.ts';
import { type Checkpoint, type Mark, markOf, readCheckpoint } from './checkpoint.ts';

/** Events of one transaction, about: below 1 000 the round trips show, above 2 000 nothing is gained (measured). */
const batchSize = 2000;

export interface Filled {
  /** Where the build stands now; behind `until` only where the signal aborted or somebody else moved it. */
  readonly mark: Mark;
  /** Events applied. */
  readonly events: number;
}

/**
 * @param until inclusive; its event id is looked up where the build's own events end before it.
 * @throws what `applyEvents` throws.
 */
export async function fill(target: Target, from: Checkpoint, until: Position, signal?: AbortSignal): Promise<Filled> {
  const { projection, store } = target;
  let mark: Mark = from;
  let events = 0;
  if (until <= mark.position) return { mark, events };
  for await (const batch of store.readAll({ ...projection.handles, after: mark.position, until, batchSize })) {
    const last = batch.at(-1);
    if (last === undefined) continue;
    if (signal?.aborted) return { mark, events };
    if (!(await applyEvents(target, mark.position, batch, markOf(last)))) return await moved(target, mark, events);
    mark = markOf(last);
    events += batch.length;
  }
  if (mark.position < until) {
    const to = { position: until, eventId: (await store.at(until))?.id ?? null };
    if (!(await applyEvents(target, mark.position, [], to))) return await moved(target, mark, events);
    mark = to;
  }
  return { mark, events };
}

async function moved(target: Target, mark: Mark, events: number): Promise<Filled> {
  return { mark: (await readCheckpoint(target.sql, target.projection.name, target.build)) ?? mark, events };
}
