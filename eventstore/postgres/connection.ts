/** The connections of the postgres store, and queries whose rows come as text. */
import pg from 'pg';
import { isLost } from './faults.ts';
import { asText, type Row } from './rows.ts';

/**
 * What the store's own connections are set to. Statements are planned once and kept while the tables grow from nothing to
 * billions of rows, so they may use ordered indexes only. Before the first ANALYZE the planner else reads whole tables, or
 * intersects the bitmap of a stream with that of half the log (300 streams of a log of 40 000 events: 1 765 ms, not 13);
 * and planning anew each time costs milliseconds as soon as there are partitions.
 */
const session = [
  'enable_seqscan = off',
  'enable_bitmapscan = off',
  'plan_cache_mode = force_generic_plan',
  'random_page_cost = 1.1',
  'jit = off',
]
  .map((setting) => `set ${setting}`)
  .join('; ');

/** Milliseconds after which a server that does not answer counts as lost. */
const silence = 60_000;

/** A pool for one log. It outlives a server that goes away and comes back. */
export function openPool(url: string, size: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    onConnect: async (client) => {
      await client.query(session);
    },
    max: size,
    application_name: 'healthai-log',
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: silence,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  return pool;
}

/** Whoever can run a query: the pool, or a connection in a transaction. */
export type Sql = pg.Pool | pg.ClientBase;

/** Runs a prepared statement. `name` tells it from all others of the store. */
export async function rowsOf(
  sql: Sql,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const query: pg.QueryArrayConfig<unknown[]> & { types: typeof asText } = {
    name: `log.${name}`,
    text,
    values: [...values],
    rowMode: 'array',
    types: asText,
  };
  const result = await (sql as pg.Pool).query<(string | null)[]>(query);
  return result.rows;
}

/** Runs work in a transaction: committed when it is done, rolled back when it throws. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A connection that breaks between two queries says so here first; the next query fails and tells us.
  const ignore = (): void => {};
  client.on('error', ignore);
  let usable = false;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    usable = true;
    return result;
  } catch (error) {
    usable = !isLost(error) && (await rolledBack(client));
    throw error;
  } finally {
    client.removeListener('error', ignore);
    client.release(!usable);
  }
}

const rolledBack = (client: pg.PoolClient): Promise<boolean> =>
  client.query('rollback').then(
    () => true,
    () => false,
  );
