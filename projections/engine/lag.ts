/** How much of the log a projection has yet to apply. */
import type { EventStore, Filter, Position } from '../../eventstore/store.ts';

/** Events that are counted one by one; what more there is follows from how far these reach. */
const counted = 10_000;

/**
 * Events that wait for a projection. Positions alone do not tell: a store may count bytes, and between the projection and
 * the head there may be nothing that it handles. Up to 10 000 are counted; beyond that it is an estimate.
 */
export async function lagOf(
  store: Pick<EventStore, 'readAll'>,
  handles: Filter,
  position: Position,
  head: Position,
): Promise<bigint> {
  if (position >= head) return 0n;
  let events = 0n;
  for await (const batch of store.readAll({ ...handles, after: position, until: head })) {
    events += BigInt(batch.length);
    const reached = batch.at(-1)?.position ?? position;
    if (events >= counted) return (events * (head - position)) / (reached - position);
  }
  return events;
}
