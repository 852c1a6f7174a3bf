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
  await refuseLogElsewhere(configuration, verified);
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

/**
 * A server of EventStoreDB gives events their positions and times itself, so no backup is read back into it: its files are copied
 * back first, with its own tools, and what is restored here has to fit them.
 */
async function refuseLogElsewhere({ eventStoreUrl }: Configuration, { data, from }: Verified): Promise<void> {
  const refused = (why: string): BackupRefused => new BackupRefused('backup-log-elsewhere', `${why}. ${byCopy}`);
  if (data.store === 'postgres') {
    if (eventStoreUrl === undefined) return;
    throw refused(
      `${from} holds a log that lay in PostgreSQL: it cannot be put into EventStoreDB, leave EVENTSTORE_URL out`,
    );
  }
  if (eventStoreUrl === undefined)
    throw refused(
      `The log of ${from} lies in EventStoreDB: set EVENTSTORE_URL to the server that its files were copied back to`,
    );
  const { eventStoreDB } = await import('../../eventstore/eventstoredb/store.ts');
  const store = eventStoreDB({ url: eventStoreUrl });
  try {
    const found = data.lastEvent === null ? null : (await store.at(BigInt(data.position)))?.id;
    if (found !== data.lastEvent)
      throw refused(
        `The log in EventStoreDB does not hold the event ${data.lastEvent} at position ${data.position}, the last one that ${from} knows`,
      );
  } finally {
    await store.close();
  }
}

const byCopy =
  'A backup does not restore a log in EventStoreDB: positions and times would be others, and exports not the same; copy the files of that server back, as docs/exploitation.md says, then restore the rest.';

async function load(owner: pg.Client, { data, secrets, from, keys }: Verified, onProgress: Progress): Promise<void> {
  await owner.query('begin');
  try {
    if (data.store === 'postgres') await loadLog(owner, from, data, onProgress);
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
