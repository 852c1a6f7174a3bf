/**
 * Which natural keys does a file state more than once? Eight bytes a row: the hash of each key, sorted. The hash is keyed
 * by the run, so no file can be made to collide; a chance collision only sends two rows down the exact path.
 */
import { createHmac, randomBytes } from 'node:crypto';

/** 52 bits of a keyed hash: whole numbers that a double holds exactly. */
type KeyHash = number;

export interface KeyCollector {
  add(key: string): void;
  /** Ends collecting. */
  repeated(): RepeatedKeys;
}

/** The keys that may occur more than once: never misses one, and errs towards saying yes. */
export interface RepeatedKeys {
  readonly size: number;
  has(key: string): boolean;
}

export function collectKeys(): KeyCollector {
  const secret = randomBytes(16);
  const hashOf = (key: string): KeyHash => {
    const digest = createHmac('sha1', secret).update(key).digest();
    return digest.readUInt32LE(0) * 0x100000 + (digest.readUInt32LE(4) & 0xfffff);
  };
  let hashes = new Float64Array(4096);
  let size = 0;
  return {
    add(key) {
      if (size === hashes.length) {
        const larger = new Float64Array(size * 2);
        larger.set(hashes);
        hashes = larger;
      }
      hashes[size++] = hashOf(key);
    },
    repeated() {
      const sorted = hashes.subarray(0, size).sort();
      const twice = new Set<KeyHash>();
      for (let i = 1; i < size; i++) if (sorted[i] === sorted[i - 1]) twice.add(sorted[i]!);
      hashes = new Float64Array(0);
      return { size: twice.size, has: (key) => twice.size > 0 && twice.has(hashOf(key)) };
    },
  };
}
