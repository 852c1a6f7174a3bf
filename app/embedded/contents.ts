/** What a cluster holds before anybody uses it: the product's database, and the role that the application works as. */
import pg from 'pg';
import { scramVerifier } from '../database/scram.ts';
import { APPLICATION_ROLE } from './cluster.ts';

/** The name of the database within an embedded cluster. */
export const NAME = 'healthai';

/** Processes that start at once take turns. */
const TURN = 8_115_402_336;

/** Makes what is missing, as the owner; the role gets this password, whatever it had. */
export async function makeContents(ownerUrl: string, applicationPassword: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [TURN]);
    const { rows } = await client.query<{ database: boolean; role: boolean }>(
      `select exists (select from pg_database where datname = $1) as database,
         exists (select from pg_roles where rolname = $2) as role`,
      [NAME, APPLICATION_ROLE],
    );
    const [known] = rows;
    if (known?.database !== true) await client.query(`create database ${NAME}`);
    const password = pg.escapeLiteral(scramVerifier(applicationPassword));
    await client.query(
      `${known?.role === true ? 'alter' : 'create'} role ${APPLICATION_ROLE} login password ${password}`,
    );
  } finally {
    await client.end().catch(() => {});
  }
}
