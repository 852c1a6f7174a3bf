/** How an endpoint is served: who asks, whether they may, whether what they ask is valid, and the answer. */
import { PassThrough, pipeline, type Readable, Transform } from 'node:stream';
import type Koa from 'koa';
import { z } from 'zod';
import type { Language } from '../domain/language.ts';
import { accountRefusal } from '../services/accounts/words.ts';
import type { Caller } from '../services/caller.ts';
import { allows, demand, type Permission } from '../services/policy.ts';
import type { Services } from '../services/services.ts';
import type { Authenticate, Authenticated } from './authentication.ts';
import { checkType, isText, notText, readJson, uploadOf } from './body.ts';
import { callOf } from './call.ts';
import { type Access, type Endpoint, isStreamed, type Responses } from './endpoint.ts';
import { type Consume, inTime, type Limits, type seats } from './limits.ts';
import type { Metrics } from './metrics.ts';
import { type Fault, misfit, Problem } from './problem.ts';
import { position } from './schemas/primitives.ts';

export interface AnswerParts {
  readonly services: Services;
  readonly authenticate: Authenticate;
  readonly limits: Limits;
  readonly perAccount: Consume;
  readonly streams: ReturnType<typeof seats>;
  readonly metrics: Metrics;
  /** Aborts when the server closes. */
  readonly closing: AbortSignal;
}

/** The order is part of the protection: nobody learns what is valid before it is known that they may ask. */
export function answering(endpoint: Endpoint, parts: AnswerParts): Koa.Middleware {
  const query = queryOf(endpoint);
  const mediaTypes = mediaTypesOf(endpoint.responses);
  return async (context) => {
    const call = callOf(context);
    const { log, language } = call;
    const signed = endpoint.permission === 'public' ? undefined : await parts.authenticate(context);
    if (signed) {
      call.account = signed.account.id;
      await parts.perAccount(context, signed.account.id);
      if (signed.account.mustChangePassword && !endpoint.withOneTimePassword)
        throw accountRefusal('password-change-needed');
      demandAccess({ ...signed.account }, endpoint.permission);
    }
    if (mediaTypes.length > 0 && !context.accepts(...mediaTypes))
      throw new Problem('not-acceptable', { types: mediaTypes });
    const given = endpoint.body && !(endpoint.bodyOptional && isEmpty(context)) ? endpoint.body : undefined;
    if (given) checkType(context, ['application/json']);
    if (endpoint.upload) checkType(context, endpoint.upload);

    const params = check(
      z.strictObject({}).extend(endpoint.params?.shape ?? {}),
      { ...context.params },
      'path',
      language,
    );
    const { atLeast, ...asked } = check(query, { ...context.query }, 'query', language);
    const headers = endpoint.headers ? readHeaders(context, endpoint.headers, language) : {};
    const body = given ? check(given, await readJson(context, parts.limits), 'body', language) : endpoint.body && {};
    if (typeof atLeast === 'string') await parts.services.atLeast(BigInt(atLeast));

    const ending = endOf(context, parts, endpoint.live ? signed : undefined);
    const leave = endpoint.live ? parts.streams.take(signed?.account.id ?? context.ip) : undefined;
    const uploaded = endpoint.upload ? parts.metrics.uploading() : undefined;
    context.res.once('close', () => leave?.());
    let upload: Readable | undefined;
    try {
      const working = endpoint.handler({
        params,
        query: asked,
        headers,
        body,
        caller: signed && callerOf(signed.account, { language, id: call.id, headers }),
        services: parts.services,
        from: context.ip,
        // Made when it is asked for: an endpoint without an upload has none.
        get upload() {
          upload ??= uploadOf(context.req, parts.limits);
          return upload;
        },
        signal: ending,
        log,
      } as Parameters<Endpoint['handler']>[0]);
      await reply(context, endpoint, await (endpoint.patient ? working : inTime(parts.limits.answerMs, working)));
    } catch (error) {
      leave?.();
      throw error;
    } finally {
      upload?.destroy();
      uploaded?.();
    }
  };
}

/** @throws Refused `not-entitled` */
function demandAccess(person: Caller | { id: string; roles: Caller['roles'] }, access: Access): void {
  if (access === 'public' || access === 'signed-in') return;
  const permissions: readonly Permission[] = typeof access === 'string' ? [access] : access;
  if (!permissions.some((permission) => allows(person, permission))) demand(person, permissions[0]!);
}

const callerOf = (
  account: Pick<Caller, 'id' | 'email' | 'roles' | 'session'>,
  { language, id, headers }: { language: Language; id: string; headers: Readonly<Record<string, unknown>> },
): Caller => {
  const { 'idempotency-key': commandId, 'x-purpose': purpose } = headers;
  return {
    ...account,
    language,
    correlationId: id,
    ...(typeof commandId === 'string' && { commandId }),
    ...(typeof purpose === 'string' && { purpose }),
  };
};

/** Every question can be asked of tables that have reached a position. */
export const queryOf = ({ query, method, permission }: Endpoint): z.ZodObject => {
  const own = query ?? z.strictObject({});
  if (method !== 'get' || permission === 'public') return own;
  return own.extend({
    atLeast: position
      .optional()
      .describe('Waits until what is read has reached this position: to read your own writes.'),
  });
};

const mediaTypesOf = (responses: Responses): string[] => [
  ...new Set(
    Object.values(responses).flatMap((content) => {
      if (content === null) return [];
      return isStreamed(content) ? content.mediaTypes : ['application/json'];
    }),
  ),
];

/** @throws Problem that names each parameter, header or field that does not fit */
function check<S extends z.ZodType>(schema: S, content: unknown, place: Fault['in'], language: Language): z.output<S> {
  if (place !== 'body') checkTexts(content as Readonly<Record<string, unknown>>, place);
  const read = schema.safeParse(content, { error: z.locales[language]().localeError });
  if (read.success) return read.data;
  throw misfit(place === 'body' ? 'invalid-body' : 'invalid-parameter', read.error.issues.flatMap(faultsOf(place)));
}

function checkTexts(content: Readonly<Record<string, unknown>>, place: Fault['in']): void {
  const faults = Object.entries(content).filter(([name, value]) => !isText(`${name}${value}`));
  if (faults.length > 0)
    throw misfit(
      'invalid-parameter',
      faults.map(([name]) => ({ in: place, name, message: `≠ ${notText}` })),
    );
}

const faultsOf =
  (place: Fault['in']) =>
  (issue: z.core.$ZodIssue): readonly Fault[] => {
    const name = issue.path.map(String).join('.');
    const { message } = issue;
    if (issue.code !== 'unrecognized_keys') return [{ in: place, name, message }];
    return issue.keys.map((key) => ({ in: place, name: name ? `${name}.${key}` : key, message }));
  };

function readHeaders(context: Koa.Context, schema: z.ZodObject, language: Language): Readonly<Record<string, unknown>> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = context.get(name);
    if (value !== '') given[name] = textOf(value);
  }
  if ('if-match' in schema.shape && given['if-match'] === undefined) throw new Problem('precondition-required');
  return check(schema, given, 'header', language);
}

/** Node reads headers as Latin-1; whoever typed an accent in a shell sent UTF-8. */
function textOf(header: string): string {
  const bytes = Buffer.from(header, 'latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return header;
  }
}

/**
 * Aborts when the answer is sent or nobody waits for it, and when the server closes.
 * @param open whose stream it is: it ends with their token, and with their session, wherever that is ended
 */
function endOf(
  context: Koa.Context,
  { closing, services }: Pick<AnswerParts, 'closing' | 'services'>,
  open: Authenticated | undefined,
): AbortSignal {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  const timer = open && setTimeout(end, Math.max(0, open.until - Date.now()));
  const forget = open && services.accounts.onSessionEnd(open.account.session, end);
  closing.addEventListener('abort', end, { once: true });
  if (closing.aborted) end();
  context.res.once('close', () => {
    clearTimeout(timer);
    forget?.();
    closing.removeEventListener('abort', end);
    end();
  });
  return ended.signal;
}

/** Whether a request comes without a body, by what it says of it. */
const isEmpty = ({ req: { headers } }: Koa.Context): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;

type AnyReply = Awaited<ReturnType<Endpoint['handler']>>;

async function reply(
  context: Koa.Context,
  endpoint: Endpoint,
  { status, body, headers, trailers }: AnyReply,
): Promise<void> {
  context.status = status;
  if (headers) context.set({ ...headers });
  context.vary('Accept-Language');
  context.vary('Authorization');
  const content = endpoint.responses[status];
  if (content === null || content === undefined) {
    context.body = null;
    context.status = status;
    return;
  }
  if (!isStreamed(content)) {
    context.set('Content-Language', callOf(context).language);
    context.body = JSON.stringify(body);
    context.type = 'application/json';
    return;
  }
  const source = body as unknown as Readable;
  // Only pieces can have something behind them: without them, Node refuses the header that announces it.
  if (context.method === 'HEAD' || context.req.httpVersion === '1.0') context.remove('Trailer');
  if (context.method === 'HEAD') {
    source.once('error', () => {}).destroy();
    return;
  }
  const sent = trailers ? trailing(context, trailers) : new PassThrough();
  // What goes wrong on the way is seen by Koa on the last stream: it is logged, and the answer cut off.
  pipeline(source, sent, () => {});
  const type = context.response.get('Content-Type');
  context.body = sent;
  if (type) context.set('Content-Type', type);
}

/** Passes a stream on, and says at its end what is known only then. */
const trailing = (context: Koa.Context, trailers: NonNullable<AnyReply['trailers']>): Transform =>
  new Transform({
    transform: (chunk, _encoding, done) => done(null, chunk),
    flush(done) {
      trailers().then(
        (found) => {
          context.res.addTrailers({ ...found });
          done();
        },
        (error: Error) => done(error),
      );
    },
  });
