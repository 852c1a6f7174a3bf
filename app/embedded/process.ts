import fs from 'node:fs';
import path from 'node:path';

/** What the first eight lines of postmaster.pid say. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** `starting`, `ready`, `stopping` or `standby`; empty while the file is being written. */
  readonly status: string;
}

/** The postmaster that a data folder's postmaster.pid names, whether it lives or not. */
export function readPostmaster(data: string): Postmaster | undefined {
  try {
    const lines = fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, port: Number(lines[3]), status: (lines[7] ?? '').trim() } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * True while a process runs. A zombie does not count: in a container whose first process reaps nobody,
 * the orphan of a killed parent stays one for ever.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return statusFields(pid)?.[0] !== 'Z';
}

/**
 * Says which process a number stands for: the number and the moment it started (kernel ticks since boot), so that
 * a number that was given out again is not taken for its first bearer. Without /proc, the number alone.
 */
export function processStamp(pid: number): string {
  return `${pid}-${statusFields(pid)?.[19] ?? 0}`;
}

/** True while the process that `processStamp` described still runs. */
export function stampIsAlive(stamp: string): boolean {
  const pid = Number.parseInt(stamp, 10);
  return isAlive(pid) && processStamp(pid) === stamp;
}

/** True when the process is PostgreSQL on this data folder; where there is no /proc, any living process is believed. */
export function isPostmasterOf(pid: number, data: string): boolean {
  if (!isAlive(pid)) return false;
  if (!fs.existsSync('/proc/self/cmdline')) return true;
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data);
  } catch {
    return false;
  }
}

/** The fields of /proc/<pid>/stat that follow the command's name: state first, start time as the twentieth. */
function statusFields(pid: number): string[] | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
