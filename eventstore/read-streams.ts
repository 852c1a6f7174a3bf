import type { EventStore, Position, RecordedEvent, StreamName } from './store.ts';

/** Streams read at the same time, where the store cannot read many at once. */
const together = 32;

/**
 * Events of many streams, by stream and in order; streams without any are left out.
 * @param before exclusive; without it, all there is.
 */
export async function readStreams(
  store: EventStore,
  streams: readonly StreamName[],
  before?: Position,
): Promise<ReadonlyMap<StreamName, readonly RecordedEvent[]>> {
  if (store.readStreams) return store.readStreams(streams, { before: before ?? (await store.head()) + 1n });
  const found = new Map<StreamName, RecordedEvent[]>();
  const left = [...new Set(streams)];
  const work = async (): Promise<void> => {
    for (let stream = left.pop(); stream !== undefined; stream = left.pop()) {
      const events: RecordedEvent[] = [];
      for await (const event of store.readStream(stream)) {
        if (before !== undefined && event.position >= before) break;
        events.push(event);
      }
      if (events.length > 0) found.set(stream, events);
    }
  };
  await Promise.all(Array.from({ length: Math.min(together, left.length) }, work));
  return found;
}
