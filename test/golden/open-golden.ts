/** A log of the first release under the product of now: what every change must still be able to go on with. */
import pg from 'pg';
import type { Replacements } from '../../app/system.ts';
import { type FaultServer, startServer } from '../../eventstore/eventstoredb/server/server.test-support.ts';
import { freshDatabase } from '../database.ts';
import { freshFolder, systemOver, type TestSystem } from '../system.ts';
import { type KeptEvent, type LogName, readKept, type Shown, type StoreKind } from './kept.ts';
import { loadFolder, loadLog, loadTables, migrateAsThen, serverLog } from './load.ts';

export interface GoldenSystem extends TestSystem {
  /** The log as it was kept. */
  readonly events: readonly KeptEvent[];
  /** What the release showed of it. */
  readonly shown: Shown;
  /** The server that holds the log, where it is in EventStoreDB. */
  readonly server: FaultServer | undefined;
}

/**
 * Puts a log of the first release with its keys, accounts and originals into a database and a folder of the test's own, and
 * opens the product on them: it migrates, and builds the read model, which it has reached when this returns. Of the stuck
 * log there is one only: in EventStoreDB the same events are put there.
 */
export async function openGolden(
  kind: StoreKind,
  name: LogName,
  replacements: Replacements = {},
): Promise<GoldenSystem> {
  const translated = kind === 'eventstoredb' && name === 'stuck';
  const { events, tables, shown, data } = readKept(translated ? 'postgres' : kind, name);
  const database = await freshDatabase({ empty: true });
  await migrateAsThen(database.url);
  const sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  try {
    await loadTables(sql, tables);
    if (kind === 'postgres') await loadLog(sql, events);
  } finally {
    await sql.end();
  }
  const dataDir = freshFolder();
  loadFolder(data, dataDir);
  const server = kind === 'eventstoredb' ? await startServer(serverLog(events)) : undefined;
  const system = await systemOver(database, dataDir, replacements, server?.url);
  await system.caughtUp(await system.store.head());
  return {
    ...system,
    events,
    shown,
    server,
    async remove() {
      await system.remove();
      await server?.close();
    },
  };
}
