/** Published records, as the API shows them. */
import { z } from 'zod';
import { page, uuid, value } from './primitives.ts';

export const publishedRow = z
  .strictObject({
    id: uuid,
    key: z.string().nullable().describe('Null for types about people.'),
    subject: uuid.nullable().describe('Null for types without people.'),
    version: z.int().describe('Of the record when it was published: its `ETag`.'),
    values: z.record(z.string(), value).meta({
      id: 'PublishedValues',
      description:
        'By the contract of the type. A missing value is an absent key; fields that you may not see, or did not ask for, are absent too.',
    }),
  })
  .meta({ id: 'PublishedRecord' });

export const publishedPage = page(publishedRow).meta({ id: 'PublishedPage' });
