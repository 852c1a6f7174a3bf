/** How much, how fast, how long: one set of limits for both doors, the API and the screens, counted together. */
import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { readerLimits } from '../ingestion/readers/reader.ts';
import { Problem } from './problem.ts';

export interface Limits {
  /** Of a JSON body. */
  readonly bodyBytes: number;
  /** Arrays and objects in each other. */
  readonly bodyDepth: number;
  /** Members of arrays and objects, all together: what says more than that costs more than it weighs. */
  readonly bodyValues: number;
  /** Of a form of a screen that sends no file. */
  readonly formBytes: number;
  /** Of a file that is sent. */
  readonly fileBytes: number;
  /** Until the headers of a request have arrived. */
  readonly headersMs: number;
  /** Until a body has arrived, but for what `bytesPerSecond` grants it besides; and between two pieces of it. */
  readonly arrivalMs: number;
  /** The pace at which a large body may go on arriving: that of a poor line, and no slower. */
  readonly bytesPerSecond: number;
  /** Until a request has arrived, whatever it sends. */
  readonly requestMs: number;
  /** Until an answer that is no stream, import or rebuild. */
  readonly answerMs: number;
  /** Requests a minute, from an address, and of an account: four times the pace that decisions are built for (50 a second). */
  readonly perAddress: number;
  readonly perAccount: number;
  /** Open streams of changes, of all and of an account. */
  readonly streams: number;
  readonly streamsPerAccount: number;
}

export const defaultLimits: Limits = {
  bodyBytes: 1_000_000,
  bodyDepth: 20,
  bodyValues: 20_000,
  formBytes: 512 * 1024,
  fileBytes: readerLimits.fileBytes,
  headersMs: 15_000,
  arrivalMs: 30_000,
  bytesPerSecond: 16 * 1024,
  requestMs: 30 * 60_000,
  answerMs: 30_000,
  perAddress: 30_000,
  perAccount: 12_000,
  streams: 200,
  streamsPerAccount: 10,
};

/** A request as it was counted. */
export interface Counted {
  readonly limit: number;
  /** How many more there may be until the count begins anew. */
  readonly left: number;
  /** Until the count begins anew. */
  readonly seconds: number;
  readonly isOver: boolean;
}

export type Meter = (key: string) => Promise<Counted>;

/** Counts requests of each key, a minute at a time. */
export function meter(perMinute: number): Meter {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (key) => {
    const counted = await limiter.consume(key).catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused;
      throw refused;
    });
    return {
      limit: perMinute,
      left: Math.max(0, counted.remainingPoints),
      seconds: Math.ceil(counted.msBeforeNext / 1000),
      isOver: counted.consumedPoints > perMinute,
    };
  };
}

/** What an answer says of the count, as drafts of the IETF name it. */
export const countedHeaders = ({ limit, left, seconds }: Counted): Readonly<Record<string, string>> => ({
  'RateLimit-Limit': `${limit}`,
  'RateLimit-Remaining': `${left}`,
  'RateLimit-Reset': `${seconds}`,
});

/** What requests from an address are counted under: whoever has one address of IPv6 has the whole of its /64. */
export function addressKey(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%', 1)[0]!.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** A place among what is open at the same time, or how many there may be. */
export type Seat =
  | { readonly kind: 'taken'; readonly leave: () => void }
  | { readonly kind: 'full'; readonly limit: number };

export interface Seats {
  /** `leave` may be called twice. */
  take(key: string): Seat;
  /** How many are taken. */
  taken(): number;
}

/** A count of what is open at the same time, of all and of each key. */
export function seats(all: number, each: number): Seats {
  const taken = new Map<string, number>();
  let total = 0;
  return {
    take(key) {
      const own = taken.get(key) ?? 0;
      if (own >= each || total >= all) return { kind: 'full', limit: own >= each ? each : all };
      total++;
      taken.set(key, own + 1);
      let left = false;
      const leave = (): void => {
        if (left) return;
        left = true;
        total--;
        const others = (taken.get(key) ?? 1) - 1;
        if (others === 0) taken.delete(key);
        else taken.set(key, others);
      };
      return { kind: 'taken', leave };
    },
    taken: () => total,
  };
}

/** What the doors of one server share: whoever comes through both is counted once. */
export interface Doors {
  readonly limits: Limits;
  readonly perAddress: Meter;
  readonly perAccount: Meter;
  readonly streams: Seats;
}

export function openDoors(changed: Partial<Limits> = {}): Doors {
  const limits = { ...defaultLimits, ...changed };
  return {
    limits,
    perAddress: meter(limits.perAddress),
    perAccount: meter(limits.perAccount),
    streams: seats(limits.streams, limits.streamsPerAccount),
  };
}

/** @throws Problem `took-too-long` where work does not answer in time; it is left to itself then */
export async function inTime<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Problem('took-too-long', {}, { 'Retry-After': '5' })), ms);
  work.catch(() => {});
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
