/**
 * Following the log. While there is much to read it is read in pages; what comes after that is sent by the server, which
 * drops whoever is more than 32 events behind: then it is read in pages again, from where it was left.
 */
import { type AllStreamSubscription, type EventStoreDBClient, streamNameFilter } from '@eventstore/db-client';
import {
  type Filter,
  type Position,
  type RecordedEvent,
  StoreUnavailable,
  type SubscribeOptions,
  type Tail,
} from '../store.ts';
import type { Connection } from './connection.ts';
import { isLost, isNoBoundary, pause } from './faults.ts';
import { passesNothing, passing, type Scan } from './scan.ts';
import type { Listener, Wakes } from './wakes.ts';
import { eventOf, positionOf } from './wire.ts';

/** Milliseconds after which the head is asked for though nothing came: what a filter holds back moves `scannedTo` too. */
const poll = 100;

/** Events of a round of pages above which more are waited for, rather than a subscription that would be dropped at once. */
const busy = 32;
const gatherMs = 25;

/** Events that wait for the consumer at most. Beyond, the server may drop us: pages are the better way then. */
const buffered = 2_000;

/** Scanned events between two checkpoints of a filtered subscription: the server's own least. */
const window = 32;

export interface Following {
  readonly connection: Connection;
  readonly scan: Scan;
  readonly head: () => Promise<Position>;
  readonly wakes: Wakes;
}

/**
 * The log from a position on, for ever. A lost connection is waited out; it goes on where it was.
 * @throws what is not a lost connection
 */
export async function* follow(options: SubscribeOptions, following: Following): AsyncGenerator<Tail> {
  const { signal } = options;
  const { scan, head, wakes } = following;
  const listener = wakes.listen();
  let { after } = options;
  try {
    while (!signal?.aborted) {
      try {
        let found = 0;
        for await (const tail of scan(after, await head())) {
          if (signal?.aborted) return;
          after = tail.scannedTo;
          found += tail.events.length;
          yield tail;
        }
        if (signal?.aborted) return;
        if (found > busy) await pause(gatherMs);
        else if (passesNothing(options)) await listener.wait(poll, signal);
        else
          for await (const tail of followLive({ ...options, after }, following, listener)) {
            if (signal?.aborted) return;
            after = tail.scannedTo;
            yield tail;
          }
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        await listener.wait(poll, signal);
      }
    }
  } finally {
    listener.close();
  }
}

/** What the server sends, until it drops us. */
async function* followLive(
  options: SubscribeOptions,
  { connection, scan, head }: Following,
  listener: Listener,
): AsyncGenerator<Tail> {
  const { signal } = options;
  let { after } = options;
  let looked = performance.now();
  const live = await connection.use(async (client) => subscribed(client, options, listener.ring));
  try {
    while (!signal?.aborted) {
      const events = live.take().filter(({ position }) => position > after);
      const last = events.at(-1);
      if (last) {
        after = last.position;
        yield { events, scannedTo: after };
        continue;
      }
      if (live.ended) {
        if (live.error && !isLost(live.error) && !isNoBoundary(live.error)) throw live.error;
        // A server that drops us at once is not asked again at once.
        return await listener.wait(gatherMs, signal);
      }
      await listener.wait(poll, signal);
      if (signal?.aborted || live.pending || live.ended) continue;
      // Quiet, or only what the filter holds back. Up to the checkpoint all that passes has come; the rest is looked through.
      await pause(Math.max(0, gatherMs - (performance.now() - looked)));
      looked = performance.now();
      const until = await head();
      const from = live.checkpoint < until ? live.checkpoint : until;
      if (live.pending || until <= after) continue;
      if (from > after) {
        after = from;
        yield { events: [], scannedTo: after };
      }
      for await (const tail of scan(after, until)) {
        after = tail.scannedTo;
        yield tail;
      }
    }
  } finally {
    live.leave();
  }
}

interface Live {
  /** What came since the last time, in order. */
  take(): RecordedEvent[];
  readonly pending: boolean;
  /** Whatever passes up to here has come. */
  readonly checkpoint: Position;
  readonly ended: boolean;
  readonly error: unknown;
  leave(): void;
}

/** @param onNews told of every event, and of the end */
function subscribed(client: EventStoreDBClient, { after, ...filter }: SubscribeOptions, onNews: () => void): Live {
  const passes = passing(filter);
  let waiting: RecordedEvent[] = [];
  let checkpoint = after;
  let ended = false;
  let failure: unknown;
  const subscription: AllStreamSubscription = client.subscribeToAll({
    fromPosition: after === 0n ? 'start' : { commit: after, prepare: after },
    ...(filter.categories && { filter: prefixes(filter.categories, (position) => (checkpoint = position)) }),
  });
  const end = (error?: unknown): void => {
    if (ended) return;
    ended = true;
    failure = error;
    onNews();
  };
  subscription
    .on('data', (one) => {
      if (ended) return;
      // Without a filter, every event is a checkpoint.
      if (!filter.categories) checkpoint = positionOf(one);
      if (passes(one)) waiting.push(eventOf(one));
      if (waiting.length > buffered) {
        end();
        leave();
      } else onNews();
    })
    // Stays: it may be told of several errors, and would end the process if nobody listened.
    .on('error', end)
    .on('end', () => end());
  const leave = (): void => {
    subscription.unsubscribe().catch(() => {});
  };
  return {
    take() {
      const events = waiting;
      waiting = [];
      return events;
    },
    get pending() {
      return waiting.length > 0;
    },
    get checkpoint() {
      return checkpoint;
    },
    get ended() {
      return ended;
    },
    get error() {
      return failure;
    },
    leave() {
      ended = true;
      leave();
    },
  };
}

const prefixes = (categories: NonNullable<Filter['categories']>, onCheckpoint: (position: Position) => void) =>
  streamNameFilter({
    // What only begins like a category is left out by `passes`.
    prefixes: [...categories],
    checkpointInterval: 1,
    maxSearchWindow: window,
    checkpointReached: async (_, { commit }) => onCheckpoint(commit),
  });
