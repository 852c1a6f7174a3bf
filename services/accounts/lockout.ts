/** Against guessing: an account rests after failures in a row, an address after many of whatever account. */
import type pg from 'pg';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Uuid } from '../../domain/ids.ts';

/** Failures in a row after which an account takes no password for a while. Only failures count. */
export const failuresAllowed = 5;
const restSeconds = 15 * 60;
/** Failures from one address, whatever accounts they named, within the same time. */
const failuresFromAddress = 50;

export interface Lockout {
  /** Seconds until a sign-in may be tried; 0 for now. */
  rest(account: Uuid | undefined, from: string): Promise<number>;
  failed(account: Uuid | undefined, from: string): Promise<void>;
  succeeded(account: Uuid): Promise<void>;
}

export function lockoutIn(sql: pg.Pool): Lockout {
  const addresses = new RateLimiterMemory({ points: failuresFromAddress, duration: restSeconds });
  return {
    async rest(account, from) {
      const address = await addresses.get(from);
      if (address && address.remainingPoints <= 0) return Math.ceil(address.msBeforeNext / 1000);
      if (account === undefined) return 0;
      const { rows } = await sql.query<{ left: number }>(
        `select ceil(extract(epoch from failed_at + make_interval(secs => $2) - now()))::int as left
         from accounts.account where account_id = $1 and failures >= $3`,
        [account, restSeconds, failuresAllowed],
      );
      return Math.max(0, rows[0]?.left ?? 0);
    },
    async failed(account, from) {
      await addresses.consume(from).catch(() => undefined);
      if (account === undefined) return;
      // A rest that is over leaves nothing behind.
      await sql.query(
        `update accounts.account set failed_at = now(),
           failures = case when failed_at < now() - make_interval(secs => $2) then 1 else failures + 1 end
         where account_id = $1`,
        [account, restSeconds],
      );
    },
    async succeeded(account) {
      await sql.query(
        'update accounts.account set failures = 0, failed_at = null where account_id = $1 and failures > 0',
        [account],
      );
    },
  };
}
