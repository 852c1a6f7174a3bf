/** The whole system over a database of its own, for tests that use it as the command line does. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readConfiguration } from '../app/configuration.ts';
import { processStamp } from '../app/embedded/process.ts';
import { createLogger } from '../app/logging.ts';
import { openSystem, type Replacements, type System } from '../app/system.ts';
import { freshDatabase } from './database.ts';

export interface TestSystem extends System {
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** Closes the system, and leaves database and files. */
  readonly close: () => Promise<void>;
  /** Opens the same database and files once more, as another process would. */
  readonly another: (replacements?: Replacements) => Promise<System>;
  /** Closes the system, drops the database, removes the files. */
  readonly remove: () => Promise<void>;
}

/**
 * @param eventStoreUrl where the log lies, if not in the database
 * @param through puts something between the system and its database, and answers the URL of that
 */
export async function freshSystem(
  replacements: Replacements = {},
  eventStoreUrl?: string,
  through: (databaseUrl: string) => Promise<string> = async (url) => url,
): Promise<TestSystem> {
  const database = await freshDatabase();
  const databaseUrl = await through(database.url);
  // Named like the folder of the run's server, so that the next run removes it when this one is killed.
  const dataDir = mkdtempSync(path.join(os.tmpdir(), `healthai-test-${processStamp(process.pid)}-`));
  const environment = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    ...(eventStoreUrl !== undefined && { EVENTSTORE_URL: eventStoreUrl }),
  };
  const open = (parts: Replacements = {}): Promise<System> =>
    openSystem(readConfiguration(environment), createLogger('silent'), parts);
  const system = await open(replacements);
  return {
    ...system,
    dataDir,
    another: open,
    async remove() {
      await system.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
