/**
 * Whatever is sent to the screens, by whoever: an answer, and never a fault of ours, a stack, another host or something of a
 * person who is nobody's business. Tried on every route of the folder, in its parameters, its query and its forms.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readConfiguration } from '../../app/configuration.ts';
import { readUsers } from '../../app/credentials.ts';
import { definitionOf, fileOf, needle, sourceOf } from '../../app/people.test-support.ts';
import { openSystem, type System } from '../../app/system.ts';
import { type Role, roles } from '../../commands/roles.ts';
import { foodFile, mixedFoods } from '../../ingestion/import/foods.test-support.ts';
import type { Caller } from '../../services/caller.ts';
import { type Serving, serving } from '../../test/serving.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { pathOf, type Route, routes, screens } from './routes.ts';

// The screens may have to be built first.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

type Who = Role | 'nobody';
const everybody: readonly Who[] = [...roles, 'nobody'];

let system: TestSystem;
let observed: System;
let server: Serving;
const agent = new http.Agent({ keepAlive: true });
const faults: string[] = [];
const cookies = new Map<Who, string>();
/** Somebody who is published: no queue gives a reason to be shown them. */
let person = '';
let importId = '';
let waiting: readonly string[] = [];

beforeAll(async () => {
  system = await freshSystem();
  fs.mkdirSync(path.join(system.dataDir, 'sources'), { recursive: true });
  const type = 'user_profile';
  fs.writeFileSync(path.join(system.dataDir, 'sources', `${sourceOf(type)}.json`), JSON.stringify(definitionOf(type)));
  // Whoever sends has an address of their own each time: what is tried here are inputs, not limits.
  const environment = { ...system.environment, TRUSTED_PROXIES: '127.0.0.1' };
  const configuration = readConfiguration(environment);
  const log = pino({ level: 'error' }, { write: (line: string) => void faults.push(line) });
  observed = await openSystem(configuration, log);
  server = await serving(observed, configuration);
  for (const { email, password, roles: held } of readUsers(path.join(system.dataDir, 'credentials.json'))) {
    const { accessToken } = await observed.services.accounts.signIn(email, password, 'test');
    for (const role of held) if (!cookies.has(role)) cookies.set(role, `healthai_access=${accessToken}`);
  }
  const taken = async (source: string, content: string): Promise<string> => {
    const given = { source, content: Readable.from([Buffer.from(content)]), fileName: 'file.csv' };
    return (await observed.services.upload(callerOf('operator'), given)).import ?? '';
  };
  await taken(sourceOf(type), fileOf(type, [{ name: 'quiet' }]));
  importId = await taken('daily-food', foodFile(mixedFoods(400)));
  person = (await observed.services.published(callerOf('scientist'), type, {})).items[0]?.id ?? '';
  waiting = (await observed.services.queue(callerOf('approver'), { limit: 200 })).items.map(({ record }) => record);
  expect([person, importId, waiting.length > 10]).toEqual([expect.any(String), expect.any(String), true]);
});
afterAll(async () => {
  agent.destroy();
  await server?.close();
  await observed?.close();
  await system?.remove();
});

const callerOf = (role: Role): Caller => ({
  id: randomUUID(),
  email: `${role}@example.org`,
  roles: [role],
  language: 'en',
  correlationId: randomUUID(),
});

interface Sent {
  readonly as: Who;
  readonly method?: string;
  /** As it is written on the wire. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** The body is cut off after it, where it says that there is more. */
  readonly cut?: boolean;
}

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly text: string;
}

let address = 0;

/** A stream that has no end is left as soon as it begins. */
function send({ as, method = 'GET', path: asked, headers = {}, body, cut = false }: Sent): Promise<Answer | 'cut off'> {
  const { hostname, port } = new URL(server.url);
  const from = `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address++ & 255}`;
  const cookie = cookies.get(as);
  const given = {
    ...{ accept: 'text/html', origin: server.url, 'x-forwarded-for': from },
    ...(cookie !== undefined && { cookie }),
    ...(body !== undefined && { 'content-length': `${Buffer.byteLength(body) + (cut ? 1_000 : 0)}` }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, method, path: asked, headers: given, agent }, (answer) => {
      const { statusCode: status = 0, headers: told } = answer;
      let text = '';
      const done = (): void => resolve({ status, location: told.location, text });
      answer.setEncoding('utf8').on('data', (piece) => (text += piece));
      answer.on('end', done).on('error', done);
      if (told['content-type']?.startsWith('text/event-stream')) {
        done();
        request.destroy();
      }
    });
    // Whoever sends too much may find the connection closed.
    request.on('error', (error: NodeJS.ErrnoException) =>
      ['ECONNRESET', 'EPIPE', 'HPE_INVALID_CONSTANT'].includes(error.code ?? '') ? resolve('cut off') : reject(error),
    );
    if (cut) request.write(body ?? '', () => setTimeout(() => request.destroy(), 50));
    else request.end(body);
  });
}

/** Whether an address that is told leads to this server, as a browser understands it. */
const isHere = (location: string, asked: string): boolean =>
  new URL(location, new URL(asked.replace(/^\/+/, '/'), server.url)).origin === server.url;

/** How often each status was answered: a test that never came past the gates would find nothing. */
const seen = new Map<number, number>();

async function isHarmless(sent: Sent, mayBeShown = false): Promise<void> {
  const before = faults.length;
  const answer = await send(sent);
  if (answer === 'cut off') return;
  const { status, location, text } = answer;
  seen.set(status, (seen.get(status) ?? 0) + 1);
  const { body, ...asked } = sent;
  const what = { ...asked, path: asked.path.slice(0, 300), body: String(body ?? '').slice(0, 300), status };
  expect({
    ...what,
    fault: status >= 500 ? text.slice(0, 500) || true : false,
    // Of our own code: words of people may say anything.
    stack: /\n\s+at .+:\d+:\d+|node_modules/.exec(text)?.[0] ?? null,
    elsewhere: location !== undefined && !isHere(location, asked.path) ? location : null,
    person: !mayBeShown && (text.includes(`${needle}-`) || text.includes('1971-07-19')),
    logged: faults.slice(before),
  }).toEqual({ ...what, fault: false, stack: null, elsewhere: null, person: false, logged: [] });
}

/** Texts that broke something somewhere before. */
const hostile: readonly string[] = [
  ...['', ' ', '\0', 'a\0b', '\ud800', '\u202e', '٣', '👩‍👩‍👧', 'a\r\nSet-Cookie: a=b', '%00', '%', '%ED%A0%80'],
  ...['/..//host', '//host', '\\\\host', 'https://host/', '/\\host', 'javascript:alert(1)', '../../etc/passwd'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    `' or 1=1 --`,
    '<script>alert(1)</script>',
    '{}',
    '[]',
    'null',
    '{{7*7}}',
  ],
  ...['0', '-1', '1e999', 'NaN', '9'.repeat(18), '9'.repeat(30), '0x10', '1_0_0', '-1_9223372036854775808_x'],
  ...['0000-01-01', '9999-12-31', '2026-02-30', '+275760-09-13T00:00:00.000Z', 'event:x', 'event:'],
  ...['food', 'user_profile', 'csv', 'error', 'held', 'yes', 'de', 'F5', 'daily-food', 'user:x', 'system:operator'],
  'x'.repeat(5_000),
];
let turn = 0;
/** Some of the texts, the next ones each time: all of them come about many times over. */
const some = (count: number): readonly string[] =>
  Array.from({ length: count }, () => hostile[turn++ % hostile.length] ?? '');
const known = (): readonly string[] => [person, importId, waiting[0] ?? '', randomUUID(), `user:${randomUUID()}`];

/** As a browser writes it; half of a surrogate pair as a program would, since no browser can. */
const written = (text: string): string =>
  [...text].map((one) => (one.isWellFormed() ? encodeURIComponent(one) : '%ED%A0%80')).join('');

/** Names that the screens' own code asks for, wherever it does. */
const named = (folder: string, recursive = true): readonly string[] => {
  const files = fs.readdirSync(folder, { recursive, encoding: 'utf8' }).filter((name) => /\.(ts|svelte)$/.test(name));
  const text = files.map((name) => fs.readFileSync(path.join(folder, name), 'utf8')).join('\n');
  const single = text.matchAll(/(?:\.get|\.has|given)\('([\w.-]+)'\)|textOf\(form, '([\w.-]+)'|\bname="([\w.-]+)"/g);
  const lists = text.matchAll(/\[((?:'[\w.-]+'(?:, )?)+)\](?: as const|\.map\(\((?:name|field)\))/g);
  return [
    ...new Set([
      ...[...single].map(([, ...groups]) => groups.find((one) => one !== undefined) ?? ''),
      ...[...lists].flatMap(([, list = '']) => [...list.matchAll(/'([^']+)'/g)].map(([, one = '']) => one)),
    ]),
  ];
};
const allNames = [...named(screens), '__proto__', 'constructor', '/x', 'a[]', 'a[b]', ''];
const ownNames = ({ id }: Route): readonly string[] => named(path.join(screens, 'routes', id), false);

const values = (): Readonly<Record<string, string>> => ({
  id: waiting[address % waiting.length] ?? '',
  name: 'daily-food',
});
/** The path of a route that leads to something. */
const goodPath = (route: Route): string =>
  pathOf(route, { ...values(), ...(route.id.startsWith('/imports') && { id: importId }) });

/** Who can see something there, as far as anybody can. */
const entitled: Readonly<Record<string, Who>> = {
  '/imports': 'operator',
  '/exports': 'scientist',
  '/sources': 'scientist',
  '/access': 'auditor',
};
const whoOf = ({ id }: Route): Who => entitled[`/${id.split('/')[1]}`] ?? 'approver';

/** What the forms of a page hold, whatever they are sent to. */
async function fieldsOf(route: Route, as: Who): Promise<Record<string, string>> {
  const answer = await send({ as, path: goodPath(route) });
  const fields: Record<string, string> = {};
  if (answer === 'cut off') return fields;
  for (const [tag] of answer.text.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)) {
    const name = / name="([^"]*)"/.exec(tag)?.[1];
    if (name !== undefined) fields[name] ??= / value="([^"]*)"/.exec(tag)?.[1] ?? 'x';
  }
  return fields;
}

const form = (fields: Iterable<readonly [string, string]>): string =>
  [...fields].map(([name, value]) => `${written(name)}=${written(value)}`).join('&');
const isForm = { 'content-type': 'application/x-www-form-urlencoded' };

/** Where the forms of a route are sent. */
const targets = (route: Route): readonly string[] => {
  const own = route.methods.includes('POST') ? [goodPath(route)] : [];
  return [...route.actions.map((name) => `${goodPath(route)}${name === 'default' ? '' : `?/${name}`}`), ...own];
};

describe.each(routes.map((route) => [`${route.id}${route.page ? '' : ' (no page)'}`, route] as const))(
  '%s',
  (_, route) => {
    test('takes whatever stands for its parameters, from everybody', async () => {
      if (route.params.length === 0) return isHarmless({ as: 'nobody', path: goodPath(route) });
      for (const value of [...hostile, ...known(), 'x'.repeat(900_000)])
        for (const as of [whoOf(route), 'nobody'] as const)
          for (const one of [written(value), value.replaceAll(/[^!-~]/g, '')])
            await isHarmless({ as, path: route.id.replaceAll(/\[[^\]]+\]/g, one) });
    });

    test('takes whatever is asked for, and however, by everybody', async () => {
      const names = [...new Set([...ownNames(route), ...Object.keys(await fieldsOf(route, whoOf(route)))])];
      for (const name of names)
        for (const value of [...some(9), ...known()]) {
          const query = `${written(name)}=${written(value)}`;
          await isHarmless({ as: whoOf(route), path: `${goodPath(route)}?${query}` });
        }
      for (const as of everybody) {
        for (const query of [
          'a=1&a=2&a=3',
          '%',
          '=',
          '&&',
          '/x',
          '/../x',
          `a=${'x'.repeat(20_000)}`,
          '?/x',
          'x-sveltekit-invalidated=1',
        ])
          await isHarmless({ as, path: `${goodPath(route)}?${query}` });
        for (const method of ['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
          await isHarmless({ as, method, path: goodPath(route) });
        await isHarmless({ as, path: `${goodPath(route).replace(/\/$/, '')}/__data.json?x-sveltekit-invalidated=zz` });
      }
    });

    test('takes whatever its forms are sent, however it is written, from everybody', async () => {
      const fields = await fieldsOf(route, whoOf(route));
      const names = [...new Set([...ownNames(route), ...Object.keys(fields)])];
      for (const target of [...targets(route), `${goodPath(route)}?/nothing`]) {
        for (const name of names)
          for (const value of some(3)) {
            const filled = { ...fields, command: randomUUID(), [name]: value };
            const body = form(Object.entries(filled));
            await isHarmless({ as: whoOf(route), method: 'POST', path: target, headers: isForm, body });
          }
        for (const as of everybody)
          for (const sent of bodies(fields)) await isHarmless({ as, method: 'POST', path: target, ...sent });
      }
    });
  },
);

/** Bodies that are no form, or more than one. */
function bodies(fields: Readonly<Record<string, string>>): readonly Omit<Sent, 'as' | 'path'>[] {
  const multipart = { 'content-type': 'multipart/form-data; boundary=b' };
  const part = (name: string, file: string, text: string): string =>
    `--b\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`;
  const asFiles = Object.keys(fields)
    .map((name) => part(name, '; filename="/../x"', 'text'))
    .join('');
  const whole = form(Object.entries(fields));
  return [
    { headers: isForm, body: '' },
    { headers: isForm, body: `${whole}&reason=${'x'.repeat(900_000)}` },
    { headers: isForm, body: `${whole}&reason=${'x'.repeat(400_000)}` },
    { headers: isForm, body: [...Object.keys(fields), ...Object.keys(fields)].map((name) => `${name}=1`).join('&') },
    { headers: isForm, body: '%=%&=&\0=\0&%ED%A0%80=%ED%A0%80' },
    { headers: isForm, body: Buffer.from([0xff, 0xfe, 0x00, 0x80]) },
    { headers: { 'content-type': 'application/json' }, body: '{"a":' },
    { headers: { 'content-type': 'text/plain' }, body: whole },
    { headers: { 'content-type': 'application/xml' }, body: '<a/>' },
    { headers: { 'content-type': 'multipart/form-data' }, body: 'x' },
    { headers: { 'content-type': 'multipart/form-data; boundary=' }, body: 'x' },
    { headers: multipart, body: '--c\r\n' },
    { headers: multipart, body: `${asFiles}--b--\r\n` },
    { headers: multipart, body: `${part('x', '', 'y').repeat(2_000)}--b--\r\n` },
    { headers: multipart, body: '--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n' },
    { headers: multipart, body: asFiles, cut: true },
    { headers: { ...isForm, 'content-encoding': 'gzip' }, body: whole },
    { headers: { ...isForm, origin: 'null' }, body: whole },
    { headers: { ...isForm, accept: 'application/json', 'x-sveltekit-action': 'true' }, body: whole },
  ];
}

test('nothing that is put together of all this is any worse', async () => {
  const text = fc.oneof(
    fc.constantFrom(...hostile),
    fc.constantFrom(...known()),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  const pairs = fc.array(fc.tuple(fc.constantFrom(...allNames), text), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        route: fc.constantFrom(...routes),
        as: fc.constantFrom(...everybody),
        query: pairs,
        fields: pairs,
        posts: fc.boolean(),
      }),
      async ({ route, as, query, fields, posts }) => {
        const all = targets(route);
        const target = all[fields.length % Math.max(1, all.length)];
        if (!posts || target === undefined) return isHarmless({ as, path: `${goodPath(route)}?${form(query)}` });
        // Whoever states a purpose as an auditor is shown somebody: that is what it is for.
        const stated = as === 'auditor' && fields.some(([name]) => name === 'purpose');
        const body = form([...fields, ['command', randomUUID()], ['expect', '0']]);
        const path = `${target}${target.includes('?') ? '&' : '?'}${form(query)}`;
        await isHarmless({ as, method: 'POST', path, headers: isForm, body }, stated);
      },
    ),
    { numRuns: 400 },
  );
});

test('they came past the gates, and the person is there to be found', async () => {
  for (const status of [200, 303, 400, 403, 404, 413])
    expect([status, (seen.get(status) ?? 0) > 5]).toEqual([status, true]);
  const purpose = form([['purpose', 'complaint 17']]);
  const shown = await send({
    as: 'auditor',
    method: 'POST',
    path: `/records/${person}?/purpose`,
    headers: isForm,
    body: purpose,
  });
  expect(shown !== 'cut off' && shown.text.includes(`${needle}-`)).toBe(true);
  await isHarmless({ as: 'auditor', path: `/records/${person}` });
});
