/** Keys of the original files with personal data, one a file: destroying one makes every copy of the file unreadable. */
import { randomBytes } from 'node:crypto';
import type { Ask } from './connection.ts';
import { type KeyRing, keyBytes, unwrap, type WrappedKey, wrap } from './keys.ts';

export interface OriginalKeys {
  /** A key for a file whose digest is not known before it is read to its end. For one file only: see `cipher-stream.ts`. */
  readonly create: () => Buffer;
  /** Keeps a file's key under its digest and answers true; false where the same file has one already, which then stands. */
  readonly keep: (digest: string, key: Buffer) => Promise<boolean>;
  /** The key of a file; undefined where it was destroyed, or never was. */
  readonly find: (digest: string) => Promise<Buffer | undefined>;
  readonly destroy: (digests: readonly string[]) => Promise<void>;
}

export const originalOwner = (digest: string): string => `original:${digest}`;

export const originalKeysIn = (ask: Ask, ring: KeyRing): OriginalKeys => ({
  create: () => randomBytes(keyBytes),
  async keep(digest, key) {
    const { kek, wrapped } = wrap(ring, originalOwner(digest), key);
    const { rowCount } = await ask(
      'insert into keys.original (digest, kek, wrapped) values ($1, $2, $3) on conflict (digest) do nothing',
      [digest, kek, wrapped],
    );
    return rowCount === 1;
  },
  async find(digest) {
    const { rows } = await ask<WrappedKey>('select kek, wrapped from keys.original where digest = $1', [digest]);
    return rows[0] && unwrap(ring, originalOwner(digest), rows[0]);
  },
  async destroy(digests) {
    await ask('delete from keys.original where digest = any($1::text[])', [digests]);
  },
});
