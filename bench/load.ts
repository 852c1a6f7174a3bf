/**
 * Everybody else while the product is attacked: slow bodies, streams by the hundred, uploads that break off, guesses of passwords.
 * A clock gives the pace, so that a slow answer counts with all the time it was waited for.
 *
 *     npm run bench -- load
 */
import { setTimeout as pause } from 'node:timers/promises';
import {
  abortedUploads,
  behindProxy,
  everybodyElse,
  guesses,
  type Others,
  signedIn,
  slowBodies,
  streams,
  userWith,
} from '../test/attackers.ts';
import { startProduct } from '../test/product.ts';
import { markdownTable } from './table.ts';

/** What is asked for, in milliseconds at the 99th percentile. */
const limit = 200;

const at = (sorted: readonly number[], share: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1);

/** Prints a table of one row an attack, beside the same questions while nothing else is asked. */
export async function benchLoad(): Promise<string> {
  const product = await startProduct(behindProxy);
  try {
    const [operator, scientist] = [await signedIn(product, 'operator'), await signedIn(product, 'scientist')];
    const { email } = userWith(product, 'reviewer');
    const attacks: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['nothing else', () => pause(10_000)],
      ['300 slow bodies', () => slowBodies(product, 300, 10_000)],
      ['600 streams', () => streams(product, scientist, 600, 9_000)],
      ['200 uploads broken off', () => abortedUploads(product, operator, 200)],
      ['400 guesses at once', () => guesses(product, email, 400)],
    ];
    // What the first answers cost belongs to the start.
    await everybodyElse(product, scientist, pause(3_000));
    const lines = [];
    for (const [name, attack] of attacks) {
      const attacking = attack();
      const others: Others = await everybodyElse(product, scientist, attacking);
      await attacking;
      const { took, refused } = others;
      lines.push([name, took.length, refused.length, at(took, 0.5), at(took, 0.99), limit]);
    }
    return markdownTable(['beside', 'asked', 'refused', 'p50 ms', 'p99 ms', 'limit, p99 ms'], lines);
  } finally {
    await product.stop();
  }
}
