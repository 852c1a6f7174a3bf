/** Reading a page: as many events as were asked for or as memory should hold, under our own timer. */
import type { EventStoreDBClient, StreamingRead } from '@eventstore/db-client';
import type { Position } from '../store.ts';
import type { Connection } from './connection.ts';
import { isMissing, isNoBoundary, NoAnswer } from './faults.ts';
import { positionOf, type Resolved } from './wire.ts';

/** Bytes of log after which a page ends: what bounds memory where events are large. */
const pageBytes = 8 * 1024 * 1024;

export interface Page {
  readonly events: readonly Resolved[];
  /** There are no more events in this direction. */
  readonly last: boolean;
}

const nothing: Page = { events: [], last: true };

export interface PageReader {
  /** Events of a stream; none where there is no such stream. */
  stream(name: string, from: bigint | 'start' | 'end', backwards: boolean, count: number): Promise<Page>;
  /** The whole log, the server's own events included, from a position on: exclusive, both ways. */
  all(from: Position | 'start' | 'end', backwards: boolean, count: number): Promise<Page>;
  /** What lies at exactly this position. */
  at(position: Position): Promise<Resolved | undefined>;
}

/** @param silence milliseconds without an event after which the server counts as lost */
export function pageReader(connection: Connection, silence: number): PageReader {
  const collect = (
    count: number,
    measure: Measure,
    start: (client: EventStoreDBClient) => StreamingRead<Resolved>,
  ): Promise<Page> => connection.use((client) => collected(start(client), count, measure, silence));

  const whole = (from: Position | 'start' | 'end', backwards: boolean, count: number): Promise<Page> =>
    collect(count, distance(), (client) => {
      const fromPosition = typeof from === 'bigint' ? { commit: from, prepare: from } : from;
      return client.readAll({ fromPosition, direction: backwards ? 'backwards' : 'forwards', maxCount: count });
    });

  return {
    async stream(name, from, backwards, count) {
      try {
        const direction = backwards ? 'backwards' : 'forwards';
        return await collect(count, content(), (client) =>
          client.readStream(name, { fromRevision: from, direction, maxCount: count }),
        );
      } catch (error) {
        if (isMissing(error)) return nothing;
        throw error;
      }
    },
    async all(from, backwards, count) {
      // Forwards, the server begins with the event at the position itself.
      if (backwards || typeof from !== 'bigint') return whole(from, backwards, count);
      const { events, last } = await whole(from, false, count + 1);
      return { events: events.filter((one) => positionOf(one) > from), last };
    },
    async at(position) {
      try {
        const { events } = await whole(position, false, 1);
        return events.find((one) => positionOf(one) === position);
      } catch (error) {
        if (isNoBoundary(error)) return undefined;
        throw error;
      }
    },
  };
}

/** About how many bytes a page holds with one more event. */
type Measure = (one: Resolved) => number;

/** In the whole log an event is as large as the way to the next one. */
function distance(): Measure {
  let first: Position | undefined;
  return (one) => {
    first ??= positionOf(one);
    return Math.abs(Number(positionOf(one) - first));
  };
}

/** In a stream only the content tells. */
function content(): Measure {
  let bytes = 0;
  return ({ event }) => {
    bytes += sizeOf(event?.data);
    return bytes;
  };
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 8;
  for (const one of Object.values(value)) size += sizeOf(one);
  return size;
}

function collected(read: StreamingRead<Resolved>, count: number, measure: Measure, silence: number): Promise<Page> {
  return new Promise((resolve, reject) => {
    const events: Resolved[] = [];
    let done = false;
    const finish = (end: () => void): void => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      end();
    };
    const leave = (): void => {
      read.cancel().catch(() => {});
    };
    const timer = setTimeout(
      () =>
        finish(() => {
          leave();
          reject(new NoAnswer(`nothing was read within ${silence} ms`));
        }),
      silence,
    );
    read.on('data', (one: Resolved) => {
      if (done) return;
      timer.refresh();
      events.push(one);
      if (measure(one) < pageBytes || events.length === count) return;
      finish(() => {
        leave();
        resolve({ events, last: false });
      });
    });
    // Stays: an error may follow the end, and would end the process if nobody listened.
    read.on('error', (error: Error) => finish(() => reject(error)));
    read.on('end', () => finish(() => resolve({ events, last: events.length < count })));
    read.on('close', () => finish(() => reject(new NoAnswer('a read ended early'))));
  });
}
