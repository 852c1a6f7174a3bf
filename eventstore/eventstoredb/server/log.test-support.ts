/** A log as the server keeps one: positions are bytes from its beginning, and what the server itself writes lies in between. */

export interface Stored {
  /** Where the record begins. */
  readonly position: bigint;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  /** Milliseconds. */
  readonly created: number;
}

export type Proposed = Pick<Stored, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

/** The revision that a stream must have: -1 for a stream without events. */
export type ExpectedRevision = number;

export type Outcome =
  | { readonly kind: 'written'; readonly position: bigint; readonly revision: number }
  | { readonly kind: 'wrong-version'; readonly current: number };

export interface Log {
  readonly records: readonly Stored[];
  readonly streams: ReadonlyMap<string, readonly Stored[]>;
  append(stream: string, expected: ExpectedRevision, events: readonly Proposed[]): Outcome;
  /** Writes what servers write by themselves: statistics, every half minute. */
  writeStatistics(): void;
  /** What the log held at an earlier moment: everything behind `records` is gone. */
  restore(records: number): void;
  /** Index of the record that begins at a position, or at the first one behind it; undefined within a record. */
  indexOf(position: bigint): number | undefined;
  onAppended(listener: (record: Stored) => void): () => void;
}

const encoder = new TextEncoder();

/** What a record takes besides its content, about. */
const recordBytes = 92;

const sizeOf = ({ stream, type, data, metadata }: Stored): bigint =>
  BigInt(recordBytes + stream.length + type.length + data.length + metadata.length);

export function createLog(now: () => number = Date.now): Log {
  const records: Stored[] = [];
  const streams = new Map<string, Stored[]>();
  const listeners = new Set<(record: Stored) => void>();
  let end = 0n;

  function write(stream: string, event: Proposed): Stored {
    const events = streams.get(stream) ?? [];
    streams.set(stream, events);
    const record: Stored = { ...event, stream, revision: events.length, position: end, created: now() };
    events.push(record);
    records.push(record);
    end += sizeOf(record);
    return record;
  }

  const writeOwn = (stream: string, type: string): Stored =>
    write(stream, {
      id: '00000000-0000-4000-8000-000000000000',
      type,
      contentType: 'application/json',
      data: encoder.encode('{}'),
      metadata: new Uint8Array(),
    });

  const tell = (record: Stored): void => {
    for (const listener of listeners) listener(record);
  };

  writeOwn('$epoch-information', '$epoch-information');

  return {
    records,
    streams,
    append(stream, expected, events) {
      const standing = streams.get(stream) ?? [];
      const current = standing.length - 1;
      if (expected !== current) {
        // Ids are compared at the expected place only, and data never.
        const there = standing.slice(expected + 1, expected + 1 + events.length);
        const same = there.length === events.length && events.every(({ id }, i) => there[i]!.id === id);
        const last = there.at(-1);
        return same && last
          ? { kind: 'written', position: last.position, revision: last.revision }
          : { kind: 'wrong-version', current };
      }
      const written = events.map((event) => write(stream, event));
      for (const record of written) tell(record);
      const last = written.at(-1);
      return { kind: 'written', position: last?.position ?? end, revision: last?.revision ?? current };
    },
    writeStatistics: () => tell(writeOwn('$stats-127.0.0.1:2113', '$statsCollected')),
    restore(count) {
      for (const { stream } of records.splice(count)) streams.get(stream)?.pop();
      const last = records.at(-1);
      end = last ? last.position + sizeOf(last) : 0n;
    },
    indexOf(position) {
      let [low, high] = [0, records.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (records[middle]!.position < position) low = middle + 1;
        else high = middle;
      }
      return low === records.length || records[low]!.position === position ? low : undefined;
    },
    onAppended(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
