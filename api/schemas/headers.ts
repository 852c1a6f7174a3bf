/** Headers that endpoints read. Names in lower case. */
import { z } from 'zod';

const idempotencyKey = z
  .guid()
  .toLowerCase()
  .optional()
  .describe(
    'A UUID of your own. The same one again is the same command, and is answered as the first time; with anything else it is refused (422). It stands for a week.',
  );

/** A command on something that is not versioned for its readers: it may be repeated. */
export const repeatableHeaders = z.object({ 'idempotency-key': idempotencyKey });

/** Every decision names the version that was seen, and may be repeated. */
export const commandHeaders = z.object({
  'if-match': z
    .string()
    .regex(/^"?\d{1,9}"?$/)
    .describe('`ETag` of the record that was seen. Without it: 428.'),
  'idempotency-key': idempotencyKey,
});

/** What clear text about people is needed for; an auditor states it, and it is kept. */
export const purposeHeader = z.object({
  'x-purpose': z
    .string()
    .trim()
    .min(3)
    .max(500)
    .optional()
    .describe('Why an auditor needs clear text about people. Kept in the access log.'),
});

export const conditionalHeaders = purposeHeader.extend({
  'if-none-match': z.string().max(400).optional().describe('`ETag` of what you have: 304 where it is still so.'),
});

export const preferHeader = z.object({
  prefer: z
    .string()
    .max(200)
    .optional()
    .describe('`respond-async`: answered with 202 as soon as the import is accepted.'),
});

/** The version that an `If-Match` names. */
export const versionSeen = (headers: z.output<typeof commandHeaders>): number =>
  Number(headers['if-match'].replaceAll('"', ''));

/** The entity tag of a version. */
export const entityTag = (version: number): string => `"${version}"`;

/** Whether `If-None-Match` names a tag (weakly compared, as RFC 9110 has it). */
export const names = (ifNoneMatch = '', tag = ''): boolean =>
  ifNoneMatch.split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//, '')));
