/** The vault: all keys of an installation, over the schema `keys`. */
import type { Hasher, Uuid } from '../../domain/ids.ts';
import { connect } from './connection.ts';
import { hasher, type KeyRing } from './keys.ts';
import { type OriginalKeys, originalKeysIn } from './originals.ts';
import { wrapAgain } from './rotation.ts';
import { type InstallationHashes, installationHashes, loadSecrets } from './secrets.ts';
import { type Spellings, spellingsIn } from './spellings.ts';
import { type Stated, statedIn } from './stated.ts';
import { type Subjects, subjectsIn } from './subjects.ts';
import { type Suppression, suppressionIn } from './suppression.ts';

export interface Vault extends Subjects, Suppression {
  readonly hashes: InstallationHashes;
  readonly stated: Stated;
  readonly spellings: Spellings;
  readonly originals: OriginalKeys;
  /** After a rotation: wraps every key again by the current key-encryption key; answers how many. */
  readonly wrapAgain: () => Promise<number>;
  /** Ends its connections. */
  readonly close: () => Promise<void>;
}

export interface VaultOptions {
  /** A migrated database. */
  readonly url: string;
  /**
   * Connections at most, default 4. They are the vault's own: it is asked while an append holds a connection and the head of
   * the log, so on a pool shared with the log appends could wait for each other's connections for ever.
   */
  readonly connections?: number;
  /** Subjects whose keys are kept in memory, about 1 KiB each; default 20 000. */
  readonly keysKept?: number;
  /** Milliseconds that a lost connection is tried again for before `StoreUnavailable`; default 5 000. */
  readonly patience?: number;
}

/**
 * Opens the vault; makes the secrets of a new installation.
 * @throws UnknownKey where the keys in the database were wrapped by another key-encryption key
 */
export async function openVault(
  { url, connections = 4, keysKept = 20_000, patience = 5_000 }: VaultOptions,
  ring: KeyRing,
): Promise<Vault> {
  const { ask, close } = connect(url, connections, patience);
  try {
    const secrets = await loadSecrets(ask, ring);
    return {
      ...subjectsIn(ask, ring, secrets.lookup, { keysKept }),
      ...suppressionIn(ask, secrets.suppression),
      hashes: installationHashes(secrets.installation),
      stated: statedIn(ask),
      spellings: spellingsIn(ask, secrets.lookup),
      originals: originalKeysIn(ask, ring),
      wrapAgain: () => wrapAgain(ask, ring),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Keyed hashes of subjects' content; a subject whose key is destroyed is left out. */
export async function hashersOf(
  vault: Pick<Vault, 'open'>,
  subjects: readonly Uuid[],
): Promise<ReadonlyMap<Uuid, Hasher>> {
  if (subjects.length === 0) return new Map();
  const opened = await vault.open(subjects);
  return new Map([...opened].flatMap(([id, keys]) => (keys === 'erased' ? [] : [[id, hasher(keys)] as const])));
}
