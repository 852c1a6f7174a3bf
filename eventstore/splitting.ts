import { encode } from './encode.ts';
import { type Appended, type Conflict, type EventStore, StoreUnavailable } from './store.ts';

export interface SplittingOptions {
  /** Asked before each stream of a call but the first: true kills the caller there, as a crash would. */
  readonly killed?: (call: { readonly done: number; readonly of: number }) => boolean;
}

/**
 * A store that never appends to two streams at once, like one whose multi-stream append is not atomic: each write of a
 * call goes alone, and a conflict or a kill leaves those before it written. Work alongside an append is not done. Whatever
 * holds on top of it rests on no more than the port promises.
 */
export function splitting(store: EventStore, { killed = () => false }: SplittingOptions = {}): EventStore {
  return {
    capabilities: { ...store.capabilities, atomicMultiStream: false },
    async append(writes): Promise<Appended | Conflict> {
      encode(writes); // what no caller may send is refused as a whole, as every store does
      const versions: number[] = [];
      let position = 0n;
      for (const write of writes) {
        if (versions.length > 0 && killed({ done: versions.length, of: writes.length }))
          throw new StoreUnavailable(`killed after ${versions.length} of ${writes.length} streams`);
        const answer = await store.append([write]);
        if (answer.kind === 'conflict') return answer;
        versions.push(...answer.versions);
        if (answer.position > position) position = answer.position;
      }
      return { kind: 'appended', position, versions };
    },
    readStream: (stream, options) => store.readStream(stream, options),
    readAll: (options) => store.readAll(options),
    subscribe: (options) => store.subscribe(options),
    head: () => store.head(),
    at: (position) => store.at(position),
    positionAt: (time) => store.positionAt(time),
    find: (eventId) => store.find(eventId),
    close: () => store.close(),
  };
}
