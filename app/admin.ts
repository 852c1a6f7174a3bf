/** The admin's screens, in this process: what SvelteKit built answers, with the services given to it on the request. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type Koa from 'koa';
import type { Logger } from 'pino';
import { retryAfterSeconds } from '../eventstore/trouble.ts';
import type { Services } from '../services/services.ts';
import { adminFolder, ensureAdminBuilt } from './admin-build.ts';

/** What the screens are given with each request (admin/src/app.d.ts reads it). */
interface Given {
  readonly services: Services;
  readonly log: Logger;
  readonly address: string;
  readonly requestId: string;
  readonly closing: AbortSignal;
}

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

export interface AdminParts {
  readonly services: Services;
  readonly log: Logger;
  /** Aborts when the server closes: streams without an end of their own end then. */
  readonly closing: AbortSignal;
}

/**
 * Builds the screens where needed and gives what answers for them: everything that no route before it has answered.
 * @throws where they cannot be built
 */
export async function openAdmin({ services, log, closing }: AdminParts): Promise<Koa.Middleware> {
  await ensureAdminBuilt(log);
  const handler = await loadHandler();
  return async (context) => {
    const { req, res } = context;
    const requestId = typeof context.state.requestId === 'string' ? context.state.requestId : randomUUID();
    const given: Given = { services, log, address: context.ip, requestId, closing };
    Object.assign(req, { healthai: given });
    // What the handler takes for protocol and host; never what a client says of them.
    req.headers['x-forwarded-proto'] = context.protocol;
    req.headers['x-forwarded-host'] = req.headers.host ?? 'localhost';
    context.respond = false;
    res.statusCode = 200;
    // Pages bring a policy of their own, with a nonce.
    res.removeHeader('Content-Security-Policy');
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    sayWhenAgain(res);
    const closed = new Promise<void>((resolve) => void res.once('close', resolve));
    handler(req, res, () => {
      res.statusCode = 404;
      res.end();
    });
    await closed;
  };
}

/** A page that waits for database, log or disk says when to ask again; SvelteKit gives its error pages no headers of ours. */
function sayWhenAgain(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => ServerResponse;
  response.writeHead = (...given: unknown[]): ServerResponse => {
    const status = given[0] ?? response.statusCode;
    if (status === 503 && !response.hasHeader('Retry-After'))
      response.setHeader('Retry-After', `${retryAfterSeconds.database}`);
    return writeHead(...given);
  };
}

const headers: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // `no-referrer` would make browsers send forms with `Origin: null`, and the origin check would refuse them.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
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
