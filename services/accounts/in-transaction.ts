/** Acts on accounts, one after the other: each finds what the one before it left. */
import type pg from 'pg';

/** The lock under which accounts are changed. */
const lock = 7_235_711_914;

/** Does something in one transaction, while nobody else changes accounts; nothing of it where it throws. */
export async function inTransaction<T>(sql: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await sql.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [lock]);
    const done = await work(client);
    await client.query('commit');
    client.release();
    return done;
  } catch (error) {
    const lost = await client.query('rollback').then(
      () => false,
      () => true,
    );
    client.release(lost);
    throw error;
  }
}
