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

/**
 * True when the process is the PostgreSQL of this data folder, and not a program that was given its number after a crash.
 * A server stands in its data folder, which also holds when the folder was moved; its arguments name it too.
 * Where the system tells neither (no /proc, another user's process, one that is just ending), a living process is believed
 * to be it: two servers on one folder would destroy it.
 * @param data the real path of the data folder
 */
export function isPostmasterOf(pid: number, data: string): boolean {
  if (!isAlive(pid)) return false;
  const standsIn = orUndefined(() => fs.readlinkSync(`/proc/${pid}/cwd`));
  if (standsIn !== undefined) return standsIn === data;
  const command = orUndefined(() => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  return command ? command.split('\0').includes(data) : isAlive(pid);
}

/** The fields of /proc/<pid>/stat that follow the command's name: state first, start time as the twentieth. */
function statusFields(pid: number): string[] | undefined {
  const stat = orUndefined(() => fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function orUndefined<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
