/** Histories of records, as decisions read them. */
import type { RecordHistoryEvent } from '../../domain/record/events.ts';
import { historyEvent } from '../../domain/record/history.ts';
import { readStreams } from '../../eventstore/read-streams.ts';
import type { EventStore } from '../../eventstore/store.ts';

/** All that the log holds of streams, by stream; streams without events are left out. */
export async function historiesOf(
  store: EventStore,
  streams: readonly string[],
): Promise<ReadonlyMap<string, readonly RecordHistoryEvent[]>> {
  const events = await readStreams(store, streams);
  return new Map([...events].map(([stream, list]) => [stream, list.map(historyEvent)]));
}
