/**
 * Restores a backup into an empty installation. It is read from end to end first; what is put into the database is one
 * transaction, and files that were put beside it are put there again when it is called again.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { Configuration } from '../configuration.ts';
import { openDatabase } from '../embedded/database.ts';
import { createFolder, readOrCreate } from '../files.ts';
import { lockMigrations, MIGRATIONS, migrateWith } from '../migrations.ts';
import { refuseFiles, refuseFilled } from './empty.ts';
import { loadLog, loadTables } from './load.ts';
import { BackupRefused } from './refused.ts';
import { copyFile, measureFile } from './saved-files.ts';
import { filesOf, type Places, type Verified, verifyBackup } from './verify.ts';

export interface RestoreReport {
  readonly backup: string;
  readonly takenAt: string;
  readonly position: string;
  readonly events: number;
  readonly rows: number;
  readonly files: number;
  /** When the keys were to be destroyed, where that is over. */
  readonly keysExpired: string | null;
}

type Progress = (step: string, done: number, total?: number) => void;

/** @throws BackupRefused before anything is written, where the backup or the place is not what it has to be */
export async function restoreBackup(
  configuration: Configuration,
  places: Places,
  onProgress: Progress,
): Promise<RestoreReport> {
  const { dataDir } = configuration;
  const verified = await verifyBackup(places, configuration.keyEncryptionKey, onProgress);
  const { data, secrets } = verified;
  if (data.store !== 'postgres' || configuration.eventStoreUrl !== undefined) throw logElsewhere(places.from);
  await refuseFiles(dataDir, verified);
  const database = await openDatabase({ dataDir, databaseUrl: configuration.databaseUrl });
  const owner = new pg.Client({ connectionString: database.url });
  owner.on('error', () => {});
  try {
    await owner.connect();
    // Whoever starts meanwhile waits for the migrations, and so for all of this.
    await lockMigrations(owner);
    await refuseFilled(owner, data.migrations);
    await migrateWith(owner, MIGRATIONS, data.migrations);
    await restoreFiles(dataDir, verified);
    await load(owner, verified, onProgress);
    await migrateWith(owner);
  } finally {
    await owner.end().catch(() => {});
    await database.release();
  }
  const expired = secrets.expires < new Date().toISOString();
  return {
    ...{ backup: data.backup, takenAt: data.takenAt, position: data.position },
    ...{ events: data.log.lines, rows: data.tables.lines, files: data.files.lines },
    keysExpired: expired ? secrets.expires : null,
  };
}

const logElsewhere = (folder: string): BackupRefused =>
  new BackupRefused(
    'backup-log-elsewhere',
    `A log in EventStoreDB cannot be restored from ${folder}: that server gives events their positions and times itself, and exports would not be the same. Copy its files back (*.chk last), and PostgreSQL with its own tools; docs/exploitation.md says how. Without EVENTSTORE_URL, a backup of a log in PostgreSQL is restored.`,
  );

async function load(owner: pg.Client, { data, secrets, from, keys }: Verified, onProgress: Progress): Promise<void> {
  await owner.query('begin');
  try {
    await loadLog(owner, from, data, onProgress);
    await loadTables(owner, 'data', path.join(from, 'tables.ndjson.gz'), data.tables);
    await loadTables(owner, 'keys', path.join(keys, 'keys.ndjson.gz'), secrets.keys);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback').catch(() => {});
    throw error;
  }
  await owner.query('analyze log.event; analyze log.stream');
}

async function restoreFiles(dataDir: string, { data, secrets, from, keys }: Verified): Promise<void> {
  createFolder(dataDir, 0o711);
  createFolder(path.join(dataDir, 'keys'), 0o700);
  for await (const files of filesOf(from, data))
    for (const file of files) {
      const to = path.join(dataDir, file.path);
      if ((await measureFile(to)) === undefined) await copyFile(path.join(from, file.path), to);
    }
  for (const name of Object.keys(secrets.secrets)) {
    const place = secretPlaces[name];
    if (place === undefined) continue;
    const content = await readFile(path.join(keys, name), 'utf8');
    readOrCreate(path.join(dataDir, place), () => content);
  }
}

/** Where files lie that are saved with the keys. */
const secretPlaces: Readonly<Record<string, string>> = {
  'key-encryption-key': 'keys/key-encryption-key',
  'credentials.json': 'credentials.json',
};
