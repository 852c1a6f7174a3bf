/** How much, how fast, how long. */
import type Koa from 'koa';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { readerLimits } from '../ingestion/readers/reader.ts';
import { Problem } from './problem.ts';

export interface Limits {
  /** Of a JSON body. */
  readonly bodyBytes: number;
  /** Arrays and objects in each other. */
  readonly bodyDepth: number;
  /** Of a file that is sent. */
  readonly fileBytes: number;
  /** Until a JSON body has arrived, and between two pieces of a file. */
  readonly arrivalMs: number;
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
  fileBytes: readerLimits.fileBytes,
  arrivalMs: 30_000,
  answerMs: 30_000,
  perAddress: 30_000,
  perAccount: 12_000,
  streams: 200,
  streamsPerAccount: 10,
};

export type Consume = (context: Koa.Context, key: string) => Promise<void>;

/**
 * Counts a request, and says how many are left.
 * @throws Problem `too-many-requests`
 */
export function rateLimit(perMinute: number): Consume {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (context, key) => {
    const counted = await limiter.consume(key).catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused;
      throw refused;
    });
    const seconds = Math.ceil(counted.msBeforeNext / 1000);
    context.set({
      'RateLimit-Limit': `${perMinute}`,
      'RateLimit-Remaining': `${Math.max(0, counted.remainingPoints)}`,
      'RateLimit-Reset': `${seconds}`,
    });
    if (counted.consumedPoints > perMinute)
      throw new Problem('too-many-requests', { seconds }, { 'Retry-After': `${seconds}` });
  };
}

/** A count of what is open at the same time, of all and of each key. */
export function seats(all: number, each: number) {
  const taken = new Map<string, number>();
  let total = 0;
  return {
    /**
     * @returns what gives the seat back; may be called twice
     * @throws Problem `too-many-streams`
     */
    take(key: string): () => void {
      const own = taken.get(key) ?? 0;
      if (own >= each || total >= all)
        throw new Problem('too-many-streams', { limit: own >= each ? each : all }, { 'Retry-After': '30' });
      total++;
      taken.set(key, own + 1);
      let given = false;
      return () => {
        if (given) return;
        given = true;
        total--;
        const left = (taken.get(key) ?? 1) - 1;
        if (left === 0) taken.delete(key);
        else taken.set(key, left);
      };
    },
  };
}

/** @throws Problem `took-too-long` where work does not answer in time; it is left to itself then */
export async function inTime<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Problem('took-too-long', {}, { 'Retry-After': '5' })), ms);
  work.catch(() => {});
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
