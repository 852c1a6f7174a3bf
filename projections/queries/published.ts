/** What is published of a type, a page at a time: from the published tables, so that a page costs the same among millions. */
import { sql } from 'slonik';
import { z } from 'zod';
import type { RecordType } from '../../domain/contracts/contract.ts';
import { layouts } from '../record/layout.ts';
import type { ReadModel } from './read-model.ts';

const row = z.object({
  record: z.uuid(),
  key: z.string().nullable(),
  subject: z.uuid().nullable(),
  /** Version of the approval that published it. */
  published: z.int(),
  /** Version whose content it is: the place that a sealed content is bound to. */
  contentVersion: z.int(),
  /** `{ values, qualifiers? }`; for types about people the sealed envelope of it. */
  content: z.record(z.string(), z.unknown()).nullable(),
});
export type PublishedContent = z.infer<typeof row>;

export interface PublishedQuestion {
  readonly type: RecordType;
  /** Only this record. */
  readonly id?: string;
  /** Id of the last record of the page before. */
  readonly after?: string;
  /** Default 50. */
  readonly limit?: number;
}

/** In the order of record ids. */
export function publishedPage(readModel: ReadModel, question: PublishedQuestion): Promise<readonly PublishedContent[]> {
  const { type, id, after, limit = 50 } = question;
  const { schema, table } = layouts[type];
  const which =
    id !== undefined
      ? sql.fragment`p.record_id = ${id}`
      : after !== undefined
        ? sql.fragment`p.record_id > ${after}`
        : sql.fragment`true`;
  return readModel.any(sql.type(row)`
    select r.record_id as record, r.key, r.subject, r.published_version as published,
      h.published_content_version as "contentVersion", c.content
    from (
      select record_id from ${sql.identifier([schema, table])} p where ${which} order by record_id limit ${limit}
    ) p
    join records.record r on r.record_id = p.record_id
    join records.record_history h on h.record_id = r.record_id and h.version = r.version
    join records.record_history c on c.record_id = r.record_id and c.version = h.published_content_version
    order by r.record_id`);
}
