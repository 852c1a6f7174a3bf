/** Published records: what the rest of the world builds on. */
import { z } from 'zod';
import type { RecordType } from '../../domain/contracts/contract.ts';
import { contracts } from '../../domain/contracts/index.ts';
import type { PublishedRow } from '../../services/services.ts';
import { endpoint } from '../endpoint.ts';
import { misfit } from '../problem.ts';
import { conditionalHeaders, entityTag, names, purposeHeader } from '../schemas/headers.ts';
import { limit, recordType, uuid } from '../schemas/primitives.ts';
import { publishedPage, publishedRow } from '../schemas/published.ts';

const fields = z
  .string()
  .min(1)
  .max(4000)
  .optional()
  .describe('Names of fields of the type, with commas between: the others are left out.');

/**
 * @openapi
 * /api/v1/published/{type}:
 *   get:
 *     tags: [Published]
 *     summary: List published records of a type
 *     description: By id. Pass `next` as `after` until it is null; records published meanwhile are neither doubled nor skipped.
 */
const list = endpoint({
  id: 'listPublished',
  method: 'get',
  path: '/published/:type',
  permission: 'published:read',
  params: z.strictObject({ type: recordType }),
  query: z.strictObject({ after: uuid.optional().describe('`next` of the page before.'), limit: limit(), fields }),
  headers: purposeHeader,
  responses: { 200: publishedPage },
  handler: async ({ params: { type }, query: { fields, ...question }, caller, services }) => {
    const chosen = chosenFields(type, fields);
    const { items, next } = await services.published(caller, type, question);
    return { status: 200, body: { items: items.map((row) => sparse(row, chosen)), next } };
  },
});

/**
 * @openapi
 * /api/v1/published/{type}/{id}:
 *   get:
 *     tags: [Published]
 *     summary: Show a published record
 *     description: With an `ETag`; `If-None-Match` saves sending again what you have.
 */
const show = endpoint({
  id: 'showPublished',
  method: 'get',
  path: '/published/:type/:id',
  permission: 'published:read',
  params: z.strictObject({ type: recordType, id: uuid }),
  query: z.strictObject({ fields }),
  headers: conditionalHeaders,
  responses: { 200: publishedRow, 304: null },
  handler: async ({ params: { type, id }, query, headers, caller, services }) => {
    const chosen = chosenFields(type, query.fields);
    const row = await services.publishedRecord(caller, type, id);
    const tag = entityTag(row.version);
    const cached: Readonly<Record<string, string>> = {
      ETag: tag,
      ...(!contracts[type].personal && { 'Cache-Control': 'private, no-cache' }),
    };
    if (names(headers['if-none-match'], tag)) return { status: 304, body: null, headers: cached };
    return { status: 200, body: sparse(row, chosen), headers: cached };
  },
});

/** @throws Problem `invalid-parameter` for a name that the contract does not have */
function chosenFields(type: RecordType, fields: string | undefined): ReadonlySet<string> | undefined {
  if (fields === undefined) return undefined;
  const chosen = new Set(fields.split(',').map((name) => name.trim()));
  const known = Object.keys(contracts[type].fields);
  const unknown = [...chosen].filter((name) => !known.includes(name));
  if (unknown.length === 0) return chosen;
  throw misfit('invalid-parameter', [
    { in: 'query', name: 'fields', message: `${unknown.join(', ')} ∉ ${known.join(', ')}` },
  ]);
}

const sparse = ({ values, ...row }: PublishedRow, chosen: ReadonlySet<string> | undefined): PublishedRow => ({
  ...row,
  values: chosen ? Object.fromEntries(Object.entries(values).filter(([name]) => chosen.has(name))) : values,
});

export const publishedRoutes = [list, show];
