/** Brings the accounts to what credentials.json names: who edits that file changes passwords and roles at the next start. */
import { createHmac } from 'node:crypto';
import type pg from 'pg';
import type { Role } from '../../commands/roles.ts';
import { type Uuid, uuidv5 } from '../../domain/ids.ts';
import type { KeyRing } from '../../eventstore/sealing/keys.ts';
import { hashPassword } from './passwords.ts';

export interface Credential {
  readonly email: string;
  readonly password: string;
  readonly roles: readonly Role[];
}

/** Letter case of an e-mail address does not count. The log names people by this id, which says nothing of them. */
export const accountId = (email: string): Uuid => uuidv5('user', email.trim().toLowerCase());

/** Makes and changes accounts. A changed password ends every session of its account; accounts not named stay as they are. */
export async function keepAccounts(sql: pg.Pool, ring: KeyRing, credentials: readonly Credential[]): Promise<void> {
  const marks = credentials.map(({ email, password }) =>
    createHmac('sha256', ring.current.key).update(`password\u0000${email}\u0000${password}`).digest(),
  );
  const ids = credentials.map(({ email }) => accountId(email));
  const { rows } = await sql.query<{ account_id: Uuid; password_mark: Buffer; roles: readonly string[] }>(
    'select account_id, password_mark, roles from accounts.account where account_id = any($1::uuid[])',
    [ids],
  );
  const kept = new Map(rows.map((row) => [row.account_id, row]));
  await Promise.all(
    credentials.map(async ({ email, password, roles }, i) => {
      const [id, mark] = [ids[i]!, marks[i]!];
      const before = kept.get(id);
      if (before?.password_mark.equals(mark)) {
        if (`${before.roles}` !== `${roles}`)
          await sql.query('update accounts.account set roles = $2 where account_id = $1', [id, roles]);
        return;
      }
      await sql.query(
        `insert into accounts.account (account_id, email, roles, password_hash, password_mark) values ($1, $2, $3, $4, $5)
         on conflict (account_id) do update set email = excluded.email, roles = excluded.roles,
           password_hash = excluded.password_hash, password_mark = excluded.password_mark, failures = 0, failed_at = null`,
        [id, email.trim().toLowerCase(), roles, await hashPassword(password), mark],
      );
      await sql.query('delete from accounts.refresh_token where account_id = $1', [id]);
    }),
  );
}
