/**
 * Those who want the product to stop answering, each from an address of its own (the product trusts the test as its proxy):
 * bodies that never end, streams by the hundred, uploads that break off, guesses of passwords.
 */
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { User } from '../app/credentials.ts';
import type { Role } from '../commands/roles.ts';
import type { Product } from './product.ts';

/** How often each status was answered; 0 where the connection ended without one. */
export type Answers = ReadonlyMap<number, number>;

/** The environment of a product whose clients may say where they come from. */
export const behindProxy = { TRUSTED_PROXIES: '127.0.0.1' } as const;

/** An account of the first start. */
export function userWith({ users }: Product, role: Role): User {
  const user = users.find(({ roles }) => roles.includes(role));
  if (!user) throw new Error(`nobody has the role ${role}`);
  return user;
}

/** An access token, as a program gets one. */
export async function signedIn(product: Product, role: Role): Promise<string> {
  const { email, password } = userWith(product, role);
  const answer = await fetch(`${product.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const { accessToken } = z.object({ accessToken: z.string() }).parse(await answer.json());
  return accessToken;
}

/** Where the product answers. */
type Target = Pick<Product, 'url'>;

interface Call {
  readonly method?: string;
  readonly path: string;
  readonly address: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sockets are not shared between attackers. */
const agent = new http.Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });

function call({ url }: Target, { method = 'GET', path, address, headers }: Call): http.ClientRequest {
  const { hostname, port } = new URL(url);
  const forwarded = { 'X-Forwarded-For': address, ...headers };
  return http.request({ hostname, port, method, path, headers: forwarded, agent });
}

/** The status, once headers have come; 0 where none come. */
const statusOf = (request: http.ClientRequest): Promise<number> =>
  new Promise((resolve) => {
    request.once('response', (response) => {
      response.on('error', () => undefined).resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', () => resolve(0));
    request.once('close', () => resolve(0));
  });

function counted(statuses: readonly number[]): Answers {
  const answers = new Map<number, number>();
  for (const status of statuses) answers.set(status, (answers.get(status) ?? 0) + 1);
  return answers;
}

const addressOf = (group: number, n: number): string => `10.${group}.${n >> 8}.${n & 255}`;

/** Announce a body and send a byte now and then, until `ms` are over. */
export async function slowBodies(product: Target, count: number, ms: number): Promise<Answers> {
  const statuses = Array.from({ length: count }, async (_, n) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': '1000' };
    const request = call(product, { method: 'POST', path: '/api/v1/auth/login', address: addressOf(1, n), headers });
    const status = statusOf(request);
    for (let waited = 0; waited < ms && !request.destroyed; waited += 250) {
      request.write(' ');
      await pause(250);
    }
    request.destroy();
    return status;
  });
  return counted(await Promise.all(statuses));
}

/** One account opens streams of changes and keeps them open, until `ms` are over. */
export async function streams(product: Target, token: string, count: number, ms: number): Promise<Answers> {
  const open = Array.from({ length: count }, (_, n) =>
    call(product, { path: '/api/v1/changes', address: addressOf(2, n), headers: { Authorization: `Bearer ${token}` } }),
  );
  const statuses = open.map((request) => {
    const status = statusOf(request);
    request.end();
    return status;
  });
  const answers = counted(await Promise.all(statuses));
  await pause(ms);
  for (const request of open) request.destroy();
  return answers;
}

/** Announce a large file, send a part of it, and go. */
export async function abortedUploads(product: Target, token: string, count: number): Promise<void> {
  const part = Buffer.alloc(256 * 1024, 'a,b,c\n');
  const one = async (n: number): Promise<void> => {
    const headers = {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'text/csv',
      'Content-Length': `${100 * 1024 ** 2}`,
    };
    const path = '/api/v1/imports?source=daily-food';
    const request = call(product, { method: 'POST', path, address: addressOf(3, n), headers });
    request.on('error', () => undefined);
    await new Promise<void>((resolve) => request.write(part, () => resolve()));
    await pause(50);
    request.destroy();
  };
  for (let begun = 0; begun < count; begun += 20)
    await Promise.all(Array.from({ length: Math.min(20, count - begun) }, (_, n) => one(begun + n)));
}

/** Guess passwords, all at once, half of them of an account that is there. */
export async function guesses(product: Target, email: string, count: number): Promise<Answers> {
  const statuses = Array.from({ length: count }, (_, n) => {
    const body = JSON.stringify({
      email: n % 2 === 0 ? email : `nobody-${n}@example.org`,
      password: `a guess, number ${n}`,
    });
    const headers = { 'Content-Type': 'application/json' };
    const request = call(product, { method: 'POST', path: '/api/v1/auth/login', address: addressOf(4, n), headers });
    const status = statusOf(request);
    request.end(body);
    return status;
  });
  return counted(await Promise.all(statuses));
}

export interface Others {
  /** Milliseconds of each answer, from when it was due; ascending. */
  readonly took: readonly number[];
  /** What was answered with another status than 200. */
  readonly refused: readonly { readonly path: string; readonly status: number }[];
}

/** What everybody else asks meanwhile, at a pace of their own: a slow answer does not slow the questions down. */
export async function everybodyElse(
  product: Target,
  token: string,
  during: Promise<unknown>,
  perSecond = 20,
): Promise<Others> {
  let over = false;
  during.finally(() => (over = true)).catch(() => undefined);
  const paths = ['/api/v1/published/food?limit=20', '/health/ready', '/login', '/api/v1/auth/me'];
  const took: number[] = [];
  const asked: Promise<{ path: string; status: number }>[] = [];
  const began = performance.now();
  for (let n = 0; !over; n++) {
    const due = began + (n * 1000) / perSecond;
    await pause(Math.max(0, due - performance.now()));
    const headers = { Authorization: `Bearer ${token}`, Accept: n % 4 === 2 ? 'text/html' : 'application/json' };
    const path = paths[n % paths.length]!;
    const request = call(product, { path, address: addressOf(9, n % 200), headers });
    asked.push(
      statusOf(request).then((status) => {
        took.push(performance.now() - due);
        return { path, status };
      }),
    );
    request.end();
  }
  const answers = await Promise.all(asked);
  return { refused: answers.filter(({ status }) => status !== 200), took: took.sort((a, b) => a - b) };
}
