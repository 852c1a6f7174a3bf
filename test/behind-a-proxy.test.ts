/** The product behind a proxy with TLS on another host name, as the manual asks for: forms, cookies, addresses, limits. */
import type http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readConfiguration } from '../app/configuration.ts';
import { readUsers } from '../app/credentials.ts';
import { openSystem, type System } from '../app/system.ts';
import { type Serving, serving } from './serving.ts';
import { freshSystem, type TestSystem } from './system.ts';
import { openTlsProxy, type TlsProxy } from './tls-proxy.ts';

// The screens may have to be built first.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

const host = 'data.example.test';
const publicUrl = `https://${host}`;

let system: TestSystem;
let observed: System;
let server: Serving;
let proxy: TlsProxy;

beforeAll(async () => {
  system = await freshSystem();
  const environment = { ...system.environment, PUBLIC_URL: publicUrl, TRUSTED_PROXIES: '127.0.0.1' };
  const configuration = readConfiguration(environment);
  observed = await openSystem(configuration, pino({ level: 'silent' }));
  server = await serving(observed, configuration);
  proxy = await openTlsProxy(host);
  proxy.passOnTo(server.url);
});
afterAll(async () => {
  proxy?.close();
  await server?.close();
  await observed?.close();
  await system?.remove();
});

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** As a browser that knows the proxy under its public name. The certificate is checked. */
function ask(asked: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Answer> {
  const { port, certificate: ca } = proxy;
  return new Promise((resolve, reject) => {
    const sent = { method, path: asked, port, host: '127.0.0.1', servername: host, ca };
    const request = https.request({ ...sent, headers: { host, ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece) => (text += piece));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

const form = (
  fields: Readonly<Record<string, string>>,
  origin: string,
  headers: Record<string, string> = {},
): Asking => ({
  method: 'POST',
  headers: { origin, 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', ...headers },
  body: new URLSearchParams(fields).toString(),
});
const operator = () =>
  readUsers(path.join(system.dataDir, 'credentials.json')).find(({ email }) => email.startsWith('operator@'))!;

describe('behind a proxy with TLS', () => {
  test('somebody signs in by a form, and keeps cookies that only travel over TLS', async () => {
    const { email, password } = operator();
    const answer = await ask('/login', form({ email, password }, publicUrl));
    expect(answer.status).toBe(303);
    const cookies = answer.headers['set-cookie'] ?? [];
    expect(cookies.map((cookie) => cookie.split('=', 1)[0])).toEqual(['healthai_access', 'healthai_refresh']);
    for (const cookie of cookies) expect(cookie).toMatch(/; Secure/i);
  });

  test('a form of another site is refused, that of the address behind the proxy too', async () => {
    const { email, password } = operator();
    for (const origin of ['https://elsewhere.test', `http://${host}`, server.url, 'null'])
      expect((await ask('/login', form({ email, password }, origin))).status).toBe(403);
  });

  test.each(['/login', '/', '/api/v1/status', '/openapi.json', '/health/live', '/imports/nothing'])(
    '%s tells browsers to stay with TLS',
    async (asked) => {
      expect((await ask(asked)).headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
    },
  );

  test('requests are counted by who sends them, whatever they say of others', async () => {
    const left = async (client: string, said?: string): Promise<number> => {
      const headers = { 'x-test-client': client, ...(said && { 'x-forwarded-for': said }) };
      return Number((await ask('/openapi.json', { headers })).headers['ratelimit-remaining']);
    };
    const first = await left('198.51.100.7');
    expect(await left('198.51.100.8')).toBe(first);
    expect(await left('198.51.100.7', '203.0.113.5')).toBe(first - 1);
    expect(await left('198.51.100.8', '198.51.100.7')).toBe(first - 1);
  });

  test('metrics are not for whoever comes through it', async () => {
    expect((await ask('/metrics')).status).toBe(404);
  });
});

describe('a body without an account', () => {
  const large = `email=${'x'.repeat(2 * 1024 * 1024)}`;
  test.each([
    '/imports/../login',
    '/imports/%2e%2e/login',
    '/imports\\..\\login',
    '/login',
    '/imports/new',
    '/imports/new?/check',
    '/nothing',
  ])('is not read where it is large: %s', async (asked) => {
    const before = { ...form({}, publicUrl), body: large };
    const headers = { ...before.headers, 'content-length': `${large.length}` };
    const answer = await ask(asked, { ...before, headers }).catch((error: NodeJS.ErrnoException) => error.code);
    // Whoever still sends when the answer has come may see the connection end instead.
    expect(typeof answer === 'string' ? 413 : answer?.status).toBe(413);
  });

  test('is not read where it does not say how much it is', async () => {
    const { headers = {} } = form({}, publicUrl);
    const answer = await ask('/login', {
      method: 'POST',
      headers: { ...headers, 'transfer-encoding': 'chunked' },
      body: 'email=a',
    });
    expect(answer.status).toBe(413);
  });
});

test('no query makes a page fail', async () => {
  const { email, password } = operator();
  const { accessToken } = await observed.services.accounts.signIn(email, password, 'test');
  const headers = { cookie: `healthai_access=${accessToken}` };
  const values = ['x', '%00', '-1', '1e999', '9'.repeat(18), '9'.repeat(30), '%ED%A0%80', 'a'.repeat(5_000)];
  const pages = ['/', '/queue', '/imports', '/imports/new', '/sources', '/exports', '/login'];
  for (const page of [...pages, '/imports/0c2f1c5d-0000-5000-8000-000000000001', '/sources/daily-food'])
    for (const name of ['after', 'source', 'status', 'type', 'at', 'lang', 'next', 'q'])
      for (const value of values) {
        const asked = `${page}?${name}=${value}`;
        expect({ asked, fault: (await ask(asked, { headers })).status >= 500 }).toEqual({ asked, fault: false });
      }
});
