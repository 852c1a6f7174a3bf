/** The accounts of the first start: made of the first passwords where there is no account at all, and never after that. */
import type pg from 'pg';
import type { Role } from '../../commands/roles.ts';
import { type Uuid, uuidv5 } from '../../domain/ids.ts';
import { inTransaction } from './in-transaction.ts';
import { remember } from './journal.ts';
import { hashPassword } from './passwords.ts';

export interface Credential {
  readonly email: string;
  readonly password: string;
  readonly roles: readonly Role[];
}

/** Letter case of an e-mail address does not count. The log names people by this id, which says nothing of them. */
export const accountId = (email: string): Uuid => uuidv5('user', email.trim().toLowerCase());

/**
 * Makes the accounts that the first passwords name, all or none. Where there is an account already nothing is asked for: what was
 * closed stays closed, and a password that was changed stays changed, whatever a file says.
 * @param first asked for only where there is no account
 */
export async function makeFirstAccounts(sql: pg.Pool, first: () => readonly Credential[]): Promise<void> {
  if (await anyAccount(sql)) return;
  const credentials = await Promise.all(
    first().map(async ({ email, password, roles }) => ({ email, roles, hash: await hashPassword(password) })),
  );
  await inTransaction(sql, async (client) => {
    if (await anyAccount(client)) return;
    for (const { email, roles, hash } of credentials) {
      const id = accountId(email);
      await client.query(
        `insert into accounts.account (account_id, email, roles, password_hash) values ($1, $2, $3, $4)
         on conflict (account_id) do nothing`,
        [id, email.trim().toLowerCase(), roles, hash],
      );
      await remember(client, { act: 'account-added', actor: 'system:start', account: id, details: { after: roles } });
    }
  });
}

async function anyAccount(sql: Pick<pg.ClientBase, 'query'>): Promise<boolean> {
  const { rows } = await sql.query<{ any: boolean }>('select exists (select from accounts.account) as any');
  return rows[0]?.any === true;
}
