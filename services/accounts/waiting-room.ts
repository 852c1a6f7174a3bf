/**
 * Where sign-ins wait for one of the few places at which passwords are checked. Few wait: whoever finds no seat is told at once when
 * to come again. Addresses take turns, however many come from one of them; of an account and address one is heard at a time, so that
 * guesses made at the same time are counted before the next is heard.
 */

/** As many as are hashed at once (`passwords.ts`). */
const atOnce = 2;
/** At 30 ms a hash, the last of so many waits a second. */
const seats = 64;
const seatsOfAPair = 16;

export interface Visitor {
  readonly address: string;
  /** The account and address that somebody tries. */
  readonly pair: string;
}

/** There is no seat, or it went to somebody whose turn comes sooner. */
export class NoSeat extends Error {
  override readonly name = 'NoSeat';
}

interface Waiting extends Visitor {
  /** Turn of the address (start-time fair queueing): the smallest is next. */
  readonly turn: number;
  readonly enter: () => void;
  readonly leave: (reason: NoSeat) => void;
}

export type WaitingRoom = <T>(visitor: Visitor, work: () => Promise<T>) => Promise<T>;

/** @returns does the work when it is the visitor's turn. @throws NoSeat */
export function waitingRoom(): WaitingRoom {
  let waiting: readonly Waiting[] = [];
  const heard = new Set<string>();
  /** The turn that was called last, and the next one of each address that is ahead of it. */
  let called = 0;
  const nextTurn = new Map<string, number>();

  function callNext(): void {
    while (heard.size < atOnce) {
      const able = waiting.filter(({ pair }) => !heard.has(pair));
      const [first] = able.toSorted((a, b) => a.turn - b.turn);
      if (!first) return;
      waiting = waiting.filter((one) => one !== first);
      called = Math.max(called, first.turn);
      heard.add(first.pair);
      for (const [address, turn] of nextTurn) if (turn <= called) nextTurn.delete(address);
      first.enter();
    }
  }

  function sitDown(one: Waiting): void {
    if (waiting.filter(({ pair }) => pair === one.pair).length >= seatsOfAPair) throw new NoSeat();
    if (waiting.length >= seats) {
      const last = waiting.reduce((latest, other) => (other.turn >= latest.turn ? other : latest));
      if (last.turn <= one.turn) throw new NoSeat();
      waiting = waiting.filter((other) => other !== last);
      nextTurn.set(last.address, last.turn);
      last.leave(new NoSeat());
    }
    waiting = [...waiting, one];
    nextTurn.set(one.address, one.turn + 1);
  }

  return async (visitor, work) => {
    await new Promise<void>((enter, leave) => {
      sitDown({ ...visitor, turn: Math.max(called, nextTurn.get(visitor.address) ?? 0), enter, leave });
      callNext();
    });
    try {
      return await work();
    } finally {
      heard.delete(visitor.pair);
      callNext();
    }
  };
}
