/** Events before a batch, of the streams that the batch goes on with. */
import type { EventStore, Position, RecordedEvent, StreamName } from '../../eventstore/store.ts';

/** Streams read at once from a store that has no bulk read. */
const parallel = 16;

/**
 * @param before exclusive.
 * @param transaction that of an `Alongside`: the read must not wait for a second connection there.
 */
export async function readEarlier(
  store: EventStore,
  streams: readonly StreamName[],
  before: Position,
  transaction?: unknown,
): Promise<ReadonlyMap<StreamName, readonly RecordedEvent[]>> {
  if (streams.length === 0) return new Map();
  if (store.readStreams) return store.readStreams(streams, { before, transaction });
  const found = new Map<StreamName, readonly RecordedEvent[]>();
  const waiting = [...streams];
  const next = async (): Promise<void> => {
    for (let stream = waiting.pop(); stream !== undefined; stream = waiting.pop()) {
      const events: RecordedEvent[] = [];
      for await (const event of store.readStream(stream)) {
        if (event.position >= before) break;
        events.push(event);
      }
      if (events.length > 0) found.set(stream, events);
    }
  };
  await Promise.all(Array.from({ length: parallel }, next));
  return found;
}
