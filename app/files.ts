import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Creates a folder and the missing ones above it with exactly `mode`, whatever the umask says; existing ones stay as they are. */
export function createFolder(dir: string, mode: number): void {
  const first = fs.mkdirSync(dir, { recursive: true });
  if (first === undefined) return;
  for (let folder = path.resolve(dir); ; folder = path.dirname(folder)) {
    fs.chmodSync(folder, mode);
    if (folder === path.resolve(first)) return;
  }
}

/**
 * The text of a file that is written once: whoever comes first writes `make()`, and everybody reads that.
 * It is written beside, flushed and linked into place: never half there, and a race has one winner. Mode 0600.
 * @returns the file's text, and whether this call wrote it
 */
export function readOrCreate(file: string, make: () => string): { text: string; created: boolean } {
  const existing = readIfExists(file);
  if (existing !== undefined) return { text: existing, created: false };
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const text = make();
  fs.writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true });
  try {
    fs.linkSync(draft, file);
    return { text, created: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return { text: fs.readFileSync(file, 'utf8'), created: false };
  } finally {
    fs.rmSync(draft);
    flushFolder(path.dirname(file));
  }
}

/** Makes a renamed or linked name in a folder survive a crash of the machine. */
export function flushFolder(folder: string): void {
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

function readIfExists(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
