/**
 * The store with what was appended through it lately kept in memory: whoever follows the log closely need not have it read,
 * parsed and opened again. Positions of the store beneath count events, as PostgreSQL's do.
 */
import { type Alongside, type EventStore, type Position, passes, type RecordedEvent } from './store.ts';

/** Events kept, about: what an import is ahead of its projections by, and a batch more. */
const keptEvents = 6_000;

/** Events of one append: nothing lies between them. */
interface Segment {
  readonly first: Position;
  readonly last: Position;
  readonly events: readonly RecordedEvent[];
}

/** Remembers appends of several streams at once. Reading, anything else goes to the store. */
export function remembering(store: EventStore): EventStore {
  /** In the order of the log. */
  const segments: Segment[] = [];

  function remember(events: readonly RecordedEvent[]): void {
    const first = events[0]!.position;
    const last = events.at(-1)!.position;
    if (last - first !== BigInt(events.length - 1)) return;
    segments.push({ first, last, events });
    segments.sort((a, b) => (a.first < b.first ? -1 : 1));
    let kept = segments.reduce((sum, segment) => sum + segment.events.length, 0);
    while (kept > keptEvents && segments.length > 1) kept -= segments.shift()!.events.length;
  }

  return {
    ...store,
    async append(writes, alongside) {
      if (writes.length === 1) return store.append(writes, alongside);
      // An attempt may be rolled back and made again: what came last stands, if anything does.
      let recorded: readonly RecordedEvent[] = [];
      const watched: Alongside = (transaction, events) => {
        recorded = events;
        return alongside?.(transaction, events) ?? Promise.resolve();
      };
      const answer = await store.append(writes, watched);
      if (answer.kind === 'appended' && recorded.at(-1)?.position === answer.position) remember(recorded);
      return answer;
    },
    async *readAll(options = {}) {
      const until = options.until ?? (await store.head());
      let after = options.after ?? 0n;
      while (after < until) {
        const known = segments.find(({ first, last }) => first <= after + 1n && after < last && last <= until);
        if (known) {
          const events = known.events.filter((event) => event.position > after && passes(options, event));
          after = known.last;
          if (events.length > 0) yield events;
          continue;
        }
        const next = segments.find(({ first, last }) => first > after && last <= until);
        const end = next ? next.first - 1n : until;
        yield* store.readAll({ ...options, after, until: end });
        after = end;
      }
    },
  };
}
