import http from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { type Language, type Localised, languages, localised } from '../domain/language.ts';
import { retryAfterSeconds, troubleOf, troubleSentence } from '../eventstore/trouble.ts';
import { type Incoming, incoming } from './incoming.ts';
import type { Logger } from './logging.ts';
import { CONTENT_SECURITY_POLICY, document, html, type Page } from './page.ts';

/** Whether the system serves what it should; while not, what it waits for, in words for an operator. */
export interface Readiness {
  readonly waitsFor: readonly string[];
}

/** What the server shows, given by whoever puts the system together. Each is asked anew at every request. */
export interface ServerParts extends Incoming {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: Logger;
  readonly readiness: () => Readiness | Promise<Readiness>;
  /** What answers everything but health and metrics: the API, then the admin. None of them while the system starts. */
  readonly mounted: () => readonly Koa.Middleware[];
  /** Prometheus text for `/metrics`; undefined while the system starts. */
  readonly metrics: (context: Koa.Context) => string | undefined | Promise<string | undefined>;
}

export interface Server {
  /** Where it answers, with the port it really took: `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Takes no new requests and resolves when those under way are answered; after 5 s they are cut off. */
  close(): Promise<void>;
}

/** How long requests under way may take once the server closes. */
const GRACE_MS = 5_000;

/** How long an idle connection is kept: longer than proxies and clients keep theirs, so that they never send into one that closes. */
const IDLE_MS = 65_000;

/** How long a request may take to arrive: files are uploaded through it. */
const ARRIVAL_MS = 30 * 60_000;

/**
 * Listens on host and port. `/health/live` answers from then on, whatever the rest of the system does.
 * @throws when the port is taken or the host is not one of this machine
 */
export async function serve(parts: ServerParts): Promise<Server> {
  const server = http.createServer(
    { requestTimeout: ARRIVAL_MS, keepAliveTimeout: IDLE_MS },
    application(parts).callback(),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFailure(error, parts)));
    server.listen(parts.port, parts.host, resolve);
  });
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    close: () =>
      new Promise((resolve) => {
        const cutOff = setTimeout(() => server.closeAllConnections(), GRACE_MS);
        server.close(() => {
          clearTimeout(cutOff);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function listenFailure(error: NodeJS.ErrnoException, { host, port }: ServerParts): Error {
  const hints: Record<string, string> = {
    EADDRINUSE: `PORT: another program listens on ${host}:${port}. Stop it, or set PORT to another number (0 takes a free one).`,
    EADDRNOTAVAIL: `HOST: ${host} is not an address of this machine. Set HOST to 127.0.0.1, or to 0.0.0.0 for all of its addresses.`,
    ENOTFOUND: `HOST: ${host} is not known to this machine.`,
    EACCES: `PORT: this user may not listen on ${port}. Set PORT to a number above 1023.`,
  };
  const hint = hints[error.code ?? ''];
  return hint ? Object.assign(new Error(hint, { cause: error }), { code: error.code }) : error;
}

function application(parts: ServerParts): Koa {
  const app = new Koa();
  app.on('error', (error: NodeJS.ErrnoException) => {
    if (!['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(error.code ?? '')) {
      parts.log.error({ err: error }, 'a request failed');
    }
  });
  app.use(incoming(parts));
  app.use(secure);
  app.use((context, next) => orWaiting(context, next, parts));
  app.use((context, next) => answer(context, next, parts));
  app.use((context, next) => throughMounted(parts.mounted(), context, next));
  app.use((context) => (parts.mounted().length === 0 ? starting(context) : notFound(context)));
  return app;
}

async function secure(context: Koa.Context, next: Koa.Next): Promise<void> {
  context.set({
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    'Cache-Control': 'no-store',
  });
  await next();
}

/** What asks here and is no page, API or health: metrics, where the database or the log is away. */
async function orWaiting(context: Koa.Context, next: Koa.Next, { log }: ServerParts): Promise<void> {
  try {
    await next();
  } catch (error) {
    const trouble = troubleOf(error);
    if (!trouble || context.headerSent) throw error;
    log.warn({ path: context.path }, `${troubleSentence[trouble]}: a request waits`);
    context.status = 503;
    context.set('Retry-After', `${retryAfterSeconds[trouble]}`);
    context.body = { error: { code: 'unavailable', message: `${troubleSentence[trouble]}. Try again in a moment.` } };
  }
}

/** One after the other, each handing on what is not its own. */
function throughMounted(mounted: readonly Koa.Middleware[], context: Koa.Context, next: Koa.Next): Promise<void> {
  const [first, ...others] = mounted;
  return first ? first(context as Koa.ParameterizedContext, () => throughMounted(others, context, next)) : next();
}

async function answer(context: Koa.Context, next: Koa.Next, parts: ServerParts): Promise<void> {
  const route = routes[context.path];
  if (!route) return next();
  if (context.method !== 'GET' && context.method !== 'HEAD') {
    context.set('Allow', 'GET, HEAD');
    context.status = 405;
    context.body = { error: { code: 'method_not_allowed', message: `${context.path} answers GET only.` } };
    return;
  }
  await route(context, parts);
}

const routes: Readonly<Record<string, (context: Koa.Context, parts: ServerParts) => void | Promise<void>>> = {
  '/health/live': (context) => {
    context.body = { status: 'live' };
  },
  '/health/ready': async (context, { readiness, log }) => {
    let waitsFor: readonly string[];
    try {
      ({ waitsFor } = await readiness());
    } catch (error) {
      log.error({ err: error }, 'readiness cannot be told');
      waitsFor = ['an answer from the database'];
    }
    context.status = waitsFor.length === 0 ? 200 : 503;
    if (waitsFor.length > 0) context.set('Retry-After', '1');
    context.body = waitsFor.length === 0 ? { status: 'ready' } : { status: 'waiting', waitsFor };
  },
  '/metrics': async (context, { metrics }) => {
    const text = await metrics(context);
    if (text === undefined) return;
    context.body = text;
    context.type = 'text/plain; version=0.0.4; charset=utf-8';
  },
};

const STARTING = {
  title: localised('Démarrage', 'Starting', 'Start', 'Avvio'),
  text: localised(
    'Le système démarre : réessayez dans un instant.',
    'The system is starting: try again in a moment.',
    'Das System startet: Versuchen Sie es gleich noch einmal.',
    'Il sistema si avvia: riprovate tra un istante.',
  ),
};

function starting(context: Koa.Context): void {
  const language = languageOf(context);
  context.status = 503;
  context.set('Retry-After', '1');
  if (context.accepts('json', 'html') !== 'html') {
    context.body = { error: { code: 'starting', message: STARTING.text[language] } };
    return;
  }
  show(context, language, {
    title: STARTING.title[language],
    main: html`<p class="lead">${STARTING.text[language]}</p>`,
  });
  context.status = 503;
}

const NOT_FOUND: Localised = {
  fr: 'Page introuvable',
  en: 'Page not found',
  de: 'Seite nicht gefunden',
  it: 'Pagina non trovata',
};
const HOME: Localised = { fr: 'Accueil', en: 'Home', de: 'Startseite', it: 'Pagina iniziale' };

function notFound(context: Koa.Context): void {
  context.status = 404;
  if (context.accepts('json', 'html') !== 'html') {
    context.body = { error: { code: 'not_found', message: `There is nothing at ${context.path}.` } };
    return;
  }
  const language = languageOf(context);
  show(context, language, {
    title: NOT_FOUND[language],
    main: html`<p><a href="/?lang=${language}">${HOME[language]}</a></p>`,
  });
  context.status = 404;
}

function show(context: Koa.Context, language: Language, page: Page): void {
  context.set('Content-Language', language);
  context.vary('Accept-Language');
  // Never the path that was asked for: `//elsewhere` in a link would lead out.
  context.body = document(language, '/', page);
  context.type = 'html';
}

/** `?lang=` where it names one of ours, else what the browser prefers, else French. */
function languageOf(context: Koa.Context): Language {
  const asked = context.query.lang;
  const chosen = languages.find((language) => language === asked);
  if (chosen) return chosen;
  const preferred = context.get('Accept-Language') ? context.acceptsLanguages(...languages) : false;
  return languages.find((language) => language === preferred) ?? 'fr';
}
