/** The log, how far the tables computed of it are, the overview, and what changes. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Services } from '../../services/services.ts';
import { endpoint } from '../endpoint.ts';
import { purposeHeader } from '../schemas/headers.ts';
import { limit, position } from '../schemas/primitives.ts';
import { eventPage, overview, rebuildReport, systemStatus } from '../schemas/system.ts';

/**
 * @openapi
 * /api/v1/events:
 *   get:
 *     tags: [System]
 *     summary: Read the log
 *     description: In its order, of a stream, of a category, or all of it. What it says of people is sealed unless an auditor states a purpose.
 */
const events = endpoint({
  id: 'listEvents',
  method: 'get',
  path: '/events',
  permission: 'log:read',
  query: z.strictObject({
    stream: z.string().min(1).max(200).optional(),
    category: z.string().min(1).max(100).optional(),
    after: position.optional().describe('`next` of the page before, or any position.'),
    limit: limit(1000),
  }),
  headers: purposeHeader,
  responses: { 200: eventPage },
  handler: async ({ query: { after, ...question }, caller, services }) => {
    const page = await services.events(caller, {
      ...question,
      ...(after !== undefined && { after: BigInt(after) }),
    });
    const items = page.items.map(({ position, data, metadata, stream, version, type, id, recordedAt }) => ({
      position: position.toString(),
      stream,
      version,
      type,
      id,
      at: metadata.at,
      recordedAt,
      data: { ...data },
      metadata: { ...metadata },
    }));
    return { status: 200, body: { items, next: page.next } };
  },
});

/**
 * @openapi
 * /api/v1/status:
 *   get:
 *     tags: [System]
 *     summary: How far the tables are, and how many records stand where
 */
const status = endpoint({
  id: 'showStatus',
  method: 'get',
  path: '/status',
  permission: 'status:read',
  responses: { 200: systemStatus },
  handler: async ({ caller, services }) => ({ status: 200, body: await services.status(caller) }),
});

/**
 * @openapi
 * /api/v1/projections/{name}/rebuild:
 *   post:
 *     tags: [System]
 *     summary: Build the tables of a projection anew from the log
 *     description: Beside the ones in use, compared with them, then switched in. Answered when that is done.
 */
const rebuild = endpoint({
  id: 'rebuildProjection',
  method: 'post',
  path: '/projections/:name/rebuild',
  permission: 'projections:rebuild',
  params: z.strictObject({ name: z.string().min(1).max(60) }),
  responses: { 200: rebuildReport },
  patient: true,
  handler: async ({ params, caller, services }) => ({ status: 200, body: await services.rebuild(caller, params.name) }),
});

/**
 * @openapi
 * /api/v1/overview:
 *   get:
 *     tags: [System]
 *     summary: Counts, latest imports, quality of each source
 *     description: Figures without any person in them.
 */
const figures = endpoint({
  id: 'showOverview',
  method: 'get',
  path: '/overview',
  permission: 'figures:read',
  responses: { 200: overview },
  handler: async ({ caller, services }) => ({ status: 200, body: await services.overview(caller) }),
});

/**
 * @openapi
 * /api/v1/changes:
 *   get:
 *     tags: [System]
 *     summary: Be told of changes
 *     description: >-
 *       Server-sent events: `change` with the position that has become visible, at most one a second. The stream ends with the access token;
 *       open it again with a new one.
 */
const changes = endpoint({
  id: 'followChanges',
  method: 'get',
  path: '/changes',
  permission: 'figures:read',
  responses: { 200: { mediaTypes: ['text/event-stream'] } },
  patient: true,
  live: true,
  handler: async ({ services, signal }) => ({
    status: 200,
    body: Readable.from(eventStream(services, signal), { objectMode: false }),
    headers: {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    },
  }),
});

/** A comment this often keeps proxies from closing a silent stream. */
const keepAliveMs = 15_000;

/** Frames of server-sent events: the changes as they come, and a comment where none comes for long. */
async function* eventStream(services: Services, signal: AbortSignal): AsyncGenerator<string> {
  yield ': open\n\n';
  const ended = new AbortController();
  const changes = services.changes(AbortSignal.any([signal, ended.signal]))[Symbol.asyncIterator]();
  try {
    let next = changes.next();
    next.catch(() => {});
    while (!signal.aborted) {
      const quiet = Promise.withResolvers<'quiet'>();
      const timer = setTimeout(() => quiet.resolve('quiet'), keepAliveMs);
      const told = await Promise.race([next, quiet.promise]).finally(() => clearTimeout(timer));
      if (told === 'quiet') {
        yield ': still here\n\n';
        continue;
      }
      if (told.done) return;
      yield `event: change\nid: ${told.value.position}\ndata: ${JSON.stringify({ position: told.value.position })}\n\n`;
      next = changes.next();
      next.catch(() => {}); // where nobody waits for it any more
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    ended.abort();
  }
}

export const systemRoutes = [events, status, rebuild, figures, changes];
