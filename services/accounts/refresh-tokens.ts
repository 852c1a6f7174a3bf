/** Refresh tokens: random, kept as hashes, good for one use. One used twice was copied, and ends all that came of its sign-in. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';

/** How long a sign-in lasts at most between two uses. */
const lastsHours = 12;
const tokenBytes = 32;

export interface RefreshTokens {
  /** Begins a family. */
  begin(account: Uuid): Promise<string>;
  /** Replaces a token; undefined where it is unknown, over, or was used before (then its family is over too). */
  replace(token: string): Promise<{ readonly account: Uuid; readonly token: string } | undefined>;
  end(token: string): Promise<void>;
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export function refreshTokensIn(sql: pg.Pool): RefreshTokens {
  async function add(account: Uuid, family: Uuid): Promise<string> {
    const token = randomBytes(tokenBytes).toString('base64url');
    await sql.query(
      `insert into accounts.refresh_token (token_hash, family, account_id, expires_at)
       values ($1, $2, $3, now() + make_interval(hours => $4))`,
      [hashOf(token), family, account, lastsHours],
    );
    return token;
  }

  return {
    async begin(account) {
      await sql.query('delete from accounts.refresh_token where expires_at < now()');
      return add(account, randomUUID());
    },
    async replace(token) {
      // One statement, so that of two who come with the same token one is first.
      const { rows } = await sql.query<{ account_id: Uuid; family: Uuid }>(
        `update accounts.refresh_token set used_at = now()
         where token_hash = $1 and used_at is null and expires_at > now() returning account_id, family`,
        [hashOf(token)],
      );
      const [found] = rows;
      if (found) return { account: found.account_id, token: await add(found.account_id, found.family) };
      await this.end(token);
      return undefined;
    },
    async end(token) {
      await sql.query(
        `delete from accounts.refresh_token
         where family in (select family from accounts.refresh_token where token_hash = $1)`,
        [hashOf(token)],
      );
    },
  };
}
