/** Reads a backup from end to end before anything is written: what is not whole, or not of this installation, is refused. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type KeyRing, keyRing } from '../../eventstore/sealing/keys.ts';
import { MIGRATIONS } from '../migrations.ts';
import { readChained } from './chained.ts';
import { type DataManifest, type KeysManifest, readDataManifest, readKeysManifest } from './manifest.ts';
import { BackupRefused } from './refused.ts';
import { measureFile, type SavedFile, savedFile } from './saved-files.ts';

export interface Places {
  /** Folder of the data. */
  readonly from: string;
  /** Folder of the keys. */
  readonly keys: string;
}

export interface Verified extends Places {
  readonly data: DataManifest;
  readonly secrets: KeysManifest;
  /** The key-encryption key of the backup where it lies with the keys; undefined where it comes from outside. */
  readonly keyEncryptionKey: Buffer | undefined;
}

/** @param configured the key-encryption key of KEY_ENCRYPTION_KEY @throws BackupRefused that says what is wrong and what to do */
export async function verifyBackup(
  places: Places,
  configured: Buffer | undefined,
  onProgress: (step: string, done: number, total?: number) => void,
): Promise<Verified> {
  const [unprovenData, unprovenKeys] = [await readDataManifest(places.from), await readKeysManifest(places.keys)];
  const keyEncryptionKey = configured ? undefined : keyBeside(places.keys);
  const ring = ringOf(configured ?? keyEncryptionKey, places.keys);
  const [data, secrets] = [unprovenData.prove(ring), unprovenKeys.prove(ring)];
  refuseNewer(data, places.from);
  refuseOthers(data, secrets, places);
  for (const [name, sha256] of Object.entries(secrets.secrets)) {
    if ((await measureFile(path.join(places.keys, path.basename(name))))?.sha256 === sha256) continue;
    throw damaged(path.join(places.keys, name), 'is not the file that was saved, or is not there');
  }
  await readThrough(path.join(places.keys, 'keys.ndjson.gz'), secrets.keys);
  await readThrough(path.join(places.from, 'tables.ndjson.gz'), data.tables);
  await verifyLog(places.from, data, onProgress);
  for await (const files of filesOf(places.from, data))
    for (const file of files) {
      const found = await measureFile(path.join(places.from, file.path));
      if (found?.sha256 !== file.sha256)
        throw damaged(path.join(places.from, file.path), 'is not the file that was saved, or is not there');
    }
  return { ...places, data, secrets, keyEncryptionKey };
}

const damaged = (file: string, what: string): BackupRefused =>
  new BackupRefused('backup-damaged', `${file} ${what}: restore from another backup.`);

function keyBeside(folder: string): Buffer | undefined {
  try {
    return Buffer.from(readFileSync(path.join(folder, 'key-encryption-key'), 'utf8').trim(), 'base64');
  } catch {
    return undefined;
  }
}

function ringOf(key: Buffer | undefined, folder: string): KeyRing {
  if (key?.length === 32) return keyRing(key);
  throw new BackupRefused(
    'backup-wrong-key',
    `${folder} holds no key-encryption key, because that installation was given its own: set KEY_ENCRYPTION_KEY to it.`,
  );
}

/** Migrations that this version does not have made tables that it does not know. */
function refuseNewer(data: DataManifest, folder: string): void {
  const known = new Set(readdirSync(MIGRATIONS));
  const newer = data.migrations.filter((name) => !known.has(name));
  if (newer.length > 0)
    throw new BackupRefused(
      'backup-newer',
      `${folder} was made by a newer version of the product (${newer.join(', ')}): restore it with that one.`,
    );
}

/** Keys of another installation open nothing; older ones than the data would lack people, and bring back who was erased. */
function refuseOthers(data: DataManifest, keys: KeysManifest, places: Places): void {
  if (data.installation !== keys.installation)
    throw new BackupRefused(
      'backup-keys-mismatch',
      `The keys in ${places.keys} are of another installation than the data in ${places.from}.`,
    );
  if (data.backup !== keys.backup && keys.takenAt < data.takenAt)
    throw new BackupRefused(
      'backup-keys-mismatch',
      `The keys in ${places.keys} (${keys.takenAt}) are older than the data in ${places.from} (${data.takenAt}): they lack keys of what came between. Give the keys of the same backup, or later ones.`,
    );
}

async function readThrough(file: string, sum: DataManifest['log']): Promise<void> {
  for await (const _ of readChained(file, sum));
}

/** What of a line of the log tells its place. */
const placed = z.object({ position: z.coerce.bigint(), event_id: z.uuid().optional(), id: z.uuid().optional() });

/** The log without a gap, in order, up to the event that the manifest names. */
async function verifyLog(
  folder: string,
  { store, position, lastEvent, log }: DataManifest,
  onProgress: (step: string, done: number, total?: number) => void,
): Promise<void> {
  const file = path.join(folder, 'log.ndjson.gz');
  let [at, last, lines]: [bigint, string | null, number] = [0n, null, 0];
  for await (const batch of readChained(file, log)) {
    for (const line of batch) {
      const event = placed.parse(JSON.parse(line));
      const follows = store === 'postgres' ? event.position === at + 1n : event.position > at;
      if (!follows) throw damaged(file, `goes from position ${at} to ${event.position}`);
      at = event.position;
      last = event.event_id ?? event.id ?? null;
    }
    lines += batch.length;
    onProgress('checking', lines, log.lines);
  }
  if (store === 'postgres' && (`${at}` !== position || last !== lastEvent))
    throw damaged(file, `ends at position ${at}, not at ${position}`);
}

/** The files of DATA_DIR that a backup holds. */
export async function* filesOf(folder: string, data: DataManifest): AsyncGenerator<readonly SavedFile[]> {
  for await (const lines of readChained(path.join(folder, 'files.ndjson.gz'), data.files))
    yield lines.map((line) => savedFile.parse(JSON.parse(line)));
}

/** A digest for people: of the manifest as it lies there. */
export const manifestDigest = (folder: string): string =>
  createHash('sha256')
    .update(readFileSync(path.join(folder, 'manifest.json')))
    .digest('hex');
