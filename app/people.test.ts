/** Whom people are shown to: every type about people, at every position of its life, to every role, through every door. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import Koa from 'koa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Role, roles } from '../commands/roles.ts';
import type { RecordType } from '../domain/contracts/contract.ts';
import { recordStream } from '../domain/record/history.ts';
import type { AccessEntry } from '../services/access.ts';
import { accountId } from '../services/accounts/keep-accounts.ts';
import type { Caller } from '../services/caller.ts';
import { freshSystem, type TestSystem } from '../test/system.ts';
import { readUsers } from './credentials.ts';
import { mount } from './mount.ts';
import { definitionOf, fileOf, measuresOf, needle, personalTypes, sourceOf } from './people.test-support.ts';

type Account = Role | 'approver2';
/** An account, and whether a purpose is stated; or nobody. */
type Who = Account | `${Account} with a purpose` | 'nobody';
const everybody: readonly Who[] = [
  ...roles,
  'approver2',
  'reviewer with a purpose',
  'auditor with a purpose',
  'scientist with a purpose',
  'nobody',
];
const accountOf = (who: Exclude<Who, 'nobody'>): Account => who.replace(' with a purpose', '') as Account;
const purpose = 'complaint 17';
const purposeOf = (who: Who): string | undefined => (who.endsWith(' with a purpose') ? purpose : undefined);

let system: TestSystem;
let server: http.Server;
let url: string;
const closing = new AbortController();
const tokens = new Map<Account, string>();
const cookies = new Map<Account, string>();

beforeAll(async () => {
  system = await freshSystem();
  mkdirSync(path.join(system.dataDir, 'sources'), { recursive: true });
  for (const type of personalTypes)
    writeFileSync(path.join(system.dataDir, 'sources', `${sourceOf(type)}.json`), JSON.stringify(definitionOf(type)));
  const app = new Koa();
  for (const one of (await mount(system, closing.signal)).middleware) app.use(one);
  // Whoever asks may leave in the middle of an answer.
  app.on('error', () => {});
  server = http.createServer(app.callback());
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const users = readUsers(path.join(system.dataDir, 'credentials.json'));
  for (const account of [...roles, 'approver2'] as const) {
    const { email, password } = users.find((user) => user.email.startsWith(`${account}@`))!;
    tokens.set(account, (await system.services.accounts.signIn(email, password, 'test')).accessToken);
    const answer = await fetch(`${url}/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Origin: url },
      body: new URLSearchParams({ email, password }),
    });
    cookies.set(
      account,
      answer.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; '),
    );
  }
}, 180_000);
afterAll(async () => {
  closing.abort();
  server.closeAllConnections();
  server.close();
  await system.remove();
});

function callerOf(who: Who): Caller {
  const account = who === 'nobody' ? 'reviewer' : accountOf(who);
  const stated = purposeOf(who);
  return {
    id: who === 'nobody' ? randomUUID() : accountId(`${account}@healthai.local`),
    email: `${account}@healthai.local`,
    roles: who === 'nobody' ? [] : [account === 'approver2' ? 'approver' : account],
    language: 'en',
    correlationId: randomUUID(),
    ...(stated !== undefined && { purpose: stated }),
  };
}

/** What somebody is told at a door, refusals included. */
type Door = (who: Who, id: string, at?: string) => Promise<string>;
const service: Door = (who, id, at) =>
  system.services.record(callerOf(who), id, at).then(
    (sheet) => JSON.stringify(sheet),
    (error) => `${error} ${error.text?.('en')} ${JSON.stringify(error.params)}`,
  );
async function ask(who: Who, address: string): Promise<string> {
  const token = who === 'nobody' ? undefined : tokens.get(accountOf(who));
  const stated = purposeOf(who);
  const headers = { ...(token && { Authorization: `Bearer ${token}` }), ...(stated && { 'X-Purpose': stated }) };
  return (await fetch(`${url}/api/v1${address}`, { headers })).text();
}
async function browse(who: Who, address: string): Promise<string> {
  const Cookie = (who !== 'nobody' && cookies.get(accountOf(who))) || '';
  return (await fetch(url + address, { redirect: 'manual', headers: { Cookie, Accept: 'text/html' } })).text();
}
const atOf = (at: string | undefined): string => (at === undefined ? '' : `?at=${at}`);
const api: Door = (who, id, at) => ask(who, `/records/${id}${atOf(at)}`);
const page: Door = (who, id, at) => browse(who, `/records/${id}${atOf(at)}`);

/** How often somebody was shown a record, as this test saw it: the access log has to say the same. */
const shown = new Map<string, number>();

async function upload(type: RecordType, rows: Parameters<typeof fileOf>[1]): Promise<string> {
  const { counts, import: id } = await system.services.upload(callerOf('operator'), {
    source: sourceOf(type),
    content: Readable.from([Buffer.from(fileOf(type, rows))]),
    fileName: 'people.csv',
  });
  expect(counts.read).toBe(rows.length);
  return id!;
}

const isEntitled = (who: Who, workers: readonly Account[]): boolean =>
  who === 'auditor with a purpose' || (who !== 'nobody' && workers.includes(accountOf(who)));

/** Asks at a door; whoever is entitled finds the person and the raw cells, and nobody else finds anything. */
async function look(door: Door, who: Who, id: string, at: string | undefined, entitled: boolean): Promise<void> {
  const told = await door(who, id, at);
  const found = {
    identity: new RegExp(`${needle}-(?!raw)|1971-07-19`).test(told),
    raw: told.includes(`${needle}-raw`),
  };
  expect({ who, at, ...found }, told.slice(0, 200)).toEqual({ who, at, identity: entitled, raw: entitled });
  if (!entitled || who === 'nobody') return;
  const key = `user:${callerOf(who).id} ${id}`;
  shown.set(key, (shown.get(key) ?? 0) + 1);
}

async function nothingFound(
  door: (who: Who, address: string) => Promise<string>,
  whom: readonly Who[],
  address: string,
): Promise<void> {
  const found = await Promise.all(whom.map(async (who) => ((await door(who, address)).includes(needle) ? [who] : [])));
  expect([address, found.flat()]).toEqual([address, []]);
}

describe.each(personalTypes)('%s', (type) => {
  const ids = new Map<string, string>();
  const idOf = (name: string): string => ids.get(name)!;
  let importId: string;

  beforeAll(async () => {
    const [otherwise] = measuresOf(type).corrected;
    importId = await upload(type, [
      { name: 'quiet' },
      { name: 'waiting' },
      { name: 'waiting', changed: otherwise },
      { name: 'corrected' },
      { name: 'gone' },
    ]);
    const { rows } = await system.sql.query('select record_id from records.record where type = $1', [type]);
    for (const { record_id: id } of rows) {
      const [first] = await Array.fromAsync(system.store.readStream(recordStream(type, id)));
      const name = ['quiet', 'waiting', 'corrected', 'gone'].find((one) =>
        JSON.stringify(first!.data).includes(`raw-${one}`),
      );
      ids.set(name!, id);
    }
    expect([...ids.keys()].sort()).toEqual(['corrected', 'gone', 'quiet', 'waiting']);
  });

  /** At every position of its life and now; behind the service, which decides it, at the position where most waited. */
  async function isShownTo(name: string, workers: readonly Account[]): Promise<void> {
    const id = idOf(name);
    const events = await Array.fromAsync(system.store.readStream(recordStream(type, id)));
    const positions = events.map(({ position }) => `${position}`);
    const all = (door: Door, whom: readonly Who[], at?: string): Promise<unknown> =>
      Promise.all(whom.map((who) => look(door, who, id, at, isEntitled(who, workers))));
    for (const at of [undefined, ...positions]) await all(service, everybody, at);
    await all(api, everybody, positions[0]);
    await all(page, ['reviewer', 'approver', 'scientist', 'nobody'], positions[0]);
  }

  const seen = async (name: string): Promise<{ expect: number }> => ({
    expect: (await Array.fromAsync(system.store.readStream(recordStream(type, idOf(name))))).length - 1,
  });
  const correct = async (who: Who, name: string, nth: 0 | 1): Promise<unknown> =>
    system.services.correct(callerOf(who), idOf(name), {
      ...(await seen(name)),
      set: measuresOf(type).corrected[nth],
      reason: `${needle}-reason`,
    });

  test('is shown to nobody once published, however it is looked at', () => isShownTo('quiet', []));

  test('is shown to those who work on the queue while it waits there', () =>
    isShownTo('waiting', ['reviewer', 'approver', 'approver2']));

  test('is not shown to whoever corrects it, but to those who decide on the correction', async () => {
    await correct('reviewer', 'corrected', 0);
    await isShownTo('corrected', ['approver', 'approver2']);
  });

  test('is shown to nobody once that is approved', async () => {
    await system.services.approve(callerOf('approver'), idOf('corrected'), await seen('corrected'));
    await isShownTo('corrected', []);
  });

  test('is shown to whoever corrects what somebody else has corrected, and not to that one for it', async () => {
    await correct('approver', 'quiet', 0);
    await isShownTo('quiet', ['reviewer', 'approver2']);
    await correct('reviewer', 'quiet', 1);
    await isShownTo('quiet', ['reviewer', 'approver2']);
  });

  test('is shown to nobody once rejected, and not to whoever opens it again', async () => {
    await system.services.reject(callerOf('reviewer'), idOf('waiting'), {
      ...(await seen('waiting')),
      code: 'other',
      text: `${needle}-text`,
    });
    await isShownTo('waiting', []);
    await correct('reviewer', 'waiting', 1);
    await isShownTo('waiting', ['approver', 'approver2']);
  });

  test('is shown to nobody once its source states it no longer', async () => {
    await upload(type, [{ name: 'quiet' }, { name: 'waiting' }, { name: 'corrected' }]);
    await isShownTo('gone', []);
  });

  test('is told of in the access log as often as it was shown', async () => {
    const entries: AccessEntry[] = [];
    for (const id of ids.values())
      for (let after: string | undefined; ; ) {
        const question = { record: id, limit: 200, ...(after !== undefined && { after }) };
        const { items, next } = await system.services.accessLog(callerOf('auditor'), question);
        entries.push(...items);
        if (next === null) break;
        after = next;
      }
    const told = new Map<string, number>();
    for (const { what, actor, record, subject, purpose: why } of entries) {
      expect(subject).toMatch(/^[0-9a-f-]{36}$/);
      expect(why).toBe(actor === `user:${callerOf('auditor').id}` ? purpose : 'queue');
      if (what === `${type} ${record}`) told.set(`${actor} ${record}`, (told.get(`${actor} ${record}`) ?? 0) + 1);
    }
    const expected = [...shown].filter(([key]) => [...ids.values()].some((id) => key.endsWith(id)));
    expect([...told].sort()).toEqual(expected.sort());
  });

  test('is found in no list, export, import or figure', async () => {
    const addresses = [
      `/queue?type=${type}`,
      `/queue/facets?type=${type}`,
      `/published/${type}`,
      `/published/${type}/${idOf('corrected')}`,
      `/records/${idOf('corrected')}/history`,
      `/events?category=${type}`,
      `/exports/${type}?format=csv`,
      `/imports/${importId}`,
      `/imports/${importId}/quarantined-rows`,
      `/sources/${sourceOf(type)}`,
    ];
    const others = everybody.filter((who) => who !== 'auditor with a purpose');
    for (const address of addresses) await nothingFound(ask, others, address);
    for (const address of [`/queue?type=${type}`, `/imports/${importId}`, `/sources/${sourceOf(type)}`])
      await nothingFound(browse, ['reviewer', 'auditor', 'operator'], address);
    expect(await ask('auditor with a purpose', `/published/${type}`)).toContain(needle);
    expect(await ask('auditor with a purpose', `/events?category=${type}`)).toContain(`${needle}-raw`);
  });
});

test('nobody is named where everything is listed', async () => {
  for (const address of ['/imports', '/overview', '/sources', '/status', '/access-log'])
    await nothingFound(ask, everybody, address);
  for (const address of ['/', '/imports', '/sources']) await nothingFound(browse, roles, address);
  const stop = new AbortController();
  const changes = await fetch(`${url}/api/v1/changes`, {
    signal: stop.signal,
    headers: { Authorization: `Bearer ${tokens.get('operator')}` },
  });
  const { value } = await changes.body!.getReader().read();
  expect(new TextDecoder().decode(value)).not.toContain(needle);
  stop.abort();
});
