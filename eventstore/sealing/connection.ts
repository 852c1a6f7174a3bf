/** The connections of the vault. */
import pg from 'pg';
import { persistently } from '../postgres/faults.ts';

/** Runs one statement that may be run again safely: a lost connection is tried again for a while. */
export type Ask = <R extends pg.QueryResultRow>(
  text: string,
  values?: readonly unknown[],
) => Promise<pg.QueryResult<R>>;

/** @throws (from `ask`) StoreUnavailable where the database does not answer within `patience` milliseconds */
export function connect(url: string, connections: number, patience: number): { ask: Ask; close: () => Promise<void> } {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'healthai-vault',
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: 60_000,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  return {
    ask: <R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) =>
      persistently(patience, () => pool.query<R>(text, [...values])),
    close: () => pool.end(),
  };
}
