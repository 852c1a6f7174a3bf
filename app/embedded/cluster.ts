import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { flushFolder, readOrCreate } from '../files.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { draftIn } from './drafts.ts';

/** The role that owns everything in an embedded cluster, and the one that the application works as. */
export const ROLE = 'healthai';
export const APPLICATION_ROLE = 'healthai_app';

/**
 * A cluster on disk: PostgreSQL's data folder, and the passwords beside it. The owner's came into being with it and is read
 * when it is needed, and not kept; the application's is made when it is first asked for: older clusters have none.
 */
export interface Cluster {
  readonly data: string;
  readonly password: () => string;
  readonly applicationPassword: string;
}

/** The major version of PostgreSQL that made the cluster in `base`; undefined where there is none yet. */
export function clusterMajor(base: string): number | undefined {
  const file = path.join(base, 'cluster/data/PG_VERSION');
  return fs.existsSync(file) ? Number.parseInt(fs.readFileSync(file, 'utf8'), 10) : undefined;
}

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
  if (!fs.existsSync(folder)) await createCluster(base, folder, binaries, account, durable);
  return {
    data: fs.realpathSync(path.join(folder, 'data')),
    password: () => fs.readFileSync(path.join(folder, 'password'), 'utf8').trim(),
    applicationPassword: applicationPassword(path.join(folder, 'application-password'), account),
  };
}

function applicationPassword(file: string, account: Account | undefined): string {
  const { text, created } = readOrCreate(file, () => `${randomBytes(24).toString('base64url')}\n`);
  if (created && account) fs.chownSync(file, account.uid, account.gid);
  return text.trim();
}

async function createCluster(
  base: string,
  folder: string,
  binaries: Binaries,
  account: Account | undefined,
  durable: boolean,
): Promise<void> {
  const draft = draftIn(base);
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
