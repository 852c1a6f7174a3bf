/**
 * A PostgreSQL for a check, from the packages of this checkout: prints its address, and is gone when standard input ends.
 *
 *     node deploy/throwaway-database.ts <empty folder>
 */
import { once } from 'node:events';
import { destroyDatabase, openDatabase } from '../app/embedded/database.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name an empty folder for the database.');
const database = await openDatabase({ dataDir: folder, throwaway: true });
try {
  process.stdout.write(`${database.url}\n`);
  process.stdin.resume();
  await once(process.stdin, 'end');
} finally {
  await database.release();
  await destroyDatabase(folder);
}
