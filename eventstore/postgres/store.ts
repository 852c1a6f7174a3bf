/** The event store in PostgreSQL: `sql/001-log.sql` is its other half. */
import { encode } from '../encode.ts';
import { type EventStore, limits, type Position } from '../store.ts';
import { appendTogether } from './append.ts';
import { openPool, type Sql } from './connection.ts';
import { persistently } from './faults.ts';
import { groupCommit } from './group.ts';
import { at, find, head, positionAt, readStream, readStreams } from './read.ts';
import { scanner } from './scan.ts';
import { follow } from './subscribe.ts';
import { wakeUps } from './wake.ts';

export interface PostgresStoreOptions {
  /** A migrated database. The store opens, and closes, connections of its own. */
  readonly url: string;
  /** Connections at most, besides one that listens; default 8. */
  readonly connections?: number;
  /** Milliseconds that a lost connection is tried again for before `StoreUnavailable`; default 5 000. */
  readonly patience?: number;
}

/** Events per batch of `readAll` and `subscribe`. */
const defaultBatch = 2_000;

/**
 * Opens the log of a database. Nothing is connected before the first call.
 *
 * What `Alongside` gets as transaction is a `pg.ClientBase`. It may be called again, in a new transaction, where the first
 * was rolled back for a deadlock or a lost connection; it is not called for events that an earlier attempt wrote already.
 */
export function postgresStore({ url, connections = 8, patience = 5_000 }: PostgresStoreOptions): EventStore {
  const pool = openPool(url, connections);
  const wake = wakeUps({ connectionString: url });
  const to = { pool, patience, onAppended: (position: Position) => wake.wake(position) };
  const appendOne = groupCommit(to);
  const query = <T>(work: () => Promise<T>): Promise<T> => persistently(patience, work);
  const headNow = (): Promise<Position> => query(() => head(pool));

  return {
    capabilities: {
      atomicMultiStream: true,
      maxEventBytes: limits.eventBytes,
      maxAppendBytes: limits.appendBytesPerStream,
    },
    async append(writes, alongside) {
      const encoded = encode(writes);
      return encoded.length === 1 ? appendOne(encoded[0]!, alongside) : appendTogether(to, encoded, alongside);
    },
    readStream: (stream, options) => readStream(query, pool, stream, options),
    readStreams: (streams, { before, transaction }) =>
      transaction ? readStreams(transaction as Sql, streams, before) : query(() => readStreams(pool, streams, before)),
    async *readAll({ after = 0n, until, batchSize = defaultBatch, ...filter } = {}) {
      const end = await headNow();
      const scan = scanner(query, pool, filter, batchSize);
      for await (const { events } of scan(after, until !== undefined && until < end ? until : end))
        if (events.length > 0) yield events;
    },
    subscribe: (options) =>
      follow(options, { scan: scanner(query, pool, options, defaultBatch), head: headNow, wakeUps: wake }),
    head: headNow,
    at: (position) => query(() => at(pool, position)),
    positionAt: (time) => query(() => positionAt(pool, time)),
    find: (eventId) => query(() => find(pool, eventId)),
    async close() {
      await wake.close();
      await pool.end();
    },
  };
}
