/** The whole system over a database of its own, for tests that use it as the command line does. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readConfiguration } from '../app/configuration.ts';
import { processStamp } from '../app/embedded/process.ts';
import { createLogger } from '../app/logging.ts';
import { openSystem, type Replacements, type System } from '../app/system.ts';
import { freshDatabase, type TestDatabase } from './database.ts';

export interface TestSystem extends System {
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** What a process needs to open the same. */
  readonly environment: Readonly<Record<string, string>>;
  /** Closes the system, and leaves database and files. */
  readonly close: () => Promise<void>;
  /** Opens the same database and files once more, as another process would. */
  readonly another: (replacements?: Replacements) => Promise<System>;
  /** Closes the system, drops the database, removes the files. */
  readonly remove: () => Promise<void>;
}

/** @param eventStoreUrl where the log lies, if not in the database */
export async function freshSystem(replacements: Replacements = {}, eventStoreUrl?: string): Promise<TestSystem> {
  return systemOver(await freshDatabase(), freshFolder(), replacements, eventStoreUrl);
}

/** A folder for a test's DATA_DIR. */
export function freshFolder(): string {
  // Named like the folder of the run's server, so that the next run removes it when this one is killed.
  return mkdtempSync(path.join(os.tmpdir(), `healthai-test-${processStamp(process.pid)}-`));
}

/** The system over a database and a folder that may hold something already; both go with it. */
export async function systemOver(
  database: TestDatabase,
  dataDir: string,
  replacements: Replacements = {},
  eventStoreUrl?: string,
): Promise<TestSystem> {
  const environment = {
    DATABASE_URL: database.url,
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
    environment,
    another: open,
    async remove() {
      await system.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
