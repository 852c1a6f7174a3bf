import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { type Cluster, postgresEnvironment } from './cluster.ts';
import { endOrphans } from './orphans.ts';
import { isAlive, isPostmasterOf, type Postmaster, readPostmaster } from './process.ts';

/** How long a server may take to come up or go down: recovery replays at most `max_wal_size` of log. */
const PATIENCE_MS = 600_000;

/** How often a start is tried again when another program took the port, or a killed server's children still hold its memory. */
const ATTEMPTS = 20;

/** Unix socket paths end at 107 bytes on Linux and 103 on macOS; the name within the folder takes up to 15. */
const LONGEST_SOCKET_FOLDER = 88;

/** Log files larger than this start anew; the one before is kept beside. */
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/**
 * Makes sure that a server runs on the cluster: adopts the one that runs, else starts one.
 * Any number of processes may call this at once; PostgreSQL's own lock file lets one server through and the others adopt it.
 */
export async function ensureServer(
  base: string,
  cluster: Cluster,
  binaries: Binaries,
  account: Account | undefined,
  settings: Record<string, string>,
): Promise<Postmaster> {
  const log = path.join(base, 'postgres.log');
  const deadline = Date.now() + PATIENCE_MS;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const running = await settled(cluster.data, deadline);
    if (running) return running;
    endOrphans(cluster.data);
    const started = await start(base, cluster, binaries, account, settings, log, deadline);
    if (started) return started;
    await sleep(50 + 10 * attempt);
  }
  throw new Error(`The embedded database does not start. Its log, ${log}, ends: ${endOf(log)}`);
}

/** Fast shutdown: open transactions are rolled back, everything committed is flushed. Resolves when the server is gone. */
export async function stopServer(data: string, pid: number, signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
  if (!isPostmasterOf(pid, data)) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw error;
  }
  await gone(pid);
}

/** Resolves when a process no longer runs. */
async function gone(pid: number): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline)
      throw new Error(
        `The embedded database (process ${pid}) does not stop. End what is still connected to it, and try again.`,
      );
    await sleep(5);
  }
}

/** The server that runs on a data folder, once it is ready; undefined when none does. Waits while one starts or stops. */
async function settled(data: string, deadline: number): Promise<Postmaster | undefined> {
  while (Date.now() < deadline) {
    const found = readPostmaster(data);
    if (!found) return undefined;
    if (!isPostmasterOf(found.pid, data)) {
      removeForeignLock(data, found.pid);
      return undefined;
    }
    if (found.status === 'ready') return found;
    await sleep(5);
  }
  throw new Error(
    `The embedded database in ${data} neither becomes ready nor stops. Its log says why; try again when it has ended.`,
  );
}

/**
 * After a crash of the machine, the number in postmaster.pid may belong to some other program by now. PostgreSQL then
 * refuses to start; we know that the program is not it.
 */
function removeForeignLock(data: string, pid: number): void {
  if (!isAlive(pid)) return;
  const file = path.join(data, 'postmaster.pid');
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  fs.renameSync(file, aside);
  // A neighbour may have started a server since we looked: then the file is its, and goes back.
  if (Number.parseInt(fs.readFileSync(aside, 'utf8'), 10) === pid) fs.rmSync(aside);
  else fs.renameSync(aside, file);
}

async function start(
  base: string,
  cluster: Cluster,
  binaries: Binaries,
  account: Account | undefined,
  settings: Record<string, string>,
  log: string,
  deadline: number,
): Promise<Postmaster | undefined> {
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(settings.port ?? (await freePort())),
    unix_socket_directories: socketFolder(base, account),
    ...settings,
  };
  if ((fs.statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) fs.renameSync(log, `${log}.1`);
  const output = fs.openSync(log, 'a', 0o600);
  try {
    const child = spawn(
      path.join(binaries.folder, 'postgres'),
      ['-D', cluster.data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      // A session of its own: Ctrl-C must not stop the server before the application has drained.
      { ...account, cwd: base, env: postgresEnvironment(), detached: true, stdio: ['ignore', output, output] },
    );
    let ended = false;
    child.once('exit', () => (ended = true));
    const failed = new Promise<never>((_, reject) => child.once('error', reject));
    child.unref();
    for (;;) {
      const found = readPostmaster(cluster.data);
      if (found && found.pid === child.pid && found.status === 'ready') return found;
      if (ended) return undefined;
      if (Date.now() > deadline) throw new Error(`The embedded database does not become ready: ${endOf(log)}`);
      await Promise.race([sleep(5), failed]);
    }
  } finally {
    fs.closeSync(output);
  }
}

/** The folder for the server's unix socket; empty (no socket) where its path would be too long for one. */
function socketFolder(base: string, account: Account | undefined): string {
  const folder = path.join(base, 'run');
  if (Buffer.byteLength(folder) > LONGEST_SOCKET_FOLDER) return '';
  // Not recursive: below a data folder that was deleted under a running process, nothing is made anew.
  if (!fs.existsSync(folder)) fs.mkdirSync(folder, { mode: 0o700 });
  if (account) fs.chownSync(folder, account.uid, account.gid);
  return folder;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function endOf(log: string): string {
  return fs.existsSync(log) ? fs.readFileSync(log, 'utf8').slice(-800).trim() : '(no log)';
}
