/** Random numbers that are the same on every machine: same seed, same data, byte for byte. */
import { createHash } from 'node:crypto';

export interface Random {
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number, both ends included. */
  readonly int: (min: number, max: number) => number;
  /** About normally distributed, cut at ±6 deviations. Sums and no logarithms: the same on every machine. */
  readonly normal: (mean: number, deviation: number) => number;
  readonly pick: <T>(items: readonly T[]) => T;
  readonly chance: (probability: number) => boolean;
}

/** A stream of its own for everything that has a name, so that one file does not depend on how much another one drew. */
export function randomFor(seed: number, ...name: readonly (string | number)[]): Random {
  const digest = createHash('sha256')
    .update([seed, ...name].join('\u001f'))
    .digest();
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => digest.readInt32LE(at)) as [number, number, number, number];
  // sfc32, a small fast counting generator (PractRand, Chris Doty-Humphrey, public domain).
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 2 ** 32;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    normal(mean, deviation) {
      let sum = -6;
      for (let i = 0; i < 12; i++) sum += next();
      return mean + sum * deviation;
    },
    pick: (items) => items[int(0, items.length - 1)]!,
    chance: (probability) => next() < probability,
  };
}

/** A number with a fixed count of decimals, as number: 1.005 → 1.01 at two. */
export const fixed = (value: number, decimals: number): number => {
  const factor = 10 ** decimals;
  return Math.round(value * factor + 1e-9) / factor;
};

export const within = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));
