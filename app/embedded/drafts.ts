import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { processStamp, stampIsAlive } from './process.ts';

const PREFIX = 'draft-';

/** A new name in `base` for a folder that is filled there and then renamed into place, so that nothing half made has a final name. */
export function draftIn(base: string): string {
  return path.join(base, `${PREFIX}${processStamp(process.pid)}-${randomBytes(6).toString('hex')}`);
}

/** Removes the drafts of processes that no longer run. An initdb that outlived its parent fails on its own then. */
export function removeStaleDrafts(base: string): void {
  for (const name of fs.readdirSync(base)) {
    const stamp = name.startsWith(PREFIX) && /^\d+-\d+/.exec(name.slice(PREFIX.length))?.[0];
    if (!stamp || stampIsAlive(stamp)) continue;
    try {
      fs.rmSync(path.join(base, name), { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // Still being written by that orphaned initdb, or being removed by a neighbour: the next start looks again.
    }
  }
}
