/** Sources, and how good what they deliver is. */
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { qualityTrend, sourceDetail, sourceList } from '../schemas/sources.ts';

const params = z.strictObject({ name: z.string().min(1).max(100) });

/**
 * @openapi
 * /api/v1/sources:
 *   get:
 *     tags: [Sources]
 *     summary: List the sources that files can be imported from
 */
const list = endpoint({
  id: 'listSources',
  method: 'get',
  path: '/sources',
  permission: 'sources:read',
  responses: { 200: sourceList },
  handler: async ({ caller, services }) => {
    const [items, refused] = await Promise.all([services.sources(caller), services.refusedSources(caller)]);
    return { status: 200, body: { items, refused } };
  },
});

/**
 * @openapi
 * /api/v1/sources/{name}:
 *   get:
 *     tags: [Sources]
 *     summary: Show a source
 *     description: With its definition, by which files are read, typed and known again.
 */
const show = endpoint({
  id: 'showSource',
  method: 'get',
  path: '/sources/:name',
  permission: 'sources:read',
  params,
  responses: { 200: sourceDetail },
  handler: async ({ params, caller, services }) => {
    const { definition, ...source } = await services.source(caller, params.name);
    return { status: 200, body: { ...source, definition: { ...definition } } };
  },
});

/**
 * @openapi
 * /api/v1/sources/{name}/quality:
 *   get:
 *     tags: [Sources]
 *     summary: Quality of a source's imports
 *     description: Of the latest standing import by dimension and field, and of each import over time.
 */
const quality = endpoint({
  id: 'showQuality',
  method: 'get',
  path: '/sources/:name/quality',
  permission: 'figures:read',
  params,
  responses: { 200: qualityTrend },
  handler: async ({ params, caller, services }) => ({ status: 200, body: await services.quality(caller, params.name) }),
});

export const sourceRoutes = [list, show, quality];
