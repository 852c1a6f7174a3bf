/** The drill: an installation is filled, saved while it runs, destroyed and restored; what it shows then is what it showed before. */
import { createReadStream, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type FaultServer, startServer } from '../../eventstore/eventstoredb/server/server.test-support.ts';
import { foodFile, foodRequest, mixedFoods } from '../../ingestion/import/foods.test-support.ts';
import { ingest } from '../../ingestion/import/ingest.ts';
import { dailyFood } from '../../ingestion/sources/daily-food.ts';
import { imports } from '../../projections/queries/imports.ts';
import { freshDatabase } from '../../test/database.ts';
import { exported, records } from '../../test/golden/asking.ts';
import type { ShownExport } from '../../test/golden/kept.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { readConfiguration } from '../configuration.ts';
import { readUsers } from '../credentials.ts';
import { createLogger } from '../logging.ts';
import { resuming } from '../resume.ts';
import { sourcesOf } from '../sources.ts';
import { openSystem, type System } from '../system.ts';
import { filledInstallation, healthai, type Installation, kinds, logOf } from './drill.test-support.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();

/** Sums of the tables in use, each built anew and found equal. */
async function sums({ engine }: System): Promise<object> {
  const found: Record<string, string> = {};
  for (const { name } of await engine.status()) {
    const { equal, rebuiltChecksum } = await engine.rebuild(name);
    expect({ name, equal }).toEqual({ name, equal: true });
    found[name] = rebuiltChecksum;
  }
  return found;
}

describe.each(kinds)('a drill on %s', (kind) => {
  let place: Awaited<ReturnType<typeof filledInstallation>>;
  let before: { log: object; sums: object; records: object; tables: object; head: string };
  let people: { email: string; password: string }[];
  const at = (name: string): string => path.join(place.folder, name);

  beforeAll(async () => {
    place = await filledInstallation(kind);
  });
  afterAll(() => place?.remove());

  /** What no log gives back, but sessions. */
  const tables = async ({ sql }: System): Promise<object> => {
    const { rows } = await sql.query(
      `select (select md5(string_agg(a::text, '' order by a::text)) from accounts.account a) as accounts,
         (select md5(string_agg(a::text, '' order by access_id)) from operations.access a) as shown,
         (select md5(string_agg(r::text, '' order by r::text)) from operations.run r) as runs,
         (select md5(string_agg(k::text, '' order by k::text)) from keys.subject k) as subjects,
         (select md5(string_agg(k::text, '' order by k::text)) from keys.stated k) as stated,
         (select md5(string_agg(k::text, '' order by k::text)) from keys.secret k) as secrets,
         (select md5(string_agg(k::text, '' order by k::text)) from keys.original k) as originals`,
    );
    return rows[0];
  };

  test('saves it beside a running system, keys apart', async () => {
    const system = await place.open();
    await system.caughtUp(await system.store.head());
    await resuming(system).round();
    await system.services.accounts.signIn(...(await passwordOf('auditor@healthai.local')), '10.0.0.1');
    people = readUsers(path.join(place.environment().DATA_DIR!, 'credentials.json')).map(({ email, password }) => ({
      email,
      password,
    }));
    before = {
      log: await logOf(system.databaseUrl),
      sums: await sums(system),
      records: await records(system),
      tables: await tables(system),
      head: `${await system.store.head()}`,
    };
    const { code, said } = await healthai(
      place.environment(),
      'backup',
      '--out',
      at('saved'),
      '--keys-out',
      at('vault'),
    );
    expect({ code, said }).toMatchObject({
      code: 0,
      said: {
        store: 'postgres',
        position: before.head,
        events: Number(before.head),
        folder: at('saved'),
        keys: at('vault'),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        keysExpire: expect.any(String),
      },
    });
    await system.close();
    // What opens something or lets in lies in one folder alone.
    expect(files(at('vault'))).toEqual(['credentials.json', 'key-encryption-key', 'keys.ndjson.gz', 'manifest.json']);
    const [lists, originals] = [files(at('saved')).slice(0, 3), files(at('saved')).slice(3, -1)];
    expect(lists).toEqual(['files.ndjson.gz', 'log.ndjson.gz', 'manifest.json']);
    expect(originals.filter((name) => !/^(originals\/[0-9a-f]{2}\/[0-9a-f]{64}|sources\/.+)$/.test(name))).toEqual([]);
    expect(files(at('saved')).at(-1)).toBe('tables.ndjson.gz');
  });

  const passwordOf = async (email: string): Promise<[string, string]> => {
    const found = readUsers(path.join(place.environment().DATA_DIR!, 'credentials.json')).find(
      (user) => user.email === email,
    );
    return [email, found!.password];
  };

  test('restores it where nothing is left: every event in its place, and all that is told of them', async () => {
    await place.destroy();
    expect(existsSync(place.environment().DATA_DIR!)).toBe(false);
    const { code, said } = await healthai(place.environment(), 'restore', '--from', at('saved'), '--keys', at('vault'));
    expect({ code, said }).toMatchObject({
      code: 0,
      said: { position: before.head, events: Number(before.head), keysExpired: null },
    });
    const system = await place.open();
    try {
      expect(await logOf(system.databaseUrl, before.head)).toEqual(before.log);
      expect(await tables(system)).toEqual(before.tables);
      expect(await records(system)).toEqual(before.records);
      expect(await sums(system)).toEqual(before.sums);
      expect(place.kept.shown.exports.length).toBeGreaterThan(24);
      const shown: ShownExport[] = [];
      for (const one of place.kept.shown.exports) shown.push(await exported(system, one));
      expect(shown).toEqual(place.kept.shown.exports);
      for (const { email, password } of people)
        expect(await system.services.accounts.signIn(email, password, '10.0.0.2')).toMatchObject({
          accessToken: expect.any(String),
        });
    } finally {
      await system.close();
    }
  });

  test('goes on from there: the next event follows, the next file is known, numbers go on', async () => {
    const system = await place.open();
    try {
      const head = await system.store.head();
      const definition = sourcesOf(system.configuration).find('sample-food')!;
      const content = createReadStream(new URL('../../datasets/bundled/sample-food.csv', import.meta.url));
      const report = await ingest(system.ingestion, { definition, content, fileName: 'food.csv', trigger: 'command' });
      expect(report.counts.read).toBeGreaterThan(0);
      expect(await system.store.head()).toBeGreaterThan(head);
      await sums(system);
    } finally {
      await system.close();
    }
  });

  test('is not restored over what is there', async () => {
    const { code, said } = await healthai(place.environment(), 'restore', '--from', at('saved'), '--keys', at('vault'));
    expect({ code, said }).toMatchObject({ code: 3, said: { error: { code: 'not-empty' } } });
  });
});

describe('a backup that is made while an import runs', () => {
  let place: Installation;
  beforeAll(async () => {
    place = await filledInstallation(kinds[1]);
  });
  afterAll(() => place?.remove());

  test('holds one moment: restored, the import goes on to the counts that it came to', async () => {
    const at = (name: string): string => path.join(place.folder, name);
    const system = await place.open();
    const head =
      'Food_Item,Category,Calories (kcal),Protein (g),Carbohydrates (g),Fat (g),Fiber (g),Sugars (g),Sodium (mg),Cholesterol (mg),Meal_Type,Water_Intake (ml)\n';
    const rows = Array.from(
      { length: 20_000 },
      (_, i) => `Dish ${i},Meat,${100 + (i % 300)},3,4,5,1,2,100,5,Lunch,100\n`,
    );
    const request = {
      definition: { ...dailyFood, name: 'nightly' },
      content: Readable.from([Buffer.from(head + rows.join(''))]),
      fileName: 'nightly.csv',
      trigger: 'command',
    } as const;
    const importing = ingest(system.ingestion, request);
    const before = await system.store.head();
    while ((await system.store.head()) < before + 2_000n) await new Promise((resolve) => setTimeout(resolve, 20));
    const { said } = await healthai(place.environment(), 'backup', '--out', at('saved'), '--keys-out', at('vault'));
    const report = await importing;
    const [position, end] = [BigInt(said.position), await system.store.head()];
    expect(position).toBeGreaterThan(before);
    expect(position).toBeLessThan(end);
    const log = await logOf(system.databaseUrl, said.position);
    await system.close();

    await place.destroy();
    expect((await healthai(place.environment(), 'restore', '--from', at('saved'), '--keys', at('vault'))).code).toBe(0);
    const restored = await place.open();
    expect(await logOf(restored.databaseUrl, said.position)).toEqual(log);
    await resuming(restored).round();
    expect(await imports(restored.readModel, { import: report.import! })).toMatchObject([
      { status: 'completed', counts: report.counts },
    ]);
    await restored.close();
  });
});

describe('with the log in EventStoreDB', () => {
  let server: FaultServer;
  let system: TestSystem;
  beforeAll(async () => {
    server = await startServer();
    system = await freshSystem({}, server.url);
  });
  afterAll(async () => {
    await system?.remove();
    await server?.close();
  });

  test('a backup has its events to read, and all else is restored beside the files that were copied back', async () => {
    const at = (name: string): string => path.join(system.dataDir, '..', `${path.basename(system.dataDir)}-${name}`);
    const folders = [at('saved'), at('vault'), at('restored')];
    const { import: id, counts } = await ingest(system.ingestion, foodRequest(foodFile(mixedFoods(20))));
    await system.caughtUp(await system.store.head());
    const saved = await healthai(system.environment, 'backup', '--out', at('saved'), '--keys-out', at('vault'));
    const events = (await Array.fromAsync(system.kept.readAll())).flat();
    expect(saved).toMatchObject({ code: 0, said: { store: 'eventstoredb', events: events.length } });
    const lines = gunzipSync(readFileSync(path.join(at('saved'), 'log.ndjson.gz')))
      .toString()
      .split('\n');
    expect(JSON.parse(lines[0]!)).toEqual({ ...events[0], position: `${events[0]!.position}` });
    const known = await records(system);
    await system.close();

    const database = await freshDatabase({ empty: true });
    const into = { ...system.environment, DATABASE_URL: database.url, DATA_DIR: at('restored') };
    const restore = (environment: object) =>
      healthai(environment, 'restore', '--from', at('saved'), '--keys', at('vault'));
    const { EVENTSTORE_URL: _, ...without }: Record<string, string> = into;
    expect(await restore(without)).toMatchObject({ code: 3, said: { error: { code: 'backup-log-elsewhere' } } });
    // A server whose files were not copied back, or too old ones.
    const copied = server.log.records.length;
    const empty = await startServer();
    expect(await restore({ ...into, EVENTSTORE_URL: empty.url })).toMatchObject({
      code: 3,
      said: {
        error: {
          code: 'backup-log-elsewhere',
          message: expect.stringMatching(/does not hold the event .*copy the files of that server back/),
        },
      },
    });
    await empty.close();
    expect([existsSync(at('restored')), server.log.records.length]).toEqual([false, copied]);

    expect(await restore(into)).toMatchObject({ code: 0, said: { position: saved.said.position } });
    const restored = await openSystem(readConfiguration({ ...into, LOG_LEVEL: 'silent' }), createLogger('silent'));
    expect(await records(restored)).toEqual(known);
    expect(await imports(restored.readModel, { import: id! })).toMatchObject([{ status: 'completed', counts }]);
    await sums(restored);
    await restored.close();
    await database.drop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
});
