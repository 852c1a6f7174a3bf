/**
 * What a backup says of itself: one manifest beside the data and one beside the keys, each with a code that only the
 * key-encryption key makes. Written last: a folder without one is no backup.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { KeyRing } from '../../eventstore/sealing/keys.ts';
import { BackupRefused } from './refused.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const sum = z.strictObject({ lines: z.int().min(0), chain: hash });

const common = {
  format: z.literal(1),
  /** The same for what was written at once. */
  backup: z.uuid(),
  takenAt: z.iso.datetime(),
  /** Tells installations apart; the same for ever. */
  installation: hash,
  /** Of the key-encryption key: the first 8 bytes of its sha256. */
  kek: z.string().regex(/^[0-9a-f]{16}$/),
};

const dataSchema = z.strictObject({
  ...common,
  part: z.literal('data'),
  store: z.enum(['postgres', 'eventstoredb']),
  /** Of the last event, and its id; `0` and null for an empty log. */
  position: z.string().regex(/^\d{1,19}$/),
  lastEvent: z.uuid().nullable(),
  /** Those that the tables had seen. */
  migrations: z.array(z.string()),
  log: sum,
  tables: sum,
  files: sum,
});

const keysSchema = z.strictObject({
  ...common,
  part: z.literal('keys'),
  /** Who was erased is erased for good when the last copy of their key is gone: this one is to be destroyed by then. */
  expires: z.iso.datetime(),
  keys: sum,
  /** sha256 of files beside it. */
  secrets: z.record(z.string(), hash),
});

export type DataManifest = z.infer<typeof dataSchema>;
export type KeysManifest = z.infer<typeof keysSchema>;

export const manifestName = 'manifest.json';

const codeOf = (ring: KeyRing, content: object): Buffer =>
  createHmac('sha256', createHmac('sha256', ring.current.key).update('backup').digest())
    .update(JSON.stringify(content))
    .digest();

export async function writeManifest(
  folder: string,
  ring: KeyRing,
  content: DataManifest | KeysManifest,
): Promise<void> {
  const file = path.join(folder, manifestName);
  const text = JSON.stringify({ ...content, mac: codeOf(ring, content).toString('hex') }, null, 2);
  await writeFile(`${file}.draft`, `${text}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.draft`, file);
}

export const readDataManifest = (folder: string): Promise<Unproven<DataManifest>> => read(folder, dataSchema, 'data');
export const readKeysManifest = (folder: string): Promise<Unproven<KeysManifest>> => read(folder, keysSchema, 'keys');

/** Read, and not yet compared with its code: which key-encryption key that takes is in it. */
export interface Unproven<Manifest> {
  readonly manifest: Manifest;
  /** @throws BackupRefused where it was made with another key-encryption key, or changed */
  readonly prove: (ring: KeyRing) => Manifest;
}

async function read<Manifest extends DataManifest | KeysManifest>(
  folder: string,
  schema: z.ZodType<Manifest>,
  part: 'data' | 'keys',
): Promise<Unproven<Manifest>> {
  const { mac, ...content } = await contentOf(path.join(folder, manifestName), folder);
  if (typeof content.format === 'number' && content.format > 1)
    throw new BackupRefused(
      'backup-newer',
      `${folder} was made by a newer version of the product: restore it with that one.`,
    );
  if ((content.part === 'data' || content.part === 'keys') && content.part !== part)
    throw new BackupRefused(
      'backup-place',
      `${folder} holds ${content.part} of a backup, not ${part}: --from names the folder of the data, --keys that of the keys.`,
    );
  const parsed = schema.safeParse(content);
  if (!parsed.success || typeof mac !== 'string') throw changed(folder, 'is no manifest of a backup');
  return {
    manifest: parsed.data,
    prove(ring) {
      const id = ring.current.id.toString('hex');
      if (id !== parsed.data.kek)
        throw new BackupRefused(
          'backup-wrong-key',
          `The backup in ${folder} was made under the key-encryption key ${parsed.data.kek}, and the one at hand is ${id}: set KEY_ENCRYPTION_KEY to the key of that installation.`,
        );
      const [given, own] = [Buffer.from(mac, 'hex'), codeOf(ring, content)];
      if (given.length !== own.length || !timingSafeEqual(given, own)) throw changed(folder, 'was changed');
      return parsed.data;
    },
  };
}

const changed = (folder: string, what: string, cause?: unknown): BackupRefused =>
  new BackupRefused(
    'backup-damaged',
    `${path.join(folder, manifestName)} ${what}: nothing in the folder can be trusted. Restore from another backup.`,
    { cause },
  );

async function contentOf(file: string, folder: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new BackupRefused(
      'backup-incomplete',
      `${folder} holds no complete backup: there is no ${manifestName} to read. A backup that was cut off has none; name the folder of one that was finished.`,
      { cause: error },
    );
  }
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (error) {
    throw changed(folder, 'cannot be read', error);
  }
}
