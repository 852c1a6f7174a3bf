import fs from 'node:fs';
import path from 'node:path';

/** The numeric user and group a PostgreSQL process runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** True when this process is root, under whom PostgreSQL refuses to run. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The account to which root gives a new cluster: `postgres` where the system has it, else `nobody`.
 * It must be listed in /etc/passwd, because initdb looks its own name up there.
 */
export function unprivilegedAccount(): Account {
  const lines = fs.readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error(
    'PostgreSQL does not run as root, and /etc/passwd names neither "postgres" nor "nobody". Start as an ordinary user, or set DATABASE_URL.',
  );
}

/** The account that owns a path, or undefined when the path does not exist. */
export function ownerOf(file: string): Account | undefined {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat && { uid: stat.uid, gid: stat.gid };
}

/**
 * True when `account` may enter `dir` and every folder above it; without an account: when everybody may.
 * Folders that do not exist yet do not count: whoever creates them decides.
 */
export function mayEnter(dir: string, account?: Account): boolean {
  for (let folder = path.resolve(dir); ; folder = path.dirname(folder)) {
    const stat = fs.statSync(folder, { throwIfNoEntry: false });
    if (stat) {
      const bit = stat.uid === account?.uid ? 0o100 : stat.gid === account?.gid ? 0o010 : 0o001;
      if ((stat.mode & bit) === 0) return false;
    }
    if (folder === path.dirname(folder)) return true;
  }
}
