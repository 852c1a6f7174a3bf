/**
 * Everybody else while the product is attacked: slow bodies, streams by the hundred, uploads that break off, guesses of passwords.
 * A clock gives the pace, so that a slow answer counts with all the time it was waited for.
 *
 *     npm run bench -- load
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { behindProxy, everybodyElse, signedIn, userWith } from '../test/attackers.ts';
import { startProduct } from '../test/product.ts';
import { attackNames, type Target } from './attack.ts';
import { markdownTable } from './table.ts';

/** What is asked for, in milliseconds at the 99th percentile. */
const limit = 200;

const attackFile = new URL('attack.ts', import.meta.url);

const at = (sorted: readonly number[], share: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1);

/** Prints a table of one row an attack, beside the same questions while nothing else is asked. */
export async function benchLoad(): Promise<string> {
  const product = await startProduct(behindProxy);
  try {
    const { url } = product;
    const [operator, scientist] = [await signedIn(product, 'operator'), await signedIn(product, 'scientist')];
    const { email } = userWith(product, 'reviewer');
    // What the first answers cost belongs to the start.
    await everybodyElse(product, scientist, pause(3_000));
    const lines = [];
    for (const attack of attackNames) {
      const target: Target = { attack, url, operator, scientist, email };
      const ended = once(new Worker(attackFile, { workerData: target }), 'exit');
      // Some attacks are over in a moment; what comes after them is waited for as well.
      const { took, refused } = await everybodyElse(product, scientist, Promise.all([ended, pause(10_000)]));
      lines.push([attack, took.length, refused.length, at(took, 0.5), at(took, 0.99), at(took, 1), limit]);
    }
    const head = ['beside', 'asked', 'refused', 'p50 ms', 'p99 ms', 'longest ms', 'limit, p99 ms'];
    return markdownTable(head, lines);
  } finally {
    await product.stop();
  }
}
