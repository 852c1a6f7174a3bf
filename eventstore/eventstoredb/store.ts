/** The event store in EventStoreDB, over its own client. What the server does in which case: `docs/adr/004-eventstoredb.md`. */
import { encode } from '../encode.ts';
import { type EventStore, limits } from '../store.ts';
import { appender } from './append.ts';
import { batchAppend } from './batches.ts';
import { openConnection } from './connection.ts';
import { persistently } from './faults.ts';
import { pageReader } from './pages.ts';
import { at, find, headOf, type Query, readStream } from './read.ts';
import { scanner } from './scan.ts';
import { follow } from './subscribe.ts';
import { timesOf } from './times.ts';
import { wakeUps } from './wakes.ts';

export interface EventStoreDBOptions {
  /** `esdb://…` or `esdb+discover://…`, as the client takes it. */
  readonly url: string;
  /** Milliseconds that a lost connection is tried again for before `StoreUnavailable`; default 10 000. */
  readonly patience?: number;
  /** Milliseconds without an answer after which a server counts as lost; default 5 000. */
  readonly silence?: number;
}

/** Events per batch of `readAll` and `subscribe`. */
const defaultBatch = 2_000;

/**
 * Opens the log of an EventStoreDB server or cluster. Nothing is connected before the first call.
 *
 * Positions are the server's: bytes from the beginning of its log. There are no transactions: an append to many streams
 * may be done in part, and work alongside it is not done.
 * @throws TypeError where the URL cannot be read
 */
export function eventStoreDB({ url, patience = 10_000, silence = 5_000 }: EventStoreDBOptions): EventStore {
  const connection = openConnection(url);
  const pages = pageReader(connection, silence);
  const query: Query = (work) => persistently(patience, work);
  const head = headOf(query, pages);
  const wakes = wakeUps();
  const batches = batchAppend(connection);
  const to = { connection, batches, query, pages, head, patience, silence, onAppended: wakes.ring };
  const appending = appender(to);

  return {
    capabilities: {
      atomicMultiStream: false,
      maxEventBytes: limits.eventBytes,
      maxAppendBytes: limits.appendBytesPerStream,
    },
    async append(writes) {
      const encoded = encode(writes);
      for (const { stream, events } of encoded)
        for (const name of [stream, ...events.map(({ type }) => type)])
          if (name.startsWith('$')) throw new TypeError(`names that begin with $ are the server's own: ${name}`);
      return appending.append(encoded);
    },
    readStream: (stream, options) => readStream(query, pages, stream, options),
    async *readAll({ after = 0n, until, batchSize = defaultBatch, ...filter } = {}) {
      const end = await head();
      const scan = scanner(query, pages, filter, batchSize);
      for await (const { events } of scan(after, until !== undefined && until < end ? until : end))
        if (events.length > 0) yield events;
    },
    subscribe: (options) =>
      follow(options, { connection, scan: scanner(query, pages, options, defaultBatch), head, wakes }),
    head,
    at: (position) => at(query, pages, position),
    positionAt: timesOf(query, pages, head),
    find: (eventId) => find(query, pages, eventId),
    async close() {
      batches.abandon(new Error('the event store was closed'));
      await connection.close();
    },
  };
}
