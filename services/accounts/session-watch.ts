/** Tells whoever keeps an answer open for somebody that their session is over: one look a second for all of them together. */
import type pg from 'pg';
import type { Uuid } from '../../domain/ids.ts';

const lookMs = 1_000;

export interface SessionWatch {
  /** @param ended called once, when the session is over or its account closed. @returns what takes the watch back */
  onEnd(session: Uuid, ended: () => void): () => void;
  /** Looks at once: something was ended here. */
  look(): void;
}

export function sessionWatch(sql: pg.Pool): SessionWatch {
  const watched = new Map<Uuid, Set<() => void>>();
  let planned = false;

  async function look(): Promise<void> {
    const sessions = [...watched.keys()];
    if (sessions.length === 0) return;
    const { rows } = await sql.query<{ session_id: Uuid }>(
      `select session_id from accounts.session join accounts.account using (account_id)
       where session_id = any($1::uuid[]) and ends_at > now() and disabled_at is null`,
      [sessions],
    );
    const lasting = new Set(rows.map((row) => row.session_id));
    for (const session of sessions) {
      if (lasting.has(session)) continue;
      const all = watched.get(session) ?? [];
      watched.delete(session);
      for (const ended of all) ended();
    }
  }

  /** Nobody is cut off because the database is away: it is looked again. */
  function again(): void {
    if (planned || watched.size === 0) return;
    planned = true;
    setTimeout(() => {
      planned = false;
      look()
        .catch(() => undefined)
        .finally(again);
    }, lookMs).unref();
  }

  return {
    onEnd(session, ended) {
      const all = watched.get(session) ?? new Set();
      watched.set(session, all.add(ended));
      again();
      return () => {
        all.delete(ended);
        if (all.size === 0 && watched.get(session) === all) watched.delete(session);
      };
    },
    look: () => void look().catch(() => undefined),
  };
}
