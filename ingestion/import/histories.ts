/** Histories of records, as decisions read them. */
import type { RecordHistoryEvent } from '../../domain/record/events.ts';
import type { EventStore, Position, RecordedEvent } from '../../eventstore/store.ts';
import { readEarlier } from '../../projections/engine/earlier.ts';

/** Above every position: nothing is left out. */
const everything: Position = 2n ** 62n;

/** All that the log holds of streams, by stream; streams without events are left out. */
export async function historiesOf(
  store: EventStore,
  streams: readonly string[],
): Promise<ReadonlyMap<string, readonly RecordHistoryEvent[]>> {
  const events = await readEarlier(store, streams, everything);
  return new Map([...events].map(([stream, list]) => [stream, list.map(inHistory)]));
}

const inHistory = ({ id, type, data, metadata }: RecordedEvent): RecordHistoryEvent =>
  ({ id, type, data, actor: metadata.actor }) as RecordHistoryEvent;
