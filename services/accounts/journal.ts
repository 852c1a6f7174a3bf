/**
 * The journal of accounts: who did what to which account, and who signed in. Rows are added and, when their time is over, deleted;
 * never changed. It names accounts by their ids, and holds neither passwords nor an e-mail address that no account has.
 */
import type pg from 'pg';
import type { Role } from '../../commands/roles.ts';
import type { Uuid } from '../../domain/ids.ts';

export const accountActs = [
  'sign-in',
  'sign-in-failed',
  'sign-out',
  'password-changed',
  'password-refused',
  'account-added',
  'roles-changed',
  'account-disabled',
  'account-enabled',
  'password-reset',
  'sessions-ended',
] as const;
export type AccountAct = (typeof accountActs)[number];

export interface Act {
  readonly act: AccountAct;
  /** `user:<id>`, `system:operator` for the command line, `system:start`; null where nobody is known. */
  readonly actor: string | null;
  readonly account: Uuid | null;
  readonly address?: string;
  readonly details?: { readonly before?: readonly Role[]; readonly after?: readonly Role[] };
}

/** @param sql a connection in the transaction of the act, so that nothing is done that is not kept */
export async function remember(
  sql: Pick<pg.ClientBase, 'query'>,
  { act, actor, account, ...more }: Act,
): Promise<void> {
  await sql.query(
    'insert into accounts.journal (act, actor, account_id, address, details) values ($1, $2, $3, $4, $5)',
    [act, actor, account, more.address ?? null, more.details ? JSON.stringify(more.details) : null],
  );
}

/** Failed sign-ins that have a row of their own, a minute: 60 are 86 400 a day, some 10 MB. */
const rowsAMinute = 60;
const minuteMs = 60_000;

/**
 * Keeps failed sign-ins: under an attack one row for all of a minute that found no room, so that nobody fills the disk by guessing.
 * @param windowMs the minute, in milliseconds
 */
export function failedSignIns(
  sql: pg.Pool,
  windowMs = minuteMs,
): (account: Uuid | null, address: string) => Promise<void> {
  let began = Number.NEGATIVE_INFINITY;
  let written = 0;
  let untold = 0;

  function tellRest(): void {
    const times = untold;
    untold = 0;
    // Where the database is away its own trouble is told elsewhere.
    sql
      .query(`insert into accounts.journal (act, times) values ('sign-in-failed', $1)`, [times])
      .catch(() => undefined);
  }

  return async (account, address) => {
    const now = performance.now();
    if (now - began > windowMs) [began, written] = [now, 0];
    if (written < rowsAMinute) {
      written++;
      await remember(sql, { act: 'sign-in-failed', actor: null, account, address });
      return;
    }
    if (untold++ === 0) setTimeout(tellRest, windowMs).unref();
  };
}

/** Removes what is over: sessions, their tokens, and rows of the journal whose time has come. */
export async function sweepAccounts(sql: pg.Pool): Promise<void> {
  await sql.query('delete from accounts.session where ends_at < now()');
  await sql.query('delete from accounts.refresh_token where expires_at < now()');
  await sql.query('delete from accounts.journal where accounts.kept_until(act, at) < now()');
}
