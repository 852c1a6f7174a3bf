/**
 * Who holds a token now: asked at every request of every door, so of many who ask in the same moment in one query. A query begins
 * after all whom it answers have asked: what was ended before somebody asked is over for them.
 */
import type pg from 'pg';
import { rolesAmong } from '../../commands/roles.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { Speaker } from './access-tokens.ts';
import type { Account, Holder } from './accounts.ts';

/** Queries under way at once: the others are left to the work that is asked for. */
const mostQueries = 2;
/** Sessions that one query asks for. */
const mostSessions = 500;

interface Row {
  readonly session_id: Uuid;
  readonly account_id: Uuid;
  readonly email: string;
  readonly roles: readonly string[];
  readonly one_time: boolean;
}

interface Asked {
  readonly speaker: Speaker;
  readonly answer: (holder: Holder | undefined) => void;
  readonly fail: (error: unknown) => void;
}

/** An account as its row says, with the roles that this release knows. */
export const accountOf = ({
  account_id: id,
  email,
  roles: kept,
}: Pick<Row, 'account_id' | 'email' | 'roles'>): Account => ({
  id,
  email,
  roles: rolesAmong(kept),
});

function holderOf(row: Row): Holder {
  // Without a role nothing is permitted, at any door.
  return {
    ...accountOf(row),
    ...(row.one_time && { roles: [] }),
    session: row.session_id,
    mustChangePassword: row.one_time,
  };
}

/** @returns who speaks, or undefined where the session or the account is closed */
export function holdersIn(sql: pg.Pool): (speaker: Speaker) => Promise<Holder | undefined> {
  const waiting: Asked[] = [];
  let underWay = 0;

  async function query(): Promise<void> {
    const asked = waiting.splice(0, mostSessions);
    underWay++;
    try {
      const { rows } = await sql.query<Row>(
        `select s.session_id, a.account_id, a.email, a.roles, a.one_time_until is not null as one_time
         from accounts.session s join accounts.account a using (account_id)
         where s.session_id = any($1::uuid[]) and s.ends_at > now() and a.disabled_at is null`,
        [[...new Set(asked.map(({ speaker }) => speaker.session))]],
      );
      const found = new Map(rows.map((row) => [row.session_id, row]));
      for (const { speaker, answer } of asked) {
        const row = found.get(speaker.session);
        answer(row?.account_id === speaker.account ? holderOf(row) : undefined);
      }
    } catch (error) {
      for (const { fail } of asked) fail(error);
    } finally {
      underWay--;
      next();
    }
  }

  function next(): void {
    if (waiting.length > 0 && underWay < mostQueries) void query();
  }

  return (speaker) => {
    const { promise, resolve, reject } = Promise.withResolvers<Holder | undefined>();
    waiting.push({ speaker, answer: resolve, fail: reject });
    // Whoever asks in the same turn comes along.
    if (waiting.length === 1) setImmediate(next);
    return promise;
  };
}
