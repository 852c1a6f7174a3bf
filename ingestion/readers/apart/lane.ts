/** A lane lets so many through at once, the others in the order in which they came. */

/** Gives a place back; once is enough, and more does no harm. */
export type Leave = () => void;

export interface Lane {
  /** Waits for a place. */
  readonly enter: () => Promise<Leave>;
  /** A place where one is free at once. */
  readonly enterNow: () => Leave | undefined;
}

export function lane(places: number): Lane {
  let free = places;
  const waiting: (() => void)[] = [];
  const leaving = (): Leave => {
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      const next = waiting.shift();
      if (next) next();
      else free++;
    };
  };
  const enterNow = (): Leave | undefined => {
    if (free === 0) return undefined;
    free--;
    return leaving();
  };
  return {
    enterNow,
    async enter() {
      const now = enterNow();
      if (now) return now;
      await new Promise<void>((resolve) => waiting.push(resolve));
      return leaving();
    },
  };
}
