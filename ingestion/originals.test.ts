/** Originals are what was received, or they are not read. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyRing } from '../eventstore/sealing/keys.ts';
import { openVault, type Vault } from '../eventstore/sealing/vault.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { FileTooLarge, type Originals, originalsOnDisk, UnusableOriginal } from './originals.ts';
import { OriginalsFull } from './room.ts';

let database: TestDatabase;
let vault: Vault;
let folder: string;
let originals: Originals;
const limit = 2_000_000;

beforeAll(async () => {
  database = await freshDatabase();
  vault = await openVault({ url: database.url }, keyRing(randomBytes(32)));
  folder = mkdtempSync(path.join(os.tmpdir(), 'healthai-originals-'));
  originals = originalsOnDisk(folder, vault, { fileBytes: limit, allBytes: 1024 ** 3 });
});
afterAll(async () => {
  await vault.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Several blocks, and the end in the middle of one. */
const content = (): Buffer => randomBytes(700_001);
const streamOf = (bytes: Buffer): Readable => Readable.from([bytes.subarray(0, 65_000), bytes.subarray(65_000)]);
const pathOf = (digest: string): string => path.join(folder, digest.slice(0, 2), digest);
const files = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map(({ name }) => name);
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const flip = (at: (length: number) => number) => async (file: string) => {
  const bytes = await readFile(file);
  const place = at(bytes.length);
  bytes[place] = bytes[place]! ^ 1;
  await writeFile(file, bytes);
};

const changes: readonly (readonly [string, (file: string) => Promise<void>])[] = [
  ['a bit at the beginning', flip(() => 0)],
  ['a bit in the middle', flip((length) => length >> 1)],
  ['a bit at the end', flip((length) => length - 1)],
  ['the last byte cut off', async (file) => truncate(file, (await readFile(file)).length - 1)],
  ['all but the first block cut off', async (file) => truncate(file, 256 * 1024)],
  ['everything cut off', (file) => truncate(file, 0)],
  ['a byte appended', async (file) => writeFile(file, Buffer.concat([await readFile(file), Buffer.from('x')]))],
];

describe.each([
  ['in clear', { personal: false }],
  ['of people', { personal: true }],
])('an original %s', (_, kind) => {
  const put = (bytes: Buffer) => originals.put(streamOf(bytes), kind);

  test('is read from any byte on, and is known by its digest', async () => {
    const bytes = content();
    const original = await put(bytes);
    expect(original).toMatchObject({ sha256: sha256(bytes), bytes: bytes.length });
    expect(await originals.find(original.digest, kind)).toEqual(original);
    const open = await originals.open(original.digest, kind);
    for (const start of [0, 1, 65_536, 262_143, 262_144, 262_145, 524_288, 700_000, 700_001, 900_000])
      expect((await buffer(open(start))).equals(bytes.subarray(start)), `from ${start}`).toBe(true);
  });

  test('may be empty', async () => {
    const { digest } = await put(Buffer.alloc(0));
    expect((await buffer((await originals.open(digest, kind))())).length).toBe(0);
  });

  test.each(changes)('is not opened with %s', async (_what, change) => {
    const { digest } = await put(content());
    await change(pathOf(digest));
    await expect(originals.open(digest, kind)).rejects.toMatchObject({ code: 'original-changed', digest });
    await expect(originals.find(digest, kind)).rejects.toThrow(UnusableOriginal);
  });

  test('is not opened where another original was put in its place', async () => {
    const [one, other] = [await put(content()), await put(content())];
    await writeFile(pathOf(one.digest), await readFile(pathOf(other.digest)));
    await expect(originals.open(one.digest, kind)).rejects.toMatchObject({ code: 'original-changed' });
    await originals.open(other.digest, kind);
  });

  test.each(changes.filter(([what]) => what !== 'a byte appended'))(
    'is not read with %s though it was opened before',
    async (_what, change) => {
      const bytes = content();
      const { digest } = await put(bytes);
      const open = await originals.open(digest, kind);
      await change(pathOf(digest));
      const read: Buffer[] = [];
      const reading = (async () => {
        for await (const chunk of open()) read.push(chunk as Buffer);
      })();
      await expect(reading).rejects.toMatchObject({ code: 'original-changed' });
      const sofar = Buffer.concat(read);
      expect(sofar.equals(bytes.subarray(0, sofar.length))).toBe(true);
    },
  );

  test('says so where it is gone', async () => {
    const { digest } = await put(content());
    rmSync(pathOf(digest));
    await expect(originals.open(digest, kind)).rejects.toMatchObject({ code: 'original-gone' });
  });

  test('is mended by whoever sends the same bytes again', async () => {
    const bytes = content();
    const { digest } = await put(bytes);
    for (const change of [changes[1]![1], async (file: string) => rmSync(file)]) {
      await change(pathOf(digest));
      expect((await put(bytes)).digest).toBe(digest);
      expect((await buffer((await originals.open(digest, kind))())).equals(bytes)).toBe(true);
    }
  });

  test('is not taken in once all originals together have reached their limit; what is kept stays', async () => {
    const { digest } = await put(content());
    const before = await files();
    const full = originalsOnDisk(folder, vault, { fileBytes: limit, allBytes: 500_000 });
    await expect(full.put(streamOf(content()), kind)).rejects.toThrow(OriginalsFull);
    expect(await files()).toEqual(before);
    await full.open(digest, kind);
  });

  test('that grows past the limit of all while it arrives leaves nothing', async () => {
    const before = await files();
    const own = mkdtempSync(path.join(os.tmpdir(), 'healthai-originals-'));
    const roomy = originalsOnDisk(own, vault, { fileBytes: 2 ** 30, allBytes: 40_000_000 });
    const block = randomBytes(1_000_000);
    const endless = Readable.from(Array.from({ length: 100 }, () => block));
    await expect(roomy.put(endless, kind)).rejects.toThrow(OriginalsFull);
    expect(await readdir(own)).toEqual([]);
    rmSync(own, { recursive: true });
    expect(await files()).toEqual(before);
  });

  test('leaves nothing where it is received and dropped, too large, or breaks off', async () => {
    const before = await files();
    const keys = await countKeys();
    const arrival = await originals.receive(streamOf(content()), kind);
    expect((await buffer((await arrival.open())())).length).toBe(700_001);
    expect(await files()).toHaveLength(before.length + 1);
    await arrival.drop();
    await expect(put(randomBytes(limit + 1))).rejects.toThrow(FileTooLarge);
    const broken = Readable.from(
      (async function* () {
        yield randomBytes(300_000);
        throw new Error('the sender has gone');
      })(),
    );
    await expect(originals.put(broken, kind)).rejects.toThrow('the sender has gone');
    const goneAtOnce = new Readable({ read() {} });
    goneAtOnce.destroy(new Error('gone at once'));
    await expect(originals.put(goneAtOnce, kind)).rejects.toThrow();
    expect(await files()).toEqual(before);
    expect(await countKeys()).toBe(keys);
    expect(await openFilesBelow(folder)).toEqual([]);
  });
});

describe('what a killed process left while it took in a file', () => {
  test('is removed, but never what somebody takes in just now', async () => {
    const arrival = await originals.receive(streamOf(content()), { personal: false });
    const left = path.join(folder, 'arriving-of-a-killed-process');
    await writeFile(left, 'half a file');
    expect(await originals.removeLeftArrivals()).toBe(0);
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(left, longAgo, longAgo);
    expect(await originals.removeLeftArrivals()).toBe(1);
    expect(await files()).not.toContain('arriving-of-a-killed-process');
    await arrival.keep();
    await arrival.drop();
    await originals.open(arrival.original.digest, { personal: false });
  });
});

const countKeys = async (): Promise<number> => {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from keys.original');
  await client.end();
  return rows[0]!.n;
};

/** Files below a folder that this process holds open, where the system tells. */
async function openFilesBelow(place: string): Promise<string[]> {
  const { readlink } = await import('node:fs/promises');
  const descriptors = await readdir('/proc/self/fd').catch(() => []);
  const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
  return targets.filter((target) => target.startsWith(place));
}
