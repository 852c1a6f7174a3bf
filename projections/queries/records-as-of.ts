/** Records of a type as they were at a position: status, and the content that was newest or published then. */
import { sql } from 'slonik';
import { z } from 'zod';
import type { ReadModel } from './read-model.ts';

const row = z.object({
  record: z.uuid(),
  source: z.string(),
  /** Absent for types about people. */
  key: z.string().nullable(),
  subject: z.uuid().nullable(),
  version: z.int(),
  status: z.enum(['open', 'published', 'rejected', 'withdrawn']),
  /** Version of the approval that published it. */
  published: z.int().nullable(),
  /** Version whose content it is: the place that a sealed content is bound to. */
  contentVersion: z.int().nullable(),
  /** `{ values, qualifiers? }`; for types about people the sealed envelope of it. Null where there is none. */
  content: z.record(z.string(), z.unknown()).nullable(),
});
export type RecordAsOf = z.infer<typeof row>;

export interface AsOfQuestion {
  readonly type: string;
  /** Inclusive: what was appended up to this position. Now where left out. */
  readonly at?: bigint;
  /** `published`: only records that were published then, with that content. */
  readonly which: 'newest' | 'published';
  /** Id of the last record of the page before. */
  readonly after?: string;
  /** Default 1 000. */
  readonly limit?: number;
}

/** A page, in the order of record ids. */
export function recordsAsOf(readModel: ReadModel, question: AsOfQuestion): Promise<readonly RecordAsOf[]> {
  const { type, at, which, after = '00000000-0000-0000-0000-000000000000', limit = 1000 } = question;
  const position = at?.toString() ?? '9223372036854775807';
  const content = which === 'published' ? sql.fragment`h.published_content_version` : sql.fragment`h.content_version`;
  const only = which === 'published' ? sql.fragment`and h.published_version is not null` : sql.fragment``;
  return readModel.any(sql.type(row)`
    select r.record_id as record, r.source, r.key, r.subject, h.version, h.status, h.published_version as published,
      ${content} as "contentVersion", c.content
    from records.record r
    join records.record_history h on h.record_id = r.record_id and h.from_position <= ${position}::bigint
      and (h.to_position is null or h.to_position > ${position}::bigint) ${only}
    left join records.record_history c on c.record_id = r.record_id and c.version = ${content}
    where r.type = ${type} and r.record_id > ${after}::uuid
    order by r.record_id limit ${limit}`);
}
