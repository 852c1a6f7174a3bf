import { redirect, error as refuse } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { languageOf } from '#lib/language.server.ts';
import { isRefused } from '#lib/refusals.ts';
import { accountOf } from '#lib/session/session.server.ts';
import { sendsTooMuch } from '#lib/uploads/body-limit.server.ts';
import { wordsOf } from '#lib/words/catalogue.ts';
import { troubleOf, troubleSentence } from '../../eventstore/trouble.ts';

/** Routes that anybody may see. Every other one asks who is there. */
const open: ReadonlySet<string> = new Set(['/login', '/components', '/accessibility']);

/** What somebody may do who still has to choose a password of their own. */
const beforeNewPassword: ReadonlySet<string> = new Set(['/password', '/logout']);

/** Longest value in a query: a filter of several sources and types has a few hundred characters. */
const queryCharacters = 4_000;

/** Whether a query holds what no page of ours puts there: a text that no database keeps, or one without end. */
const isUnusable = (query: URLSearchParams): boolean =>
  [...query].some((pair) => pair.some((text) => text.includes('\0') || text.length > queryCharacters));

export const handle: Handle = async ({ event, resolve }) => {
  const { locals, platform, url, route } = event;
  const given = platform?.req.healthai;
  if (given === undefined) throw new Error('app/admin.ts has put nothing on the request.');
  locals.services = given.services;
  locals.log = given.log;
  locals.address = given.address;
  locals.requestId = given.requestId;
  locals.closing = given.closing;
  locals.takeStream = given.takeStream;
  if (route.id !== null) given.route = `screens ${route.id}`;
  locals.language = languageOf(event);
  const account = await accountOf(given.services.accounts, event);
  locals.caller = account && { ...account, language: locals.language, correlationId: given.requestId };

  if (account && !(await given.countFor(account.id))) refuse(429, wordsOf(locals.language).errors.tooMany);
  // Before anybody is sent anywhere: a form is read by whoever answers for its route.
  if (sendsTooMuch(event.request, route.id, locals.caller, given.limits.formBytes))
    refuse(413, wordsOf(locals.language).upload.wrong.form);
  if (isUnusable(url.searchParams)) refuse(404, wordsOf(locals.language).errors.notFound);
  if (!locals.caller && route.id !== null && !open.has(route.id)) {
    if (event.request.method !== 'GET' && event.request.method !== 'HEAD') redirect(303, '/login');
    redirect(303, url.pathname === '/' ? '/login' : `/login?next=${encodeURIComponent(url.pathname + url.search)}`);
  }
  if (account?.mustChangePassword && route.id !== null && !open.has(route.id) && !beforeNewPassword.has(route.id))
    redirect(303, '/password');
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%lang%', locals.language),
  });
  response.headers.set('Cache-Control', 'no-store');
  response.headers.set('Content-Language', locals.language);
  return response;
};

export const handleError: HandleServerError = ({ kind, error, event }) => {
  const { locals } = event;
  const words = wordsOf(locals.language ?? 'fr');
  if (isRefused(error)) return { status: error.status, message: error.text(locals.language), code: error.code };
  if (kind === 'framework' && error.status === 404) return { message: words.errors.notFound };
  if (kind !== 'unknown') return undefined;
  const request = event.platform?.req;
  if (request?.healthai?.isLate) return { status: 408, message: words.errors.late };
  if (request?.readableAborted || event.request.signal.aborted) {
    locals.log?.debug({ err: error, request: locals.requestId }, 'whoever asked has gone');
    return { status: 499, message: words.errors.fault };
  }
  const trouble = troubleOf(error);
  if (trouble) {
    locals.log?.warn({ request: locals.requestId, route: event.route.id }, `${troubleSentence[trouble]}: a page waits`);
    return { status: 503, message: words.errors.away };
  }
  locals.log?.error({ err: error, request: locals.requestId, route: event.route.id }, 'a page failed');
  return { message: words.errors.fault, ...(locals.requestId && { id: locals.requestId }) };
};
