/** The journal of accounts, as auditors read it. */
import type { Uuid } from '../../domain/ids.ts';
import type { Caller } from '../caller.ts';
import type { ServiceParts } from '../parts.ts';
import { demand } from '../policy.ts';
import type { Page } from '../questions.ts';
import type { AccountAct } from './journal.ts';

/** One line of the journal. */
export interface AccountEntry {
  /** Ordered; opaque. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly act: AccountAct;
  /** `user:<id>`, `system:operator`, `system:start`; null where nobody is known. */
  readonly actor: string | null;
  readonly actorEmail: string | null;
  /** Whose account; null where there is none. */
  readonly account: Uuid | null;
  readonly accountEmail: string | null;
  readonly address: string | null;
  /** How many failed sign-ins the line stands for. */
  readonly times: number;
  readonly before: readonly string[] | null;
  readonly after: readonly string[] | null;
}

export interface AccountJournalQuestion {
  /** `next` of the page before. */
  readonly after?: string;
  /** Default 50, at most 200. */
  readonly limit?: number;
  /** Lines about, or by, this account only. */
  readonly account?: Uuid;
  readonly act?: AccountAct;
}

/** Lines on a page, at most. */
const most = 200;

/** Who did what to which account, and who signed in; the newest first. @returns `next`: pass it as `after` */
export async function accountJournal(
  { sql }: Pick<ServiceParts, 'sql'>,
  caller: Caller,
  { after, limit = 50, account, act }: AccountJournalQuestion,
): Promise<Page<AccountEntry>> {
  demand(caller, 'accounts:journal');
  const size = Math.min(limit, most);
  const { rows } = await sql.query<Omit<AccountEntry, 'at'> & { readonly at: Date }>(
    `select entry_id::text as id, at, act, actor, doer.email as "actorEmail", j.account_id as account,
       concerned.email as "accountEmail", address, times, details->'before' as before, details->'after' as after
     from accounts.journal j
     left join accounts.account concerned on concerned.account_id = j.account_id
     left join accounts.account doer on 'user:' || doer.account_id = j.actor
     where ($1::bigint is null or entry_id < $1) and ($2::uuid is null or j.account_id = $2 or j.actor = 'user:' || $2::uuid)
       and ($3::text is null or act = $3)
     order by entry_id desc limit $4`,
    [after ?? null, account ?? null, act ?? null, size],
  );
  const items = rows.map(({ at, ...entry }): AccountEntry => ({ ...entry, at: at.toISOString() }));
  return { items, next: items.length === size ? (items.at(-1)?.id ?? null) : null };
}
