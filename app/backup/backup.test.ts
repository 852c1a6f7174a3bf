/** What a backup refuses: places that would put keys beside data, and everything that is not exactly what was saved. */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keyRing } from '../../eventstore/sealing/keys.ts';
import { freshDatabase } from '../../test/database.ts';
import { freshFolder } from '../../test/system.ts';
import { readConfiguration } from '../configuration.ts';
import { ownerSchemas } from '../database/privileges.ts';
import { keyEncryptionKey } from '../keys.ts';
import { readChained, writeChained } from './chained.ts';
import { createBackup } from './create.ts';
import { filledInstallation, healthai, type Installation } from './drill.test-support.ts';
import { writeManifest } from './manifest.ts';
import { savedTables } from './saved-tables.ts';
import { verifyBackup } from './verify.ts';

const quietly = (): void => {};

describe('lines of a backup', () => {
  let folder: string;
  beforeEach(() => {
    folder = freshFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function* of(lines: readonly string[]): AsyncGenerator<readonly string[]> {
    yield lines;
  }
  const line = fc.json({ maxDepth: 1 }).filter((text) => !text.startsWith('{"chain":'));

  test('are read as they were written, however many', async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), fc.constantFrom(1, 60), async (few, times) => {
        const lines = Array.from({ length: times }, () => few).flat();
        const file = path.join(folder, `${n++}.gz`);
        const sum = await writeChained(file, of(lines));
        expect(sum.lines).toBe(lines.length);
        expect((await Array.fromAsync(readChained(file, sum))).flat()).toEqual(lines);
      }),
      { numRuns: 40 },
    );
  });

  test('are refused before they are given out where a character of one was changed, or a line moved, dropped or added', async () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => `{"position":${i + 1},"type":"E"}`);
    const file = path.join(folder, 'log.ndjson.gz');
    const sum = await writeChained(file, of(lines));
    const written = gunzipSync(readFileSync(file)).toString().split('\n').slice(0, -1);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(written.length - 1),
        fc.constantFrom('change', 'drop', 'double', 'swap'),
        async (at, how) => {
          const now = [...written];
          if (how === 'change') now[at] = now[at]!.replace(/[0-9](?=\D*$)/, (digit) => `${(Number(digit) + 1) % 10}`);
          if (how === 'drop') now.splice(at, 1);
          if (how === 'double') now.splice(at, 0, now[at]!);
          if (how === 'swap' && at > 0) [now[at - 1], now[at]] = [now[at]!, now[at - 1]!];
          fc.pre(now.join() !== written.join());
          writeFileSync(file, gzipSync(`${now.join('\n')}\n`));
          const given: string[] = [];
          const reading = (async () => {
            for await (const block of readChained(file, sum)) given.push(...block);
          })();
          await expect(reading).rejects.toMatchObject({ code: 'backup-damaged' });
          expect(given).toEqual(lines.slice(0, given.length));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('are refused where all of them belong together, and to another file', async () => {
    const file = path.join(folder, 'log.ndjson.gz');
    const sum = await writeChained(file, of(['1', '2']));
    cpSync(file, path.join(folder, 'tables.ndjson.gz'));
    await expect(Array.fromAsync(readChained(path.join(folder, 'tables.ndjson.gz'), sum))).rejects.toMatchObject({
      code: 'backup-damaged',
    });
  });
});

describe('every table of the migrations', () => {
  test('is named with where a backup holds it', async () => {
    const database = await freshDatabase();
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    const { rows } = await sql.query<{ name: string }>(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
      [ownerSchemas],
    );
    await sql.end();
    await database.drop();
    expect(rows.map(({ name }) => name).filter((name) => !Object.hasOwn(savedTables, name))).toEqual([]);
  });
});

describe('a backup', () => {
  let place: Installation;
  let key: string;
  const at = (name: string): string => path.join(place.folder, name);
  const elsewhere = (name: string): Record<string, string> => ({ ...place.environment(), DATA_DIR: at(name) });

  beforeAll(async () => {
    place = await filledInstallation('a given PostgreSQL');
    const { code } = await healthai(place.environment(), 'backup', '--out', at('saved'), '--keys-out', at('vault'));
    expect(code).toBe(0);
    key = readFileSync(at('vault/key-encryption-key'), 'utf8').trim();
    await place.destroy();
  });
  afterAll(() => place?.remove());

  let copies = 0;
  /** The backup as it was saved, to be spoiled. */
  function copy(): { from: string; keys: string } {
    copies += 1;
    const [from, keys] = [at(`saved-${copies}`), at(`vault-${copies}`)];
    cpSync(at('saved'), from, { recursive: true });
    cpSync(at('vault'), keys, { recursive: true });
    return { from, keys };
  }

  /** That it is not restored, and that nothing was written when it says so. */
  async function refused(
    { from, keys }: { from: string; keys: string },
    code: string,
    sentence: RegExp,
    environment: Record<string, string> = {},
  ): Promise<void> {
    const into = { ...elsewhere('nothing'), ...environment };
    const said = await healthai(into, 'restore', '--from', from, '--keys', keys);
    expect(said).toMatchObject({ code: 3, said: { error: { code, message: expect.stringMatching(sentence) } } });
    expect(existsSync(at('nothing'))).toBe(false);
    const sql = new pg.Client({ connectionString: into.DATABASE_URL });
    await sql.connect();
    const { rows } = await sql.query(`select to_regnamespace('log') as log`);
    await sql.end();
    expect(rows).toEqual([{ log: null }]);
  }

  test.each(['log.ndjson.gz', 'tables.ndjson.gz', 'files.ndjson.gz'])(
    'that was cut off in %s is refused',
    async (name) => {
      const places = copy();
      const file = path.join(places.from, name);
      truncateSync(file, Math.floor(readFileSync(file).length * 0.7));
      await refused(places, 'backup-damaged', new RegExp(`${name}: .*restore from another backup`));
    },
  );

  test('one byte of which the disk changed is refused', async () => {
    const places = copy();
    const file = path.join(places.from, 'log.ndjson.gz');
    const bytes = readFileSync(file);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    writeFileSync(file, bytes);
    await refused(places, 'backup-damaged', /log\.ndjson\.gz: /);
  });

  test('in which somebody rewrote an event, digests and all, is refused', async () => {
    const places = copy();
    const file = path.join(places.from, 'log.ndjson.gz');
    const lines = gunzipSync(readFileSync(file)).toString().split('\n').slice(0, -1);
    const own = lines.filter((line) => !line.startsWith('{"chain":')).map((line) => line.replace('user:', 'USER:'));
    rmSync(file);
    async function* again() {
      yield own;
    }
    const log = await writeChained(file, again());
    const manifest = path.join(places.from, 'manifest.json');
    const content = JSON.parse(readFileSync(manifest, 'utf8'));
    await refused(places, 'backup-damaged', /log\.ndjson\.gz: it ends after|was changed/);
    writeFileSync(manifest, JSON.stringify({ ...content, log }));
    await refused(places, 'backup-damaged', /manifest\.json was changed: nothing in the folder can be trusted/);
  });

  test('that lacks an original, or holds another in its place, is refused', async () => {
    const places = copy();
    const [folder] = readdirSync(path.join(places.from, 'originals'));
    const [name] = readdirSync(path.join(places.from, 'originals', folder!));
    const file = path.join(places.from, 'originals', folder!, name!);
    appendFileSync(file, 'x');
    await refused(places, 'backup-damaged', /originals.*is not the file that was saved/);
    rmSync(file);
    await refused(places, 'backup-damaged', /originals.*is not the file that was saved, or is not there/);
  });

  test('that was cut off before its end has no manifest, and is refused', async () => {
    const places = copy();
    rmSync(path.join(places.from, 'manifest.json'));
    await refused(places, 'backup-incomplete', /holds no complete backup/);
    await refused({ ...places, from: at('never') }, 'backup-incomplete', /holds no complete backup/);
  });

  test('of another key-encryption key is refused, and so is one whose key is not at hand', async () => {
    const other = createHash('sha256').update('another').digest('base64');
    await refused(copy(), 'backup-wrong-key', /set KEY_ENCRYPTION_KEY to the key of that installation/, {
      KEY_ENCRYPTION_KEY: other,
    });
    const places = copy();
    rmSync(path.join(places.keys, 'key-encryption-key'));
    await refused(places, 'backup-wrong-key', /holds no key-encryption key/);
    await refused(places, 'backup-damaged', /key-encryption-key is not the file that was saved/, {
      KEY_ENCRYPTION_KEY: key,
    });
  });

  const ring = () => keyRing(Buffer.from(key, 'base64'));
  const manifestOf = (folder: string) => {
    const { mac: _, ...content } = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
    return content;
  };

  test('of a newer version is refused, by its tables or by its form', async () => {
    const places = copy();
    const content = manifestOf(places.from);
    await writeManifest(places.from, ring(), { ...content, migrations: [...content.migrations, '999-later.sql'] });
    await refused(places, 'backup-newer', /a newer version of the product \(999-later\.sql\)/);
    await writeManifest(places.from, ring(), { ...content, format: 2 });
    await refused(places, 'backup-newer', /a newer version of the product: restore it with that one/);
  });

  test('whose keys are of another installation, older than its data, or its data once more, is refused', async () => {
    const places = copy();
    const content = manifestOf(places.keys);
    const backup = '5b0f6ad9-6a2e-4c57-9e5e-0d8a4f7d9a11';
    await writeManifest(places.keys, ring(), { ...content, installation: '0'.repeat(64) });
    await refused(places, 'backup-keys-mismatch', /of another installation/);
    await writeManifest(places.keys, ring(), { ...content, backup, takenAt: '2020-01-01T00:00:00.000Z' });
    await refused(places, 'backup-keys-mismatch', /are older than the data/);
    await writeManifest(places.keys, ring(), { ...content, backup, takenAt: '2999-01-01T00:00:00.000Z' });
    await expect(verifyBackup(places, undefined, quietly)).resolves.toMatchObject({ data: { part: 'data' } });
    await refused({ from: places.from, keys: places.from }, 'backup-place', /holds data of a backup, not keys/);
  });

  test('with a row for a table that is not saved is refused, and nothing of it stays', async () => {
    const places = copy();
    const file = path.join(places.from, 'tables.ndjson.gz');
    rmSync(file);
    async function* forged() {
      yield ['{"table":"log.event","row":{}}'];
    }
    const content = manifestOf(places.from);
    await writeManifest(places.from, ring(), { ...content, tables: await writeChained(file, forged()) });
    const into = elsewhere('forged');
    const { code, said } = await healthai(into, 'restore', '--from', places.from, '--keys', places.keys);
    expect({ code, said }).toMatchObject({ code: 3, said: { error: { code: 'backup-damaged' } } });
    const sql = new pg.Client({ connectionString: into.DATABASE_URL });
    await sql.connect();
    const { rows } = await sql.query(
      'select (select count(*)::int from log.event) as events, (select count(*)::int from keys.secret) as secrets',
    );
    expect(rows).toEqual([{ events: 0, secrets: 0 }]);
    await sql.end();
    // What was cut off so is no obstacle: the whole backup is restored over it.
    const whole = await healthai(into, 'restore', '--from', at('saved'), '--keys', at('vault'));
    expect(whole.code).toBe(0);
    await place.destroy();
  });
});

describe('where a backup goes', () => {
  let place: Installation;
  const at = (name: string): string => path.join(place.folder, name);
  const backup = (...words: readonly string[]) => healthai(place.environment(), 'backup', ...words);
  beforeAll(async () => {
    place = await filledInstallation('a given PostgreSQL');
  });
  afterAll(() => place?.remove());

  test.each([
    ['the same folder', 'one', 'one'],
    ['a folder in that of the data', 'one', 'one/keys'],
    ['a folder around that of the data', 'one/data', 'one'],
    ['the same folder by another name', 'one', 'two/../one'],
    ['a link into that of the data', 'one', 'linked/keys'],
  ])('is refused for keys in %s', async (_name, out, keys) => {
    mkdirSync(at('one'), { recursive: true });
    if (!existsSync(at('linked'))) symlinkSync(at('one'), at('linked'));
    const { code, said } = await backup('--out', at(out), '--keys-out', `${place.folder}/${keys}`);
    expect({ code, said }).toMatchObject({ code: 3, said: { error: { code: 'backup-keys-beside-data' } } });
    expect(readdirSync(at('one'))).toEqual([]);
  });

  test('is a new folder outside DATA_DIR', async () => {
    mkdirSync(at('full'));
    writeFileSync(at('full/mine'), 'mine');
    expect(await backup('--out', at('full'))).toMatchObject({ code: 3, said: { error: { code: 'backup-place' } } });
    expect(readdirSync(at('full'))).toEqual(['mine']);
    expect(await backup('--out', at('data/backup'))).toMatchObject({
      code: 3,
      said: { error: { code: 'backup-place' } },
    });
    expect(await backup()).toMatchObject({ code: 2, said: { error: { code: 'usage' } } });
  });

  test('may be for the data alone, and holds no key then', async () => {
    const { code, said } = await backup('--out', at('alone'));
    expect({ code, said }).toMatchObject({ code: 0, said: { keys: null, keysExpire: null } });
    const names = readdirSync(at('alone')).sort();
    expect(names).toEqual([
      'files.ndjson.gz',
      'log.ndjson.gz',
      'manifest.json',
      'originals',
      'sources',
      'tables.ndjson.gz',
    ]);
    const rows = gunzipSync(readFileSync(at('alone/tables.ndjson.gz'))).toString();
    expect(rows).not.toContain('"table":"keys.');
    expect(rows).toContain('"table":"accounts.account"');
  });

  test('is left empty where it fails on the way', async () => {
    const system = await place.open();
    const configuration = readConfiguration(place.environment());
    const ring = keyRing(keyEncryptionKey(configuration.dataDir, undefined));
    const failing = createBackup(system, ring, { out: at('failing'), keysOut: at('failing-keys') }, (step) => {
      if (step === 'events') throw new Error('the disk is full');
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect([readdirSync(at('failing')), readdirSync(at('failing-keys'))]).toEqual([[], []]);
    await system.close();
  });
});
