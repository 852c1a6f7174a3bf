/**
 * Files about people that fail, are held, or are only looked at: nothing of what stands in them is found again, in the log,
 * any table, the technical log, metrics, answers of the API or pages. Most of them lack the header line, so that their first
 * person stands where names of columns should stand.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readConfiguration } from '../app/configuration.ts';
import { readUsers } from '../app/credentials.ts';
import { openSystem, type System } from '../app/system.ts';
import { roles } from '../commands/roles.ts';
import { xlsxFile } from '../datasets/xlsx.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';
import { answerHold } from '../ingestion/import/answer-hold.ts';
import { ingest } from '../ingestion/import/ingest.ts';
import { sampleSources } from '../ingestion/sources/sample.ts';
import { type Serving, serving } from './serving.ts';
import { freshSystem, type TestSystem } from './system.ts';

// The screens may have to be built first.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

const bundled = readFileSync(path.resolve(import.meta.dirname, '../datasets/bundled/sample-profile.csv'), 'utf8');
const [header = '', ...people] = bundled.split('\n').slice(0, 31);
const profiles = sampleSources.find(({ name }) => name === 'sample-profile')!;

/** Stands in no other place of the system; each file has it in another spelling, to tell which one leaked. */
let number = 0;
const needle = (): string => `Quillenspitz${++number}`;
const person = (name: string): string =>
  `${name},${name}a,Zanetti,${name}@example.org,2004-01-16,Female,163,60.8,59.5,maintain,free,Active,vegetarian,peanuts,FR`;
const withNeedles = (...names: string[]): string => `${names.map(person).join('\n')}\n`;
const lines = (...all: string[]): string => `${all.join('\n')}\n`;

interface Case {
  readonly name: string;
  /** Made of a needle. */
  readonly file: (needle: string) => string | Promise<Buffer>;
  readonly definition?: Partial<SourceDefinition>;
  /** What it comes to: the code of its failure, or its status. */
  readonly becomes: string;
}

const json = { format: 'json', dialect: {} } as const;
const xlsx = { format: 'xlsx', dialect: {} } as const;
const columns = header.split(',');

const cases: readonly Case[] = [
  { name: 'without its header line', file: (one) => withNeedles(one, `${one}b`), becomes: 'wrong-header' },
  {
    name: 'without its header line, whose first person says something twice',
    file: (one) => lines(`${one},${one},x`, 'a,b,c'),
    becomes: 'duplicate-column',
  },
  {
    name: 'with a name that no column may have',
    file: (one) => lines(`person_id,${one}\0`, 'a,b'),
    becomes: 'unsafe-column',
  },
  {
    name: 'whose header line is cut off in a quote',
    file: (one) => `person_id,"${one}\n${one}`,
    becomes: 'not-csv',
  },
  { name: 'of nothing but its first person', file: (one) => withNeedles(one), becomes: 'empty-file' },
  { name: 'that is JSON', file: (one) => `[{"${one}":"${one}"}]`, becomes: 'not-csv' },
  {
    name: 'of JSON with other keys',
    definition: json,
    file: (one) => `[{"${one}":"${one}"},{"${one}":1}]`,
    becomes: 'wrong-header',
  },
  {
    name: 'of JSON that ends early',
    definition: json,
    file: (one) => `[{"${one}":"${one}"},{"${one}`,
    becomes: 'not-json',
  },
  {
    name: 'as a workbook without its header line',
    definition: xlsx,
    file: (one) =>
      xlsxFile(one, person(one).split(','), [
        Object.fromEntries(
          person(one)
            .split(',')
            .map((cell) => [cell, cell]),
        ),
      ]),
    becomes: 'wrong-header',
  },
  {
    name: 'as a workbook without the sheet',
    definition: { ...xlsx, dialect: { sheet: 'People' } },
    file: (one) =>
      xlsxFile(one, columns, [
        Object.fromEntries(
          person(one)
            .split(',')
            .map((cell) => [cell, cell]),
        ),
      ]),
    becomes: 'no-such-sheet',
  },
  {
    name: 'of rows that cannot be read, and a column that nobody knows',
    file: (one) => lines(`${header},${one}`, person(one).replace('163', one), `"${one}`, person(one).replace('P', 'x')),
    becomes: 'held',
  },
  {
    name: 'with half of its people and a column that nobody knows',
    file: (one) => lines(`${header},${one}`, ...people.slice(0, 12)),
    becomes: 'held',
  },
  {
    name: 'with a column that is missing, and the cells of others',
    file: (one) =>
      lines(...[header, ...people.slice(0, 29), person(one)].map((line) => line.split(',').toSpliced(7, 1).join(','))),
    becomes: 'held',
  },
  {
    name: 'that is fine, with a column that nobody knows',
    file: (one) => lines(`${header},${one}`, ...people),
    becomes: 'completed',
  },
  {
    name: 'of JSON that is fine, with a key that nobody knows, and one that stands twice',
    definition: json,
    file: (one) => {
      const objects = people.filter(Boolean).map((line) => {
        const cells = line.split(',');
        return JSON.stringify(Object.fromEntries([...columns.map((name, i) => [name, cells[i]]), [one, 1]]));
      });
      return `[${objects.join(',')},{"${one}":1,"${one}":2}]`;
    },
    becomes: 'completed',
  },
];

let system: TestSystem;
let observed: System;
let server: Serving;
const logged: string[] = [];

beforeAll(async () => {
  system = await freshSystem();
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  observed = await openSystem(readConfiguration(system.environment), log);
  server = await serving(observed);
});
afterAll(async () => {
  await server?.close();
  await observed?.close();
  await system?.remove();
});

/** Everything in the database, and the technical log, in which a text stands: table by table. */
async function placesOf(text: string): Promise<string[]> {
  const found: string[] = [];
  const { rows: tables } = await system.sql.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.map(({ name }) => name)).toContain('log.event');
  const wanted = [text, Buffer.from(text).toString('hex'), Buffer.from(text).toString('base64url').slice(2, -2)];
  for (const { name } of tables) {
    const where = wanted.map((_, i) => `position($${i + 1} in t::text) > 0`).join(' or ');
    const { rows } = await system.sql.query(`select 1 from ${name} t where ${where} limit 1`, wanted);
    if (rows.length > 0) found.push(name);
  }
  if (logged.some((line) => line.includes(text))) found.push('the technical log');
  return found;
}

/** What the API, its document and metrics answer about an import, and what pages show of it: addresses that tell a text. */
async function answersWith(text: string, id: string | null): Promise<string[]> {
  const users = readUsers(path.join(system.dataDir, 'credentials.json'));
  const found: string[] = [];
  const look = async (address: string, headers: Record<string, string>, who: string): Promise<void> => {
    const answer = await fetch(server.url + address, { headers, redirect: 'manual' });
    if ((await answer.text()).includes(text)) found.push(`${who} ${address}`);
  };
  for (const role of roles) {
    const { email, password } = users.find((user) => user.email.startsWith(`${role}@`))!;
    const { accessToken } = await observed.services.accounts.signIn(email, password, 'test');
    const data = [
      '/imports',
      ...(id ? [`/imports/${id}`, `/imports/${id}/quarantined-rows`] : []),
      '/events?limit=200',
      '/sources',
    ];
    for (const address of data) await look(`/api/v1${address}`, { Authorization: `Bearer ${accessToken}` }, role);
    const pages = ['/imports', ...(id ? [`/imports/${id}`] : []), '/sources/sample-profile', '/'];
    for (const address of pages) await look(address, { Cookie: `healthai_access=${accessToken}` }, role);
  }
  await look('/metrics', {}, 'nobody');
  return found;
}

describe.each(cases)('a file about people $name', ({ file, definition, becomes }) => {
  const one = needle();
  const source = { ...profiles, ...definition, name: `profiles-${number}` };
  const run = async (content: string | Buffer, dryRun: boolean) => {
    const request = {
      definition: source,
      content: Readable.from([Buffer.from(content)]),
      fileName: `${one}.csv`,
      trigger: 'upload',
    } as const;
    try {
      const report = await ingest(observed.ingestion, { ...request, dryRun });
      return { status: report.status, import: report.import, told: JSON.stringify(report, bigints) };
    } catch (error) {
      const { code, import: id, message, params, cause } = error as Error & Record<string, unknown>;
      observed.log.error({ err: error }, 'an import was refused');
      return { status: code, import: id, told: JSON.stringify([message, params, `${cause}`, (error as Error).stack]) };
    }
  };
  const bigints = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);

  test(`tells nobody what it says: ${becomes}`, async () => {
    if (becomes === 'held' || becomes === 'completed') {
      const before = becomes === 'held' && source.format === 'csv' ? lines(header, ...people) : undefined;
      if (before) expect(await run(before, false)).toMatchObject({ status: 'completed' });
    }
    const content = await file(one);
    const told: string[] = [];
    let id: string | null = null;
    for (const dryRun of [true, false]) {
      const came = await run(content, dryRun);
      expect(came.status).toBe(becomes);
      told.push(came.told);
      if (typeof came.import === 'string') id = came.import;
    }
    expect(id).not.toBeNull();
    expect(told.filter((text) => text.replaceAll(`${one}.csv`, '').includes(one))).toEqual([]);
    expect(await placesOf(one)).toEqual([]);
    expect(await answersWith(one, id)).toEqual([]);
  });
});

test('a renamed column about people is named where the header is its source’s, and mapped by that name alone', async () => {
  const source = { ...profiles, name: 'profiles-renamed' };
  const run = (content: string) =>
    ingest(observed.ingestion, {
      definition: source,
      content: Readable.from([Buffer.from(content)]),
      fileName: null,
      trigger: 'upload',
    });
  await run(lines(header, ...people));
  const held = await run(lines(header.replace(',weight_kg', ',mass_kg'), ...people));
  expect(held).toMatchObject({ status: 'held', columns: { unknown: ['column 8'] } });
  expect(held.hold?.reasons[0]).toMatchObject({
    unknown: ['mass_kg'],
    proposal: { columns: [{ column: 'weight_kg', to: 'mass_kg' }] },
  });
  const map = (to: string) =>
    answerHold(observed.ingestion, {
      import: held.import!,
      actor: 'user:0c2f1c5d-0000-5000-8000-000000000001',
      reason: 'renamed',
      commandId: randomUUID(),
      answer: { kind: 'map', columns: [{ column: 'weight_kg', to }] },
    });
  expect(await map('column 8')).toMatchObject({ kind: 'refused', refusal: { code: 'mapping-unusable' } });
  expect(await map('mass_kg')).toMatchObject({ kind: 'answered', next: 'second-person' });
});
