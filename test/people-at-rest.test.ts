/**
 * People at rest: files about every type of people, with needles in every field and in the header, are imported, refused,
 * held, only looked at, broken off and given up. Then nothing of them is found in clear: in no table of any schema, in no
 * file of the database (write-ahead log, tables, its own log), no file or file name below DATA_DIR, no line of the technical
 * log, no metric, and no answer to whoever sent them. The one exception is what is said of a pseudonym, in `personal.*`.
 *
 * The system has a database server of its own, with full durability: all its files are read, those of the write-ahead log too.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readConfiguration } from '../app/configuration.ts';
import { readUsers } from '../app/credentials.ts';
import { type Database, destroyDatabase, openDatabase } from '../app/embedded/database.ts';
import { definitionOf, identityOf, measuresOf, personalTypes } from '../app/people.test-support.ts';
import { sourcesOf } from '../app/sources.ts';
import { openSystem, type System } from '../app/system.ts';
import type { RecordType } from '../domain/contracts/contract.ts';
import { derivedFields } from '../domain/contracts/derived.ts';
import { contracts } from '../domain/contracts/index.ts';
import { recordStream } from '../domain/record/history.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';
import type { EventStore } from '../eventstore/store.ts';
import { answerHold } from '../ingestion/import/answer-hold.ts';
import { askToEnd } from '../ingestion/import/ending.ts';
import { giveUp } from '../ingestion/import/give-up.ts';
import { ingest } from '../ingestion/import/ingest.ts';
import { trackerSleep } from '../ingestion/sources/tracker.ts';
import { accountId } from '../services/accounts/keep-accounts.ts';
import type { Caller } from '../services/caller.ts';
import { takeConsent } from '../services/consents.ts';
import { type Serving, serving } from './serving.ts';
import { freshFolder } from './system.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

/** Stands wherever it could be told who somebody is, in cells as read, in columns that nobody knows, in file names. */
const identity = 'Zwirbelquast';
/** Stands in free texts that say something of a pseudonym: nowhere but in `personal.*`. */
const said = 'Murkelfisch';
const birthday = '1931-07-19';

const remark = 'remark';
const fieldsOf = (type: RecordType): readonly string[] =>
  Object.keys(contracts[type].fields).filter((name) => !derivedFields(contracts[type]).includes(name));

/** A source of its own for everything that happens, so that none changes what another finds. */
const sourceFor = (type: RecordType, kind: string): SourceDefinition => ({
  ...definitionOf(type),
  name: `rest-${type.replaceAll('_', '-')}-${kind}`,
  columns: [
    ...fieldsOf(type).map((field) => ({
      column: field,
      field,
      ...(contracts[type].fields[field]?.kind === 'list' && ({ wrap: true } as const)),
    })),
    { column: remark, field: null },
  ],
});

/** The cells of a row: a needle in every text, and in the field that is named, whatever its kind. */
function row(type: RecordType, name: string, broken?: string): readonly string[] {
  const identifying = identityOf(type);
  const cells = fieldsOf(type).map((field): string => {
    const { kind } = contracts[type].fields[field]!;
    const stated = measuresOf(type).stated[field];
    const isFree = (kind === 'text' || kind === 'list') && !identifying.includes(field);
    if (field === broken) return `${isFree ? said : identity}-cell-${field}`;
    if (identifying.includes(field)) return kind === 'date' ? birthday : `${identity}-${field}-${name}`;
    if (stated !== undefined) return stated;
    return isFree ? `${said}-${field}` : '';
  });
  return [...cells, `${identity}-remark-${name}`];
}
const header = (type: RecordType): readonly string[] => [...fieldsOf(type), remark];
const csv = (...rows: readonly (readonly string[])[]): string => rows.map((cells) => `${cells.join(',')}\n`).join('');
const twenty = (type: RecordType): readonly (readonly string[])[] =>
  Array.from({ length: 20 }, (_, i) => row(type, `${i}`));
/** Every field once with what it cannot hold. */
const brokenRows = (type: RecordType): readonly (readonly string[])[] =>
  fieldsOf(type).map((field, i) => row(type, `broken-${i}`, field));

const folder = freshFolder();
const logged: string[] = [];
let system: System;
let server: Serving;
let client: pg.Client;
let owner: Database;
/** What happens when records of people are written: told by the case under way. */
let onRecords: (() => Promise<void>) | undefined;
/** Everything that whoever sent a file was told. */
const told: string[] = [];

beforeAll(async () => {
  fs.chmodSync(folder, 0o711);
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  const listening = (store: EventStore): EventStore => ({
    ...store,
    async append(writes, alongside) {
      if (writes.some(({ events }) => events.some(({ type }) => type === 'RecordProposed'))) await onRecords?.();
      return store.append(writes, alongside);
    },
  });
  system = await openSystem(readConfiguration({ DATA_DIR: folder }), log, { store: listening });
  const sources = path.join(folder, 'sources');
  fs.mkdirSync(sources, { recursive: true });
  for (const type of personalTypes) {
    const definition = sourceFor(type, 'api');
    fs.writeFileSync(path.join(sources, `${definition.name}.json`), JSON.stringify(definition));
  }
  server = await serving(system);
  // As the owner: who looks for people at rest has what a copy has.
  owner = await openDatabase({ dataDir: folder });
  client = new pg.Client({ connectionString: owner.url });
  await client.connect();
});
afterAll(async () => {
  await server?.close();
  await client?.end();
  await owner?.release();
  await system?.close();
  await destroyDatabase(folder);
  fs.rmSync(folder, { recursive: true, force: true });
});

const bigints = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);

interface Came {
  readonly status: unknown;
  readonly import: string;
}

/** Imports a file, and keeps what that told. */
async function run(definition: SourceDefinition, content: string | Readable, dryRun = false): Promise<Came> {
  const request = {
    definition,
    content: typeof content === 'string' ? Readable.from([Buffer.from(content)]) : content,
    fileName: `${identity}.csv`,
    trigger: 'upload',
    dryRun,
  } as const;
  try {
    const { file: _, ...report } = await ingest(system.ingestion, request);
    told.push(JSON.stringify(report, bigints));
    return { status: report.status, import: report.import ?? '' };
  } catch (error) {
    const { code, import: id, message, params, name, stack } = error as Error & Record<string, unknown>;
    system.log.error({ err: error }, 'an import was refused');
    told.push(JSON.stringify([message, params, stack]));
    return { status: code ?? name, import: typeof id === 'string' ? id : '' };
  }
}

const latest = async (source: string) =>
  (
    await system.sql.query<{ import: string; status: string }>(
      'select import_id as import, status from imports.import_run where source = $1 order by accepted_position desc limit 1',
      [source],
    )
  ).rows[0]!;
const operator = `user:${accountId('operator@healthai.local')}` as const;
const ending = (importId: string) => ({
  import: importId,
  reason: 'the wrong file',
  actor: operator,
  commandId: randomUUID(),
});
const answer = (importId: string, kind: 'accept' | 'reject') =>
  answerHold(system.ingestion, {
    import: importId,
    actor: operator,
    reason: 'as delivered',
    commandId: randomUUID(),
    answer: { kind },
  });

/** A file without a column that was filled. */
function withoutColumn(type: RecordType): string {
  const index = fieldsOf(type).indexOf(Object.keys(measuresOf(type).stated).at(-1)!);
  return csv(...[header(type), ...twenty(type)].map((cells) => cells.toSpliced(index, 1)));
}

interface Case {
  readonly kind: string;
  /** What becomes of it, as the test expects it. */
  readonly becomes: unknown;
  readonly happens: (type: RecordType, definition: SourceDefinition) => Promise<unknown>;
}

const strict = (definition: SourceDefinition): SourceDefinition => ({
  ...definition,
  mayLack: { share: 0.1, records: 2 },
});

const cases: readonly Case[] = [
  {
    kind: 'done',
    becomes: 'completed',
    happens: async (type, definition) => {
      const names = [...header(type), `${identity}-column`];
      const rows = [...twenty(type), ...brokenRows(type)].map((cells) => [...cells, identity]);
      return (await run(definition, csv(names, ...rows))).status;
    },
  },
  {
    kind: 'looked-at',
    becomes: ['completed', 'wrong-header'],
    happens: async (type, definition) => [
      (await run(definition, csv(header(type), ...twenty(type), ...brokenRows(type)), true)).status,
      (await run(definition, csv(...twenty(type)), true)).status,
    ],
  },
  {
    kind: 'without-header',
    becomes: 'wrong-header',
    happens: async (type, definition) => (await run(definition, csv(...twenty(type)))).status,
  },
  {
    kind: 'column-twice',
    becomes: 'duplicate-column',
    happens: async (type, definition) => {
      const names = [...header(type), identity, identity];
      return (await run(definition, csv(names, ...twenty(type).map((cells) => [...cells, '1', '2'])))).status;
    },
  },
  {
    kind: 'unsafe-column',
    becomes: 'unsafe-column',
    happens: async (type, definition) =>
      (await run(definition, csv([...header(type), `${identity}\0`], ...twenty(type)))).status,
  },
  {
    kind: 'cut-off',
    becomes: 'not-csv',
    happens: async (type, definition) =>
      (await run(definition, `${header(type).join(',')},"${identity}\n${csv(...twenty(type))}`)).status,
  },
  {
    kind: 'other-format',
    becomes: 'not-json',
    happens: async (_, definition) =>
      (await run({ ...definition, format: 'json' }, `[{"${identity}":"${identity}"},{"${identity}`)).status,
  },
  {
    kind: 'too-large-a-row',
    becomes: 'completed',
    happens: async (type, definition) => {
      const large = row(type, 'large').with(-1, `${identity} `.repeat(60_000));
      return (await run(definition, csv(header(type), ...twenty(type), large))).status;
    },
  },
  {
    kind: 'held-accepted',
    becomes: ['completed', 'held', 'completed'],
    happens: async (type, definition) => {
      const first = await run(strict(definition), csv(header(type), ...twenty(type)));
      const held = await run(strict(definition), csv(header(type), ...twenty(type).slice(0, 5)));
      await answer(held.import, 'accept');
      await run(strict(definition), csv(header(type), ...twenty(type).slice(0, 5)));
      return [first.status, held.status, (await latest(definition.name)).status];
    },
  },
  {
    kind: 'held-rejected',
    becomes: ['completed', 'held', 'failed'],
    happens: async (type, definition) => {
      const first = await run(strict(definition), csv(header(type), ...twenty(type)));
      const held = await run(strict(definition), csv(header(type), ...twenty(type).slice(0, 5)));
      await answer(held.import, 'reject');
      return [first.status, held.status, (await latest(definition.name)).status];
    },
  },
  {
    kind: 'column-gone',
    becomes: ['completed', expect.stringMatching(/^(held|wrong-header)$/)],
    happens: async (type, definition) => [
      (await run(definition, csv(header(type), ...twenty(type)))).status,
      (await run(definition, withoutColumn(type))).status,
    ],
  },
  {
    kind: 'broken-off',
    becomes: expect.stringMatching(/^(Error|ECONNRESET)$/),
    happens: async (type, definition) => {
      async function* half(): AsyncGenerator<Buffer> {
        yield Buffer.from(csv(header(type), ...twenty(type)));
        throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
      }
      return (await run(definition, Readable.from(half()))).status;
    },
  },
  {
    kind: 'paused-given-up',
    becomes: ['paused', 'given-up'],
    happens: async (type, definition) => {
      onRecords = async () => {
        throw new Error('a fault that does not pass by itself');
      };
      await run(definition, csv(header(type), ...twenty(type), ...brokenRows(type)));
      onRecords = undefined;
      const { import: id, status } = await latest(definition.name);
      await giveUp(system.ingestion, ending(id));
      return [status, (await latest(definition.name)).status];
    },
  },
  {
    kind: 'ended',
    becomes: ['ImportEnded', 'given-up'],
    happens: async (type, definition) => {
      const many = Array.from({ length: 3_000 }, (_, i) => row(type, `many-${i}`));
      onRecords = async () => askToEnd(system.sql, ending((await latest(definition.name)).import));
      const { status } = await run(definition, csv(header(type), ...many));
      onRecords = undefined;
      return [status, (await latest(definition.name)).status];
    },
  },
];

const caller = (role: 'reviewer' | 'approver' | 'auditor', purpose?: string): Caller => ({
  id: accountId(`${role}@healthai.local`),
  email: `${role}@healthai.local`,
  roles: [role],
  language: 'en',
  correlationId: randomUUID(),
  ...(purpose !== undefined && { purpose }),
});

describe.each(personalTypes)('files about people of %s', (type) => {
  test.each(cases)('come to what they come to: $kind', async ({ kind, becomes, happens }) => {
    expect(await happens(type, sourceFor(type, kind))).toEqual(becomes);
  });

  test('come through the API, refused and taken', async () => {
    const users = readUsers(path.join(folder, 'credentials.json'));
    const { email, password } = users.find((user) => user.email.startsWith('operator@'))!;
    const { accessToken } = await system.services.accounts.signIn(email, password, 'test');
    const { name } = sourceFor(type, 'api');
    const send = async (body: string, dryRun = false): Promise<number> => {
      const query = new URLSearchParams({ source: name, fileName: `${identity}.csv`, dryRun: `${dryRun}` });
      const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'text/csv' };
      const got = await fetch(`${server.url}/api/v1/imports?${query}`, { method: 'POST', headers, body });
      told.push(await got.text());
      return got.status;
    };
    expect(await send(csv(...twenty(type)))).toBe(422);
    expect(await send(csv(header(type), ...twenty(type), ...brokenRows(type)), true)).toBe(200);
    expect(await send(csv(header(type), ...twenty(type), ...brokenRows(type)))).toBe(201);
  });

  test('are corrected and rejected in words that name them', async () => {
    const { rows } = await system.sql.query<{ id: string; version: number }>(
      `select record_id as id, version from records.record where source = $1 and status = 'published' order by 1 limit 1`,
      [sourceFor(type, 'done').name],
    );
    const { id, version } = rows[0]!;
    const reason = `${identity} wrote to us`;
    const [set] = measuresOf(type).corrected;
    await system.services.correct(caller('reviewer'), id, { expect: version, set, reason });
    const stream = await Array.fromAsync(system.store.readStream(recordStream(type, id)));
    const rejection = { expect: stream.length - 1, code: 'other', text: reason } as const;
    await system.services.reject(caller('approver'), id, rejection);
    const exported = await system.services.export(caller('auditor', `a complaint of ${type}`), {
      type,
      format: 'csv',
      clear: true,
    });
    // The control: whoever may see them finds them, so they are there.
    expect(await text(exported.body)).toContain(identityOf(type).length > 0 ? identity : '');
  });
});

test('people are set aside without consent, let in with it, and let in no more', async () => {
  const night = (day: number): string => `${identity}-consenting,4/${day}/2016,1,400,430`;
  const nights = (day: number): string =>
    `Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed\n${night(day)}\n`;
  const parts = { ...system, catalogue: () => sourcesOf(system.configuration) };
  const say = (verb: 'record' | 'withdraw' | 'show') =>
    takeConsent(
      parts,
      { actor: 'system', correlationId: randomUUID() },
      {
        verb,
        person: `${identity}-consenting`,
        namespace: 'tracker',
        purpose: 'coaching',
        ...(verb === 'record' && { evidence: `form of ${identity}`, textVersion: `${identity} 2` }),
      },
    );
  await run(trackerSleep, nights(1));
  told.push(JSON.stringify([await say('record'), await say('show')]));
  expect(await run(trackerSleep, nights(1))).toMatchObject({ status: 'completed' });
  told.push(JSON.stringify(await say('withdraw')));
  await run(trackerSleep, nights(2));
  const { rows } = await system.sql.query(
    `select count(*)::int as n from records.record where source = 'tracker-sleep'`,
  );
  expect(rows).toEqual([{ n: 1 }]);
});

/** Spellings of a text in which bytes may stand. */
const spellings = (one: string): readonly Buffer[] => [
  Buffer.from(one),
  Buffer.from(Buffer.from(one).toString('hex')),
  ...[0, 1, 2].map((offset) =>
    Buffer.from(
      Buffer.from('x'.repeat(offset) + one)
        .toString('base64')
        .slice(offset === 0 ? 0 : 4, -4),
    ),
  ),
];

/** What stands around a needle, to tell where it comes from; undefined where there is none. */
function around(bytes: Buffer, ...needles: readonly string[]): string | undefined {
  for (const one of needles.flatMap(spellings)) {
    const at = bytes.indexOf(one);
    if (at >= 0) return bytes.subarray(Math.max(0, at - 80), at + 60).toString('latin1');
  }
  return undefined;
}

/** Every table as COPY writes it, those of people's measures and of the planner's statistics included. */
async function tables(): Promise<ReadonlyMap<string, Buffer>> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
     union all values ('pg_catalog.pg_statistic'), ('pg_catalog.pg_description'), ('pg_catalog.pg_statistic_ext_data')`,
  );
  const copied = new Map<string, Buffer>();
  for (const { name } of rows) {
    const parts: Buffer[] = [];
    for await (const part of client.query(copyTo(`copy ${name} to stdout`))) parts.push(part as Buffer);
    copied.set(name, Buffer.concat(parts));
  }
  return copied;
}

function* filesBelow(root: string): Generator<string> {
  for (const entry of fs.readdirSync(root, { withFileTypes: true })) {
    const name = path.join(root, entry.name);
    if (entry.isDirectory()) yield* filesBelow(name);
    else if (entry.isFile()) yield name;
  }
}

describe('afterwards, and after a rebuild', () => {
  let copied: ReadonlyMap<string, Buffer>;
  let database: string;

  beforeAll(async () => {
    for (const name of ['records', 'imports'])
      expect(await system.engine.rebuild(name)).toMatchObject({ name, equal: true });
    await client.query('analyze');
    await client.query('checkpoint');
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    database = rows[0]!.data_directory;
    copied = await tables();
  });

  const found = (where: Iterable<readonly [string, Buffer]>, ...needles: readonly string[]): readonly string[] =>
    [...where].flatMap(([name, bytes]) => {
      const one = around(bytes, ...needles);
      return one === undefined ? [] : [`${name}: ${one}`];
    });

  test('what was looked for is there: every type has published rows, rows set aside and sealed events', async () => {
    for (const type of personalTypes) expect([type, copied.get(`personal.${type}`)!.length > 0]).toEqual([type, true]);
    for (const name of ['imports.quarantined_row', 'records.record_history', 'pg_catalog.pg_statistic'])
      expect([name, copied.get(name)!.length > 0]).toEqual([name, true]);
    expect([...copied].find(([name, bytes]) => name.startsWith('log.event') && bytes.length > 0)).toBeDefined();
    expect(fs.readdirSync(path.join(database, 'pg_wal')).length).toBeGreaterThan(0);
    // What is said of a pseudonym stays typed: the search finds it where it is allowed.
    expect(found(copied, said).map((one) => one.split(':')[0])).toContain('personal.biometric_measure');
  });

  test('no table names anybody', () => {
    expect(found(copied, identity, birthday)).toEqual([]);
  });

  test('no table but the published ones, nor statistics of them, tells what is said of a pseudonym', () => {
    expect(
      found(
        [...copied].filter(([name]) => !name.startsWith('personal.')),
        said,
      ),
    ).toEqual([]);
  });

  test('no file of the database names anybody: tables, write-ahead log, temporary files, its own log', () => {
    const files = [...filesBelow(database)].map((name) => [name, fs.readFileSync(name)] as const);
    expect(files.filter(([name]) => name.includes('/pg_wal/')).length).toBeGreaterThan(0);
    expect(found(files, identity)).toEqual([]);
  });

  test('no file below DATA_DIR does, nor is any called after somebody or what was sent', () => {
    const files = [...filesBelow(folder)];
    expect(files.filter((name) => name.includes('/originals/')).length).toBeGreaterThan(0);
    expect(files.filter((name) => name.includes(identity) || name.includes(said))).toEqual([]);
    const others = files.filter((name) => !name.startsWith(database) && !name.startsWith(fs.realpathSync(database)));
    expect(
      found(
        others.map((name) => [name, fs.readFileSync(name)] as const),
        identity,
        said,
        birthday,
      ),
    ).toEqual([]);
  });

  test('no line of the technical log does', () => {
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.filter((line) => [identity, said, birthday].some((one) => line.includes(one)))).toEqual([]);
  });

  test('no metric does, and nothing that whoever sent a file was told', async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('healthai');
    for (const one of [identity, said, birthday]) expect(metrics).not.toContain(one);
    expect(told.length).toBeGreaterThan(personalTypes.length * cases.length);
    const shown = told.map((one) => one.replaceAll(`${identity}.csv`, ''));
    expect(shown.filter((one) => [identity, said, birthday].some((needle) => one.includes(needle)))).toEqual([]);
  });
});
