import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { findBinaries, OLDEST_MAJOR } from './binaries.ts';
import { APPLICATION_ROLE, type Cluster, clusterMajor, openCluster, ROLE } from './cluster.ts';
import { makeContents, NAME } from './contents.ts';
import { removeStaleDrafts } from './drafts.ts';
import { placeDatabase, removePlacement } from './placement.ts';
import { type Presence, takePresence } from './presence.ts';
import { type Postmaster, readPostmaster } from './process.ts';
import { ensureServer, stopServer } from './server.ts';
import { serverSettings, THROWAWAY_SETTINGS } from './settings.ts';

export interface DatabaseOptions {
  /** DATA_DIR; the embedded database lies in its folder `postgres`. */
  readonly dataDir: string;
  /** An existing PostgreSQL ≥ 16 to use instead of the embedded one. */
  readonly databaseUrl?: string | undefined;
  /** A database that need not survive a crash of the machine: nothing is flushed to disk (tests). */
  readonly throwaway?: boolean;
  /** Server settings on top of our own; they only count for whoever starts the server. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called after the embedded server crashed and was started again. */
  readonly onRestart?: () => void;
}

/** A PostgreSQL to work with. */
export interface Database {
  /** Of the owner: for migrations. */
  readonly url: string;
  /** Of the role that the application works as, in an embedded database: it may do there what the owner lets it. */
  readonly applicationUrl?: string;
  /** A sentence for the operator when the database lies outside DATA_DIR. */
  readonly notice?: string;
  readonly embedded: boolean;
  /** Gives the database back; of an embedded one, the last user stops the server. Calling it again does nothing. */
  release(): Promise<void>;
}

/** How long a server may refuse us before we give up: recovery after a crash replays at most `max_wal_size` of log. */
const PATIENCE_MS = 600_000;

/**
 * Opens the database: the given one, or the embedded one, which is created, started or adopted as needed.
 *
 * Every user of an embedded server holds a shared advisory lock on a connection of its own. Whoever gives it back
 * tries for the exclusive one, which only the last can get; that process stops the server. A killed process loses its
 * connection and so its lock; a server without users is adopted by the next start. A server that crashes while it is
 * used is started again on the same port, so that pools only have to reconnect.
 * @throws when no server can be reached or started; the message says what to do.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.databaseUrl) return openExisting(options.databaseUrl);
  const placement = placeDatabase(options.dataDir);
  const { base, account } = placement;
  removeStaleDrafts(base);
  const binaries = findBinaries(base, account, clusterMajor(base));
  const cluster = await openCluster(base, binaries, account, !options.throwaway);
  const settings = { ...serverSettings(base), ...(options.throwaway ? THROWAWAY_SETTINGS : {}), ...options.settings };
  const enter = (port?: number) =>
    enterServer(cluster, () =>
      ensureServer(base, cluster, binaries, account, port ? { ...settings, port: String(port) } : settings),
    );

  let current = enter();
  await current;
  let closing = false;
  async function watch(): Promise<void> {
    for (;;) {
      const { server, presence } = await current;
      await presence.broken;
      if (closing) return;
      current = enter(server.port);
      await current;
      options.onRestart?.();
    }
  }
  // When the server cannot be started again, whoever uses it meets the reason; there is nobody here to tell.
  const watching = watch().catch(() => {});

  async function release(): Promise<void> {
    closing = true;
    const held = await current.catch(() => undefined);
    if (!held || !(await held.presence.leave())) return;
    await stopServer(cluster.data, held.server.pid);
    await watching;
  }
  let released: Promise<void> | undefined;
  return {
    url: ownerUrl((await current).server, cluster, NAME),
    applicationUrl: applicationUrlOf((await current).server, cluster, NAME),
    embedded: true,
    ...(placement.notice ? { notice: placement.notice } : {}),
    release: () => (released ??= release()),
  };
}

/** Deletes an embedded database with everything in it; a server that still runs is stopped at once. */
export async function destroyDatabase(dataDir: string): Promise<void> {
  const placement = placeDatabase(dataDir);
  const data = path.join(placement.base, 'cluster/data');
  if (fs.existsSync(data)) {
    const real = fs.realpathSync(data);
    const server = readPostmaster(real);
    if (server) await stopServer(real, server.pid, 'SIGQUIT');
  }
  removePlacement(placement);
}

/** Finds or starts a server and registers as its user, again and again while servers go down under our hands. */
async function enterServer(
  cluster: Cluster,
  ensure: () => Promise<Postmaster>,
): Promise<{ server: Postmaster; presence: Presence }> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const server = await ensure();
    const make = (): Promise<void> => makeContents(ownerUrl(server, cluster, 'postgres'), cluster.applicationPassword);
    const presence = await takePresence(applicationUrlOf(server, cluster, 'postgres'), make);
    if (presence) return { server, presence };
  }
  throw new Error(
    `The embedded database in ${cluster.data} runs, but lets nobody in. Stop what else uses it, and start again.`,
  );
}

async function openExisting(url: string): Promise<Database> {
  const client = new pg.Client({ connectionString: url });
  let version: number;
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    version = rows[0]?.version ?? 0;
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`DATABASE_URL: PostgreSQL does not answer (${message}). Check host, port, user and password.`, {
      cause: error,
    });
  } finally {
    await client.end().catch(() => {});
  }
  const major = Math.floor(version / 10_000);
  if (major < OLDEST_MAJOR)
    throw new Error(`DATABASE_URL: PostgreSQL ${OLDEST_MAJOR} or newer is needed; this is ${major}.`);
  return { url, embedded: false, release: async () => {} };
}

const urlOf = (role: string, password: string, { port }: Postmaster, database: string): string =>
  `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;

const ownerUrl = (server: Postmaster, cluster: Cluster, database: string): string =>
  urlOf(ROLE, cluster.password(), server, database);

const applicationUrlOf = (server: Postmaster, cluster: Cluster, database: string): string =>
  urlOf(APPLICATION_ROLE, cluster.applicationPassword, server, database);
