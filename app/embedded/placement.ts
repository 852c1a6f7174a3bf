import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createFolder } from '../files.ts';
import { type Account, isRoot, mayEnter, ownerOf, unprivilegedAccount } from './account.ts';

/** Where an embedded database lies and as whom it runs. */
export interface Placement {
  /** The folder that holds cluster, sockets and log. */
  readonly base: string;
  /** The account PostgreSQL runs as; undefined: the caller's own. */
  readonly account: Account | undefined;
  /** A sentence for the operator when the database does not lie in DATA_DIR. */
  readonly notice?: string;
}

const ELSEWHERE = '/var/lib/healthai';

/**
 * Decides where the embedded database of `dataDir` lies, and creates that folder.
 *
 * It is `<dataDir>/postgres`. Root hands it to an unprivileged account (the one that owns the cluster already, where
 * there is one); below a folder that such an account may not enter, root puts it into /var/lib/healthai, under
 * the SHA-256 of the full DATA_DIR.
 */
export function placeDatabase(dataDir: string): Placement {
  const full = path.resolve(dataDir);
  createFolder(full, isRoot() ? 0o711 : 0o700);
  const base = path.join(full, 'postgres');
  if (!isRoot()) {
    const owner = ownerOf(base);
    if (owner && owner.uid !== process.getuid?.()) {
      throw new Error(
        `The embedded database in ${base} belongs to another user. Start as that user, or set DATA_DIR to a folder of your own.`,
      );
    }
    createFolder(base, 0o700);
    return { base, account: undefined };
  }
  const owner = ownerOf(path.join(base, 'cluster'));
  if (owner && owner.uid !== 0 && mayEnter(base, owner)) return { base, account: owner };
  if (mayEnter(full)) {
    createFolder(base, 0o711);
    return { base, account: unprivilegedAccount() };
  }
  const elsewhere = path.join(ELSEWHERE, createHash('sha256').update(full).digest('hex'));
  createFolder(elsewhere, 0o711);
  const account = ownerOf(path.join(elsewhere, 'cluster')) ?? unprivilegedAccount();
  return {
    base: elsewhere,
    account,
    notice: `The embedded database lies in ${elsewhere}: PostgreSQL does not run as root, and other users may not enter ${full}.`,
  };
}

/** Removes an embedded database's files, after it was stopped. */
export function removePlacement(placement: Placement): void {
  fs.rmSync(placement.base, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
