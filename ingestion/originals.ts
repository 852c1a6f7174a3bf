/**
 * The content-addressed store of original files: what was received, byte for byte, found again by its digest. Imports read
 * their rows from here, so that an interrupted one can be resumed when the sender's file is gone. Behind a port, because
 * in production it may be an object store.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** An original that is in the store. */
export interface Original {
  /** sha256 of the bytes, hex. */
  readonly sha256: string;
  /** What the log may hold of it: the sha256, or for a source of a personal type an HMAC of it. Hex. */
  readonly digest: string;
  readonly bytes: number;
}

export interface Originals {
  /**
   * Takes in a file.
   * @param personal it holds data of people: encrypted at rest under a key of its own, and known by a keyed digest
   * @throws FileTooLarge past `limits.fileBytes`
   */
  put(content: Readable, options: { readonly personal: boolean }): Promise<Original>;
  /** Opens an original for reading, from a byte on. */
  open(digest: string, options: { readonly personal: boolean }): Promise<(start?: number) => Readable>;
  /** Removes an original, and its key. */
  remove(digest: string, options: { readonly personal: boolean }): Promise<void>;
}

/** How the originals of people's files are kept from reading: one key a file. */
export interface OriginalCipher {
  /** Keyed digest, hex. */
  digest(sha256: string): string;
  /** A fresh data key, not stored yet. */
  newKey(): Buffer;
  /** Stores the key of a digest, wrapped, unless there is one; answers the one in force. */
  keep(digest: string, key: Buffer): Promise<Buffer>;
  key(digest: string): Promise<Buffer>;
  destroy(digest: string): Promise<void>;
  encrypt(key: Buffer): Transform;
  /** Clear bytes from `start` on of the encrypted file at `path`. */
  decrypt(path: string, key: Buffer, start: number): Readable;
}

export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge';
  readonly limit: number;
  constructor(limit: number) {
    super(`the file is larger than ${limit} bytes`);
    this.limit = limit;
  }
}

/** @param fileBytes the largest file that is taken in */
export function originalsOnDisk(folder: string, cipher: OriginalCipher, fileBytes: number): Originals {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pathOf = (digest: string): string => join(folder, digest.slice(0, 2), digest);

  return {
    async put(content, { personal }) {
      const arriving = join(folder, `arriving-${randomUUID()}`);
      const again = `${arriving}-again`;
      const sha = createHash('sha256');
      let bytes = 0;
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length;
          if (bytes > fileBytes) return done(new FileTooLarge(fileBytes));
          sha.update(chunk);
          done(null, chunk);
        },
      });
      const key = personal ? cipher.newKey() : undefined;
      try {
        const out = createWriteStream(arriving, { mode: 0o600, flush: true });
        await (key ? pipeline(content, measure, cipher.encrypt(key), out) : pipeline(content, measure, out));
        const sha256 = sha.digest('hex');
        const digest = personal ? cipher.digest(sha256) : sha256;
        const inForce = key && (await cipher.keep(digest, key));
        if (!key || !inForce || inForce.equals(key)) await settle(arriving, pathOf(digest));
        else if (!(await exists(pathOf(digest)))) {
          // Somebody took in the same bytes first, and their key counts; their file is not there, so this one becomes it.
          await pipeline(
            cipher.decrypt(arriving, key, 0),
            cipher.encrypt(inForce),
            createWriteStream(again, { mode: 0o600, flush: true }),
          );
          await settle(again, pathOf(digest));
        }
        return { sha256, digest, bytes };
      } finally {
        await rm(arriving, { force: true });
        await rm(again, { force: true });
      }
    },
    async open(digest, { personal }) {
      const path = pathOf(digest);
      await stat(path);
      if (!personal) return (start = 0) => createReadStream(path, { start, highWaterMark: 256 * 1024 });
      const key = await cipher.key(digest);
      return (start = 0) => cipher.decrypt(path, key, start);
    },
    async remove(digest, { personal }) {
      if (personal) await cipher.destroy(digest);
      await rm(pathOf(digest), { force: true });
    },
  };
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Moves a complete file to its place, and makes the move last. */
async function settle(from: string, to: string): Promise<void> {
  const folder = join(to, '..');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await rename(from, to);
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
