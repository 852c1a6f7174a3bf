/** The accounts over the database: signing in, and who is signed in. */
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';
import type { KeyRing } from '../../eventstore/sealing/keys.ts';
import { claims, lifetimeSeconds, signAccessToken, speakerIn, speakerOf } from './access-tokens.ts';
import type { Account, Accounts, Session } from './accounts.ts';
import { attemptsIn, networkOf } from './attempts.ts';
import { accountOf, holdersIn } from './holders.ts';
import { failedSignIns, remember } from './journal.ts';
import { accountId } from './keep-accounts.ts';
import { demandPassword } from './password-rules.ts';
import { hashPassword, isPassword, pretendToCheck } from './passwords.ts';
import { type Begun, refreshTokensIn } from './refresh-tokens.ts';
import { sessionWatch } from './session-watch.ts';
import { signingKeysIn } from './signing-keys.ts';
import { NoSeat, waitingRoom } from './waiting-room.ts';
import { accountRefusal } from './words.ts';

interface Row {
  readonly account_id: Uuid;
  readonly email: string;
  readonly roles: readonly string[];
  readonly password_hash: string;
  /** Neither closed, nor left with a one-time password whose time is over. */
  readonly open: boolean;
}

const findIn =
  (sql: pg.Pool) =>
  async (id: Uuid): Promise<Row | undefined> => {
    const { rows } = await sql.query<Row>(
      `select account_id, email, roles, password_hash,
         disabled_at is null and coalesce(one_time_until > now(), true) as open
       from accounts.account where account_id = $1`,
      [id],
    );
    return rows[0];
  };

/** Looks at a password, in turn. */
type Check = (who: { account: Uuid; from: string }, look: () => Promise<boolean>) => Promise<boolean>;

/** @throws Refused `locked-out`, `sign-in-busy` */
function checking(): Check {
  const attempts = attemptsIn();
  const room = waitingRoom();
  const rested = (pair: string): void => {
    const seconds = attempts.rest(pair);
    if (seconds > 0) throw accountRefusal('locked-out', { seconds });
  };
  return async ({ account, from }, look) => {
    const address = networkOf(from);
    const pair = `${account} ${address}`;
    rested(pair);
    try {
      return await room({ address, pair }, async () => {
        rested(pair);
        attempts.take(pair);
        const right = await look().catch((error: unknown) => {
          attempts.giveBack(pair);
          throw error;
        });
        if (right) attempts.succeeded(pair);
        return right;
      });
    } catch (error) {
      throw error instanceof NoSeat ? accountRefusal('sign-in-busy', { seconds: 1 }) : error;
    }
  };
}

function signingIn(sql: pg.Pool, check: Check, begin: (row: Row, address: string) => Promise<Begun | undefined>) {
  const find = findIn(sql);
  const failed = failedSignIns(sql);
  return async (email: string, password: string, from: string): Promise<Begun> => {
    const account = accountId(email);
    let found: Row | undefined;
    const right = await check({ account, from }, async () => {
      found = await find(account);
      if (!found) return pretendToCheck(password);
      return (await isPassword(password, found.password_hash)) && found.open;
    });
    const begun = found && right ? await begin(found, from) : undefined;
    if (begun) return begun;
    await failed(found?.account_id ?? null, from);
    throw accountRefusal('invalid-credentials');
  };
}

function changingPassword(sql: pg.Pool, check: Check): Accounts['changePassword'] {
  const find = findIn(sql);
  return async ({ id, email, session }, { current, chosen }, from) => {
    demandPassword(chosen, { email, current });
    let found: Row | undefined;
    const right = await check({ account: id, from }, async () => {
      found = await find(id);
      return found ? isPassword(current, found.password_hash) : pretendToCheck(current);
    });
    const actor = `user:${id}`;
    if (!found || !right) {
      await remember(sql, { act: 'password-refused', actor, account: found?.account_id ?? null, address: from });
      throw accountRefusal('wrong-password');
    }
    // A password that was reset meanwhile stays so.
    const { rowCount } = await sql.query(
      `with changed as (
         update accounts.account set password_hash = $3, one_time_until = null
         where account_id = $1 and password_hash = $2 and disabled_at is null returning account_id
       ), others as (
         delete from accounts.session s using changed where s.account_id = changed.account_id and s.session_id <> $4
       )
       insert into accounts.journal (act, actor, account_id, address)
       select 'password-changed', $5, account_id, $6 from changed`,
      [id, found.password_hash, await hashPassword(chosen), session, actor, from],
    );
    if (rowCount !== 1) throw accountRefusal('wrong-password');
  };
}

export function openAccounts(sql: pg.Pool, ring: KeyRing): Accounts {
  const keys = signingKeysIn(sql, ring);
  const refreshTokens = refreshTokensIn(sql);
  const watch = sessionWatch(sql);
  const holderOf = holdersIn(sql);
  const check = checking();
  const find = findIn(sql);
  const signIn = signingIn(sql, check, ({ account_id: account, password_hash: passwordHash }, address) =>
    refreshTokens.begin({ account, passwordHash, address }),
  );
  const changePassword = changingPassword(sql, check);

  const sessionOf = async ({ token, ...speaker }: Begun): Promise<Session> => ({
    accessToken: await signAccessToken(keys, speaker),
    refreshToken: token,
    expiresIn: lifetimeSeconds,
  });

  async function account(id: string): Promise<Account | undefined> {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return undefined;
    const found = await find(id);
    return found && accountOf(found);
  }

  return {
    claims,
    account,
    signIn: async (email, password, from) => sessionOf(await signIn(email, password, from)),
    async refresh(token) {
      const replaced = await refreshTokens.replace(token);
      if (!replaced) {
        watch.look();
        throw accountRefusal('session-ended');
      }
      return sessionOf(replaced);
    },
    async signOut(token) {
      await refreshTokens.end(token);
      watch.look();
    },
    async changePassword(holder, passwords, from) {
      await changePassword(holder, passwords, from);
      watch.look();
    },
    async verify(token) {
      const speaker = await speakerOf(keys, token);
      return speaker && holderOf(speaker);
    },
    async holder(content) {
      const speaker = speakerIn(content);
      return speaker && holderOf(speaker);
    },
    onSessionEnd: watch.onEnd,
    sessionsEnded: watch.look,
    async named(email) {
      const { rows } = await sql.query<Row>(
        'select account_id, email, roles from accounts.account where account_id = $1 and disabled_at is null',
        [accountId(email)],
      );
      return rows[0] && accountOf(rows[0]);
    },
    publicKey: async (kid) => (kid === undefined ? undefined : (await keys.find(kid))?.publicKey),
    keySet: async () => ({
      keys: (await keys.all()).map(({ kid, publicJwk }) => ({ ...publicJwk, kid, alg: claims.algorithm, use: 'sig' })),
    }),
  };
}
