/**
 * Against guessing: who guessed wrong has to wait, longer each time. It is counted for an account and the address that the guesses
 * come from, so that nobody shuts anybody else out; and for accounts that do not exist as for those that do.
 */
import { isIPv6 } from 'node:net';

/** Failures after which one has to wait. Only failures count. */
export const failuresAllowed = 5;
/** The first wait; each one after it is twice as long, up to the longest. */
const firstWaitMs = 30_000;
const longestWaitMs = 15 * 60_000;
/** After this without a failure all is forgotten: longer than the longest wait, so that waiting it out is no way around it. */
const forgottenAfterMs = 60 * 60_000;
/** How many are remembered: the least recent goes first. 100 000 take some 15 MB; at two hashes at once they take half an hour to fill. */
const remembered = 100_000;

interface Failures {
  readonly count: number;
  readonly last: number;
}

export interface Attempts {
  /** Seconds until the next attempt is heard; 0 for now. */
  rest(key: string): number;
  /** Counts an attempt as failed, before the password is looked at: whoever comes meanwhile finds it counted. */
  take(key: string): void;
  /** It was the right one: all before it is forgotten. */
  succeeded(key: string): void;
  /** It was not heard to its end. */
  giveBack(key: string): void;
}

/** @param now milliseconds of a clock that only goes forward */
export function attemptsIn(now: () => number = () => performance.now()): Attempts {
  const known = new Map<string, Failures>();

  function failures(key: string): Failures {
    const found = known.get(key);
    return found && now() - found.last < forgottenAfterMs ? found : { count: 0, last: now() };
  }

  function keep(key: string, kept: Failures): void {
    known.delete(key);
    if (kept.count > 0) known.set(key, kept);
    const [oldest] = known.keys();
    if (known.size > remembered && oldest !== undefined) known.delete(oldest);
  }

  return {
    rest(key) {
      const { count, last } = failures(key);
      if (count < failuresAllowed) return 0;
      const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** (count - failuresAllowed));
      return Math.max(0, Math.ceil((last + wait - now()) / 1000));
    },
    take: (key) => keep(key, { count: failures(key).count + 1, last: now() }),
    succeeded: (key) => void known.delete(key),
    giveBack(key) {
      const { count, last } = failures(key);
      keep(key, { count: count - 1, last });
    },
  };
}

/** What counts as one address: of IPv6 the network, because whoever has one address has all of it (RFC 6177). */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.') || address.includes('%')) return address;
  const [head = '', tail = ''] = address.split('::');
  const [left, right] = [head, tail].map((part) => part.split(':').filter((group) => group !== ''));
  const between = address.includes('::') ? Array<string>(8 - left!.length - right!.length).fill('0') : [];
  const groups = [...left!, ...between, ...right!].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
}
