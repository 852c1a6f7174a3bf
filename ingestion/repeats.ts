/**
 * Which natural keys does a file state more than once? Eight bytes a row: the hash of each key, sorted. The hash is seeded
 * by the run, so no file can be made to collide; a chance collision only sends two rows down the exact path.
 */
import { randomInt } from 'node:crypto';

/** 53 bits of a seeded hash: whole numbers that a double holds exactly. */
type KeyHash = number;

export interface KeyCollector {
  /** The key of the next row; undefined for a row that has none. */
  add(key: string | undefined): void;
  /** Ends collecting. */
  repeated(): RepeatedKeys;
}

/** The keys that may occur more than once: never misses one, and errs towards saying yes. */
export interface RepeatedKeys {
  readonly size: number;
  /** Whether the row of this index (from 0, as added) has such a key: tells it without reading the row. */
  at(index: number): boolean;
}

/** A collector with a seed of its own. */
export function collectKeys(): KeyCollector {
  const seed = randomInt(2 ** 32);
  let hashes = new Float64Array(4096);
  let size = 0;
  return {
    add(key) {
      if (size === hashes.length) {
        const larger = new Float64Array(size * 2);
        larger.set(hashes);
        hashes = larger;
      }
      hashes[size++] = key === undefined ? noKey : seededHash(key, seed);
    },
    repeated() {
      const sorted = hashes.slice(0, size).sort();
      const twice = new Set<KeyHash>();
      for (let i = 1; i < size; i++) if (sorted[i] === sorted[i - 1] && sorted[i] !== noKey) twice.add(sorted[i]!);
      if (twice.size === 0) hashes = new Float64Array(0);
      return { size: twice.size, at: (index) => twice.size > 0 && twice.has(hashes[index]!) };
    },
  };
}
const noKey: KeyHash = -1;

/**
 * Two multiplicative hashes side by side (cyrb53, public domain), 53 bits of them. Not for secrets: it is a tenth of the
 * cost of an HMAC, and all it decides is which rows are compared exactly.
 */
function seededHash(text: string, seed: number): KeyHash {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
