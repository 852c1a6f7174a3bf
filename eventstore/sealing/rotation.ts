/**
 * Rotation of the key-encryption key: every key wrapped by a former one is wrapped again by the current one. What is sealed
 * is not touched. An erasure is complete once the keys were wrapped again and the former key-encryption key is destroyed,
 * since no backup of the keys opens after that.
 */
import type { Ask } from './connection.ts';
import { type KeyRing, unwrap, type WrappedKey, wrap } from './keys.ts';
import { originalOwner } from './originals.ts';
import { secretOwner } from './secrets.ts';

const batch = 1000;

/** Owner of a key that access tokens are signed with. */
export const signingOwner = (kid: string): string => `signing:${kid}`;

const tables = [
  { table: 'keys.secret', id: 'name', owner: secretOwner },
  { table: 'keys.subject', id: 'id', owner: (id: string) => id },
  { table: 'keys.original', id: 'digest', owner: originalOwner },
  { table: 'keys.signing', id: 'kid', owner: signingOwner },
] as const;

/** Wraps again whatever another key-encryption key than the current one has wrapped; can be stopped and repeated. Answers how many. */
export async function wrapAgain(ask: Ask, ring: KeyRing): Promise<number> {
  let count = 0;
  for (const { table, id, owner } of tables) {
    for (;;) {
      const { rows } = await ask<WrappedKey & { owner: string }>(
        `select ${id}::text as owner, kek, wrapped from ${table} where kek <> $1 order by ${id} limit ${batch}`,
        [ring.current.id],
      );
      if (rows.length === 0) break;
      const again = rows.map((row) => wrap(ring, owner(row.owner), unwrap(ring, owner(row.owner), row)).wrapped);
      await ask(
        `update ${table} set kek = $3, wrapped = fresh.wrapped
         from unnest($1::text[], $2::bytea[]) as fresh (owner, wrapped) where ${table}.${id}::text = fresh.owner`,
        [rows.map((row) => row.owner), again, ring.current.id],
      );
      count += rows.length;
    }
  }
  return count;
}
