import pg from 'pg';
import { findBinaries } from './binaries.ts';
import { type Cluster, openCluster, ROLE } from './cluster.ts';
import { placeDatabase, removePlacement } from './placement.ts';
import type { Postmaster } from './process.ts';
import { ensureServer, gone, stopServer } from './server.ts';
import { serverSettings, THROWAWAY_SETTINGS } from './settings.ts';

export interface DatabaseOptions {
  /** DATA_DIR; the embedded database lies in its folder `postgres`. */
  readonly dataDir: string;
  /** An existing PostgreSQL ≥ 16 to use instead of the embedded one. */
  readonly databaseUrl?: string | undefined;
  /** A database that need not survive a crash of the machine, and is deleted when it is released by its last user. */
  readonly throwaway?: boolean;
  /** Server settings on top of our own; they only count for whoever starts the server. */
  readonly settings?: Record<string, string>;
}

/** A PostgreSQL to work with. */
export interface Database {
  readonly url: string;
  /** A sentence for the operator when the database lies outside DATA_DIR. */
  readonly notice?: string;
  readonly embedded: boolean;
  /** Gives the database back; of an embedded one, the last user stops the server. Calling it again does nothing. */
  release(): Promise<void>;
}

/** The lock that every user of an embedded server holds shared for as long as it uses it. */
const USERS = 4_836_294_117;

/** The name of the database within an embedded cluster. */
const NAME = 'healthai';

const OLDEST_SERVER = 160_000;

/**
 * Opens the database: the given one, or the embedded one, which is created, started or adopted as needed.
 *
 * Every user of an embedded server holds a shared advisory lock on a connection of its own. Whoever gives it back
 * tries for the exclusive one, which only the last can get; that process stops the server. A killed process loses its
 * connection and so its lock; a server without users is adopted by the next start.
 * @throws when no server can be reached or started; the message says what to do.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.databaseUrl) return openExisting(options.databaseUrl);
  const placement = placeDatabase(options.dataDir);
  const { base, account } = placement;
  const binaries = findBinaries(base, account);
  const cluster = await openCluster(base, binaries, account, !options.throwaway);
  const settings = {
    ...serverSettings(base),
    ...(options.throwaway ? THROWAWAY_SETTINGS : {}),
    ...options.settings,
  };
  for (;;) {
    const server = await ensureServer(base, cluster, binaries, account, settings);
    const presence = await register(server, cluster);
    if (!presence) continue;
    let released: Promise<void> | undefined;
    return {
      url: urlOf(server, cluster, NAME),
      embedded: true,
      ...(placement.notice ? { notice: placement.notice } : {}),
      release: () => {
        released ??= (async () => {
          const last = await unregister(presence);
          if (!last) return;
          await stopServer(cluster.data, server.pid);
          if (options.throwaway) removePlacement(placement);
        })();
        return released;
      },
    };
  }
}

async function openExisting(url: string): Promise<Database> {
  const client = new pg.Client({ connectionString: url });
  let version: number;
  try {
    await client.connect();
    version = Number(
      (await client.query<{ server_version_num: string }>('show server_version_num')).rows[0]?.server_version_num,
    );
  } catch (error) {
    throw new Error(
      `DATABASE_URL: PostgreSQL does not answer (${(error as Error).message}). Check host, port, user and password.`,
      {
        cause: error,
      },
    );
  } finally {
    await client.end().catch(() => {});
  }
  if (version < OLDEST_SERVER)
    throw new Error(`DATABASE_URL: PostgreSQL 16 or newer is needed, found ${Math.floor(version / 10_000)}.`);
  return { url, embedded: false, release: async () => {} };
}

/** Takes the shared lock of users and makes sure our database exists; undefined when the server is going down, which is then awaited. */
async function register(server: Postmaster, cluster: Cluster): Promise<pg.Client | undefined> {
  const client = new pg.Client({
    connectionString: urlOf(server, cluster, 'postgres'),
    keepAlive: true,
    application_name: `healthai ${process.pid}`,
  });
  // A server that is stopped from outside ends this connection; the pools that do the work report it.
  client.on('error', () => {});
  try {
    await client.connect();
    const taken = await client.query<{ taken: boolean }>('select pg_try_advisory_lock_shared($1) as taken', [USERS]);
    if (!taken.rows[0]?.taken) throw new Stopping();
    await createDatabase(client);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    if (!isGoingDown(error)) throw error;
    await gone(server.pid);
    return undefined;
  }
}

/** The last user holds the exclusive lock and is stopping the server. */
class Stopping extends Error {}

/** Connection refused or broken, `cannot_connect_now`, `admin_shutdown`, `crash_shutdown`: the server ends between our look and our call. */
function isGoingDown(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  const broken = error instanceof Error && /terminated unexpectedly/.test(error.message);
  return (
    error instanceof Stopping || broken || ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P02', '57P03'].includes(code)
  );
}

async function createDatabase(client: pg.Client): Promise<void> {
  const known = await client.query('select 1 from pg_database where datname = $1', [NAME]);
  if (known.rowCount) return;
  try {
    await client.query(`create database ${NAME}`);
  } catch (error) {
    // duplicate_database, or its unique index when two create at the very same moment: a neighbour was faster.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  }
}

/** Gives the shared lock back; true when no other user is left, and then nobody new gets in. */
async function unregister(client: pg.Client): Promise<boolean> {
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [USERS]);
    const last = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [USERS]);
    if (last.rows[0]?.last) {
      // The lock must stand until the server is down, so this connection is left to be ended by it.
      return true;
    }
    await client.end();
    return false;
  } catch {
    return false;
  }
}

function urlOf(server: Postmaster, cluster: Cluster, database: string): string {
  return `postgres://${ROLE}:${cluster.password}@127.0.0.1:${server.port}/${database}`;
}
