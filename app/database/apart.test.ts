/** The application works as a role that can append to the log and read it, and has no way to change it, on every kind of database. */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { readKept } from '../../test/golden/kept.ts';
import { loadFolder, loadLog, loadTables, migrateAsThen } from '../../test/golden/load.ts';
import { freshFolder } from '../../test/system.ts';
import { readConfiguration } from '../configuration.ts';
import { destroyDatabase, openDatabase } from '../embedded/database.ts';
import { placeDatabase } from '../embedded/placement.ts';
import { createLogger } from '../logging.ts';
import { migrate } from '../migrations.ts';
import { openSystem, type System } from '../system.ts';
import { forbiddenTo } from './forbidden.test-support.ts';
import { rolesOf } from './own-role.ts';
import { functionPrivileges, ownerSchemas, tablePrivileges } from './privileges.ts';

const open = (environment: NodeJS.ProcessEnv): Promise<System> =>
  openSystem(readConfiguration({ LOG_LEVEL: 'silent', ...environment }), createLogger('silent'));

async function asked<Row extends pg.QueryResultRow>(url: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** What the server says of statements, each in a transaction of its own that is rolled back; undefined where it does one. */
async function refusals(
  url: string,
  statements: readonly string[],
): Promise<(readonly [string, string | undefined])[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const said: [string, string | undefined][] = [];
  for (const statement of statements) {
    // These are refused within a transaction for another reason.
    const alone = /^(alter system|checkpoint|create subscription)/.test(statement);
    if (!alone) await client.query('begin');
    const code = await client.query(statement).then(
      () => undefined,
      (error: { code?: string }) => error.code,
    );
    said.push([statement, code]);
    if (!alone) await client.query('rollback');
  }
  await client.end();
  return said;
}

const refusal = async (url: string, statement: string): Promise<string | undefined> =>
  (await refusals(url, [statement]))[0]?.[1];

/** insufficient_privilege */
const noRight = '42501';

async function expectRefused(url: string, owner: string): Promise<void> {
  const said = await refusals(url, forbiddenTo(owner));
  expect(said.filter(([, code]) => code !== noRight)).toEqual([]);
}

const eventsOf = async (url: string) => asked(url, 'select event_id, data::text from log.event order by position');

interface Place {
  readonly name: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly remove: () => Promise<void>;
}

async function onEmbedded(): Promise<Place> {
  const dataDir = freshFolder();
  return {
    name: 'the embedded database',
    environment: { DATA_DIR: dataDir },
    async remove() {
      await destroyDatabase(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function onGiven(): Promise<Place> {
  const [database, dataDir] = [await freshDatabase({ empty: true }), freshFolder()];
  return {
    name: 'a given database',
    environment: { DATA_DIR: dataDir, DATABASE_URL: database.url },
    async remove() {
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

describe.each([
  ['the embedded database', onEmbedded],
  ['a given database', onGiven],
])('as the application of %s', (_name, prepare) => {
  let place: Place;
  let system: System;
  beforeAll(async () => {
    place = await prepare();
    system = await open(place.environment);
  });
  afterAll(async () => {
    await system?.close();
    await place?.remove();
  });

  test('nothing that was appended can be changed, hidden or forged, and nobody else can be', async () => {
    expect(system.notices.filter((notice) => notice.includes('owner'))).toEqual([]);
    const before = await eventsOf(system.databaseUrl);
    expect(before.length).toBeGreaterThan(0);
    await expectRefused(system.databaseUrl, 'healthai');
    // What one has no right to give is given to nobody: the server only warns.
    await asked(system.databaseUrl, 'grant all on log.event, keys.secret to public');
    await expectRefused(system.databaseUrl, 'healthai');
    expect(await eventsOf(system.databaseUrl)).toEqual(before);
  });

  test('no connection stays that is the owner’s', async () => {
    const rows = await asked<{ user: string; name: string }>(
      system.databaseUrl,
      `select distinct usename::text as user, application_name as name from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ user }) => user === 'healthai')).toEqual([]);
  });

  test('a rebuild makes its tables anew and switches them in', async () => {
    for (const { name } of await system.engine.status())
      expect(await system.engine.rebuild(name)).toMatchObject({ name, equal: true });
  });
});

describe('every table of the migrations', () => {
  let place: Place;
  let system: System;
  beforeAll(async () => {
    place = await onGiven();
    system = await open(place.environment);
  });
  afterAll(async () => {
    await system?.close();
    await place?.remove();
  });

  test('is named with what the application may do with it, and that is what it may', async () => {
    const rows = await asked<{ name: string; may: string[] }>(
      system.databaseUrl,
      `select n.nspname || '.' || c.relname as name, array(
         select privilege from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) privilege
         where has_table_privilege(c.oid, privilege)) as may
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
      [ownerSchemas],
    );
    const named = rows.map(({ name }) => [
      name,
      tablePrivileges[name]?.toSorted() ?? 'named in app/database/privileges.ts',
    ]);
    expect(rows.map(({ name, may }) => [name, may.toSorted()])).toEqual(named);
  });

  test('that nobody named may not be touched, and one that was given too much is taken back', async () => {
    const owner = place.environment.DATABASE_URL!;
    const role = system.databaseUrl;
    await asked(owner, `create table operations.unnamed (n int); grant all on operations.unnamed, log.event to public`);
    await asked(owner, `grant all on keys.secret to ${rolesOf(new URL(owner).pathname.slice(1))}`);
    expect(await refusal(role, 'truncate keys.secret')).toBeUndefined();
    // The owner is not held back by rights: its own connection could do what is asked for here.
    expect(await refusal(owner, 'alter table log.event disable trigger append_only')).toBeUndefined();
    await (await open(place.environment)).close();
    expect(await refusal(role, 'select from operations.unnamed')).toBe(noRight);
    expect(await refusal(role, 'truncate keys.secret')).toBe(noRight);
    expect(await refusal(role, 'insert into log.event select * from log.event')).toBe(noRight);
    expect(await refusal(role, 'select from log.event')).toBeUndefined();
  });

  test('is reached by no function that runs as the owner but those of the log', async () => {
    const rows = await asked<{ name: string }>(
      system.databaseUrl,
      `select distinct n.nspname || '.' || p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname <> 'pg_catalog' and (p.prosecdef or n.nspname = 'log') and has_function_privilege(p.oid, 'execute')`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual([...functionPrivileges].sort());
  });

  test('is found by migrations under the owner’s own names, whatever schemas the application makes', async () => {
    const owner = place.environment.DATABASE_URL!;
    await asked(
      system.databaseUrl,
      'create schema healthai; create table healthai.schema_migration (name text, sha256 text)',
    );
    expect(await migrate(owner)).toEqual([]);
    expect(await asked(owner, 'select count(*)::int as n from healthai.schema_migration')).toEqual([{ n: 0 }]);
  });
});

describe('a cluster of the first release', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = freshFolder();
  });
  afterEach(async () => {
    await destroyDatabase(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** All that a first release had made belonged to its superuser, tables of projections included, and no other role was there. */
  async function asThen(): Promise<void> {
    const database = await openDatabase({ dataDir, throwaway: true });
    await asked(database.url, 'reassign owned by healthai_app to healthai');
    await asked(database.url, 'drop owned by healthai_app');
    await database.release();
    // The role itself goes when nobody is logged in as it, which whoever uses the cluster is.
    const again = await openDatabase({ dataDir, throwaway: true });
    await asked(again.url, 'alter role healthai_app rename to healthai_left');
    await again.release();
    rmSync(path.join(placeDatabase(dataDir).base, 'cluster/application-password'));
  }

  test('has its roles apart after its next start: nothing is lost, nothing built anew', async () => {
    const { events, tables, data, shown } = readKept('postgres', 'story');
    loadFolder(data, dataDir);
    const database = await openDatabase({ dataDir, throwaway: true });
    await migrateAsThen(database.url);
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await loadTables(sql, tables);
    await loadLog(sql, events);
    await sql.end();
    const first = await open({ DATA_DIR: dataDir });
    await first.caughtUp(await first.store.head());
    await first.close();
    await database.release();
    await asThen();

    const system = await open({ DATA_DIR: dataDir });
    try {
      const { rows } = await system.sql.query(
        `select (select count(*)::int from records.record) as records, (select min(position)::text from projection.checkpoint) as at`,
      );
      expect(rows).toEqual([
        { records: Object.values(shown.records.counts).reduce((a, b) => a + b), at: expect.any(String) },
      ]);
      const kept = await eventsOf(system.databaseUrl);
      expect(kept.slice(0, events.length).map((row) => row.event_id)).toEqual(events.map(({ id }) => id));
      await expectRefused(system.databaseUrl, 'healthai');
      for (const { name } of await system.engine.status())
        expect(await system.engine.rebuild(name)).toMatchObject({ name, equal: true });
    } finally {
      await system.close();
    }
  });
});

describe('on a given PostgreSQL', () => {
  let database: TestDatabase;
  let dataDir: string;
  const roles: string[] = [];
  beforeEach(async () => {
    database = await freshDatabase({ empty: true });
    dataDir = freshFolder();
  });
  afterEach(async () => {
    await database.drop();
    for (const role of roles.splice(0)) await asked(new URL('/postgres', database.url).href, `drop role ${role}`);
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** A login role of the test's own; `owner` of the database or not. */
  async function login(options: string, owner = false): Promise<{ role: string; url: string }> {
    const name = new URL(database.url).pathname.slice(1);
    const role = `${owner ? 'owner' : 'other'}_${name}`;
    await asked(database.url, `create role ${role} login password 'sesame' ${options}`);
    if (owner) await asked(database.url, `alter database ${name} owner to ${role}`);
    roles.push(role);
    const url = new URL(database.url);
    [url.username, url.password] = [role, 'sesame'];
    return { role, url: url.href };
  }

  test('an owner that may make roles makes one, and keeps its password among the keys', async () => {
    const owner = await login('createrole', true);
    const key = { KEY_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64') };
    const system = await open({ DATA_DIR: dataDir, DATABASE_URL: owner.url, ...key });
    await expectRefused(system.databaseUrl, owner.role);
    await system.close();
    const files = readdirSync(path.join(dataDir, 'keys')).filter((name) => name.startsWith('healthai-app'));
    expect(files).toHaveLength(1);
    const file = path.join(dataDir, 'keys', files[0]!);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(system.databaseUrl).toContain(readFileSync(file, 'utf8').trim().split(' ')[1]);
    // A password that was lost is replaced at the next start; one that another folder has stays good.
    rmSync(file);
    const second = freshFolder();
    const [again, beside] = [
      await open({ DATA_DIR: dataDir, DATABASE_URL: owner.url, ...key }),
      await open({ DATA_DIR: second, DATABASE_URL: owner.url, ...key }),
    ];
    expect(new Set([system, again, beside].map(({ databaseUrl }) => databaseUrl)).size).toBe(3);
    expect(await beside.engine.rebuild('imports')).toMatchObject({ equal: true });
    expect(await again.engine.rebuild('imports')).toMatchObject({ equal: true });
    await Promise.all([again.close(), beside.close()]);
    rmSync(second, { recursive: true });
    const [kept] = await asked<{ verifier: string }>(
      database.url,
      `select rolpassword as verifier from pg_authid where starts_with(rolname, $1) and rolcanlogin limit 1`,
      [rolesOf(new URL(database.url).pathname.slice(1))],
    );
    expect(kept?.verifier).toMatch(/^SCRAM-SHA-256\$4096:/);
  });

  test('an owner that may not says what is not apart and what to do, and all goes on', async () => {
    const owner = await login('', true);
    const system = await open({ DATA_DIR: dataDir, DATABASE_URL: owner.url });
    expect(system.notices.join('\n')).toMatch(
      /could switch the log's protection off.*\(permission denied to create role\).*createrole.*DATABASE_APPLICATION_URL/,
    );
    expect(await system.engine.rebuild('records')).toMatchObject({ equal: true });
    await system.close();
  });

  test('a role that is given is used, also after a start without it', async () => {
    const [owner, application] = [await login('', true), await login('')];
    const together = await open({ DATA_DIR: dataDir, DATABASE_URL: owner.url });
    await together.close();
    const environment = {
      DATA_DIR: dataDir,
      DATABASE_URL: owner.url,
      DATABASE_APPLICATION_URL: application.url,
    };
    await expect(open(environment)).rejects.toThrow(
      new RegExp(`^DATABASE_APPLICATION_URL: .*“grant ${application.role} to” the role of DATABASE_URL`),
    );
    await asked(database.url, `grant ${application.role} to ${owner.role}`);
    const system = await open(environment);
    expect(system.databaseUrl).toBe(application.url);
    expect(system.notices.join('\n')).not.toContain('protection');
    await expectRefused(system.databaseUrl, owner.role);
    for (const { name } of await system.engine.status())
      expect(await system.engine.rebuild(name)).toMatchObject({ name, equal: true });
    await system.close();
  });

  test('a role that may do what the owner may is refused, and so is one of another database', async () => {
    const application = await login('');
    const environment = { DATA_DIR: dataDir, DATABASE_URL: database.url };
    await expect(open({ ...environment, DATABASE_APPLICATION_URL: database.url })).rejects.toThrow(
      /^DATABASE_APPLICATION_URL: its role cannot be used \(healthai may do what healthai may\)/,
    );
    const elsewhere = new URL('/postgres', application.url).href;
    await expect(open({ ...environment, DATABASE_APPLICATION_URL: elsewhere })).rejects.toThrow(
      /logged in to another database, postgres/,
    );
    const wrong = application.url.replace('sesame', 'guess');
    await expect(open({ ...environment, DATABASE_APPLICATION_URL: wrong })).rejects.toThrow(
      /^DATABASE_APPLICATION_URL: its role cannot be used \(password authentication failed/,
    );
  });
});
