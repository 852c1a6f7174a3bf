/** Who was erased and must not come back with the next delivery of the same file. Kept without keys that anyone was sealed with. */
import type { Ask } from './connection.ts';
import type { MacKey } from './mac.ts';
import { comparedPerson, lookupHash } from './people.ts';
import type { Lookup } from './subjects.ts';

export interface Suppression {
  /** Whether each of the lookups is suppressed, in their order: under its own spelling, or under the one that its spellings share. */
  readonly suppressed: (lookups: readonly Lookup[]) => Promise<readonly boolean[]>;
  /** Keeps the lookups from coming back, under any spelling. */
  readonly suppress: (lookups: readonly Lookup[]) => Promise<void>;
}

/** The list of people who must not come back, kept by keyed hash in a database. */
export function suppressionIn(ask: Ask, secret: MacKey): Suppression {
  /** The hash of the spelling itself first: the first release kept no other. */
  function hashes({ namespace, key, spelling }: Lookup): readonly Buffer[] {
    const own = lookupHash(secret, namespace, key);
    const shared = spelling === 'made' ? key : comparedPerson(key);
    return shared === key ? [own] : [own, lookupHash(secret, namespace, shared)];
  }
  return {
    async suppressed(lookups) {
      if (lookups.length === 0) return [];
      // Nearly always nobody was erased: one look then saves a hash for every row of an import.
      const { rows: found } = await ask<{ any: boolean }>('select exists (select from keys.suppression) as any', []);
      if (found[0]?.any !== true) return lookups.map(() => false);
      const asked = lookups.map(hashes);
      const { rows } = await ask<{ hash: Buffer }>('select hash from keys.suppression where hash = any($1::bytea[])', [
        asked.flat(),
      ]);
      const known = new Set(rows.map((row) => row.hash.toString('base64')));
      return asked.map((each) => each.some((hash) => known.has(hash.toString('base64'))));
    },
    async suppress(lookups) {
      await ask('insert into keys.suppression (hash) select unnest($1::bytea[]) on conflict (hash) do nothing', [
        lookups.flatMap(hashes),
      ]);
    },
  };
}
