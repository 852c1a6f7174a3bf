/** Every parameter, header and field of every endpoint, one after the other, with what nobody should send: refused, never a fault. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../commands/roles.ts';
import { roles } from '../commands/roles.ts';
import { foodFile, mixedFoods } from '../ingestion/import/foods.test-support.ts';
import { type Answered, freshApi, type TestApi } from './api.test-support.ts';
import { type Operation, openApiDocument } from './document.ts';
import { prefix } from './endpoint.ts';
import { endpoints } from './endpoints.ts';

let api: TestApi;
let record = '';
let imported = '';
beforeAll(async () => {
  api = await freshApi({ limits: { perAccount: 1_000_000, perAddress: 1_000_000 } });
  const { json } = await api.ask('operator', '/imports?source=daily-food', {
    body: foodFile(mixedFoods(100)),
    headers: { 'Content-Type': 'text/csv' },
  });
  imported = json.import;
  record = (await api.ask('reviewer', '/queue?type=food&limit=1')).json.items[0].record;
}, 120_000);
afterAll(() => api.remove());

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const document = openApiDocument(endpoints, '0');
/** A stream has no end to wait for. */
const operations: readonly Asked[] = Object.entries(document.paths)
  .flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ method, path, operation })))
  .filter(({ operation }) => operation.operationId !== 'followChanges');

const long = 'x'.repeat(6_000);
const texts: readonly string[] = [
  '',
  ' ',
  'x',
  long,
  '\0',
  'a\0b',
  '\ud800',
  '\u202e\u0000',
  '%00',
  '%',
  '../../etc/passwd',
  '..%2f..%2f',
  '//host',
  'javascript:alert(1)',
  `' or 1=1 --`,
  '$1',
  '{"$gt":0}',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'NaN',
  'Infinity',
  '-1',
  '0',
  '1e309',
  '0x10',
  '9'.repeat(18),
  '9'.repeat(19),
  '9007199254740993',
  '00000000-0000-0000-0000-000000000000',
  randomUUID(),
  '2026-02-30',
  '0001-01-01T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '-271821-04-19',
  'event:',
  'event:00000000-0000-0000-0000-000000000000',
  'W10',
  Buffer.from('[1,null,{}]').toString('base64url'),
  Buffer.from('{"rank":1e400}').toString('base64url'),
  '😀'.repeat(50),
  'é'.normalize('NFD'),
  '\r\nX-Injected: 1',
];
/** As a field of JSON; the last two are too large for any field, and not for a body. */
const contents: readonly unknown[] = [
  ...texts,
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  2 ** 53,
  [],
  [null],
  [[[[[[]]]]]],
  {},
  { toString: 1 },
  { '': '' },
  Array(5_000).fill('x'),
  Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`f${i}`, i])),
  Array(400_000).fill(0),
  'x'.repeat(900_000),
  '\u0000'.repeat(1_000),
];

/** What stands where nothing hostile does. */
const usual: Readonly<Record<string, () => string>> = {
  type: () => 'food',
  id: () => record,
  format: () => 'csv',
  source: () => 'daily-food',
  name: () => 'daily-food',
  dryRun: () => 'true',
  'If-Match': () => '"0"',
};
const usualBodies: Readonly<Record<string, () => Readonly<Record<string, unknown>>>> = {
  signIn: () => ({ email: 'nobody@healthai.local', password: 'wrong' }),
  refreshSession: () => ({ refreshToken: 'none' }),
  signOut: () => ({ refreshToken: 'none' }),
  rejectRecord: () => ({ code: 'implausible', text: 'nobody measured it' }),
  correctRecord: () => ({ set: { energy_kcal: '117', name: 'Porridge' }, reason: 'as the label says' }),
  chooseAlternative: () => ({ alternative: 1, reason: 'the later one' }),
  acceptImport: () => ({ reason: 'it is right', map: [{ column: 'a', to: 'b', unit: 'g' }] }),
};

const usualIn = (path: string, name: string): string =>
  name === 'id' && path.includes('/imports/') ? imported : (usual[name]?.() ?? '');

interface Changed {
  readonly parameter?: { readonly name: string; readonly in: string; readonly value: string };
  readonly body?: unknown;
}

/** A request as usual, but for what is changed of it; undefined where no client could send it. */
async function send({ method, path, operation }: Asked, { parameter, body }: Changed): Promise<Answered | undefined> {
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  let url = path.slice(prefix.length);
  for (const { name, in: place, required } of operation.parameters) {
    const isChanged = parameter?.name === name && parameter.in === place;
    if (!isChanged && !required && name !== 'dryRun') continue;
    const value = isChanged ? parameter.value : usualIn(path, name);
    if (place === 'path') {
      // An empty piece of a path is another path.
      if (value === '') return undefined;
      url = url.replace(`{${name}}`, () => encodeURIComponent(value.toWellFormed()));
    } else if (place === 'query') query.append(name, value.toWellFormed());
    else headers[name] = Buffer.from(value.toWellFormed()).toString('latin1');
  }
  if (Object.values(headers).some((value) => /[\0\r\n]/.test(value))) return undefined;
  const [type] = Object.keys(operation.requestBody?.content ?? {});
  if (type) headers['Content-Type'] = type;
  const sent = type === 'application/json' ? (body ?? usualBodies[operation.operationId]?.() ?? {}) : foodFile([]);
  const entitled = (operation['x-roles'] ?? roles) as readonly Role[];
  const { pathname } = new URL(url, 'http://api');
  // Where dots lead elsewhere it is another endpoint's.
  if (pathname !== url) return undefined;
  return api.ask(entitled[0]!, `${url}?${query}`, {
    method: method.toUpperCase(),
    headers,
    ...(type && { body: typeof sent === 'string' ? sent : JSON.stringify(sent) }),
  });
}

/** Not reached, within its two seconds, is an answer to a position of the future. */
const isAnswer = ({ status, json }: Answered, name: string): boolean =>
  status < 500 || (name === 'atLeast' && json.code === 'not-reached');

const faults = () => api.logged.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50);

const named = (fits: (operation: Operation) => boolean) =>
  operations.filter(({ operation }) => fits(operation)).map((asked) => [asked.operation.operationId, asked] as const);

describe('nothing makes a fault', () => {
  test.each(named(({ parameters }) => parameters.length > 0))('of the parameters of %s', async (_, asked) => {
    for (const { name, in: place } of asked.operation.parameters) {
      // Each waits for two seconds where it is of the future: one of them is enough.
      const values = name === 'atLeast' ? texts.filter((text) => !/^[1-9]\d{8,17}$/.test(text)) : texts;
      for (const value of values) {
        const answered = await send(asked, { parameter: { name, in: place, value } });
        if (answered && !isAnswer(answered, name)) expect([name, value, answered.status]).toEqual([]);
        if (answered && value === long && place !== 'path' && answered.status !== 404) {
          expect([name, answered.status, answered.json?.code]).toEqual([name, 400, 'invalid-parameter']);
          expect(answered.json.params.errors[0].name.toLowerCase()).toBe(name.toLowerCase());
        }
      }
    }
    expect(faults()).toEqual([]);
  });

  test.each(named(({ requestBody }) => 'application/json' in (requestBody?.content ?? {})))(
    'of the body of %s',
    async (id, asked) => {
      const whole = usualBodies[id]?.() ?? { reason: 'it is wrong' };
      const bodies: unknown[] = contents.filter((content) => content !== '');
      for (const field of Object.keys(whole))
        for (const content of contents) bodies.push({ ...whole, [field]: content });
      if ('set' in whole) for (const content of contents) bodies.push({ ...whole, set: { name: content } });
      for (const body of bodies) {
        const answered = await send(asked, { body });
        if (answered && answered.status >= 500)
          expect([JSON.stringify(body).slice(0, 200), answered.status]).toEqual([]);
      }
      expect(faults()).toEqual([]);
    },
  );
});

describe('a text of 900 kB', () => {
  const huge = 'x'.repeat(900_000);
  test.each([
    ['signIn', 'email', { email: huge, password: 'x' }],
    ['signIn', 'password', { email: 'x', password: huge }],
    ['rejectRecord', 'text', { code: 'implausible', text: huge }],
    ['correctRecord', 'set.name', { set: { name: huge }, reason: 'as the label says' }],
    ['correctRecord', 'reason', { set: { name: 'x' }, reason: huge }],
    ['chooseAlternative', 'reason', { alternative: 1, reason: huge }],
    ['rejectImport', 'reason', { reason: huge }],
    ['giveUpImport', 'reason', { reason: huge }],
  ])('for %s is refused, and %s named', async (id, field, body) => {
    const asked = operations.find(({ operation }) => operation.operationId === id)!;
    const answered = await send(asked, { body });
    expect([answered?.status, answered?.json.code]).toEqual([422, 'invalid-body']);
    expect(answered?.json.params.errors.map(({ name }: { name: string }) => name)).toContain(field);
  });
});
