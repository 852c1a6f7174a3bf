/** Files of DATA_DIR that a backup holds: originals as they lie there, those of people encrypted, and definitions of sources. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** Paths below DATA_DIR; nothing else is ever written there from a backup. */
const allowed = /^(originals\/[0-9a-f]{2}\/[0-9a-f]{64}|sources\/(?!\.)[^/\\\0]{1,255})$/;

export const savedFile = z.strictObject({
  path: z.string().regex(allowed),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type SavedFile = z.infer<typeof savedFile>;

/** Copies a file, and answers what was copied; makes the folders above it. A file that is there already stays. */
export async function copyFile(from: string, to: string): Promise<Omit<SavedFile, 'path'>> {
  await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
  const sha = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      sha.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(createReadStream(from), measure, createWriteStream(to, { mode: 0o600, flags: 'wx', flush: true }));
  return { bytes, sha256: sha.digest('hex') };
}

/** Reads a file, and answers what it is; undefined where there is none. */
export async function measureFile(file: string): Promise<Omit<SavedFile, 'path'> | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const sha = createHash('sha256');
  await pipeline(createReadStream(file), sha);
  return { bytes: found.size, sha256: sha.digest('hex') };
}

/** Relative paths of all files to save that lie in a DATA_DIR now. */
export async function* filesIn(dataDir: string): AsyncGenerator<string> {
  for (const top of ['originals', 'sources']) {
    const folder = path.join(dataDir, top);
    const names = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of names) {
      const place = `${top}/${entry.name}`;
      if (entry.isFile() && allowed.test(place)) yield place;
      if (!entry.isDirectory() || top !== 'originals') continue;
      for (const name of await readdir(path.join(folder, entry.name)).catch(() => []))
        if (allowed.test(`${place}/${name}`)) yield `${place}/${name}`;
    }
  }
}

/** Copies one file into a backup; undefined where it was removed meanwhile: nobody needed it any more. */
export async function saveFile(dataDir: string, folder: string, place: string): Promise<SavedFile | undefined> {
  const to = path.join(folder, place);
  try {
    return { path: place, ...(await copyFile(path.join(dataDir, place), to)) };
  } catch (error) {
    await rm(to, { force: true });
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
