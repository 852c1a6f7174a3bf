/** What is not imported leaves nothing behind: neither file, nor key. */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { originalsOnDisk } from '../originals.ts';
import { dailyFood } from '../sources/daily-food.ts';
import { gymMembers } from '../sources/gym-members.ts';
import { sweepOriginals } from '../sweep.ts';
import { foodFile } from './foods.test-support.ts';
import { type IngestRequest, ingest, ingestOriginal } from './ingest.ts';
import { ImportRejected } from './run-import.ts';
import { sessionFile, sessions } from './sessions.test-support.ts';
import { takeIn, takeKept } from './take-in.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await freshSystem();
});
afterAll(() => system.remove());

/** Everything that is kept of files: their names, their keys, who needs them. */
async function kept() {
  const entries = await readdir(path.join(system.dataDir, 'originals'), { recursive: true, withFileTypes: true });
  const { rows: keys } = await system.sql.query('select digest from keys.original order by 1');
  const { rows: claims } = await system.sql.query('select digest, until from operations.original_claim order by 1, 2');
  return { files: entries.filter((one) => one.isFile()).map(({ name }) => name), keys, claims };
}

let number = 0;
let definition: SourceDefinition;
let good: string;
const kinds = [
  ['in clear', dailyFood, () => foodFile([{ name: `Bread ${number}` }, { name: 'Butter' }])],
  ['of people', gymMembers, () => sessionFile(sessions(3, number * 10))],
] as const;

const request = (content: string, more: Partial<IngestRequest> = {}): IngestRequest => ({
  definition,
  content: Readable.from([Buffer.from(content)]),
  fileName: 'file.csv',
  trigger: 'command',
  ...more,
});
const bad = (): string => `Nothing,of,this,${number}\n1,2,3,4\n`;
/** As when the hours of everybody who claims are over, but for imports. */
const later = () =>
  system.sql.query(`update operations.original_claim set until = now() - interval '1 second' where until is not null`);

describe.each(kinds)('a file %s', (_, base, content) => {
  beforeEach(() => {
    number += 1;
    definition = { ...base, name: `${base.name}-${number}` };
    good = content();
  });

  test('that is only checked leaves nothing', async () => {
    const before = await kept();
    const report = await ingest(system.ingestion, request(good, { dryRun: true }));
    expect(report.counts.new).toBeGreaterThan(0);
    expect(await kept()).toEqual(before);
  });

  test('that is only checked leaves what was there before', async () => {
    await ingest(system.ingestion, request(good));
    const before = await kept();
    await ingest(system.ingestion, request(good, { dryRun: true }));
    expect(await kept()).toEqual(before);
    await system.ingestion.originals.open(digestOf(good), { personal: base === gymMembers });
  });

  test('that is refused leaves nothing, checked or imported', async () => {
    const before = await kept();
    for (const dryRun of [true, false])
      await expect(ingest(system.ingestion, request(bad(), { dryRun }))).rejects.toThrow(ImportRejected);
    expect(await kept()).toEqual(before);
  });

  test('that one source refuses stays for another that imported it', async () => {
    await ingest(system.ingestion, request(good));
    const before = await kept();
    const other = { ...(base === dailyFood ? gymMembers : dailyFood), name: `other-${number}` };
    await expect(ingest(system.ingestion, request(good, { definition: other }))).rejects.toThrow(ImportRejected);
    expect((await kept()).files).toEqual(before.files);
  });

  test('that is too large, or breaks off, leaves nothing', async () => {
    const before = await kept();
    const small = originalsOnDisk(path.join(system.dataDir, 'originals'), system.vault, {
      fileBytes: 20,
      allBytes: 1024 ** 3,
    });
    await expect(ingest({ ...system.ingestion, originals: small }, request(good))).rejects.toThrow('larger than 20');
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from(good.slice(0, 50));
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      })(),
    );
    await expect(ingest(system.ingestion, { ...request(good), content: broken })).rejects.toThrow('no space');
    expect(await kept()).toEqual(before);
  });

  test('that is imported stays', async () => {
    const report = await ingest(system.ingestion, request(good));
    await later();
    expect(await sweepOriginals(system.ingestion)).toMatchObject({ originals: 0, unknown: 0 });
    const { claims } = await kept();
    expect(claims).toContainEqual({ digest: digestOf(good), until: null });
    expect((await ingest(system.ingestion, request(good))).alreadyImported).toBe(true);
    expect(report.alreadyImported).toBe(false);
  });

  test('that was checked is imported by its digest within a day, and swept afterwards', async () => {
    const before = await kept();
    const { content: stream, ...file } = request(good, { dryRun: true });
    await takeIn(system.ingestion, stream, file, ingestOriginal, { keepChecked: true });
    expect((await kept()).files).toHaveLength(before.files.length + 1);
    expect(await sweepOriginals(system.ingestion)).toMatchObject({ originals: 0 });
    await later();
    expect(await sweepOriginals(system.ingestion)).toMatchObject({ originals: 1 });
    expect(await kept()).toEqual(before);

    const again = request(good, { dryRun: true });
    await takeIn(system.ingestion, again.content, again, ingestOriginal, { keepChecked: true });
    const kind = { personal: base === gymMembers };
    const original = await system.ingestion.originals.find(digestOf(good), kind);
    const { content: _unused, ...import_ } = request(good);
    const report = await takeKept(system.ingestion, import_, original, ingestOriginal);
    expect(report.counts.new).toBeGreaterThan(0);
    await later();
    expect(await sweepOriginals(system.ingestion)).toMatchObject({ originals: 0 });
    await system.ingestion.originals.open(original.digest, kind);
  });

  test('that is sent to two sources at once stays for the one that imports it', async () => {
    const other = { ...(base === dailyFood ? gymMembers : dailyFood), name: `other-${number}` };
    const mine = ingest(system.ingestion, request(good));
    const refused = [0, 1, 2].map(() => ingest(system.ingestion, request(good, { definition: other })));
    expect((await Promise.allSettled(refused)).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    expect((await mine).counts.new).toBeGreaterThan(0);
    await system.ingestion.originals.open(digestOf(good), { personal: base === gymMembers });
  });

  function digestOf(text: string): string {
    const sha256 = createHash('sha256').update(text).digest('hex');
    return base === gymMembers ? system.vault.hashes.fileDigest(sha256) : sha256;
  }
});

test('a file that is only checked is not read on once nobody waits for the answer, and leaves nothing', async () => {
  definition = { ...dailyFood, name: 'left-alone' };
  const many = foodFile(Array.from({ length: 6_000 }, (_, n) => ({ name: `Food ${n}` })));
  const before = await kept();
  const left = new AbortController();
  let rows = 0;
  const onProgress = (_: string, read: number) => {
    rows = read;
    left.abort();
  };
  const checked = ingest(system.ingestion, request(many, { dryRun: true, wanted: left.signal, onProgress }));
  await expect(checked).rejects.toThrow('abort');
  expect(rows).toBeLessThan(6_000);
  expect(await kept()).toEqual(before);
});

describe('an original that the system has never claimed', () => {
  test('is claimed for its import where one names it, and else kept for a week', async () => {
    definition = { ...dailyFood, name: 'of-the-first-release' };
    await ingest(system.ingestion, request(foodFile([{ name: 'Old' }])));
    const unknown = await system.ingestion.originals.put(Readable.from([Buffer.from('nobody named it')]), {
      personal: false,
    });
    await system.sql.query('delete from operations.original_claim');
    expect(await sweepOriginals(system.ingestion)).toMatchObject({ originals: 0, unknown: 1 });
    expect(await sweepOriginals(system.ingestion)).toMatchObject({ originals: 0, unknown: 0 });
    await later();
    expect(await sweepOriginals(system.ingestion)).toMatchObject({ originals: 1 });
    await expect(system.ingestion.originals.open(unknown.digest, { personal: false })).rejects.toThrow('not there');
  });
});
