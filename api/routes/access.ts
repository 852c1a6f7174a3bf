/** The access log: who was shown whom in clear. */
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { accessPage } from '../schemas/access.ts';
import { limit, position, uuid } from '../schemas/primitives.ts';

/** An instant of years that a database knows; written in UTC from here on. */
const instant = z.iso
  .datetime({ offset: true })
  .regex(/^[12]\d{3}-/)
  .transform((text) => new Date(text).toISOString());

/**
 * @openapi
 * /api/v1/access-log:
 *   get:
 *     tags: [System]
 *     summary: List who was shown people in clear
 *     description: The newest first. Reads by those who work on the queue have the purpose `queue`; an auditor's the one that was stated.
 */
const list = endpoint({
  id: 'listAccess',
  method: 'get',
  path: '/access-log',
  permission: 'access:read',
  query: z.strictObject({
    after: position.optional().describe('`next` of the page before.'),
    limit: limit(),
    subject: uuid.optional().describe('Reads of this person only.'),
    record: uuid.optional().describe('Reads of this record only.'),
    actor: z
      .string()
      .regex(/^(user:[0-9a-f-]{36}|system:operator)$/)
      .optional()
      .describe('Reads by these only: `user:<id>`, or `system:operator` for the command line.'),
    since: instant.optional().describe('Reads at this instant or later.'),
    until: instant.optional().describe('Reads before this instant.'),
  }),
  responses: { 200: accessPage },
  handler: async ({ query, caller, services }) => {
    const { items, next } = await services.accessLog(caller, query);
    return { status: 200, body: { items: [...items], next } };
  },
});

export const accessRoutes = [list];
