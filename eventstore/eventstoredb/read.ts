/** Reading: one stream, one event, the head, and where an id lies. */
import type { Uuid } from '../../domain/ids.ts';
import type { Position, ReadStreamOptions, RecordedEvent, StreamName } from '../store.ts';
import type { PageReader } from './pages.ts';
import { eventOf, isOurs, positionOf, type Resolved } from './wire.ts';

/** Does a read again where the connection was lost. */
export type Query = <T>(work: () => Promise<T>) => Promise<T>;

/** Events of one page of a stream, at most. */
const streamPage = 500;

/** The events of a stream, a page at a time: however long it is, memory holds one page. */
export async function* readStream(
  query: Query,
  pages: PageReader,
  stream: StreamName,
  {
    from = 0,
    to = Number.MAX_SAFE_INTEGER,
    direction = 'forwards',
    limit = Number.POSITIVE_INFINITY,
  }: ReadStreamOptions = {},
): AsyncGenerator<RecordedEvent> {
  const backwards = direction === 'backwards';
  let low = Math.max(from, 0);
  let high = to;
  for (let left = limit; left > 0 && low <= high; ) {
    const start = backwards ? (high === Number.MAX_SAFE_INTEGER ? 'end' : BigInt(high)) : BigInt(low);
    const count = Math.min(streamPage, left, high - low + 1);
    const { events, last } = await query(() => pages.stream(stream, start, backwards, count));
    for (const one of events) {
      const event = eventOf(one);
      if (event.version < low || event.version > high) return;
      yield event;
      if (backwards) high = event.version - 1;
      else low = event.version + 1;
    }
    if (last) return;
    left -= events.length;
  }
}

/** The event at a position, if there is one of ours. */
export async function at(query: Query, pages: PageReader, position: Position): Promise<RecordedEvent | undefined> {
  if (position <= 0n) return undefined;
  const found = await query(() => pages.at(position));
  return found && isOurs(found) ? eventOf(found) : undefined;
}

/** Events of a page of the whole log that is read backwards: the first page mostly ends it. */
const backwardsPages = { first: 1, least: 64, most: 4_096 } as const;

/** The log from its end backwards, until `enough` says so; the server's own events included. */
async function backwards(query: Query, pages: PageReader, enough: (one: Resolved) => boolean): Promise<void> {
  let from: Position | 'end' = 'end';
  for (
    let count: number = backwardsPages.first;
    ;
    count = Math.min(Math.max(count * 4, backwardsPages.least), backwardsPages.most)
  ) {
    const start: Position | 'end' = from;
    const { events, last } = await query(() => pages.all(start, true, count));
    for (const one of events) if (enough(one)) return;
    const end = events.at(-1);
    if (last || !end) return;
    from = positionOf(end);
  }
}

/**
 * Makes a function that tells the position of the last event of ours. What the server wrote behind it (statistics, every
 * half minute) is passed over once, and remembered.
 */
export function headOf(query: Query, pages: PageReader): () => Promise<Position> {
  let passed = { top: 0n, head: 0n };
  return async () => {
    let top: Position | undefined;
    let head: Position | undefined;
    await backwards(query, pages, (one) => {
      const position = positionOf(one);
      top ??= position;
      if (isOurs(one)) head = position;
      else if (position === passed.top) head = passed.head;
      return head !== undefined;
    });
    passed = { top: top ?? 0n, head: head ?? 0n };
    return passed.head;
  };
}

/** The event with an id, if there is one: looked for from the end of the log backwards. */
export async function find(query: Query, pages: PageReader, id: Uuid): Promise<RecordedEvent | undefined> {
  let found: RecordedEvent | undefined;
  await backwards(query, pages, (one) => {
    if (one.event?.id === id && isOurs(one)) found = eventOf(one);
    return found !== undefined;
  });
  return found;
}
