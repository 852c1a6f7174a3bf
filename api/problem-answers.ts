/** Whatever is thrown, as RFC 9457 problem details: a refusal in words, a fault without a trace of its inside. */
import type Koa from 'koa';
import type { Json, JsonObject } from '../domain/json.ts';
import { retryAfterSeconds, type Trouble, troubleCode, troubleOf, troubleSentence } from '../eventstore/trouble.ts';
import { Refused } from '../services/refused.ts';
import { discardRest } from './body.ts';
import { callOf } from './call.ts';
import { Problem } from './problem.ts';
import { type ProblemCode, titles } from './problem-texts.ts';
import { entityTag } from './schemas/headers.ts';

export async function problemAnswers(context: Koa.Context, next: Koa.Next): Promise<void> {
  try {
    await next();
  } catch (error) {
    await answerProblem(context, error);
  }
}

async function answerProblem(context: Koa.Context, error: unknown): Promise<void> {
  const { id, log, language } = callOf(context);
  if (isGone(context)) return log.debug({ err: error }, 'whoever asked has gone');
  const trouble = error instanceof Refused || error instanceof Problem ? undefined : troubleOf(error);
  const known = error instanceof Refused || error instanceof Problem ? error : faultOf(error, trouble);
  // What is away is told in a sentence: its stack would say where it was missed, not why.
  if (trouble)
    log.warn({ code: known.code, reason: troubleCode(error) }, `${troubleSentence[trouble]}: a request waits`);
  else if (known.status >= 500) log.error({ err: error, code: known.code }, 'a request failed');
  else log.debug({ code: known.code }, 'a request was refused');
  if (context.headerSent) {
    context.req.socket.destroy();
    return;
  }
  // A body that was not read would be taken for the next request, or keep its sender from reading this answer.
  await discardRest(context);
  context.remove('ETag');
  context.status = known.status;
  if (known instanceof Problem) context.set({ ...known.headers });
  else refusalHeaders(context, known);
  context.set('Cache-Control', 'no-store');
  context.set('Content-Language', language);
  context.vary('Accept-Language');
  context.body = JSON.stringify({
    type: `urn:healthai:problem:${known.code}`,
    title: titles[known.status]?.[language] ?? known.code,
    status: known.status,
    detail: known.text(language),
    code: known.code,
    params: known.params,
    ...(known instanceof Refused && known.current !== null && { current: standing(known.current) }),
    correlationId: id,
  });
  context.type = 'application/problem+json';
}

/** Nobody reads an answer any more: the request broke off, or its connection. */
const isGone = ({ req, res }: Koa.Context): boolean => (req.destroyed && !req.complete) || res.destroyed;

const faultOf = (cause: unknown, trouble: Trouble | undefined): Problem =>
  trouble
    ? new Problem(unavailable[trouble], {}, { 'Retry-After': `${retryAfterSeconds[trouble]}` }, { cause })
    : new Problem('internal-error', {}, {}, { cause });

const unavailable: Readonly<Record<Trouble, ProblemCode>> = {
  database: 'database-unavailable',
  log: 'store-unavailable',
  disk: 'disk-full',
};

function refusalHeaders(context: Koa.Context, { status, retryAfter, current }: Refused): void {
  if (retryAfter !== undefined) context.set('Retry-After', `${retryAfter}`);
  if (status === 401) context.set('WWW-Authenticate', 'Bearer realm="healthai"');
  if (current !== null) context.set('ETag', entityTag(current.version));
}

const standing = ({ position, ...rest }: NonNullable<Refused['current']>): JsonObject => ({
  ...(rest as unknown as Readonly<Record<string, Json>>),
  position: position.toString(),
});
