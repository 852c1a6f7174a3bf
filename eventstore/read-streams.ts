import type { EventStore, Position, RecordedEvent, StreamName } from './store.ts';

/** Streams read at the same time, where the store cannot read many at once. */
const together = 32;

/** Above every position that a `bigint` column holds: nothing is left out. */
const everything: Position = 2n ** 63n - 1n;

export interface ReadStreamsOptions {
  /** Exclusive; without it, all there is. */
  readonly before?: Position;
  /** That of an `Alongside`: the read must not wait for a second connection there. */
  readonly transaction?: unknown;
}

/** Events of many streams, by stream and in order; streams without any are left out. */
export async function readStreams(
  store: EventStore,
  streams: readonly StreamName[],
  { before = everything, transaction }: ReadStreamsOptions = {},
): Promise<ReadonlyMap<StreamName, readonly RecordedEvent[]>> {
  if (streams.length === 0) return new Map();
  if (store.readStreams) return store.readStreams(streams, { before, transaction });
  const found = new Map<StreamName, RecordedEvent[]>();
  const left = [...new Set(streams)];
  const work = async (): Promise<void> => {
    for (let stream = left.pop(); stream !== undefined; stream = left.pop()) {
      const events: RecordedEvent[] = [];
      for await (const event of store.readStream(stream)) {
        if (event.position >= before) break;
        events.push(event);
      }
      if (events.length > 0) found.set(stream, events);
    }
  };
  await Promise.all(Array.from({ length: Math.min(together, left.length) }, work));
  return found;
}
