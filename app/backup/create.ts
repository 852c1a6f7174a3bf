/**
 * Makes a backup while the system goes on: what the database holds is read as of one moment, the files of DATA_DIR around it. Keys
 * go to a folder of their own, or nowhere. Memory does not grow with the log.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { KeyRing } from '../../eventstore/sealing/keys.ts';
import type { System } from '../system.ts';
import { type Sum, writeChained } from './chained.ts';
import { logLines, tableLines } from './dump.ts';
import { type DataManifest, type KeysManifest, writeManifest } from './manifest.ts';
import { keepApart, keepOutside, makeEmpty } from './places.ts';
import { filesIn, saveFile } from './saved-files.ts';
import { tablesOf } from './saved-tables.ts';

export interface BackupRequest {
  readonly out: string;
  /** Where the keys go; undefined: they are not saved. */
  readonly keysOut: string | undefined;
}

export interface BackupReport {
  readonly backup: string;
  readonly store: DataManifest['store'];
  readonly position: string;
  readonly events: number;
  readonly rows: number;
  readonly files: number;
  readonly takenAt: string;
  /** When the keys are to be destroyed; null where none were saved. */
  readonly keysExpire: string | null;
}

type Parts = Pick<System, 'configuration' | 'databaseUrl' | 'kept' | 'storeKind' | 'vault'> & {
  readonly store: Pick<System['store'], 'head' | 'at'>;
};

/** Days that a copy of the keys is kept at most: security page, C5. */
const keysDays = 30;
/** Files of DATA_DIR that open or let in: they go with the keys. */
const secretFiles = ['keys/key-encryption-key', 'credentials.json'];

/** @throws BackupRefused where the folders cannot be used; nothing is left in them when it fails */
export async function createBackup(
  parts: Parts,
  ring: KeyRing,
  { out, keysOut }: BackupRequest,
  onProgress: (step: string, done: number, total?: number) => void,
): Promise<BackupReport> {
  const folders = [out, ...(keysOut === undefined ? [] : [keysOut])];
  if (keysOut !== undefined) await keepApart(out, keysOut);
  for (const folder of folders) await keepOutside(folder, parts.configuration.dataDir);
  for (const folder of folders) await makeEmpty(folder);
  try {
    return await write(parts, ring, out, keysOut, onProgress);
  } catch (error) {
    for (const folder of folders) await clear(folder);
    throw error;
  }
}

async function clear(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(path.join(folder, name), { recursive: true, force: true });
}

async function write(
  parts: Parts,
  ring: KeyRing,
  out: string,
  keysOut: string | undefined,
  onProgress: (step: string, done: number, total?: number) => void,
): Promise<BackupReport> {
  const { dataDir } = parts.configuration;
  const common = {
    format: 1 as const,
    backup: randomUUID(),
    takenAt: new Date().toISOString(),
    installation: parts.vault.hashes.fileDigest('backup'),
    kek: ring.current.id.toString('hex'),
  };
  const saved = new Map<string, string>();
  // Before the moment and after it: a file that an import of that moment needs was there either then or by now.
  await saveFiles(dataDir, out, saved, onProgress);
  const moment = await asOfOneMoment(parts, async (sql) => {
    const head = await headOf(parts, sql);
    const log = await writeChained(
      path.join(out, 'log.ndjson.gz'),
      counted(eventLines(parts, sql), 'events', onProgress),
    );
    const tables = await tablesOf(sql, 'data');
    const rows = await writeChained(path.join(out, 'tables.ndjson.gz'), tableLines(sql, tables));
    const keys = keysOut === undefined ? undefined : await saveKeys(sql, keysOut);
    return { ...head, migrations: await migrationsOf(sql), log, rows, keys };
  });
  await saveFiles(dataDir, out, saved, onProgress);
  const files = await writeChained(path.join(out, 'files.ndjson.gz'), inBatches([...saved.values()]));
  const { position, lastEvent, migrations, log, rows: tables, keys } = moment;
  const store = parts.storeKind;
  const expires = new Date(Date.parse(common.takenAt) + keysDays * 86_400_000).toISOString();
  if (keysOut !== undefined && keys !== undefined) {
    const secrets = await saveSecrets(dataDir, keysOut, parts.configuration.keyEncryptionKey !== undefined);
    const manifest: KeysManifest = { ...common, part: 'keys', expires, keys, secrets };
    await writeManifest(keysOut, ring, manifest);
  }
  const manifest: DataManifest = {
    ...common,
    part: 'data',
    store,
    position,
    lastEvent,
    migrations,
    log,
    tables,
    files,
  };
  await writeManifest(out, ring, manifest);
  return {
    ...{ backup: common.backup, store, position, events: log.lines, rows: tables.lines, files: files.lines },
    ...{ takenAt: common.takenAt, keysExpire: keysOut === undefined ? null : expires },
  };
}

/** One snapshot for log, tables and keys. */
async function asOfOneMoment<T>({ databaseUrl }: Parts, work: (sql: pg.Client) => Promise<T>): Promise<T> {
  const sql = new pg.Client({ connectionString: databaseUrl, application_name: 'healthai backup', keepAlive: true });
  sql.on('error', () => {});
  await sql.connect();
  try {
    // Names and times come in one shape, whatever the server is set to; the log is walked by its index.
    await sql.query(
      `set search_path to ''; set timezone to 'UTC'; set datestyle to 'ISO'; set extra_float_digits to 1; set enable_seqscan to off`,
    );
    await sql.query('begin isolation level repeatable read read only');
    const result = await work(sql);
    await sql.query('commit');
    return result;
  } finally {
    await sql.end().catch(() => {});
  }
}

/** The last event that a backup holds. In EventStoreDB it is read after the moment of the tables: the log is never behind them. */
async function headOf(
  { store, storeKind }: Parts,
  sql: pg.Client,
): Promise<Pick<DataManifest, 'position' | 'lastEvent'>> {
  if (storeKind === 'postgres') {
    const { rows } = await sql.query<{ position: string; lastEvent: string | null }>(
      'select position::text, event_id as "lastEvent" from log.head',
    );
    return rows[0] ?? { position: '0', lastEvent: null };
  }
  const position = await store.head();
  return { position: `${position}`, lastEvent: (await store.at(position))?.id ?? null };
}

/** Of EventStoreDB what the port tells of its events: a copy to read and to compare with, not one to restore. */
async function* eventLines(parts: Parts, sql: pg.Client): AsyncGenerator<readonly string[]> {
  if (parts.storeKind === 'postgres') return yield* logLines(sql);
  for await (const events of parts.kept.readAll())
    yield events.map(({ position, ...event }) => JSON.stringify({ position: `${position}`, ...event }));
}

/** Names of the migrations that the tables had seen: the owner's notes are not the application's to read. */
const migrationsOf = async (sql: pg.Client): Promise<string[]> => {
  const { rows } = await sql.query<{ name: string }>('select name from operations.applied_migration order by name');
  return rows.map(({ name }) => name);
};

const saveKeys = async (sql: pg.Client, folder: string): Promise<Sum> =>
  writeChained(path.join(folder, 'keys.ndjson.gz'), tableLines(sql, await tablesOf(sql, 'keys')));

/** @param configured the key-encryption key comes from outside: it is kept there, and not copied */
async function saveSecrets(dataDir: string, folder: string, configured: boolean): Promise<Record<string, string>> {
  const saved: Record<string, string> = {};
  for (const place of secretFiles) {
    const name = path.basename(place);
    if (configured && name === 'key-encryption-key') continue;
    const content = await readFile(path.join(dataDir, place)).catch(() => undefined);
    if (content === undefined) continue;
    await writeFile(path.join(folder, name), content, { mode: 0o600, flag: 'wx', flush: true });
    saved[name] = createHash('sha256').update(content).digest('hex');
  }
  return saved;
}

/** Copies what is not copied yet. @param saved lines of the list, by path */
async function saveFiles(
  dataDir: string,
  out: string,
  saved: Map<string, string>,
  onProgress: (step: string, done: number, total?: number) => void,
): Promise<void> {
  for await (const place of filesIn(dataDir)) {
    if (saved.has(place)) continue;
    const file = await saveFile(dataDir, out, place);
    if (file) saved.set(place, JSON.stringify(file));
    onProgress('files', saved.size);
  }
}

async function* counted(
  batches: AsyncIterable<readonly string[]>,
  step: string,
  onProgress: (step: string, done: number) => void,
): AsyncGenerator<readonly string[]> {
  let done = 0;
  for await (const batch of batches) {
    yield batch;
    done += batch.length;
    onProgress(step, done);
  }
}

async function* inBatches(lines: readonly string[]): AsyncGenerator<readonly string[]> {
  for (let from = 0; from < lines.length; from += 1_000) yield lines.slice(from, from + 1_000);
}
