/** What waits for people: the worst first, then the longest waiting. */
import { sql } from 'slonik';
import { z } from 'zod';
import type { ReadModel } from './read-model.ts';

const item = z.object({
  record: z.uuid(),
  type: z.string(),
  source: z.string(),
  /** Absent for types about people. */
  key: z.string().nullable(),
  version: z.int(),
  /** Position since which it is open. */
  since: z.string(),
  /** The worst severity that holds; null where it waits for its source's trust, or because it was opened again. */
  severity: z.enum(['info', 'warn', 'error', 'block']).nullable(),
  /** Empty for types about people. */
  rules: z.array(z.string()),
  /** Its source no longer states it: that is why it waits, or one reason more. */
  unstated: z.boolean(),
  /** Version of what stays published meanwhile. */
  published: z.int().nullable(),
  rank: z.int(),
});
export type QueueItem = z.infer<typeof item>;

/** Where a page ended; pass it on unchanged to get the next. */
export interface QueueCursor {
  readonly rank: number;
  readonly since: string;
  readonly record: string;
}

export interface QueueQuestion {
  readonly type?: string;
  readonly source?: string;
  readonly severity?: string;
  readonly rule?: string;
  readonly after?: QueueCursor;
  /** Default 50. */
  readonly limit?: number;
}

export interface QueuePage {
  readonly items: readonly QueueItem[];
  /** Null at the end. */
  readonly next: QueueCursor | null;
}

type Filter = Pick<QueueQuestion, 'type' | 'source' | 'severity' | 'rule'>;

/** `none` is what no finding holds. */
const filtered = ({ type, source, severity, rule }: Filter) => [
  sql.fragment`true`,
  ...(type === undefined ? [] : [sql.fragment`q.type = ${type}`]),
  ...(source === undefined ? [] : [sql.fragment`q.source = ${source}`]),
  ...(severity === undefined ? [] : [sql.fragment`coalesce(q.severity, 'none') = ${severity}`]),
  ...(rule === undefined ? [] : [sql.fragment`${rule} = any(q.rules)`]),
];

/** A page of the queue, and where the next one goes on. */
export async function queuePage(readModel: ReadModel, question: QueueQuestion = {}): Promise<QueuePage> {
  const { after, limit = 50 } = question;
  const where = [
    ...filtered(question),
    ...(after === undefined
      ? []
      : [
          sql.fragment`q.rank <= ${after.rank} and (q.rank < ${after.rank}
            or (q.since, q.record_id) > (${after.since}::bigint, ${after.record}::uuid))`,
        ]),
  ];
  const items = await readModel.any(sql.type(item)`
    select q.record_id as record, q.type, q.source, r.key, r.version, q.since::text as since, q.severity, q.rules,
      r.unstated, r.published_version as published, q.rank
    from records.review_queue q join records.record r using (record_id)
    where ${sql.join(where, sql.fragment` and `)}
    order by q.rank desc, q.since, q.record_id
    limit ${limit}`);
  const last = items.length === limit ? items.at(-1) : undefined;
  return { items, next: last ? { rank: last.rank, since: last.since, record: last.record } : null };
}

const facetRow = z.object({
  facet: z.enum(['type', 'source', 'severity', 'rule']),
  value: z.string(),
  count: z.coerce.number(),
});
export type QueueFacet = z.infer<typeof facetRow>;

/** For each facet, its values under the other facets chosen: what choosing another value would show. */
export function queueFacets(readModel: ReadModel, filter: Filter = {}): Promise<readonly QueueFacet[]> {
  const under = (facet: keyof Filter) => sql.join(filtered({ ...filter, [facet]: undefined }), sql.fragment` and `);
  return readModel.any(sql.type(facetRow)`
    select 'type' as facet, q.type as value, count(*) as count from records.review_queue q
      where ${under('type')} group by q.type
    union all
    select 'source', q.source, count(*) from records.review_queue q where ${under('source')} group by q.source
    union all
    select 'severity', coalesce(q.severity, 'none'), count(*) from records.review_queue q
      where ${under('severity')} group by coalesce(q.severity, 'none')
    union all
    select 'rule', rule, count(*) from records.review_queue q, unnest(q.rules) as rule
      where ${under('rule')} group by rule
    order by facet, count desc, value`);
}

const place = z.object({ rank: z.int(), since: z.string(), record: z.uuid() });

/** Where a record stands in the queue; undefined where it does not wait. */
export async function placeInQueue(readModel: ReadModel, id: string): Promise<QueueCursor | undefined> {
  const found = await readModel.maybeOne(sql.type(place)`
    select rank, since::text as since, record_id as record from records.review_queue where record_id = ${id}`);
  return found ?? undefined;
}
