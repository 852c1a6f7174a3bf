/**
 * The content-addressed store of original files: what was received, byte for byte, found again by its digest. Imports read
 * their rows from here, so that an interrupted one can be resumed when the sender's file is gone. Behind a port, because
 * in production it may be an object store.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { encryptStream } from '../eventstore/sealing/cipher-stream.ts';
import type { Vault } from '../eventstore/sealing/vault.ts';
import { type Proven, proveClear, provePersonal } from './proven.ts';
import { type Room, roomIn } from './room.ts';
import { UnusableOriginal } from './unusable.ts';

export { UnusableOriginal } from './unusable.ts';

/** An original that is in the store, or on its way there. */
export interface Original {
  /** sha256 of the bytes, hex. */
  readonly sha256: string;
  /** What the log may hold of it: the sha256, or for a source of a personal type an HMAC of it. Hex. */
  readonly digest: string;
  readonly bytes: number;
}

/** Whether a file holds data of people: encrypted at rest then, under a key of its own, and known by a keyed digest. */
export interface Kind {
  readonly personal: boolean;
}

/** A file that was received and is not in the store: nobody finds it but whoever holds this. */
export interface Arrival {
  readonly original: Original;
  open(): Promise<(start?: number) => Readable>;
  /** Moves it into the store, where its digest finds it. */
  keep(): Promise<void>;
  /** Removes what is not kept. To be called whatever happens; may be called again. */
  drop(): Promise<void>;
}

export interface Originals {
  /**
   * Takes in a file. What breaks off on the way leaves nothing.
   * @throws FileTooLarge past `limits.fileBytes`, OriginalsFull past `limits.allBytes`, ENOSPC before the disk is full
   */
  put(content: Readable, kind: Kind): Promise<Original>;
  /** Takes in a file, to be kept or dropped later. @throws as `put` does */
  receive(content: Readable, kind: Kind): Promise<Arrival>;
  /**
   * Opens an original for reading, from a byte on. The whole of it was compared with its digest then.
   * @throws UnusableOriginal here or in the stream: none of its bytes is read that was changed
   */
  open(digest: string, kind: Kind): Promise<(start?: number) => Readable>;
  /** What is known of an original, read from it again. @throws UnusableOriginal */
  find(digest: string, kind: Kind): Promise<Original>;
  /** Removes an original, and its key. */
  remove(digest: string, kind: Kind): Promise<void>;
  /** The digests of what is in the store, in pages. */
  list(): AsyncIterable<readonly string[]>;
  /** Removes what a process left that was killed while it took in a file. Answers how many. */
  removeLeftArrivals(): Promise<number>;
}

export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge';
  readonly limit: number;
  constructor(limit: number) {
    super(`the file is larger than ${limit} bytes`);
    this.limit = limit;
  }
}

/** While a file arrives, and until it is kept or dropped, its time is set anew this often. */
const signOfLifeMs = 60_000;
/** An arrival without a sign of life for so long was left by a process that is gone. */
const leftMs = 15 * 60_000;
const arriving = 'arriving-';

export interface OriginalsLimits {
  /** The largest file that is taken in. */
  readonly fileBytes: number;
  /** All of them together, those that arrive at this time as well. */
  readonly allBytes: number;
}

/** So much of a file arrives before it is asked again whether there is room: the disk may fill meanwhile. */
const askedEveryBytes = 64 * 1024 ** 2;

/**
 * @param folder of the store; what it holds is found by digest, so no name from outside is ever part of a path
 */
export function originalsOnDisk(
  folder: string,
  vault: Pick<Vault, 'originals' | 'hashes'>,
  { fileBytes, allBytes }: OriginalsLimits,
): Originals {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const room = roomIn(folder, allBytes);
  const pathOf = (digest: string): string => join(folder, digest.slice(0, 2), digest);

  async function keyOf(digest: string): Promise<Buffer> {
    const key = await vault.originals.find(digest);
    if (!key) throw new UnusableOriginal('original-gone', digest);
    return key;
  }

  const prove = (path: string, digest: string, key: Buffer | undefined): Promise<Proven> =>
    key
      ? provePersonal(path, key, { digest, digestOf: vault.hashes.fileDigest })
      : proveClear(path, { digest, digestOf: (sha256) => sha256 });

  const proven = async (digest: string, { personal }: Kind): Promise<Proven> => {
    await present(pathOf(digest), digest);
    return prove(pathOf(digest), digest, personal ? await keyOf(digest) : undefined);
  };

  /** Moves an encrypted arrival to its place, under the key that is in force for its digest. */
  async function settlePersonal(from: string, digest: string, key: Buffer): Promise<void> {
    if (await vault.originals.keep(digest, key)) return settle(from, pathOf(digest));
    const inForce = await keyOf(digest);
    // Somebody took in the same bytes first, and their key counts; where their file is not there, or is not what it was,
    // this one becomes it. The same bytes under the same key are the same file, so no nonce is used for two things.
    const whole = await prove(pathOf(digest), digest, inForce).catch(ifUnusable);
    if (whole) return;
    const again = `${from}-again`;
    try {
      const { read } = await prove(from, digest, key);
      await write(again, (to) => pipeline(read(), encryptStream(inForce), to));
      await settle(again, pathOf(digest));
    } finally {
      await rm(again, { force: true });
    }
  }

  async function receive(content: Readable, { personal }: Kind): Promise<Arrival> {
    // It may break off before anybody reads it; the reading then tells.
    content.on('error', () => undefined);
    const path = join(folder, `${arriving}${randomUUID()}`);
    const key = personal ? vault.originals.create() : undefined;
    const measured = measure(fileBytes, room);
    const life = keepAlive(path);
    const drop = async (): Promise<void> => {
      clearInterval(life);
      await rm(path, { force: true });
    };
    try {
      await room.demand(0);
      await write(path, (to) =>
        key ? pipeline(content, measured.through, encryptStream(key), to) : pipeline(content, measured.through, to),
      );
    } catch (error) {
      await drop();
      throw error;
    }
    const { sha256, bytes } = measured.result();
    const digest = key ? vault.hashes.fileDigest(sha256) : sha256;
    return {
      original: { sha256, digest, bytes },
      open: async () => (await prove(path, digest, key)).read,
      async keep() {
        if (key) await settlePersonal(path, digest, key);
        else await settle(path, pathOf(digest));
      },
      drop,
    };
  }

  return {
    receive,
    async put(content, kind) {
      const arrival = await receive(content, kind);
      try {
        await arrival.keep();
        return arrival.original;
      } finally {
        await arrival.drop();
      }
    },
    open: async (digest, kind) => (await proven(digest, kind)).read,
    async find(digest, kind) {
      const { sha256, bytes } = await proven(digest, kind);
      return { sha256, digest, bytes };
    },
    async remove(digest, { personal }) {
      if (personal) await vault.originals.destroy([digest]);
      await rm(pathOf(digest), { force: true });
    },
    list: () => listed(folder),
    removeLeftArrivals: () => removeLeft(folder),
  };
}

/** Counts and hashes what passes. */
function measure(limit: number, room: Room): { through: Transform; result: () => { sha256: string; bytes: number } } {
  const sha = createHash('sha256');
  let bytes = 0;
  let asked = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limit) return done(new FileTooLarge(limit));
      sha.update(chunk);
      if (bytes - asked < askedEveryBytes) return done(null, chunk);
      asked = bytes;
      room.demand(chunk.length).then(() => done(null, chunk), done);
    },
  });
  return { through, result: () => ({ sha256: sha.digest('hex'), bytes }) };
}

/** Makes a file and fills it. It is open before anything is read, so that what fails never makes it afterwards. */
async function write(path: string, fill: (to: NodeJS.WritableStream) => Promise<void>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  const to = file.createWriteStream({ flush: true, highWaterMark: 256 * 1024 });
  const closed = new Promise<void>((resolve) => to.once('close', resolve));
  try {
    await fill(to);
  } finally {
    to.destroy();
    await closed;
  }
}

function keepAlive(path: string): NodeJS.Timeout {
  const sign = (): void => {
    const now = new Date();
    void open(path, 'r+')
      .then((file: FileHandle) => file.utimes(now, now).finally(() => file.close()))
      .catch(() => undefined); // kept or dropped just now
  };
  return setInterval(sign, signOfLifeMs).unref();
}

async function removeLeft(folder: string): Promise<number> {
  let removed = 0;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(arriving)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (!found || Date.now() - found.mtimeMs < leftMs) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

async function* listed(folder: string): AsyncGenerator<readonly string[]> {
  for (const name of await readdir(folder)) {
    if (!/^[0-9a-f]{2}$/.test(name)) continue;
    const digests = (await readdir(join(folder, name))).filter((one) => /^[0-9a-f]{64}$/.test(one));
    if (digests.length > 0) yield digests;
  }
}

async function present(path: string, digest: string): Promise<void> {
  await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ENOENT' ? new UnusableOriginal('original-gone', digest, { cause }) : cause;
  });
}

function ifUnusable(error: unknown): undefined {
  if (error instanceof UnusableOriginal) return undefined;
  throw error;
}

/** Moves a complete file to its place, and makes the move last. */
async function settle(from: string, to: string): Promise<void> {
  const folder = join(to, '..');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await rename(from, to);
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
