/**
 * The admin's screens, in this process: what SvelteKit built answers, with the services given to it on the request, within
 * the limits that hold for the API too.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type Koa from 'koa';
import type { Logger } from 'pino';
import { watchArrival } from '../api/arrival.ts';
import { securityHeaders } from '../api/headers.ts';
import { addressKey, countedHeaders, type Doors } from '../api/limits.ts';
import type { Metrics } from '../api/metrics.ts';
import { localised } from '../domain/language.ts';
import { retryAfterSeconds } from '../eventstore/trouble.ts';
import type { Services } from '../services/services.ts';
import { adminFolder, ensureAdminBuilt } from './admin-build.ts';
import { type Said, say } from './say.ts';

/** What the screens are given with each request (admin/src/app.d.ts reads it). */
interface Given {
  readonly services: Services;
  readonly log: Logger;
  readonly address: string;
  readonly requestId: string;
  readonly closing: AbortSignal;
  readonly limits: { readonly formBytes: number };
  /** Counts the request for the account that it comes of. False where the account may not ask for more. */
  readonly countFor: (account: string) => Promise<boolean>;
  /** Takes a place for a stream that stays open, until it ends. False where there is none. */
  readonly takeStream: (account: string) => boolean;
  /** Whether the body came too slowly: what is missing of it will not be read. */
  isLate: boolean;
  /** Template of the route, once it is known. */
  route: string;
}

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

export interface AdminParts {
  readonly services: Services;
  readonly log: Logger;
  /** Aborts when the server closes: streams without an end of their own end then. */
  readonly closing: AbortSignal;
  /** What is shared with the API. */
  readonly doors: Doors;
  readonly metrics: Metrics;
}

/**
 * Builds the screens where needed and gives what answers for them: everything that no route before it has answered.
 * @throws where they cannot be built
 */
export async function openAdmin(parts: AdminParts): Promise<Koa.Middleware> {
  await ensureAdminBuilt(parts.log);
  const handler = await loadHandler();
  const { doors } = parts;
  return async (context) => {
    const { req, res } = context;
    const given = givenFor(context, parts);
    observe(context, given, parts.metrics);
    const counted = await doors.perAddress(addressKey(context.ip));
    context.set({ ...countedHeaders(counted) });
    if (counted.isOver) {
      context.set('Retry-After', `${counted.seconds}`);
      return say(context, TOO_MANY);
    }
    Object.assign(req, { healthai: given });
    // What the handler takes for protocol and host; never what a client says of them.
    req.headers['x-forwarded-proto'] = context.protocol;
    req.headers['x-forwarded-host'] = req.headers.host ?? 'localhost';
    if (req.method !== 'GET' && req.method !== 'HEAD') expectBody(req, res, given, doors);
    context.respond = false;
    res.statusCode = 200;
    // Pages bring a policy of their own, with a nonce, and assets say how long they are kept.
    for (const name of paged) res.removeHeader(name);
    beforeHead(res, given);
    const closed = new Promise<void>((resolve) => void res.once('close', resolve));
    handler(req, res, () => {
      res.statusCode = 404;
      res.end();
    });
    await closed;
  };
}

function givenFor(context: Koa.Context, { services, log, closing, doors }: AdminParts): Given {
  const requestId = typeof context.state.requestId === 'string' ? context.state.requestId : randomUUID();
  const { limits, perAccount, streams } = doors;
  return {
    services,
    log,
    address: context.ip,
    requestId,
    closing,
    limits: { formBytes: limits.formBytes },
    async countFor(account) {
      const counted = await perAccount(account);
      if (counted.isOver) context.res.setHeader('Retry-After', `${counted.seconds}`);
      return !counted.isOver;
    },
    takeStream(account) {
      const seat = streams.take(account);
      if (seat.kind === 'taken') context.res.once('close', seat.leave);
      else context.res.setHeader('Retry-After', '30');
      return seat.kind === 'taken';
    },
    isLate: false,
    route: 'screens',
  };
}

/** One measurement a request, as for the API. */
function observe({ method, res }: Koa.Context, given: Given, metrics: Metrics): void {
  const began = performance.now();
  res.once('close', () => {
    const status = res.writableFinished ? res.statusCode : 499;
    metrics.answered({ method, route: given.route, status, seconds: (performance.now() - began) / 1000 });
  });
}

/** A body that comes too slowly ends for whoever reads it; the server ends the connection a little after the answer. */
function expectBody(request: IncomingMessage, response: ServerResponse, given: Given, { limits }: Doors): void {
  const end = watchArrival(request, limits, () => {
    given.isLate = true;
    // Where nobody reads it, the answer is on its way without it.
    if (request.listenerCount('error') > 0) request.emit('error', new Error('the body of a request came too slowly'));
  });
  response.once('close', end);
}

const paged = ['Content-Security-Policy', 'Cache-Control'] as const;

/**
 * What SvelteKit gives no headers to has those of every answer all the same: error pages, streams, what is not found. A page
 * that waits for database, log or disk says when to ask again.
 */
function beforeHead(response: ServerResponse, given: Given): void {
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => ServerResponse;
  response.writeHead = (...[asked, ...rest]: unknown[]): ServerResponse => {
    const wanted = typeof asked === 'number' ? asked : response.statusCode;
    const status = given.isLate && wanted >= 400 ? 408 : wanted;
    const head = rest.find((one) => typeof one === 'object' && one !== null);
    const says = new Set(Object.keys(head ?? {}).map((name) => name.toLowerCase()));
    for (const name of paged) {
      const value = securityHeaders[name];
      if (value !== undefined && !response.hasHeader(name) && !says.has(name.toLowerCase()))
        response.setHeader(name, value);
    }
    if (status === 503 && !response.hasHeader('Retry-After'))
      response.setHeader('Retry-After', `${retryAfterSeconds.database}`);
    return writeHead(status, ...rest);
  };
}

const TOO_MANY: Said = {
  status: 429,
  code: 'too_many_requests',
  title: localised('Trop de demandes', 'Too many requests', 'Zu viele Anfragen', 'Troppe richieste'),
  text: localised(
    'Trop de demandes viennent de cette adresse. Attendez une minute, puis réessayez.',
    'Too many requests come from this address. Wait a minute, then try again.',
    'Von dieser Adresse kommen zu viele Anfragen. Warten Sie eine Minute, und versuchen Sie es dann erneut.',
    'Da questo indirizzo arrivano troppe richieste. Attendete un minuto, poi riprovate.',
  ),
};

/** The handler reads its settings from the environment when it is imported, and refuses any it does not know. */
async function loadHandler(): Promise<Handler> {
  process.env.KIT_PROTOCOL_HEADER = 'x-forwarded-proto';
  process.env.KIT_HOST_HEADER = 'x-forwarded-host';
  // The hook of every request holds bodies to their limits: by route, and by what its sender may do.
  process.env.KIT_BODY_SIZE_LIMIT = 'Infinity';
  const file = pathToFileURL(path.join(adminFolder, 'build/handler.js'));
  const { handler }: { handler: Handler } = await import(file.href);
  return handler;
}
