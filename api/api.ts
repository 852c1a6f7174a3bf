/**
 * The HTTP API: `/api/v1`, its document at `/openapi.json`, shown at `/docs`, and the keys that tokens are verified with. It adds
 * HTTP to the services, and nothing else.
 */
import cors from '@koa/cors';
import type Koa from 'koa';
import Router from 'koa-router';
import type { Logger } from 'pino';
import type { Services } from '../services/services.ts';
import { admit, answering } from './answer.ts';
import { authentication } from './authentication.ts';
import { beginCall, callOf } from './call.ts';
import { openApiDocument } from './document.ts';
import { prefix } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { withSecurityHeaders } from './headers.ts';
import { addressKey, type Doors, type Limits, openDoors } from './limits.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { Problem } from './problem.ts';
import { problemAnswers } from './problem-answers.ts';
import { swaggerPage } from './swagger.ts';

export type { Limits } from './limits.ts';

export interface ApiParts {
  readonly services: Services;
  readonly log: Logger;
  readonly version: string;
  /** Origins whose pages may call the API from a browser; none where left out. */
  readonly corsOrigins?: readonly string[];
  readonly limits?: Partial<Limits>;
  /** What is shared with the screens, where there are some; `limits` hold for it then. */
  readonly doors?: Doors;
  /** Where requests are counted; nowhere that anybody reads where left out. */
  readonly metrics?: Metrics;
  /** Aborts when the server closes: streams that have no end of their own end then. */
  readonly closing?: AbortSignal;
}

/** Answers what is the API's, and leaves everything else to the next. */
export function createApi(parts: ApiParts): Koa.Middleware {
  const doors = parts.doors ?? openDoors(parts.limits);
  const metrics = parts.metrics ?? createMetrics();
  const steps = [
    observed(parts.log, metrics),
    withSecurityHeaders,
    corsFor(parts.corsOrigins ?? []),
    problemAnswers,
    limited(doors),
    swaggerPage(),
    published(parts),
    routes(parts, doors, metrics),
  ];
  return async (context, next) => {
    if (!isOurs(context.path)) return next();
    await inTurn(steps, context);
  };
}

const isOurs = (path: string): boolean =>
  /^\/(api|docs)(\/|$)/.test(path) || path === '/openapi.json' || path === '/.well-known/jwks.json';

const inTurn = (steps: readonly Koa.Middleware[], context: Koa.Context): Promise<void> =>
  steps.reduceRight<Koa.Next>(
    (rest, step) => async () => {
      await step(context as Parameters<Koa.Middleware>[0], rest);
    },
    async () => {},
  )();

/** One line and one measurement a request, when its answer is sent or given up. */
function observed(log: Logger, metrics: Metrics): Koa.Middleware {
  return async (context, next) => {
    const call = beginCall(context, log);
    const began = performance.now();
    context.res.once('close', () => {
      const { method, res } = context;
      const { route, account } = call;
      const seconds = (performance.now() - began) / 1000;
      const status = res.writableFinished ? res.statusCode : 499;
      metrics.answered({ method, route, status, seconds });
      call.log.info({ method, route, status, ms: Math.round(seconds * 1000), ...(account && { account }) }, 'request');
    });
    await next();
  };
}

/** Credentials never travel by themselves here: a token is sent by whoever has it. */
const corsFor = (origins: readonly string[]): Koa.Middleware =>
  cors({
    origin: (context) => origins.find((origin) => origin === context.get('Origin')) ?? '',
    credentials: false,
    allowMethods: ['GET', 'HEAD', 'POST'],
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'Accept-Language',
      'If-Match',
      'If-None-Match',
      'Idempotency-Key',
      'Prefer',
      'X-Purpose',
      'X-Request-Id',
    ],
    exposeHeaders: [
      'ETag',
      'Location',
      'Retry-After',
      'RateLimit-Limit',
      'RateLimit-Remaining',
      'RateLimit-Reset',
      'X-Request-Id',
      'X-Position',
      'X-Schema-Hash',
    ],
    maxAge: 600,
  });

const limited =
  ({ perAddress }: Doors): Koa.Middleware =>
  async (context, next) => {
    admit(context, await perAddress(addressKey(context.ip)));
    await next();
  };

/** The document and the public keys: for everybody. */
function published({ services, version }: ApiParts): Koa.Middleware {
  const document = JSON.stringify(openApiDocument(endpoints, version));
  const found: Readonly<Record<string, () => string | Promise<string>>> = {
    '/openapi.json': () => document,
    '/.well-known/jwks.json': async () => JSON.stringify(await services.accounts.keySet()),
  };
  return async (context, next) => {
    const content = found[context.path];
    if (!content) return next();
    callOf(context).route = context.path;
    if (context.method !== 'GET' && context.method !== 'HEAD') throw notAllowed(['GET', 'HEAD']);
    context.set('Cache-Control', 'public, max-age=300');
    context.body = await content();
    context.type = 'application/json';
  };
}

function routes(parts: ApiParts, doors: Doors, metrics: Metrics): Koa.Middleware {
  const router = new Router({ prefix, sensitive: true, strict: true });
  const answers = {
    services: parts.services,
    authenticate: authentication(parts.services.accounts),
    doors,
    metrics,
    closing: parts.closing ?? new AbortController().signal,
  };
  for (const endpoint of endpoints) {
    const answer = answering(endpoint, answers);
    router[endpoint.method](endpoint.id, endpoint.path, async (context, next) => {
      callOf(context).route = prefix + endpoint.path;
      await answer(context, next);
    });
  }
  const dispatch = router.routes();
  return async (context) => {
    const { path, route } = router.match(context.path, context.method);
    if (route) return dispatch(context as Parameters<typeof dispatch>[0], async () => {});
    if (path.length === 0) throw new Problem('no-such-route');
    const allowed = [...new Set(path.flatMap(({ methods }) => methods))].sort();
    if (context.method !== 'OPTIONS') throw notAllowed(allowed);
    context.set('Allow', allowed.join(', '));
    context.status = 204;
  };
}

const notAllowed = (allowed: readonly string[]): Problem =>
  new Problem('method-not-allowed', { allowed: [...allowed] }, { Allow: allowed.join(', ') });
