/** Where a time lies in the log. The server has no index of times, so what was read once is remembered, a mark a page. */
import type { Position } from '../store.ts';
import type { PageReader } from './pages.ts';
import type { Query } from './read.ts';
import { isOurs, positionOf, type Resolved } from './wire.ts';

/** Up to a position of ours, no event is later than `latest` (milliseconds). */
interface Mark {
  readonly position: Position;
  readonly latest: number;
}

const marksEvery = 1_000;

/** Makes a function that tells the last position up to which no event was stored later than a time. */
export function timesOf(
  query: Query,
  pages: PageReader,
  head: () => Promise<Position>,
): (time: string) => Promise<Position> {
  let marks: Mark[] = [];
  return async (time) => {
    const wanted = new Date(time).getTime();
    const end = await head();
    // A log that is shorter than what was seen of it is another one.
    if ((marks.at(-1)?.position ?? 0n) > end) marks = [];
    let mark = marks.findLast(({ latest }) => latest <= wanted) ?? { position: 0n, latest: Number.NEGATIVE_INFINITY };
    for (let from = mark.position; ; ) {
      const page = await query(() => pages.all(from === 0n ? 'start' : from, false, marksEvery));
      for (const one of page.events.filter(isOurs)) {
        const stored = storedAt(one);
        if (stored > wanted) return mark.position;
        mark = { position: positionOf(one), latest: Math.max(mark.latest, stored) };
      }
      if (mark.position > (marks.at(-1)?.position ?? 0n)) marks.push(mark);
      const last = page.events.at(-1);
      if (page.last || last === undefined || mark.position >= end) return mark.position;
      from = positionOf(last);
    }
  };
}

const storedAt = ({ event }: Resolved): number => event?.created.getTime() ?? 0;
