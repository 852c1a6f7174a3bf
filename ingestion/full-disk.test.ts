/** A disk without room, as the system itself tells it: a file system of one megabyte. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { troubleOf } from '../eventstore/trouble.ts';
import { originalsOnDisk } from './originals.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'healthai-full-'));
const mounted = (() => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
afterAll(() => {
  if (mounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});

const streamOf = (bytes: number): Readable =>
  Readable.from(
    (function* () {
      for (let i = 0; i < bytes; i += 50_000) yield randomBytes(50_000);
    })(),
  );

// Only root may mount, and not everywhere.
test.skipIf(!mounted)(
  'a file for which there is no room leaves nothing, and the next one that fits is taken',
  async () => {
    const none = { originals: undefined, hashes: undefined } as never; // no file of people here
    const originals = originalsOnDisk(folder, none, { fileBytes: 10_000_000, allBytes: 10_000_000 });
    const failure = await originals.put(streamOf(2_000_000), { personal: false }).catch((error: unknown) => error);
    expect(troubleOf(failure)).toBe('disk');
    expect(await readdir(folder)).toEqual([]);
    const { digest, bytes } = await originals.put(streamOf(500_000), { personal: false });
    expect(bytes).toBe(500_000);
    await originals.open(digest, { personal: false });
  },
);
