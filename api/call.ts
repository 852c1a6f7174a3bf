/** What is known of a request from its first moment on: its id, its logger; and later its route and who asks. */
import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { Logger } from 'pino';
import type { Uuid } from '../domain/ids.ts';
import { type Language, languages } from '../domain/language.ts';

export interface Call {
  readonly id: Uuid;
  readonly log: Logger;
  readonly language: Language;
  /** Template of the route: never the path itself, which names things. */
  route: string;
  account?: Uuid;
}

const calls = new WeakMap<Koa.Context, Call>();

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function beginCall(context: Koa.Context, log: Logger): Call {
  const given = context.get('X-Request-Id');
  const id = uuid.test(given) ? given.toLowerCase() : randomUUID();
  const call = { id, log: log.child({ correlationId: id }), language: languageOf(context), route: 'unmatched' };
  calls.set(context, call);
  context.set('X-Request-Id', id);
  return call;
}

export function callOf(context: Koa.Context): Call {
  const call = calls.get(context);
  if (!call) throw new Error('a request was not begun');
  return call;
}

/** What the header prefers among ours, else French. */
function languageOf(context: Koa.Context): Language {
  const preferred = context.get('Accept-Language') ? context.acceptsLanguages(...languages) : false;
  return languages.find((language) => language === preferred) ?? 'fr';
}
