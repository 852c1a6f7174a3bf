/**
 * Sessions, and their refresh tokens: random, kept as hashes, good for one use. One used twice was copied, and ends its session. A
 * session is a row, which every request looks up: where it is deleted, access ends.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';
import type { Speaker } from './access-tokens.ts';

/** How long a sign-in lasts at most between two uses. */
const lastsHours = 12;
const tokenBytes = 32;

export interface Begun extends Speaker {
  readonly token: string;
}

/** Somebody whose password was just found to be right. */
export interface Checked {
  readonly account: Uuid;
  /** What the password was checked against. */
  readonly passwordHash: string;
  readonly address: string;
}

export interface RefreshTokens {
  /** Begins a session, and keeps that it began; undefined where the account was closed, or its password changed, meanwhile. */
  begin(checked: Checked): Promise<Begun | undefined>;
  /** Replaces a token; undefined where it is unknown, over, or was used before (then its session is over too). */
  replace(token: string): Promise<Begun | undefined>;
  /** Ends the session of a token, and keeps that it was ended: by its owner, or because the token was used twice. */
  end(token: string, why?: 'sign-out' | 'sessions-ended'): Promise<void>;
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const newToken = (): string => randomBytes(tokenBytes).toString('base64url');

export function refreshTokensIn(sql: pg.Pool): RefreshTokens {
  return {
    async begin({ account, passwordHash, address }) {
      const [token, session] = [newToken(), randomUUID()];
      // The row of the account is locked first, as by whoever closes it or resets its password: no session slips through.
      const { rowCount } = await sql.query(
        `with open as (
           update accounts.account set last_sign_in = now()
           where account_id = $1 and password_hash = $2 and disabled_at is null returning account_id
         ), begun as (
           insert into accounts.session (session_id, account_id, ends_at, address)
           select $3, account_id, now() + make_interval(hours => $6), $5 from open returning session_id, account_id, ends_at
         ), given as (
           insert into accounts.refresh_token (token_hash, family, account_id, expires_at)
           select $4, session_id, account_id, ends_at from begun
         )
         insert into accounts.journal (act, actor, account_id, address)
         select 'sign-in', 'user:' || account_id, account_id, $5 from begun`,
        [account, passwordHash, session, hashOf(token), address, lastsHours],
      );
      return rowCount === 1 ? { account, session, token } : undefined;
    },
    async replace(token) {
      const next = newToken();
      // One statement, so that of two who come with the same token one is first; the session is locked first, as where it ends.
      const { rows } = await sql.query<{ account_id: Uuid; family: Uuid }>(
        `with lasting as (
           update accounts.session s set ends_at = now() + make_interval(hours => $3)
           from accounts.refresh_token t where t.token_hash = $1 and s.session_id = t.family and s.ends_at > now()
           returning s.session_id, s.ends_at
         ), used as (
           update accounts.refresh_token t set used_at = now() from lasting
           where t.token_hash = $1 and t.family = session_id and t.used_at is null and t.expires_at > now()
           returning t.account_id, t.family, lasting.ends_at
         )
         insert into accounts.refresh_token (token_hash, family, account_id, expires_at)
         select $2, family, account_id, ends_at from used returning account_id, family`,
        [hashOf(token), hashOf(next), lastsHours],
      );
      const [found] = rows;
      if (found) return { account: found.account_id, session: found.family, token: next };
      await this.end(token, 'sessions-ended');
      return undefined;
    },
    async end(token, why = 'sign-out') {
      await sql.query(
        `with ended as (
           delete from accounts.session
           where session_id = (select family from accounts.refresh_token where token_hash = $1)
           returning account_id, address
         )
         insert into accounts.journal (act, actor, account_id, address)
         select $2, case $2 when 'sign-out' then 'user:' || account_id end, account_id, address from ended`,
        [hashOf(token), why],
      );
    },
  };
}
