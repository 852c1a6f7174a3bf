/** What waits for people. */
import { queueCursorText, readQueueCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { after, limit } from '../schemas/primitives.ts';
import { facets, queueFilter, queuePage } from '../schemas/records.ts';

/**
 * @openapi
 * /api/v1/queue:
 *   get:
 *     tags: [Queue]
 *     summary: List the records that wait for people
 *     description: The worst first, then the longest waiting.
 */
const list = endpoint({
  id: 'listQueue',
  method: 'get',
  path: '/queue',
  permission: 'queue:read',
  query: queueFilter.extend({ after, limit: limit() }),
  responses: { 200: queuePage },
  handler: async ({ query: { after, ...filter }, caller, services }) => {
    const { items, next } = await services.queue(caller, {
      ...filter,
      ...(after !== undefined && { after: readQueueCursor(after) }),
    });
    return { status: 200, body: { items, next: next === null ? null : queueCursorText(next) } };
  },
});

/**
 * @openapi
 * /api/v1/queue/facets:
 *   get:
 *     tags: [Queue]
 *     summary: How many wait, by type, source, severity and rule
 *     description: Each facet is counted under the other facets that are chosen.
 */
const counted = endpoint({
  id: 'countQueue',
  method: 'get',
  path: '/queue/facets',
  permission: 'queue:read',
  query: queueFilter,
  responses: { 200: facets },
  handler: async ({ query, caller, services }) => ({
    status: 200,
    body: { items: await services.facets(caller, query) },
  }),
});

export const queueRoutes = [list, counted];
