/** The vault: all keys of an installation, over the schema `keys`. */
import type pg from 'pg';
import type { KeyRing } from './keys.ts';
import { type OriginalKeys, originalKeysIn } from './originals.ts';
import { wrapAgain } from './rotation.ts';
import { type InstallationHashes, installationHashes, loadSecrets } from './secrets.ts';
import { type Stated, statedIn } from './stated.ts';
import { type Subjects, subjectsIn } from './subjects.ts';
import { type Suppression, suppressionIn } from './suppression.ts';

export interface Vault extends Subjects, Suppression {
  readonly hashes: InstallationHashes;
  readonly stated: Stated;
  readonly originals: OriginalKeys;
  /** After a rotation: wraps every key again by the current key-encryption key; answers how many. */
  readonly wrapAgain: () => Promise<number>;
}

export interface VaultOptions {
  /** Subjects whose keys are kept in memory, about 1 KiB each; default 20 000. */
  readonly keysKept?: number;
}

/**
 * Opens the vault; makes the secrets of a new installation.
 * @param pool of its own: the vault is asked while an append holds a connection and the head of the log, so on a shared pool
 * appends could wait for each other's connections for ever.
 * @throws UnknownKey where the keys in the database were wrapped by another key-encryption key
 */
export async function openVault(pool: pg.Pool, ring: KeyRing, options: VaultOptions = {}): Promise<Vault> {
  const secrets = await loadSecrets(pool, ring);
  return {
    ...subjectsIn(pool, ring, secrets.lookup, { keysKept: options.keysKept ?? 20_000 }),
    ...suppressionIn(pool, secrets.suppression),
    hashes: installationHashes(secrets.installation),
    stated: statedIn(pool),
    originals: originalKeysIn(pool, ring),
    wrapAgain: () => wrapAgain(pool, ring),
  };
}
