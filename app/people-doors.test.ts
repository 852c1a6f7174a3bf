/**
 * Every other door behind which people stand: pages of screens for every role, exports in every format for every role and as
 * files of the screen, streams that tell of changes, refusals, the technical log, metrics and the command line. `people.test.ts`
 * asks the API and records at every position; here the same people are looked for everywhere else.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Role, roles } from '../commands/roles.ts';
import { exportFormats } from '../domain/export/format.ts';
import { recordStream } from '../domain/record/history.ts';
import { accountId } from '../services/accounts/keep-accounts.ts';
import type { Caller } from '../services/caller.ts';
import { type Serving, serving } from '../test/serving.ts';
import { freshSystem, type TestSystem } from '../test/system.ts';
import { readConfiguration } from './configuration.ts';
import { readUsers } from './credentials.ts';
import { definitionOf, fileOf, measuresOf, needle, personalTypes, sourceOf } from './people.test-support.ts';
import { openSystem, type System } from './system.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

let created: TestSystem;
let system: System;
let server: Serving;
const logged: string[] = [];
const tokens = new Map<Role, string>();
const cookies = new Map<Role, string>();
/** By type: records that wait, and that are published, and the import they came with. */
interface People {
  readonly waiting: string;
  readonly quiet: string;
  readonly firstPosition: string;
  readonly import: string;
}
const people = new Map<string, People>();

beforeAll(async () => {
  created = await freshSystem();
  const sources = path.join(created.dataDir, 'sources');
  mkdirSync(sources, { recursive: true });
  for (const type of personalTypes)
    writeFileSync(path.join(sources, `${sourceOf(type)}.json`), JSON.stringify(definitionOf(type)));
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  system = await openSystem(readConfiguration(created.environment), log);
  server = await serving(system);
  const users = readUsers(path.join(created.dataDir, 'credentials.json'));
  for (const role of roles) {
    const { email, password } = users.find((user) => user.email.startsWith(`${role}@`))!;
    tokens.set(role, (await system.services.accounts.signIn(email, password, 'test')).accessToken);
    const signedIn = await fetch(`${server.url}/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Origin: server.url },
      body: new URLSearchParams({ email, password }),
    });
    const set = signedIn.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    cookies.set(role, set.join('; '));
  }
  for (const type of personalTypes) people.set(type, await upload(type));
});
afterAll(async () => {
  await server?.close();
  await system?.close();
  await created?.remove();
});

const callerOf = (role: Role): Caller => ({
  id: accountId(`${role}@healthai.local`),
  email: `${role}@healthai.local`,
  roles: [role],
  language: 'en',
  correlationId: crypto.randomUUID(),
});

async function upload(type: (typeof personalTypes)[number]): Promise<People> {
  const [otherwise] = measuresOf(type).corrected;
  const rows = [{ name: 'quiet' }, { name: 'waiting' }, { name: 'waiting', changed: otherwise }];
  const done = await system.services.upload(callerOf('operator'), {
    source: sourceOf(type),
    content: Readable.from([Buffer.from(fileOf(type, rows))]),
    fileName: `${needle}.csv`,
  });
  const found = await system.sql.query<{ id: string; status: string }>(
    'select record_id as id, status from records.record where type = $1',
    [type],
  );
  const idOf = (status: string): string => found.rows.find((row) => row.status === status)!.id;
  const [first] = await Array.fromAsync(system.store.readStream(recordStream(type, idOf('published'))));
  return {
    waiting: idOf('open'),
    quiet: idOf('published'),
    firstPosition: `${first!.position}`,
    import: done.import!,
  };
}

/** Long enough that no nonce, hash or figure looks like it by chance. */
const ofSomebody = new RegExp(`${needle}-(raw|reason|corrected|[a-z_]+-(quiet|waiting))|${needle}\\.csv|1971-07-19`);
const names = (text: string): boolean => ofSomebody.test(text);
const browse = async (role: Role | 'nobody', address: string, init: RequestInit = {}): Promise<string> => {
  const Cookie = role === 'nobody' ? '' : cookies.get(role)!;
  const headers = { Cookie, Accept: 'text/html', Origin: server.url };
  const answer = await fetch(server.url + address, { redirect: 'manual', ...init, headers });
  return `${JSON.stringify([...answer.headers])} ${await answer.text()}`;
};
const ask = async (role: Role | 'nobody', address: string, init: RequestInit = {}): Promise<string> => {
  const headers = {
    ...(role !== 'nobody' && { Authorization: `Bearer ${tokens.get(role)}` }),
    ...(init.headers as Record<string, string>),
  };
  const answer = await fetch(`${server.url}/api/v1${address}`, { ...init, headers });
  return `${JSON.stringify([...answer.headers])} ${await answer.text()}`;
};
/** Who is told of somebody, of those who ask. */
const toldOf = async (door: (role: Role | 'nobody') => Promise<string>): Promise<readonly (Role | 'nobody')[]> => {
  const told: (Role | 'nobody')[] = [];
  for (const role of [...roles, 'nobody'] as const) if (names(await door(role))) told.push(role);
  return told;
};

describe.each(personalTypes)('people of %s', (type) => {
  const of = (): People => people.get(type)!;

  test('stand on the page of a record that waits, for those who work on the queue, and on no other page', async () => {
    const { waiting, quiet, firstPosition, import: id } = of();
    expect(await toldOf((role) => browse(role, `/records/${waiting}`))).toEqual(['reviewer', 'approver']);
    for (const page of [
      `/records/${quiet}`,
      `/records/${quiet}?at=${firstPosition}`,
      `/queue?type=${type}`,
      `/imports/${id}`,
      '/imports',
      `/imports?source=${sourceOf(type)}`,
      `/sources/${sourceOf(type)}`,
      '/imports/new',
      '/exports',
      '/',
    ])
      expect([page, await toldOf((role) => browse(role, page))]).toEqual([page, []]);
  });

  test.each(exportFormats)(
    'are in an export of %s for an auditor who says why, and for nobody else',
    async (format) => {
      const address = `/exports/${type}?format=${format}`;
      const why = { headers: { 'X-Purpose': 'complaint 17' } };
      expect(await toldOf((role) => ask(role, address))).toEqual([]);
      expect(await toldOf((role) => ask(role, address, why))).toEqual([]);
      expect(await toldOf((role) => ask(role, `${address}&clear=true`))).toEqual([]);
      expect(await toldOf((role) => ask(role, `${address}&clear=true&at=${of().firstPosition}`))).toEqual([]);
      // A session that names nobody has a pseudonym for its person: whoever exports it in clear is told no more.
      expect(await toldOf((role) => ask(role, `${address}&clear=true`, why))).toEqual(['auditor']);
    },
  );

  test('are in a file of the screen for an auditor who says why, and for nobody else', async () => {
    const send = (fields: Record<string, string>) => (role: Role | 'nobody') =>
      browse(role, '/exports/download', {
        method: 'POST',
        body: new URLSearchParams({ type, format: 'csv', ...fields }),
      });
    expect(await toldOf(send({}))).toEqual([]);
    expect(await toldOf(send({ clear: 'yes' }))).toEqual([]);
    expect(await toldOf(send({ purpose: 'complaint 17' }))).toEqual([]);
    expect(await toldOf(send({ clear: 'yes', purpose: 'complaint 17' }))).toEqual(['auditor']);
  });

  test('stand in no refusal, to whomever', async () => {
    const { quiet, waiting } = of();
    const json = { 'Content-Type': 'application/json', 'If-Match': '"999"' };
    const post = (body: object): RequestInit => ({ method: 'POST', headers: json, body: JSON.stringify(body) });
    for (const id of [quiet, waiting])
      for (const [address, init] of [
        [`/records/${id}?at=never`, {}],
        [`/records/${id}/approve`, post({})],
        [`/records/${id}/reject`, post({ code: 'other', text: 'x' })],
        [`/records/${id}/correct`, post({ set: { weight_kg: 'heavy', nothing: 1 }, reason: 'x' })],
        [`/records/${id}/choose`, post({ alternative: 99, reason: 'x' })],
        [`/published/${type}/${waiting.replace(/^./, '0')}`, {}],
        [`/exports/${type}?format=csv&at=99999999`, {}],
      ] as const)
        expect([address, await toldOf((role) => ask(role, address, init))]).toEqual([address, []]);
    const decide = {
      method: 'POST',
      body: new URLSearchParams({ version: '999', code: 'other', text: 'x', reason: 'x' }),
    };
    for (const action of ['approve', 'reject', 'correct', 'choose'])
      expect(await toldOf((role) => browse(role, `/records/${quiet}?/${action}`, decide))).toEqual([]);
  });

  test('are told of by no command but to whoever asks for a record on the host, or for a stated purpose', async () => {
    const { quiet } = of();
    const auditor = ['--purpose', 'complaint 17', '--as', 'auditor@healthai.local'];
    expect(names(await healthai('export', type, '--format', 'ndjson'))).toBe(false);
    expect(names(await healthai('export', type, '--format', 'ndjson', ...auditor))).toBe(true);
    expect(
      names(await healthai('export', type, '--format', 'csv', '--purpose', 'x', '--as', 'reviewer@healthai.local')),
    ).toBe(false);
    expect(names(await healthai('events', '--category', type, '--json'))).toBe(false);
    expect(names(await healthai('approve', quiet, '--as', 'approver@healthai.local', '--json'))).toBe(false);
    expect(names(await healthai('record', quiet, '--json'))).toBe(true);
    const { rows } = await system.sql.query('select purpose from operations.access where record_id = $1', [quiet]);
    expect(rows.map(({ purpose }) => purpose)).toContain('command line');
  });
});

const launcher = path.join(import.meta.dirname, 'cli/healthai.js');
/** All that a command says. */
const healthai = (...words: string[]): Promise<string> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, ...created.environment };
    execFile(process.execPath, [launcher, ...words], { env, maxBuffer: 2 ** 26 }, (_, stdout, stderr) =>
      resolve(`${stdout}\n${stderr}`),
    );
  });

test('no list of the command line names anybody', async () => {
  for (const words of [
    ['imports', '--json'],
    ['queue', '--json'],
    ['queue'],
    ['status', '--json'],
    ['sources', '--json'],
    ['events', '--json'],
    ['imports', 'show', people.get('user_profile')!.import],
  ])
    expect([words, names(await healthai(...words))]).toEqual([words, false]);
});

test('streams that tell of changes name nobody, to any role', async () => {
  const stop = new AbortController();
  const heard = roles.flatMap((role) => [
    fetch(`${server.url}/api/v1/changes`, {
      signal: stop.signal,
      headers: { Authorization: `Bearer ${tokens.get(role)}` },
    }),
    fetch(`${server.url}/live`, { signal: stop.signal, headers: { Cookie: cookies.get(role)! } }),
  ]);
  const streams = await Promise.all(heard);
  expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
  const texts = streams.map(async (stream) => {
    let text = '';
    try {
      for await (const part of stream.body!.pipeThrough(new TextDecoderStream())) text += part;
    } catch {
      // It was stopped.
    }
    return text;
  });
  for (const type of personalTypes) {
    const { quiet } = people.get(type)!;
    const expect = (await Array.fromAsync(system.store.readStream(recordStream(type, quiet)))).length - 1;
    const [set] = measuresOf(type).corrected;
    await system.services.correct(callerOf('reviewer'), quiet, { expect, set, reason: `${needle}-reason` });
  }
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  stop.abort();
  const told = await Promise.all(texts);
  expect(told.every((text) => text.includes('position'))).toBe(true);
  expect(told.filter(names)).toEqual([]);
});

test('after all that, neither metrics nor any line of the technical log names anybody', async () => {
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toContain('healthai');
  expect(names(metrics)).toBe(false);
  expect(logged.length).toBeGreaterThan(100);
  expect(logged.filter(names)).toEqual([]);
});
