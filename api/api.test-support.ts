/** The API over a whole system of its own, on a port of its own, with somebody signed in for each role. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import Koa from 'koa';
import { type Logger, pino } from 'pino';
import { readUsers } from '../app/credentials.ts';
import { type Role, roles } from '../commands/roles.ts';
import type { Services } from '../services/services.ts';
import { freshSystem, type TestSystem } from '../test/system.ts';
import { type ApiParts, createApi } from './api.ts';
import { isStreamed, prefix } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { problem } from './schemas/problem.ts';

export type Who = Role | 'approver2' | 'nobody';

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
}

export interface TestApi {
  readonly system: TestSystem;
  readonly url: string;
  /** Lines of the log. */
  readonly logged: readonly string[];
  readonly passwordOf: (who: Role | 'approver2') => { readonly email: string; readonly password: string };
  readonly token: (who: Who) => string;
  /** Asks below `/api/v1`, or what begins with `//` from the root, in English. */
  readonly ask: (who: Who, path: string, asking?: Asking) => Promise<Answered>;
  /** A second API over the same system, with other parts. */
  readonly another: (parts: Partial<ApiParts>) => Promise<Pick<TestApi, 'url' | 'ask' | 'logged'>>;
  readonly remove: () => Promise<void>;
}

interface Listening {
  readonly url: string;
  readonly logged: string[];
  readonly close: () => Promise<void>;
}

async function listen(services: Services, parts: Partial<ApiParts>): Promise<Listening> {
  const logged: string[] = [];
  const log: Logger = pino({ level: 'debug' }, { write: (line: string) => logged.push(line) });
  const app = new Koa();
  app.on('error', () => {});
  app.use(createApi({ services, log, version: '0.0.0-test', ...parts }));
  app.use((context) => {
    context.body = 'not the API';
  });
  const server = http.createServer(app.callback());
  // Client and server share a process here: an idle connection must not be closed while its next request is on the way.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, logged, close };
}

export async function freshApi(parts: Partial<ApiParts> = {}): Promise<TestApi> {
  const system = await freshSystem();
  const users = readUsers(path.join(system.dataDir, 'credentials.json'));
  const passwordOf = (who: Role | 'approver2') => users.find(({ email }) => email.startsWith(`${who}@`))!;
  const tokens = new Map<Who, string>();
  for (const who of [...roles, 'approver2'] as const) {
    const { email, password } = passwordOf(who);
    tokens.set(who, (await system.services.accounts.signIn(email, password, 'test')).accessToken);
  }
  const open: Listening[] = [];
  const listening = async (more: Partial<ApiParts>) => {
    const one = await listen(system.services, more);
    open.push(one);
    return { url: one.url, logged: one.logged, ask: asker(one.url, tokens) };
  };
  return {
    ...(await listening(parts)),
    system,
    passwordOf,
    token: (who) => tokens.get(who) ?? '',
    another: listening,
    async remove() {
      await Promise.all(open.map((one) => one.close()));
      await system.remove();
    },
  };
}

const asker =
  (url: string, tokens: ReadonlyMap<Who, string>): TestApi['ask'] =>
  async (who, path, { method, headers, json, body } = {}) => {
    const token = tokens.get(who);
    const sent = json === undefined ? body : JSON.stringify(json);
    const response = await fetch(path.startsWith('//') ? url + path.slice(1) : `${url}/api/v1${path}`, {
      method: method ?? (sent === undefined ? 'GET' : 'POST'),
      headers: {
        'Accept-Language': 'en',
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(json !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(sent !== undefined && { body: sent }),
    });
    const text = await response.text();
    const type = (response.headers.get('Content-Type') ?? '').split(';')[0]!;
    const parsed = /[/+]json$/.test(type) && text !== '' ? JSON.parse(text) : undefined;
    if (!path.startsWith('//'))
      asDocumented(response, type, parsed, method ?? (sent === undefined ? 'GET' : 'POST'), path);
    return { status: response.status, headers: response.headers, text, json: parsed };
  };

/** Every answer that a test gets is one that the endpoint declares, and nothing more stands in it. */
function asDocumented({ status }: Response, type: string, content: unknown, method: string, path: string): void {
  const { pathname } = new URL(`${prefix}${path}`, 'http://api');
  const found = endpoints
    .filter((one) => one.method === method.toLowerCase())
    .find((one) => matches(one.path, pathname));
  if (status >= 400) {
    if (type !== 'application/problem+json') throw new Error(`${method} ${path}: ${status} is no problem but ${type}`);
    problem.parse(content);
    return;
  }
  if (!found) return;
  const declared = found.responses[status];
  if (declared === undefined) throw new Error(`${method} ${path}: ${status} is not declared`);
  if (declared !== null && !isStreamed(declared)) declared.parse(content);
}

const matches = (template: string, pathname: string): boolean =>
  new RegExp(`^${prefix}${template.replaceAll(/:\w+/g, '[^/]+')}$`).test(pathname);
