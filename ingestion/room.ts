/**
 * Room for originals. What is sent in must not fill the disk that the log is written to: a part of it stays free whatever is
 * sent, and all that is kept together has a limit.
 */
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Bytes of the disk that originals leave to the log and the tables: half a GiB, since a large import writes about as much
 * there; of a small disk a twentieth.
 */
const leftOf = (disk: number): number => Math.min(512 * 1024 ** 2, disk / 20);

/** All originals together have reached their limit. */
export class OriginalsFull extends Error {
  override readonly name = 'OriginalsFull';
  readonly code = 'originals-full';
  readonly kept: number;
  readonly limit: number;
  constructor(kept: number, limit: number) {
    super(
      `the originals take ${kept} of the ${limit} bytes that ORIGINALS_MAX_GIB allows. Allow more, if the disk has the room.`,
    );
    this.kept = kept;
    this.limit = limit;
  }
}

/** The disk has no more than what is left to the log; with the system's own code, so that it is told as a full disk is. */
class DiskKeptFree extends Error {
  override readonly name = 'DiskKeptFree';
  readonly code = 'ENOSPC';
}

export interface Room {
  /**
   * Whether so many bytes more may be written.
   * @throws OriginalsFull, or an error `ENOSPC` where too little of the disk would be left
   */
  demand(bytes: number): Promise<void>;
}

/** @param allBytes limit of all originals together */
export function roomIn(folder: string, allBytes: number): Room {
  return {
    async demand(bytes) {
      const { blocks, bavail, bsize } = await statfs(folder);
      const left = leftOf(blocks * bsize);
      if (bavail * bsize < left + bytes)
        throw new DiskKeptFree(`less than ${left} bytes of the disk would be left to the log`);
      const kept = await bytesIn(folder);
      if (kept + bytes > allBytes) throw new OriginalsFull(kept, allBytes);
    },
  };
}

/** Of what is kept, and of what arrives at this time, whoever takes it in: other processes share the folder. */
async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const place = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await bytesIn(place);
    // A file may be dropped or moved to its place meanwhile.
    else bytes += (await stat(place).catch(() => ({ size: 0 }))).size;
  }
  return bytes;
}
