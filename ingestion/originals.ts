/**
 * The content-addressed store of original files: what was received, byte for byte, found again by its digest. Imports read
 * their rows from here, so that an interrupted one can be resumed when the sender's file is gone. Behind a port, because
 * in production it may be an object store.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { decryptStream, encryptStream } from '../eventstore/sealing/cipher-stream.ts';
import type { Vault } from '../eventstore/sealing/vault.ts';

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

export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge';
  readonly limit: number;
  constructor(limit: number) {
    super(`the file is larger than ${limit} bytes`);
    this.limit = limit;
  }
}

/**
 * @param folder of the store; what it holds is found by digest, so no name from outside is ever part of a path
 * @param fileBytes the largest file that is taken in
 */
export function originalsOnDisk(
  folder: string,
  vault: Pick<Vault, 'originals' | 'hashes'>,
  fileBytes: number,
): Originals {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pathOf = (digest: string): string => join(folder, digest.slice(0, 2), digest);
  const create = (path: string): Writable => createWriteStream(path, { mode: 0o600, flush: true });
  const read =
    (path: string) =>
    (start = 0): Readable =>
      createReadStream(path, { start, highWaterMark: 256 * 1024 });

  async function keyOf(digest: string): Promise<Buffer> {
    const key = await vault.originals.find(digest);
    if (!key) throw new Error(`the key of the original ${digest} was destroyed: nobody can read it any more`);
    return key;
  }

  /** Moves an encrypted arrival to its place, under the key that is in force for its digest. */
  async function settlePersonal(arriving: string, digest: string, key: Buffer): Promise<void> {
    if (await vault.originals.keep(digest, key)) return settle(arriving, pathOf(digest));
    if (await exists(pathOf(digest))) return;
    // Somebody took in the same bytes first, and their key counts; their file is not there, so this one becomes it.
    const again = `${arriving}-again`;
    try {
      await pipeline(decryptStream(key, read(arriving)), encryptStream(await keyOf(digest)), create(again));
      await settle(again, pathOf(digest));
    } finally {
      await rm(again, { force: true });
    }
  }

  return {
    async put(content, { personal }) {
      const arriving = join(folder, `arriving-${randomUUID()}`);
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
      const key = personal ? vault.originals.create() : undefined;
      try {
        if (key) await pipeline(content, measure, encryptStream(key), create(arriving));
        else await pipeline(content, measure, create(arriving));
        const sha256 = sha.digest('hex');
        const digest = key ? vault.hashes.fileDigest(sha256) : sha256;
        if (key) await settlePersonal(arriving, digest, key);
        else await settle(arriving, pathOf(digest));
        return { sha256, digest, bytes };
      } finally {
        await rm(arriving, { force: true });
      }
    },
    async open(digest, { personal }) {
      await stat(pathOf(digest));
      const clear = read(pathOf(digest));
      if (!personal) return clear;
      const key = await keyOf(digest);
      return (start = 0) => decryptStream(key, clear, start);
    },
    async remove(digest, { personal }) {
      if (personal) await vault.originals.destroy([digest]);
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
