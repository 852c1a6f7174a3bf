/** The folders of a backup: new, closed to others, and never one within the other. */
import { lstat, mkdir, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { BackupRefused } from './refused.ts';

/** The path with every link on the way to it followed, also where its end is not there yet. */
async function real(folder: string): Promise<string> {
  const full = path.resolve(folder);
  const found = await realpath(full).catch(() => undefined);
  if (found !== undefined) return found;
  return path.dirname(full) === full ? full : path.join(await real(path.dirname(full)), path.basename(full));
}

const isWithin = (inner: string, outer: string): boolean =>
  inner === outer || inner.startsWith(outer.endsWith(path.sep) ? outer : `${outer}${path.sep}`);

/** @throws BackupRefused where one folder is the other, or lies in it: whoever copies one would have both */
export async function keepApart(data: string, keys: string): Promise<void> {
  const [one, other] = [await real(data), await real(keys)];
  if (isWithin(one, other) || isWithin(other, one))
    throw new BackupRefused(
      'backup-keys-beside-data',
      `The keys in ${keys} would lie with the data in ${data}: whoever gets that folder could read everything. Name another folder, best on another machine.`,
    );
}

/** @throws BackupRefused where DATA_DIR would hold its own backup */
export async function keepOutside(folder: string, dataDir: string): Promise<void> {
  if (isWithin(await real(folder), await real(dataDir)))
    throw new BackupRefused(
      'backup-place',
      `${folder} lies in DATA_DIR, whose loss it is meant for. Name a folder elsewhere.`,
    );
}

/** Makes a folder (0700), or takes an empty one. @throws BackupRefused where it holds something, or cannot be made */
export async function makeEmpty(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await lstat(folder)).isDirectory() && (await readdir(folder)).length === 0) return;
  } catch (cause) {
    throw new BackupRefused('backup-place', `${folder} cannot be used: ${(cause as Error).message}.`, { cause });
  }
  throw new BackupRefused('backup-place', `${folder} is not empty: every backup has a folder of its own.`);
}
