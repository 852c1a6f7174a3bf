/** What is answered in the place of what was asked for. */
import { z } from 'zod';

export const problem = z
  .strictObject({
    type: z.string().describe('`urn:healthai:problem:<code>`'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong and what to do, in the language of `Accept-Language`.'),
    code: z.string(),
    params: z.record(z.string(), z.unknown()),
    current: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('How the record stands, where a decision was refused.'),
    correlationId: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457.' });
