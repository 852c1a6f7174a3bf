/** Walking the whole log in order, in bounded pages. The client has no filter for that, so what does not pass is left out here. */
import { categoryOf, type Filter, type Position, type RecordedEvent, type Tail } from '../store.ts';
import { isNoBoundary } from './faults.ts';
import type { Page, PageReader } from './pages.ts';
import type { Query } from './read.ts';
import { eventOf, isOurs, positionOf, type Resolved } from './wire.ts';

/** Whether an event of the log is ours and passes a filter. */
export function passing({ categories, types }: Filter): (one: Resolved) => boolean {
  const ofCategory = categories && new Set(categories);
  const ofType = types && new Set(types);
  return (one) =>
    isOurs(one) &&
    (ofCategory === undefined || ofCategory.has(categoryOf(one.event!.streamId))) &&
    (ofType === undefined || ofType.has(one.event!.type));
}

export const passesNothing = ({ categories, types }: Filter): boolean =>
  categories?.length === 0 || types?.length === 0;

/** Reads the log from `after` (exclusive) to `until` (inclusive), page by page. */
export type Scan = (after: Position, until: Position) => AsyncGenerator<Tail>;

/**
 * A walk through the log under a filter.
 * @param batchSize events in a page, at most
 */
export function scanner(query: Query, pages: PageReader, filter: Filter, batchSize: number): Scan {
  const passes = passing(filter);

  const read = (after: Position, count = batchSize): Promise<Page> =>
    query(() => pages.all(after === 0n ? 'start' : after, false, count));

  return async function* scan(after, until) {
    if (after >= until) return;
    if (passesNothing(filter)) return yield { events: [], scannedTo: until };
    let next = first(read, after);
    for (;;) {
      const page = await next;
      const end = page.events.at(-1);
      const done = page.last || end === undefined || positionOf(end) >= until;
      // The server works on the next page while this one is worked on here.
      if (!done) {
        next = read(positionOf(end));
        next.catch(() => {}); // thrown when it is awaited, if it ever is
      }
      const events = within(page, after, until, passes);
      yield { events, scannedTo: done ? until : positionOf(end) };
      if (done) return;
    }
  };
}

function within(
  { events }: Page,
  after: Position,
  until: Position,
  passes: (one: Resolved) => boolean,
): RecordedEvent[] {
  const found: RecordedEvent[] = [];
  for (const one of events) {
    const position = positionOf(one);
    if (position > until) break;
    if (position > after && passes(one)) found.push(eventOf(one));
  }
  return found;
}

/** Events of a page that only looks for a place to begin at. */
const stride = 4_000;

/** The server reads from where an event begins. From elsewhere it is read from the beginning, and left out up to there. */
async function first(read: (after: Position, count?: number) => Promise<Page>, after: Position): Promise<Page> {
  try {
    return await read(after);
  } catch (error) {
    if (!isNoBoundary(error)) throw error;
  }
  for (let from = 0n; ; ) {
    const page = await read(from, stride);
    const before = page.events.findLast((one) => positionOf(one) <= after);
    if (before === undefined || positionOf(before) === from) return read(from);
    from = positionOf(before);
    if (page.last || before !== page.events.at(-1)) return read(from);
  }
}
