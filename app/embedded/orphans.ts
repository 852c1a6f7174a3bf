import fs from 'node:fs';
import { isPostmasterOf, readPostmaster } from './process.ts';

/**
 * Ends the children of a server that was killed. They hold its shared memory, so that no new server starts, and one that
 * waits for a lock of another never notices that its parent is gone (seen: for ever, after a kill -9 in the middle of
 * inserts). Nothing committed is lost: the next server recovers from the log.
 *
 * Only processes that were there while no server held the folder are ended, never those of a server that a neighbour starts
 * meanwhile. Where there is no /proc, nothing is done.
 * @param data the real path of the data folder
 */
export function endOrphans(data: string): void {
  const before = readPostmaster(data);
  if (before && isPostmasterOf(before.pid, data)) return;
  const orphans = childrenOf(data);
  if (orphans.length === 0 || readPostmaster(data)?.pid !== before?.pid) return;
  for (const pid of orphans) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** The processes in the data folder whose title is that of a server's child: `postgres: checkpointer`. */
function childrenOf(data: string): number[] {
  if (!fs.existsSync('/proc/self/cwd')) return [];
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return (
          fs.readlinkSync(`/proc/${pid}/cwd`) === data &&
          fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('postgres: ')
        );
      } catch {
        // Ended meanwhile, or another user's.
        return false;
      }
    });
}
