/** Which imports there were, the latest first. */
import { sql } from 'slonik';
import { z } from 'zod';
import type { ImportHeld } from '../../domain/import/events.ts';
import { type ImportStatus, importStatuses } from '../../domain/import/fold.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { answers } from '../imports/changes.ts';
import type { ReadModel } from './read-model.ts';

const count = z.int().nonnegative();

const mappedColumn = z.object({ column: z.string(), to: z.string(), unit: z.string().optional() });

const row = z.object({
  import: z.uuid(),
  source: z.string(),
  recordType: z.string().nullable(),
  status: z.enum(importStatuses),
  previous: z.uuid().nullable(),
  fileName: z.string().nullable(),
  digest: z.string().nullable(),
  bytes: count.nullable(),
  contract: z.int().nullable(),
  ruleset: z.int().nullable(),
  header: z.array(z.string()).nullable(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  counts: z.object({
    read: count,
    new: count,
    revised: count,
    unchanged: count,
    duplicate: count,
    conflicting: count,
    quarantined: count,
    repaired: count,
    respelled: count.optional(),
  }),
  findings: z.array(z.object({ rule: z.string(), severity: z.string(), count })),
  unreliable: z.array(z.string()).nullable(),
  failure: z.object({ code: z.string(), message: z.string(), params: z.record(z.string(), z.unknown()) }).nullable(),
  pause: z.string().nullable(),
  /** Records that stood and that a snapshot does not state; null while it is not known. */
  missing: count.nullable(),
  /** Why it was held, answered or not. */
  hold: z.custom<ImportHeld>().nullable(),
  mapping: z
    .object({
      version: z.int(),
      by: z.string(),
      columns: z.array(mappedColumn),
      reason: z.string(),
    })
    .nullable(),
  absent: z.array(z.string()).nullable(),
  givenUp: z.string().nullable(),
  /** The definition that it is read with, as it was registered. */
  definition: z.custom<SourceDefinition>().nullable(),
  /** Position of its acceptance: imports are in its order. */
  accepted: z.string(),
  /** Of its last event. */
  position: z.string(),
});
export type ImportRow = z.infer<typeof row>;

export interface ImportsQuestion {
  readonly source?: string;
  readonly import?: string;
  readonly status?: ImportStatus;
  /** Only those accepted before: `accepted` of the last one of the page before. */
  readonly before?: string;
  /** Default 100. */
  readonly limit?: number;
}

/** Imports, the latest first. */
export const imports = (readModel: ReadModel, question: ImportsQuestion = {}): Promise<readonly ImportRow[]> =>
  readModel.any(sql.type(row)`
    select import_id as import, source,
      (select definition->>'recordType' from imports.source where name = import_run.source) as "recordType",
      case when waiting.since is not null and status = 'running' then 'paused' else status end as status, previous_import as previous, file_name as "fileName", digest, bytes,
      contract, ruleset, header, started_at as "startedAt", finished_at as "finishedAt",
      json_strip_nulls(json_build_object('read', rows_read, 'new', rows_new, 'revised', rows_revised, 'unchanged', rows_unchanged,
        'duplicate', rows_duplicate, 'conflicting', rows_conflicting, 'quarantined', rows_quarantined,
        'repaired', rows_repaired, 'respelled', nullif(rows_respelled, 0))) as counts,
      findings, unreliable, failure,
      case when waiting.since is not null and status = 'running' then waiting.why else pause end as pause,
      missing_records as missing, hold, mapping, absent, given_up as "givenUp",
      (select d.definition from imports.source_definition d
        where d.source = import_run.source and d.number = import_run.source_version) as definition,
      coalesce(accepted_position, started_position)::text as accepted, position::text as position
    from imports.import_run left join operations.waiting using (import_id)
    where (${question.source ?? null}::text is null or source = ${question.source ?? null})
      and (${question.status ?? null}::text is null or ${question.status ?? null} =
        case when waiting.since is not null and status = 'running' then 'paused' else status end)
      and (${question.import ?? null}::uuid is null or import_id = ${question.import ?? null})
      and (${question.before ?? null}::bigint is null
        or coalesce(accepted_position, started_position) < ${question.before ?? null}::bigint)
    order by coalesce(accepted_position, started_position) desc
    limit ${question.limit ?? 100}`);

const unfinishedRow = z.object({ import: z.uuid(), source: z.string(), accepted: z.string() });
export type UnfinishedImport = z.infer<typeof unfinishedRow>;

/**
 * A page of the imports that have not come to their end and wait for no person, in the order of their acceptance. None for a
 * status that this release does not know.
 * @param after `accepted` of the last one of the page before
 */
export const unfinishedImports = (
  readModel: ReadModel,
  { after = '0', limit = 100 }: { readonly after?: string; readonly limit?: number } = {},
): Promise<readonly UnfinishedImport[]> =>
  readModel.any(sql.type(unfinishedRow)`
    select import_id as import, source, coalesce(accepted_position, started_position)::text as accepted
    from imports.import_run
    where status in ('running', 'paused') and coalesce(accepted_position, started_position) > ${after}::bigint
    order by coalesce(accepted_position, started_position)
    limit ${limit}`);

const answerRow = z.object({
  answer: z.enum(answers),
  /** `user:<id>`, or `system`. */
  actor: z.string(),
  at: z.string(),
  reason: z.string().nullable(),
  columns: z.array(mappedColumn).nullable(),
});
export type ImportAnswer = z.infer<typeof answerRow>;

/** What people decided on an import, and what became of a held one without them, the oldest first: the latest hundred. */
export const answersTo = async (readModel: ReadModel, importId: string): Promise<readonly ImportAnswer[]> => {
  const latest = await readModel.any(sql.type(answerRow)`
    select answer, actor, at, reason, columns from imports.import_answer
    where import_id = ${importId} order by version desc limit 100`);
  return latest.toReversed();
};

const standingRow = z.object({ mappingAgreed: z.boolean(), next: z.uuid().nullable() });

/** Whether a mapping of a held import is agreed, and the import of its source that was accepted right after it. */
export const afterImport = (readModel: ReadModel, importId: string): Promise<z.infer<typeof standingRow> | null> =>
  readModel.maybeOne(sql.type(standingRow)`
    select mapping_agreed as "mappingAgreed",
      (select n.import_id from imports.import_run n where n.previous_import = r.import_id
        order by n.accepted_position limit 1) as next
    from imports.import_run r where import_id = ${importId}`);

/**
 * How many held imports wait for an answer of somebody: a mapping that they proposed themselves waits for another person.
 * @param actor `user:<id>`
 * @param only those for which a mapping is proposed, where they may only agree
 */
export const countHeldFor = async (readModel: ReadModel, actor: string, only: 'all' | 'proposed'): Promise<number> => {
  const { n } = await readModel.one(sql.type(z.object({ n: count }))`
    select count(*) as n from imports.import_run
    where status = 'held' and not mapping_agreed
      and (mapping->>'by' is distinct from ${actor}) and (${only} = 'all' or mapping is not null)`);
  return n;
};

const sourceRow = z.object({ source: z.string(), recordType: z.string() });

/** Sources that have had an import. */
export const importedSources = (readModel: ReadModel): Promise<readonly z.infer<typeof sourceRow>[]> =>
  readModel.any(sql.type(sourceRow)`
    select name as source, definition->>'recordType' as "recordType" from imports.source s
    where definition is not null and exists (select from imports.import_run r where r.source = s.name)
    order by name`);

const quarantinedRow = z.object({
  row: z.int(),
  sheet: z.string().nullable(),
  /** Half-open byte range in the original. */
  bytes: z.tuple([z.int(), z.int()]).nullable(),
  reason: z.string(),
  params: z.record(z.string(), z.unknown()),
});
export type QuarantinedRowOfImport = z.infer<typeof quarantinedRow>;

/** Rows of an import that could not become records, in the order of the file, after a row number. */
export const quarantinedRows = (
  readModel: ReadModel,
  importId: string,
  { after = 0, limit = 100 }: { readonly after?: number; readonly limit?: number } = {},
): Promise<readonly QuarantinedRowOfImport[]> =>
  readModel.any(sql.type(quarantinedRow)`
    select row, sheet, case when bytes_from is not null then json_build_array(bytes_from, bytes_to) end as bytes, reason, params
    from imports.quarantined_row
    where import_id = ${importId} and row > ${after}
    order by row limit ${limit}`);
