/** One import or withdrawal runs per source: the next one waits. The lease lives as long as its connection, so a killed process leaves none. */
import pg from 'pg';

/**
 * Runs `work` while holding the lease of a source.
 * @param database connection string: the lease has a connection of its own
 * @param waiting called once when somebody else holds it
 */
export async function withLease<T>(
  database: string,
  source: string,
  work: () => Promise<T>,
  waiting: () => void,
): Promise<T> {
  const client = new pg.Client({ connectionString: database, application_name: 'healthai lease', keepAlive: true });
  client.on('error', () => undefined); // a lost lease is found by whoever appends: the events' ids are the same for all
  await client.connect();
  try {
    const key = `hashtextextended('import lease ' || $1, 0)`;
    const { rows } = await client.query<{ held: boolean }>(`select pg_try_advisory_lock(${key}) as held`, [source]);
    if (rows[0]?.held !== true) {
      waiting();
      await client.query(`select pg_advisory_lock(${key})`, [source]);
    }
    return await work();
  } finally {
    await client.end().catch(() => undefined);
  }
}
