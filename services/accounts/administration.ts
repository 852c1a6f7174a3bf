/**
 * Managing accounts: who has one, with which roles, and whether it is open. Every act is one transaction with its line in the
 * journal, one after the other, and takes effect at the next request on every door.
 */
import type pg from 'pg';
import { type Role, rolesAmong } from '../../commands/roles.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { Caller } from '../caller.ts';
import { demand } from '../policy.ts';
import type { Accounts } from './accounts.ts';
import { inTransaction } from './in-transaction.ts';
import { type Act, remember } from './journal.ts';
import { accountId } from './keep-accounts.ts';
import { oneTimeDays, oneTimePassword } from './password-rules.ts';
import { hashPassword } from './passwords.ts';
import { accountRefusal } from './words.ts';

/** Who acts: somebody with the right to, or whoever runs the command line on the host. */
export type Acting = Caller | 'system:operator';

export interface AccountItem {
  readonly id: Uuid;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly disabled: boolean;
  /** ISO 8601; null for whoever never signed in. */
  readonly lastSignIn: string | null;
  /** How many last now. */
  readonly sessions: number;
  /** The password was made by somebody else, and is good for one sign-in. */
  readonly mustChangePassword: boolean;
}

/** With the password that is shown once, and never again. */
export interface AccountWithPassword extends AccountItem {
  readonly password: string;
}

export interface SessionItem {
  readonly began: string;
  /** When it ends where nobody comes back. */
  readonly ends: string;
  readonly address: string | null;
}

export interface AccountQuestion {
  /** Part of an e-mail address. */
  readonly q?: string;
  /** `next` of the page before. */
  readonly after?: string;
  /** Default 50, at most 200. */
  readonly limit?: number;
}

export interface AccountPage {
  readonly items: readonly AccountItem[];
  readonly next: string | null;
  /** Of all that fit. */
  readonly total: number;
}

export interface Administration {
  /** By e-mail address. */
  list(acting: Acting, question: AccountQuestion): Promise<AccountPage>;
  /** @throws Refused `no-such-account` */
  one(acting: Acting, id: Uuid): Promise<AccountItem>;
  /** By e-mail address. @throws Refused `no-such-account` */
  named(acting: Acting, email: string): Promise<AccountItem>;
  /** Sessions that last, the newest first. */
  sessions(acting: Acting, id: Uuid): Promise<readonly SessionItem[]>;
  /** @throws Refused `invalid-email`, `account-exists` */
  add(
    acting: Acting,
    account: { readonly email: string; readonly roles: readonly Role[] },
  ): Promise<AccountWithPassword>;
  /** @throws Refused `own-account`, `last-admin` */
  changeRoles(acting: Acting, id: Uuid, held: readonly Role[]): Promise<AccountItem>;
  /** Closes an account, and ends its sessions. @throws Refused `own-account`, `last-admin` */
  disable(acting: Acting, id: Uuid): Promise<AccountItem>;
  enable(acting: Acting, id: Uuid): Promise<AccountItem>;
  /** Gives a password that is good for one sign-in, and ends the sessions of the former one. @throws Refused `own-account` */
  reset(acting: Acting, id: Uuid): Promise<AccountWithPassword>;
  endSessions(acting: Acting, id: Uuid): Promise<AccountItem>;
}

type Sql = Pick<pg.ClientBase, 'query'>;

/** Accounts on a page, at most. */
const most = 200;

const item = `a.account_id as id, a.email, a.roles, a.disabled_at is not null as disabled, a.last_sign_in as "lastSignIn",
  a.one_time_until is not null as "mustChangePassword",
  (select count(*)::int from accounts.session s where s.account_id = a.account_id and s.ends_at > now()) as sessions`;

interface ItemRow extends Omit<AccountItem, 'roles' | 'lastSignIn'> {
  readonly roles: readonly string[];
  readonly lastSignIn: Date | null;
}

const itemOf = ({ id, email, disabled, sessions, mustChangePassword, ...row }: ItemRow): AccountItem => ({
  id,
  email,
  roles: rolesAmong(row.roles),
  disabled,
  lastSignIn: row.lastSignIn?.toISOString() ?? null,
  sessions,
  mustChangePassword,
});

/** @param called how the account was asked for */
async function oneOf(sql: Sql, id: Uuid, called: string = id): Promise<AccountItem> {
  const { rows } = await sql.query<ItemRow>(`select ${item} from accounts.account a where account_id = $1`, [id]);
  if (!rows[0]) throw accountRefusal('no-such-account', { account: called });
  return itemOf(rows[0]);
}

async function list(sql: Sql, { q = '', after = '', limit = 50 }: AccountQuestion): Promise<AccountPage> {
  const part = `%${q
    .trim()
    .toLowerCase()
    .replaceAll(/[\\%_]/g, '\\$&')}%`;
  const size = Math.min(limit, most);
  const [page, all] = await Promise.all([
    sql.query<ItemRow>(
      `select ${item} from accounts.account a where email like $1 and email collate "C" > $2 order by email collate "C" limit $3`,
      [part, after, size],
    ),
    sql.query<{ n: number }>('select count(*)::int as n from accounts.account where email like $1', [part]),
  ]);
  const items = page.rows.map(itemOf);
  return { items, next: items.length === size ? (items.at(-1)?.email ?? null) : null, total: all.rows[0]?.n ?? 0 };
}

async function sessionsOf(sql: Sql, id: Uuid): Promise<SessionItem[]> {
  const { rows } = await sql.query<{ began_at: Date; ends_at: Date; address: string | null }>(
    `select began_at, ends_at, address from accounts.session where account_id = $1 and ends_at > now()
     order by began_at desc limit $2`,
    [id, most],
  );
  return rows.map((row) => ({
    began: row.began_at.toISOString(),
    ends: row.ends_at.toISOString(),
    address: row.address,
  }));
}

const actorOf = (acting: Acting): string => (acting === 'system:operator' ? acting : `user:${acting.id}`);

/** @throws Refused `own-account` */
function notOneself(acting: Acting, id: Uuid): void {
  if (acting !== 'system:operator' && acting.id === id) throw accountRefusal('own-account');
}

/** Somebody has to be left who can sign in and manage accounts. @throws Refused `last-admin` */
async function leaveAnAdmin(client: Sql, id: Uuid): Promise<void> {
  const { rows } = await client.query<{ account_id: Uuid }>(
    `select account_id from accounts.account
     where 'admin' = any(roles) and disabled_at is null and coalesce(one_time_until > now(), true)`,
  );
  const able = rows.map((row) => row.account_id);
  if (able.includes(id) && able.length === 1) throw accountRefusal('last-admin');
}

/** An act: what it does to an account as it stands now, and what the journal says of it; nothing where there is nothing to do. */
type Doing = (client: Sql, account: AccountItem) => Promise<Omit<Act, 'actor' | 'account'> | undefined>;

const rolesTo =
  (held: readonly Role[]): Doing =>
  async (client, { id, roles: before }) => {
    const after = rolesAmong(held);
    if (`${after}` === `${before}`) return undefined;
    if (!after.includes('admin')) await leaveAnAdmin(client, id);
    await client.query('update accounts.account set roles = $2 where account_id = $1', [id, after]);
    return { act: 'roles-changed', details: { before, after } };
  };

const disabling: Doing = async (client, { id, disabled }) => {
  if (disabled) return undefined;
  await leaveAnAdmin(client, id);
  await client.query('update accounts.account set disabled_at = now() where account_id = $1', [id]);
  await client.query('delete from accounts.session where account_id = $1', [id]);
  return { act: 'account-disabled' };
};

const enabling: Doing = async (client, { id, disabled }) => {
  if (!disabled) return undefined;
  await client.query('update accounts.account set disabled_at = null where account_id = $1', [id]);
  return { act: 'account-enabled' };
};

const resettingTo =
  (hash: string): Doing =>
  async (client, { id }) => {
    await client.query(
      `update accounts.account set password_hash = $2, one_time_until = now() + make_interval(days => $3)
       where account_id = $1`,
      [id, hash, oneTimeDays],
    );
    await client.query('delete from accounts.session where account_id = $1', [id]);
    return { act: 'password-reset' };
  };

const endingSessions: Doing = async (client, { id }) => {
  const { rowCount } = await client.query('delete from accounts.session where account_id = $1', [id]);
  return rowCount === 0 ? undefined : { act: 'sessions-ended' };
};

/** An address that a letter could be sent to, as far as can be told: PostgreSQL keeps 254 characters of it, as SMTP does. */
const isEmail = (text: string): boolean => text.length <= 254 && /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(text);

export function administrationOf(sql: pg.Pool, { sessionsEnded }: Pick<Accounts, 'sessionsEnded'>): Administration {
  /** Whoever acts must still be entitled in the moment of the act: two may close each other's accounts at once. */
  async function demandNow(client: Sql, acting: Acting): Promise<void> {
    if (acting === 'system:operator') return;
    const { rows } = await client.query<{ roles: readonly string[] }>(
      'select roles from accounts.account where account_id = $1 and disabled_at is null',
      [acting.id],
    );
    demand({ id: acting.id, roles: rolesAmong(rows[0]?.roles ?? []) }, 'accounts:manage');
  }

  async function act(acting: Acting, id: Uuid, doing: Doing): Promise<AccountItem> {
    const after = await inTransaction(sql, async (client) => {
      await demandNow(client, acting);
      const done = await doing(client, await oneOf(client, id));
      if (done) await remember(client, { ...done, actor: actorOf(acting), account: id });
      return oneOf(client, id);
    });
    sessionsEnded();
    return after;
  }

  const mayManage = (acting: Acting): void => {
    if (acting !== 'system:operator') demand(acting, 'accounts:manage');
  };
  const mayRead = (acting: Acting): void => {
    if (acting !== 'system:operator') demand(acting, 'accounts:read');
  };

  async function add(acting: Acting, given: { email: string; roles: readonly Role[] }): Promise<AccountWithPassword> {
    mayManage(acting);
    const email = given.email.trim().toLowerCase();
    if (!isEmail(email)) throw accountRefusal('invalid-email', { email: given.email.slice(0, 254) });
    const password = oneTimePassword();
    const hash = await hashPassword(password);
    const id = accountId(email);
    return inTransaction(sql, async (client) => {
      await demandNow(client, acting);
      const after = rolesAmong(given.roles);
      const { rowCount } = await client.query(
        `insert into accounts.account (account_id, email, roles, password_hash, one_time_until)
         values ($1, $2, $3, $4, now() + make_interval(days => $5)) on conflict do nothing`,
        [id, email, after, hash, oneTimeDays],
      );
      if (rowCount === 0) throw accountRefusal('account-exists', { account: email });
      await remember(client, { act: 'account-added', actor: actorOf(acting), account: id, details: { after } });
      return { ...(await oneOf(client, id)), password };
    });
  }

  return {
    async list(acting, question) {
      mayRead(acting);
      return list(sql, question);
    },
    async one(acting, id) {
      mayRead(acting);
      return oneOf(sql, id);
    },
    async named(acting, email) {
      mayRead(acting);
      return oneOf(sql, accountId(email), email.slice(0, 254));
    },
    async sessions(acting, id) {
      mayManage(acting);
      await oneOf(sql, id);
      return sessionsOf(sql, id);
    },
    add,
    async changeRoles(acting, id, held) {
      mayManage(acting);
      notOneself(acting, id);
      return act(acting, id, rolesTo(held));
    },
    async disable(acting, id) {
      mayManage(acting);
      notOneself(acting, id);
      return act(acting, id, disabling);
    },
    async enable(acting, id) {
      mayManage(acting);
      return act(acting, id, enabling);
    },
    async reset(acting, id) {
      mayManage(acting);
      notOneself(acting, id);
      await oneOf(sql, id);
      const password = oneTimePassword();
      return { ...(await act(acting, id, resettingTo(await hashPassword(password)))), password };
    },
    async endSessions(acting, id) {
      mayManage(acting);
      return act(acting, id, endingSessions);
    },
  };
}
