/** What the schemas of the API are made of. */
import { z } from 'zod';
import { recordTypes } from '../../domain/contracts/contract.ts';
import { severities } from '../../domain/record/events.ts';
import { statuses } from '../../domain/record/fold.ts';

/** Ids in lower case, because that is how streams are named. */
export const uuid = z.guid().toLowerCase();

export const position = z
  .string()
  .regex(/^\d{1,18}$/)
  .describe('A place in the log. Opaque, ordered; a string, because it may be larger than a double holds.');

export const recordType = z.enum(recordTypes).meta({ id: 'RecordType' });
export const severity = z.enum(severities).meta({ id: 'Severity' });
export const status = z.enum(statuses).meta({ id: 'Status', description: 'Of the newest content of a record.' });

export const value = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.string())])
  .meta({ id: 'Value', description: 'A typed value in canonical units.' });

export const count = z.int().nonnegative();
export const instant = z.iso.datetime();

export const statusCounts = z
  .strictObject({ published: count, open: count, rejected: count })
  .meta({ id: 'StatusCounts', description: 'Records by status of their newest content.' });

export const countsByType = z
  .strictObject(
    Object.fromEntries(recordTypes.map((type) => [type, statusCounts])) as Record<
      (typeof recordTypes)[number],
      typeof statusCounts
    >,
  )
  .meta({ id: 'CountsByType' });

/** A page, and what to pass as `after` for the next one. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().nullable().describe('Pass it as `after` for the next page; null at the end.'),
  });

/** Items a page, at most 200. */
export const limit = (most = 200) =>
  z.coerce.number().int().min(1).max(most).optional().describe(`Items a page, at most ${most}.`);

/** Where the page before ended. */
export const after = z.string().min(1).max(400).optional().describe('`next` of the page before.');

export const flag = z.stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' });

export const at = z
  .string()
  .min(1)
  .max(64)
  .optional()
  .describe('As of a position, `event:<id>` or a time (ISO 8601); now where left out.');
