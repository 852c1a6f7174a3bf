/** The server: what it listens on, how long it waits, and what it answers where neither API nor screens do. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { withSecurityHeaders } from '../api/headers.ts';
import { defaultLimits, type Limits } from '../api/limits.ts';
import { localised } from '../domain/language.ts';
import { retryAfterSeconds, troubleOf, troubleSentence } from '../eventstore/trouble.ts';
import { answerEarly } from './early-answers.ts';
import { type Incoming, incoming } from './incoming.ts';
import type { Logger } from './logging.ts';
import { fewAtOnce } from './pipelining.ts';
import { type Said, say } from './say.ts';

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
  /** Default: those of API and screens. */
  readonly limits?: Partial<Limits>;
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

/** How long whoever was answered before their body was read may go on sending it. */
const UNWANTED_MS = 2_000;

/**
 * Listens on host and port. `/health/live` answers from then on, whatever the rest of the system does.
 * @throws when the port is taken or the host is not one of this machine
 */
export async function serve(parts: ServerParts): Promise<Server> {
  const { headersMs, requestMs } = { ...defaultLimits, ...parts.limits };
  const server = http.createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: Math.min(5_000, headersMs),
      keepAliveTimeout: IDLE_MS,
      // Looked at with everything else that is wrong with a request, and answered as that is.
      requireHostHeader: false,
    },
    fewAtOnce(application(parts).callback()),
  );
  answerEarly(server);
  // What else may be expected than `100-continue` nobody knows: the request is read as it is.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
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
  // What an answer breaks off with after its head has gone out; everything before that is caught below.
  app.on('error', (error: NodeJS.ErrnoException, context: Koa.Context) => {
    if (isGone(context) || GONE.includes(error.code ?? '')) return;
    parts.log.error({ err: error }, 'a request failed');
  });
  app.use(withSecurityHeaders);
  app.use(hangingUp);
  app.use((context, next) => orRefused(context, next, parts));
  app.use(incoming(parts));
  app.use((context, next) => answer(context, next, parts));
  app.use((context, next) => throughMounted(parts.mounted(), context, next));
  app.use((context) => {
    if (parts.mounted().length > 0) return say(context, NOT_FOUND);
    context.set('Retry-After', '1');
    say(context, STARTING);
  });
  return app;
}

/**
 * Whoever is answered without having been read cannot keep the connection by sending on. For a moment what they send is let
 * go: a connection that is closed at once takes the answer with it that has not been read.
 */
async function hangingUp({ req, res }: Koa.Context, next: Koa.Next): Promise<void> {
  res.once('finish', () => {
    if (req.complete) return;
    const timer = setTimeout(() => req.socket.destroy(), UNWANTED_MS);
    req.once('close', () => clearTimeout(timer));
  });
  await next();
}

/** What answers break off with where nobody reads them. */
const GONE = ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'];

/** Nobody reads an answer any more: the request broke off, or its connection. */
const isGone = ({ req, res }: Koa.Context): boolean =>
  (req.destroyed && !req.complete) || (res.destroyed && !res.writableFinished);

/** What is thrown here and is of no page and no API: a request that is none, metrics where the database or the log is away, a fault. */
async function orRefused(context: Koa.Context, next: Koa.Next, { log }: ServerParts): Promise<void> {
  try {
    await next();
  } catch (error) {
    if (isGone(context)) return log.debug({ err: error }, 'whoever asked has gone');
    if (context.headerSent) throw error;
    const trouble = troubleOf(error);
    if (trouble) {
      log.warn({ path: context.path }, `${troubleSentence[trouble]}: a request waits`);
      context.status = 503;
      context.set('Retry-After', `${retryAfterSeconds[trouble]}`);
      context.body = { error: { code: 'unavailable', message: `${troubleSentence[trouble]}. Try again in a moment.` } };
      return;
    }
    const { status } = error as { readonly status?: unknown };
    if (typeof status === 'number' && status >= 400 && status < 500) return say(context, { ...UNREADABLE, status });
    log.error({ err: error }, 'a request failed');
    say(context, FAULT);
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

const STARTING: Said = {
  status: 503,
  code: 'starting',
  title: localised('Démarrage', 'Starting', 'Start', 'Avvio'),
  text: localised(
    'Le système démarre : réessayez dans un instant.',
    'The system is starting: try again in a moment.',
    'Das System startet: Versuchen Sie es gleich noch einmal.',
    'Il sistema si avvia: riprovate tra un istante.',
  ),
};

const HOME = localised('Accueil', 'Home', 'Startseite', 'Pagina iniziale');

const NOT_FOUND: Said = {
  status: 404,
  code: 'not_found',
  title: localised('Page introuvable', 'Page not found', 'Seite nicht gefunden', 'Pagina non trovata'),
  text: localised(
    'Il n’y a rien à cette adresse.',
    'There is nothing at this address.',
    'Unter dieser Adresse gibt es nichts.',
    'Non c’è nulla a questo indirizzo.',
  ),
  home: HOME,
};

const UNREADABLE: Said = {
  status: 400,
  code: 'unreadable',
  title: localised('Demande illisible', 'Unreadable request', 'Unlesbare Anfrage', 'Richiesta illeggibile'),
  text: localised(
    'Cette demande ne peut pas être lue. Vérifiez son adresse.',
    'This request cannot be read. Check its address.',
    'Diese Anfrage kann nicht gelesen werden. Prüfen Sie ihre Adresse.',
    'Questa richiesta non può essere letta. Verificatene l’indirizzo.',
  ),
  home: HOME,
};

const FAULT: Said = {
  status: 500,
  code: 'fault',
  title: localised('Erreur', 'Fault', 'Fehler', 'Errore'),
  text: localised(
    'Quelque chose s’est mal passé de notre côté. Réessayez dans un instant.',
    'Something went wrong on our side. Try again in a moment.',
    'Auf unserer Seite ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.',
    'Qualcosa è andato storto da parte nostra. Riprovate tra un istante.',
  ),
  home: HOME,
};
