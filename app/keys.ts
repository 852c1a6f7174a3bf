import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createFolder, readOrCreate } from './files.ts';

const KEY_BYTES = 32;

/**
 * The key-encryption key: the configured one, else the one in `dataDir/keys/key-encryption-key` (base64, mode 0600), which
 * the first start generates. The installation's other secrets lie in the database, wrapped under this one, so this is the
 * only key an operator has to keep.
 * @throws when the file holds anything but 32 bytes in base64
 */
export function keyEncryptionKey(dataDir: string, configured: Buffer | undefined): Buffer {
  if (configured) return configured;
  const folder = path.join(dataDir, 'keys');
  createFolder(dataDir, 0o711);
  createFolder(folder, 0o700);
  const file = path.join(folder, 'key-encryption-key');
  const { text } = readOrCreate(file, () => `${randomBytes(KEY_BYTES).toString('base64')}\n`);
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES)
    throw new Error(
      `${file} does not hold 32 bytes in base64. Restore it from its backup: what it sealed opens with no other.`,
    );
  return key;
}
