/** The access log, as the API shows it. */
import { z } from 'zod';
import { page, position, uuid } from './primitives.ts';

export const accessPage = page(
  z
    .strictObject({
      id: position,
      at: z.string().describe('When it was shown.'),
      actor: z.string().describe('`user:<id>`, or `system:operator` for the command line.'),
      subject: uuid
        .nullable()
        .describe('Pseudonym of the person; null where a whole type or a part of the log was shown.'),
      record: uuid.nullable(),
      what: z.string().describe('What was shown, without anything of its content.'),
      purpose: z.string().describe('`queue`, or what an auditor stated.'),
      position,
    })
    .meta({ id: 'Access' }),
).meta({ id: 'AccessPage' });
