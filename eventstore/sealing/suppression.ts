/** Who was erased and must not come back with the next delivery of the same file. Kept without keys that anyone was sealed with. */
import type { Ask } from './connection.ts';
import { hmacSha256, type MacKey } from './mac.ts';
import type { Lookup } from './subjects.ts';

export interface Suppression {
  /** Whether each of the lookups is suppressed, in their order. */
  readonly suppressed: (lookups: readonly Lookup[]) => Promise<readonly boolean[]>;
  /** Keeps the lookups from coming back. */
  readonly suppress: (lookups: readonly Lookup[]) => Promise<void>;
}

/** The list of people who must not come back, kept by keyed hash in a database. */
export function suppressionIn(ask: Ask, secret: MacKey): Suppression {
  const hash = ({ namespace, key }: Lookup): Buffer => hmacSha256(secret, `${namespace}\u0000${key}`);
  return {
    async suppressed(lookups) {
      if (lookups.length === 0) return [];
      // Nearly always nobody was erased: one look then saves a hash for every row of an import.
      const { rows: found } = await ask<{ any: boolean }>('select exists (select from keys.suppression) as any', []);
      if (found[0]?.any !== true) return lookups.map(() => false);
      const hashes = lookups.map(hash);
      const { rows } = await ask<{ hash: Buffer }>('select hash from keys.suppression where hash = any($1::bytea[])', [
        hashes,
      ]);
      const known = new Set(rows.map((row) => row.hash.toString('base64')));
      return hashes.map((one) => known.has(one.toString('base64')));
    },
    async suppress(lookups) {
      await ask('insert into keys.suppression (hash) select unnest($1::bytea[]) on conflict (hash) do nothing', [
        lookups.map(hash),
      ]);
    },
  };
}
