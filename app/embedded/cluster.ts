import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { flushFolder } from '../files.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { processStamp, stampIsAlive } from './process.ts';

/** The role that owns everything in an embedded cluster. */
export const ROLE = 'healthai';

/** A cluster on disk: PostgreSQL's data folder and the role's password, which came into being together. */
export interface Cluster {
  readonly data: string;
  readonly password: string;
}

const DRAFT = 'cluster.draft-';

/**
 * Opens the cluster in `base`, creating it when there is none.
 *
 * A cluster is made in a draft folder that also holds its password, and then renamed into place in one step:
 * whatever is killed at whatever moment, `base/cluster` is whole or absent. When two processes create at once,
 * the first rename stands and the other draft is dropped.
 * @param durable false leaves out the flushes to disk (tests)
 */
export async function openCluster(
  base: string,
  binaries: Binaries,
  account: Account | undefined,
  durable: boolean,
): Promise<Cluster> {
  const folder = path.join(base, 'cluster');
  removeStaleDrafts(base);
  if (!fs.existsSync(folder)) await createCluster(base, folder, binaries, account, durable);
  return { data: fs.realpathSync(path.join(folder, 'data')), password: readPassword(path.join(folder, 'password')) };
}

async function createCluster(
  base: string,
  folder: string,
  binaries: Binaries,
  account: Account | undefined,
  durable: boolean,
): Promise<void> {
  const draft = path.join(base, `${DRAFT}${processStamp(process.pid)}-${randomBytes(6).toString('hex')}`);
  const passwordFile = path.join(draft, 'password');
  try {
    fs.mkdirSync(draft, { mode: 0o700 });
    fs.writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flush: durable });
    if (account) for (const file of [draft, passwordFile]) fs.chownSync(file, account.uid, account.gid);
    await initdb(path.join(draft, 'data'), passwordFile, binaries, account, durable);
    fs.renameSync(draft, folder);
    if (durable) flushFolder(base);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(folder)) throw error;
  }
}

/** Removes what processes that no longer run left half made. An initdb that outlived its parent fails on its own then. */
function removeStaleDrafts(base: string): void {
  for (const name of fs.readdirSync(base)) {
    const stamp = name.startsWith(DRAFT) && /^\d+-\d+/.exec(name.slice(DRAFT.length))?.[0];
    if (!stamp || stampIsAlive(stamp)) continue;
    try {
      fs.rmSync(path.join(base, name), { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // Still being written by that orphaned initdb, or already removed by a neighbour: the next start looks again.
    }
  }
}

function initdb(
  data: string,
  passwordFile: string,
  binaries: Binaries,
  account: Account | undefined,
  durable: boolean,
): Promise<void> {
  // The builtin provider's C.UTF-8 sorts by code point on every machine; PostgreSQL 16 only knows the system's.
  const locale =
    binaries.major >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C.UTF-8'];
  const options = ['-D', data, '-U', ROLE, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', ...locale];
  const child = spawn(
    path.join(binaries.folder, 'initdb'),
    [...options, '--no-instructions', ...(durable ? [] : ['--no-sync'])],
    { ...account, cwd: path.dirname(data), env: postgresEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(new Error(`The embedded database could not be created (initdb: ${code ?? signal}): ${output.trim()}`));
    });
  });
}

/** Nothing of the caller's environment reaches PostgreSQL except the path: PGDATA, PGPORT or LANG would change what it does. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

function readPassword(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    throw new Error(
      `The embedded database in ${path.dirname(file)} belongs to another user. Start as that user, or set DATA_DIR to a folder of your own.`,
      { cause: error },
    );
  }
}
