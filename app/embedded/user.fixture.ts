import pg from 'pg';
import { openDatabase } from './database.ts';

/**
 * A process that uses the embedded database, for the tests of its life and death. Arguments: DATA_DIR.
 * Prints a JSON line `{url, notice?}` when the database is open, then one number for each row it has committed;
 * releases the database when its stdin ends.
 */
const dataDir = process.argv[2];
if (!dataDir) throw new Error('usage: user.fixture.ts DATA_DIR');
const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

const database = await openDatabase({ dataDir, throwaway: true, settings: { synchronous_commit: 'on' } });
print({ url: database.url, notice: database.notice });
const client = new pg.Client({ connectionString: database.url });
await client.connect();
await client.query('create table if not exists written (n int primary key)');
const { rows } = await client.query<{ n: number }>('select coalesce(max(n), 0) as n from written');
let n = rows[0]?.n ?? 0;
let ended = false;
process.stdin.on('data', () => {}).on('end', () => (ended = true));
while (!ended) {
  await client.query('insert into written values ($1)', [++n]);
  print(n);
  if (n % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
}
await client.end();
await database.release();
