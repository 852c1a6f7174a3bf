/**
 * The product under attack, in a process of its own: everybody else is answered meanwhile, and nothing stays behind. How fast they
 * are answered is measured on a machine that does nothing else: `npm run bench -- load`.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  type Answers,
  abortedUploads,
  behindProxy,
  everybodyElse,
  guesses,
  signedIn,
  slowBodies,
  streams,
  userWith,
} from './attackers.ts';
import { type Product, startProduct } from './product.ts';

// The screens may have to be built first.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 300_000 });

let product: Product;
let operator: string;
let scientist: string;

beforeAll(async () => {
  product = await startProduct(behindProxy);
  operator = await signedIn(product, 'operator');
  scientist = await signedIn(product, 'scientist');
});
afterAll(async () => {
  // What clients do is no warning, and no error.
  expect(await product?.stop()).toEqual([]);
});

/** What the process holds: descriptors that are open, and memory in MiB. */
async function held(): Promise<{ readonly descriptors: number; readonly mebibytes: number }> {
  const status = await readFile(`/proc/${product.pid}/status`, 'utf8');
  return {
    descriptors: (await readdir(`/proc/${product.pid}/fd`)).length,
    mebibytes: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024,
  };
}

const arriving = async (): Promise<string[]> =>
  (await readdir(path.join(product.dataDir, 'originals'))).filter((name) => name.startsWith('arriving-'));

const of = (answers: Answers, ...statuses: readonly number[]): number =>
  statuses.reduce((sum, status) => sum + (answers.get(status) ?? 0), 0);

/** Everybody else was answered, all of them. */
async function besides<Told>(attack: Promise<Told>): Promise<Told> {
  const [told, { refused }] = await Promise.all([attack, everybodyElse(product, scientist, attack)]);
  expect(refused).toEqual([]);
  return told;
}

test('bodies that never end, 600 streams, 200 uploads broken off, 400 guesses at once: nothing stays behind', async () => {
  const before = await held();

  // Nobody's body arrived, so nobody was answered with success.
  expect(of(await besides(slowBodies(product, 300, 5000)), 200)).toBe(0);

  const opened = await besides(streams(product, scientist, 600, 1000));
  expect(of(opened, 200)).toBe(10);
  expect(of(opened, 429)).toBe(590);

  await besides(abortedUploads(product, operator, 200));
  await vi.waitFor(async () => expect(await arriving()).toEqual([]), { timeout: 30_000, interval: 200 });

  const guessed = await besides(guesses(product, userWith(product, 'reviewer').email, 400));
  expect(of(guessed, 401, 429)).toBe(400);
  // Whom the guesses were about signs in from elsewhere.
  await signedIn(product, 'reviewer');

  await vi.waitFor(
    async () => {
      const after = await held();
      expect(after.descriptors).toBeLessThan(before.descriptors + 20);
      expect(after.mebibytes).toBeLessThan(before.mebibytes + 150);
    },
    { timeout: 60_000, interval: 1000 },
  );
});
