/** Whether others append to the log while an import does: told from the positions that its own appends are given. */
import type { Position } from '../../eventstore/store.ts';

/** Own appends that may be under way at once: an answer may overtake another, and leaves a hole for as long. */
const underWay = 4;
/** For how long the log counts as shared after somebody else was seen. */
const rememberedMs = 3_000;

export interface Crowding {
  /** Takes note of an own append. @param events that it has */
  appended(position: Position, events: number): void;
  /** Somebody else appended a moment ago. */
  shared(): boolean;
}

/** For a store whose positions count events. */
export function crowding(now: () => number = () => performance.now()): Crowding {
  /** Own appends that do not join what is known yet, in the order of the log. */
  const apart: { readonly first: Position; readonly last: Position }[] = [];
  let known: Position | undefined;
  let until = Number.NEGATIVE_INFINITY;
  return {
    appended(position, events) {
      apart.push({ first: position - BigInt(events) + 1n, last: position });
      apart.sort((a, b) => (a.first < b.first ? -1 : 1));
      known ??= apart[0]!.first - 1n;
      for (;;) {
        const next = apart[0];
        if (next === undefined) return;
        if (next.first > known + 1n) {
          if (apart.length <= underWay) return;
          until = now() + rememberedMs;
        }
        if (next.last > known) known = next.last;
        apart.shift();
      }
    },
    shared: () => now() < until,
  };
}
