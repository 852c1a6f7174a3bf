import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { NAME } from './contents.ts';

/** The advisory lock that every user of an embedded server holds shared for as long as it uses it. */
const USERS = 4_836_294_117;

/** Connection refused or broken, `admin_shutdown`, `crash_shutdown`, `cannot_connect_now`: the server ends or recovers just now. */
const PASSING = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03'];

/** One process's use of an embedded server: a connection of its own, which holds the shared lock of its users. */
export interface Presence {
  /** Resolves when the connection breaks without having been given back: the server crashed, or was stopped from outside. */
  readonly broken: Promise<void>;
  /** Gives the use back. True for the last user: it then holds the lock alone, nobody new gets in, and it must stop the server. */
  leave(): Promise<boolean>;
}

/** What a server says that does not know the role, or another password of it. */
const UNKNOWN = ['28000', '28P01'];

/**
 * Registers this process as a user of the server.
 * @param url of the application's role in the database `postgres`
 * @param make is run before the server counts as usable where the role or the database is missing: by the owner
 * @returns undefined when the server is going down or recovering, or was completed just now: look for a server again, and come back
 */
export async function takePresence(url: string, make: () => Promise<void>): Promise<Presence | undefined> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, application_name: `healthai ${process.pid}` });
  const broken = new Promise<void>((resolve) => client.once('end', resolve));
  // Without a listener, a connection that the server ends would end this process.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock_shared($1) as taken', [USERS]);
    if (rows[0]?.taken) {
      if (!(await hasDatabase(client))) await make();
      return { broken, leave: () => leave(client) };
    }
  } catch (error) {
    if (UNKNOWN.includes((error as { code?: string }).code ?? '')) await make().catch(ifPassing);
    else ifPassing(error);
  }
  await client.end().catch(() => {});
  await sleep(20);
  return undefined;
}

async function leave(client: pg.Client): Promise<boolean> {
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [USERS]);
    const { rows } = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [USERS]);
    // The last one's lock must stand until the server is down, so its connection is left for the server to end.
    if (rows[0]?.last) return true;
    await client.end();
  } catch {
    // The connection is gone, and the lock with it; whoever still uses the server stops it.
  }
  return false;
}

async function hasDatabase(client: pg.Client): Promise<boolean> {
  return (await client.query('select 1 from pg_database where datname = $1', [NAME])).rowCount === 1;
}

function ifPassing(error: unknown): void {
  if (!isPassing(error)) throw error;
}

function isPassing(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return PASSING.includes(code) || /terminated unexpectedly|Connection terminated/.test(message);
}
