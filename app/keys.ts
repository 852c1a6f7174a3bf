import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createFolder, readOrCreate } from './files.ts';

const KEY_BYTES = 32;

/**
 * The key-encryption key: the configured one, else the one in `dataDir/keys/key-encryption-key` (base64, mode 0600), which
 * the first start generates. The installation's other secrets lie in the database, wrapped under this one, so this is the
 * only key an operator has to keep.
 * @param isNeeded whether something is wrapped under it already: then none is made in its place
 * @throws when the file holds anything but 32 bytes in base64, or is missing where it is needed
 */
export function keyEncryptionKey(dataDir: string, configured: Buffer | undefined, isNeeded = false): Buffer {
  if (configured) return configured;
  const folder = path.join(dataDir, 'keys');
  const file = path.join(folder, 'key-encryption-key');
  if (isNeeded && !fs.existsSync(file))
    throw new Error(
      `${file} is missing, and what lies in the database opens with no other key. Restore it from its backup, or set KEY_ENCRYPTION_KEY. No new one was made.`,
    );
  createFolder(dataDir, 0o711);
  createFolder(folder, 0o700);
  const { text } = readOrCreate(file, () => `${randomBytes(KEY_BYTES).toString('base64')}\n`);
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES)
    throw new Error(
      `${file} does not hold 32 bytes in base64. Restore it from its backup: what it sealed opens with no other.`,
    );
  return key;
}
