/** Both doors of a running server, API and screens: the same limits, counted together, and the same headers on every answer. */
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { securityHeaders } from '../api/headers.ts';
import type { Limits } from '../api/limits.ts';
import type { Role } from '../commands/roles.ts';
import { type Serving, serving } from '../test/serving.ts';
import { freshSystem, type TestSystem } from '../test/system.ts';
import { readUsers } from './credentials.ts';

// The screens may have to be built first.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

let system: TestSystem;
const logged: { readonly level: number; readonly msg: string }[] = [];
const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
const tokens = new Map<Role, string>();
const opened: (() => Promise<void>)[] = [];

beforeAll(async () => {
  system = await freshSystem();
  const users = readUsers(path.join(system.dataDir, 'credentials.json'));
  for (const role of ['operator', 'admin', 'scientist'] as const) {
    const { email, password } = users.find((user) => user.email.startsWith(`${role}@`))!;
    tokens.set(role, (await system.services.accounts.signIn(email, password, 'test')).accessToken);
  }
});
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});
afterAll(() => system.remove());

/** A server of the system with limits of its own. */
async function running(limits: Partial<Limits> = {}): Promise<Serving> {
  const server = await serving({ ...system, log }, { limits });
  opened.push(server.close);
  return server;
}

const cookie = (role: Role) => ({ Cookie: `healthai_access=${tokens.get(role)}` });
const bearer = (role: Role) => ({ Authorization: `Bearer ${tokens.get(role)}` });

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

function ask(
  { port }: Serving,
  asked: string,
  headers: http.OutgoingHttpHeaders = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path: asked, method, headers, agent: false };
    const request = http.request(options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece) => (text += piece));
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    request.once('error', reject).end();
  });
}

/** Opens what stays open, and answers with its head. */
function open({ port }: Serving, asked: string, headers: http.OutgoingHttpHeaders): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    http.get({ port, host: '127.0.0.1', path: asked, headers, agent: false }, resolve).once('error', reject);
  });
}

/** Sends bytes as they are, then more at a pace, and reads until the other side closes. */
function raw(
  { port }: Serving,
  bytes: string,
  drip?: { readonly piece: string; readonly everyMs: number },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let text = '';
    let timer: ReturnType<typeof setInterval> | undefined;
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.write(bytes);
      timer = drip && setInterval(() => socket.writable && socket.write(drip.piece), drip.everyMs);
    });
    socket.setEncoding('latin1').on('data', (piece) => (text += piece));
    // Who is still sending may be told by the connection's end alone.
    socket.once('error', (error: NodeJS.ErrnoException) => text === '' && reject(error));
    socket.once('close', () => {
      clearInterval(timer);
      const [head = '', ...body] = text.split('\r\n\r\n');
      const [first = '', ...lines] = head.split('\r\n');
      const headers = Object.fromEntries(
        lines.map((line) => [line.split(': ', 1)[0]!.toLowerCase(), line.replace(/^[^:]*: /, '')]),
      );
      resolve({ status: Number(first.split(' ')[1]), headers, text: body.join('\r\n\r\n') });
    });
  });
}

/** The headers that every answer carries; policies of pages and what may be kept are their own. */
function expectSafe({ headers }: Pick<Answer, 'headers'>, what: string): void {
  const { 'Content-Security-Policy': _, 'Cache-Control': __, ...exact } = securityHeaders;
  for (const [name, value] of Object.entries(exact))
    expect([what, name, headers[name.toLowerCase()]]).toEqual([what, name, value]);
  expect([what, headers['content-security-policy']]).toEqual([what, expect.stringContaining("frame-ancestors 'none'")]);
  expect([what, headers['cache-control']]).toEqual([what, expect.stringMatching(/no-store|no-cache|max-age/)]);
  expect([what, headers['x-powered-by']]).toEqual([what, undefined]);
}

const errorsIn = () => logged.filter(({ level }) => level >= 50);

describe('every answer carries what browsers need to be told', () => {
  test.each([
    ['/login', 200],
    ['/', 303],
    ['/nothing', 404],
    ['/health/live', 200],
    ['/metrics', 200],
    ['/openapi.json', 200],
    ['/docs', 200],
    ['/api/v1/nothing', 404],
    ['/api/v1/status', 401],
    ['/_app/immutable/nothing.js', 404],
  ])('%s', async (asked, status) => {
    const answer = await ask(await running(), asked);
    expect(answer.status).toBe(status);
    expectSafe(answer, asked);
  });

  const post = (target: string, ...more: string[]) =>
    [`POST ${target} HTTP/1.1`, 'Host: x', ...more, '', ''].join('\r\n');
  test.each([
    ['what is no HTTP', 'GARBAGE\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
    ['an address without end', `GET /?q=${'x'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    ['no host', 'GET /login HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['an address that is no path', 'GET login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
    [
      'a body that is too large for the API',
      post('/api/v1/auth/login', 'Content-Type: application/json', 'Content-Length: 90000000'),
      413,
    ],
    [
      'a body that is too large for a screen',
      post(
        '/login',
        'Origin: http://x',
        'Content-Type: application/x-www-form-urlencoded',
        'Content-Length: 90000000',
        'Connection: close',
      ),
      413,
    ],
    ['another method', post('/health/live', 'Content-Length: 0', 'Connection: close'), 405],
    [
      'a form of another site',
      post(
        '/login',
        'Origin: http://y',
        'Content-Type: application/x-www-form-urlencoded',
        'Content-Length: 0',
        'Connection: close',
      ),
      403,
    ],
    [
      'an expectation that nobody knows',
      'GET /health/live HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nConnection: close\r\n\r\n',
      200,
    ],
  ])('to %s', async (what, bytes, status) => {
    const answer = await raw(await running(), bytes);
    expect([what, answer.status]).toEqual([what, status]);
    expectSafe(answer, what);
    expect(errorsIn()).toEqual([]);
  });
});

describe('who is slow', () => {
  const quick = { arrivalMs: 400, headersMs: 400, bytesPerSecond: 1_000 };
  const form = (target: string, ...more: string[]) =>
    [`POST ${target} HTTP/1.1`, 'Host: x', 'Origin: http://x', ...more, '', ''].join('\r\n');
  const urlencoded = 'Content-Type: application/x-www-form-urlencoded';
  const multipart = 'Content-Type: multipart/form-data; boundary=b';
  const operator = () => `Cookie: healthai_access=${tokens.get('operator')}`;
  const file =
    '--b\r\nContent-Disposition: form-data; name="source"\r\n\r\ndaily-food\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="f.csv"\r\nContent-Type: text/csv\r\n\r\n';

  test.each([
    ['with headers', () => 'GET /login HTTP/1.1\r\nHost: x\r\nX-A', 'b'],
    ['with a form', () => `${form('/login', urlencoded, 'Content-Length: 5000')}email=`, 'x'],
    ['with a form in pieces', () => `${form('/login', urlencoded, 'Content-Length: 5000')}email=`, ''],
    [
      'with JSON for the API',
      () => `${form('/api/v1/auth/login', 'Content-Type: application/json', 'Content-Length: 5000')}{"email"`,
      ' ',
    ],
    [
      'with a file for the API',
      () =>
        `${form('/api/v1/imports?source=daily-food', `Authorization: Bearer ${tokens.get('operator')}`, 'Content-Type: text/csv', 'Content-Length: 5000')}Food_`,
      'x',
    ],
    [
      'with a file for a screen',
      () => `${form('/imports/new?/check', operator(), multipart, 'Content-Length: 500000')}${file}Food_`,
      'x',
    ],
  ])('%s is not waited for, sending on or not', async (what, bytes, piece) => {
    const server = await running(quick);
    const answer = await raw(server, bytes(), piece === '' ? undefined : { piece, everyMs: 50 });
    expect([what, answer.status]).toEqual([what, 408]);
    expectSafe(answer, what);
    expect(errorsIn()).toEqual([]);
  });

  test('but steady is waited for', async () => {
    const server = await running({ arrivalMs: 400, bytesPerSecond: 100 });
    const body = JSON.stringify({ email: 'nobody@healthai.local', password: 'x'.repeat(900) });
    const head = form(
      '/api/v1/auth/login',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      'Connection: close',
    );
    const pieces = body.match(/.{1,50}/g) ?? [];
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = net.connect(server.port, '127.0.0.1', () => socket.write(head));
      const timer = setInterval(() => void socket.write(pieces.shift() ?? ''), 50);
      socket.setEncoding('latin1').on('data', (piece) => (text += piece));
      socket.once('close', () => resolve(text)).once('close', () => clearInterval(timer));
    });
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
  });

  test.each([
    ['the API', '/api/v1/imports?source=daily-food', () => bearer('operator'), 'text/csv', 'Food_'],
    ['a screen', '/imports/new?/check', () => cookie('operator'), 'multipart/form-data; boundary=b', `${file}Food_`],
    ['a form', '/login', () => ({}), 'application/x-www-form-urlencoded', 'email='],
  ])('and who goes away in the middle of a body for %s is no fault of ours', async (_, target, who, type, begun) => {
    const server = await running();
    const headers = { ...who(), Origin: server.url, 'Content-Type': type, 'Content-Length': '500000' };
    const before = logged.length;
    await new Promise<void>((resolve) => {
      const request = http.request({ port: server.port, host: '127.0.0.1', path: target, method: 'POST', headers });
      request.on('error', () => undefined).once('close', () => resolve());
      request.write(begun);
      setTimeout(() => request.destroy(), 200);
    });
    // The next is answered, and by then the one before has been told of.
    expect((await ask(server, '/login')).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(logged.slice(before).filter(({ level }) => level >= 40)).toEqual([]);
  });
});

describe('who asks too often', () => {
  test('from an address is told so by both doors, which count together', async () => {
    const server = await running({ perAddress: 2 });
    expect((await ask(server, '/login')).headers['ratelimit-remaining']).toBe('1');
    expect((await ask(server, '/openapi.json')).headers['ratelimit-remaining']).toBe('0');
    for (const asked of ['/login', '/api/v1/status', '/_app/immutable/x.js']) {
      const answer = await ask(server, asked, { Accept: 'text/html, */*' });
      expect([asked, answer.status]).toEqual([asked, 429]);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expectSafe(answer, asked);
    }
    expect((await ask(server, '/health/live')).status).toBe(200);
  });

  test('is told so in a page and in their language', async () => {
    const server = await running({ perAddress: 0 });
    const { text } = await ask(server, '/login', { Accept: 'text/html', 'Accept-Language': 'de' });
    expect(text).toContain('<html lang="de">');
    expect(text).toContain('zu viele Anfragen');
  });

  test('under an account is told so by both doors, and nobody else is', async () => {
    const server = await running({ perAccount: 2 });
    expect((await ask(server, '/api/v1/status', bearer('operator'))).status).toBe(200);
    expect((await ask(server, '/', cookie('operator'))).status).toBe(200);
    const screen = await ask(server, '/', { ...cookie('operator'), 'Accept-Language': 'it' });
    expect([screen.status, (await ask(server, '/api/v1/status', bearer('operator'))).status]).toEqual([429, 429]);
    expect(screen.text).toContain('Dal vostro account arrivano troppe richieste');
    expect(Number(screen.headers['retry-after'])).toBeGreaterThan(0);
    expectSafe(screen, 'a screen');
    expect((await ask(server, '/', cookie('admin'))).status).toBe(200);
  });
});

describe('streams that stay open', () => {
  test('are so many for an account, through whichever door, and free their place when they end', async () => {
    const server = await running({ streamsPerAccount: 2 });
    const api = await open(server, '/api/v1/changes', bearer('operator'));
    const screen = await open(server, '/live', cookie('operator'));
    expect([api.statusCode, screen.statusCode]).toEqual([200, 200]);
    expectSafe(screen, '/live');
    for (const [asked, headers] of [
      ['/api/v1/changes', bearer('operator')],
      ['/live', cookie('operator')],
    ] as const) {
      const answer = await ask(server, asked, headers);
      expect([asked, answer.status, answer.headers['retry-after']]).toEqual([asked, 429, '30']);
      expectSafe(answer, asked);
    }
    const other = await open(server, '/live', cookie('admin'));
    expect(other.statusCode).toBe(200);
    screen.destroy();
    await expect
      .poll(async () => {
        const again = await open(server, '/live', cookie('operator'));
        again.destroy();
        return again.statusCode;
      })
      .toBe(200);
    api.destroy();
    other.destroy();
  });

  test('are so many in all', async () => {
    const server = await running({ streams: 2 });
    const held = [await open(server, '/live', cookie('operator')), await open(server, '/live', cookie('admin'))];
    expect((await ask(server, '/api/v1/changes', bearer('scientist'))).status).toBe(429);
    for (const one of held) one.destroy();
  });
});
