/**
 * The port to the log. Two adapters implement it (postgres, eventstoredb); `store.suite.ts` is what each must pass.
 * Nothing above the port may rest on a multi-stream append being atomic.
 */
import type { Uuid } from '../domain/ids.ts';
import type { Actor } from '../domain/record/events.ts';

/** The place of an event in the whole log: opaque, totally ordered, exclusive when used as `after`. `0n` is before the first event. */
export type Position = bigint;

/** `<category>-<rest>`: the category is what stands before the first `-`. Carries no personal data. */
export type StreamName = string;

export interface Metadata {
  readonly commandId: Uuid;
  /** The import, bulk or request that this event belongs to. */
  readonly correlationId: Uuid;
  readonly causationId?: Uuid;
  readonly actor: Actor;
  /** When it was decided: ISO 8601, UTC, milliseconds. The store's own time is kept beside it. */
  readonly at: string;
  /** Schema version of the event's type. */
  readonly v: number;
}

export interface NewEvent {
  readonly id: Uuid;
  readonly type: string;
  /** JSON without `undefined`. */
  readonly data: object;
  readonly metadata: Metadata;
}

export interface RecordedEvent extends NewEvent {
  readonly stream: StreamName;
  /** From 0. */
  readonly version: number;
  readonly position: Position;
  /** The store's own time, ISO 8601 UTC. */
  readonly recordedAt: string;
  /** The envelope that parts of the data were opened from, exactly as the log holds it. */
  readonly envelope?: object;
}

/** The version that the stream must have: `'none'` for a stream without events. */
export type Expected = 'none' | number;

export interface Write {
  readonly stream: StreamName;
  readonly expected: Expected;
  readonly events: readonly NewEvent[];
}

export interface Appended {
  readonly kind: 'appended';
  /** Position of the last event of the call; of a retry, the position it was first given. */
  readonly position: Position;
  /** Last version of each write, in the order of the writes. */
  readonly versions: readonly number[];
}

export interface Conflict {
  readonly kind: 'conflict';
  readonly stream: StreamName;
  readonly expected: Expected;
  readonly actual: Expected;
}

export interface ReadStreamOptions {
  /** First version, inclusive. */
  readonly from?: number;
  /** Last version, inclusive. */
  readonly to?: number;
  readonly direction?: 'forwards' | 'backwards';
  readonly limit?: number;
}

export interface Filter {
  readonly categories?: readonly string[];
  readonly types?: readonly string[];
}

export interface ReadAllOptions extends Filter {
  readonly after?: Position;
  /** Inclusive. */
  readonly until?: Position;
  /** Events per batch, about; default 2 000. */
  readonly batchSize?: number;
}

export interface SubscribeOptions extends Filter {
  readonly after: Position;
  readonly signal?: AbortSignal;
}

/** What a subscription saw. `scannedTo` moves on though no event passes the filter. */
export interface Tail {
  readonly events: readonly RecordedEvent[];
  readonly scannedTo: Position;
}

export interface Capabilities {
  readonly atomicMultiStream: boolean;
  readonly maxEventBytes: number;
  readonly maxAppendBytes: number;
}

/** The product's limits, the same on every store, measured after sealing: data and metadata as UTF-8 JSON. */
export const limits = { eventBytes: 512 * 1024, appendBytesPerStream: 900 * 1024 } as const;

export interface EventStore {
  readonly capabilities: Capabilities;
  /**
   * Appends to one or many streams. The same ids again at the same versions are the same append and answer as it did.
   * @throws TooLarge over `limits` · DifferentData where the ids are stored with other data · StoreUnavailable where nobody knows whether it was written
   */
  append(writes: readonly Write[], alongside?: Alongside): Promise<Appended | Conflict>;
  /** Events of one stream; none where there is no such stream. */
  readStream(stream: StreamName, options?: ReadStreamOptions): AsyncIterable<RecordedEvent>;
  /**
   * Events of many streams before a position (exclusive), by stream and in order, in one round trip; streams without any are
   * left out. `transaction` is that of an `Alongside`, and then nothing else is waited for. A store may leave it out.
   */
  readStreams?(
    streams: readonly StreamName[],
    options: { readonly before: Position; readonly transaction?: unknown },
  ): Promise<ReadonlyMap<StreamName, readonly RecordedEvent[]>>;
  /** The whole log in order, in batches, up to the head at the time of the call or `until`. */
  readAll(options?: ReadAllOptions): AsyncIterable<readonly RecordedEvent[]>;
  /** The log from a position on, for ever, until `signal` aborts. */
  subscribe(options: SubscribeOptions): AsyncIterable<Tail>;
  /** Position of the last event; `0n` for an empty log. */
  head(): Promise<Position>;
  /** The event at exactly this position, or undefined: verifies a checkpoint. */
  at(position: Position): Promise<RecordedEvent | undefined>;
  /** The last position whose store time is not later than `time` (ISO 8601); `0n` where all are later. Store time never goes back. */
  positionAt(time: string): Promise<Position>;
  /** An event by its id. At once for what people did; for the rest it may search the whole log. */
  find(eventId: Uuid): Promise<RecordedEvent | undefined>;
  close(): Promise<void>;
}

/**
 * Work in the append's own transaction, where the store has one: called with the store's transaction after the events are
 * written and before it commits. Stores without transactions ignore it, so whoever passes it must not depend on it.
 */
export type Alongside = (transaction: unknown, recorded: readonly RecordedEvent[]) => Promise<void>;

export class TooLarge extends Error {
  override readonly name = 'TooLarge';
  readonly stream: StreamName;
  readonly bytes: number;
  readonly limit: number;
  constructor(what: { stream: StreamName; bytes: number; limit: number }) {
    super(`${what.bytes} bytes for ${what.stream} are over the limit of ${what.limit}`);
    this.stream = what.stream;
    this.bytes = what.bytes;
    this.limit = what.limit;
  }
}

/** The ids are stored already, with other data: two different things claim to be one. Never retried. */
export class DifferentData extends Error {
  override readonly name = 'DifferentData';
}

/** The store cannot be reached, or did not answer: the append may or may not have happened. A retry with the same ids is safe. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** Whether an event passes a filter: what is left out of it lets everything pass. */
export const passes = (
  { categories, types }: Filter,
  { stream, type }: Pick<RecordedEvent, 'stream' | 'type'>,
): boolean => (categories?.includes(categoryOf(stream)) ?? true) && (types?.includes(type) ?? true);

/** What stands before the first `-` of a stream's name. */
export const categoryOf = (stream: StreamName): string => {
  const dash = stream.indexOf('-');
  return dash < 0 ? stream : stream.slice(0, dash);
};
