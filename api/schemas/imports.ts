/** Imports, as the API shows them. */
import { z } from 'zod';
import { importStatuses } from '../../domain/import/fold.ts';
import { count, page, position, severity, statusCounts, uuid } from './primitives.ts';

export const counts = z
  .strictObject({
    read: count,
    new: count,
    revised: count,
    unchanged: count,
    duplicate: count,
    conflicting: count,
    quarantined: count,
    repaired: count,
    respelled: count.optional(),
    leftOut: count.describe('Rows that the source’s definition leaves out.'),
  })
  .meta({
    id: 'Counts',
    description:
      'read = new + revised + unchanged + duplicate + conflicting + quarantined + leftOut; repaired and respelled (the key is spelled otherwise than that of the record; absent for none) are among them.',
  });

const file = z.strictObject({
  name: z.string().nullable(),
  sha256: z.string().nullable().describe('Null for files about people.'),
  bytes: count.nullable(),
});

const findings = z
  .array(z.strictObject({ rule: z.string(), severity: z.string(), count }))
  .describe('Judged rows by rule and severity.');

const names = z.array(z.string());

export const columns = z
  .strictObject({
    mapped: names.describe('Columns of the file that the source knows.'),
    absent: names.describe('Columns of the source that the file lacks.'),
    unknown: names.describe('Columns of the file that the source does not know.'),
  })
  .meta({ id: 'ImportColumns' });

export const mappedColumn = z.strictObject({ column: z.string(), to: z.string(), unit: z.string().optional() }).meta({
  id: 'MappedColumn',
  description: 'A column that stood before, and the column of the file that takes its place.',
});

export const hold = z
  .strictObject({
    reasons: z.array(
      z.strictObject({
        code: z.enum(['missing-columns', 'emptied-columns', 'shrunken', 'falling']),
        columns: names,
        records: count,
        publishedValues: count,
        unknown: names.optional(),
        proposal: z
          .strictObject({
            columns: z.array(
              z.strictObject({
                column: z.string(),
                field: z.string().nullable(),
                to: z.string(),
                unit: z.string().optional(),
                by: z.array(z.enum(['name', 'values', 'unit'])),
                score: z.number(),
                agreeing: count,
                compared: count,
              }),
            ),
          })
          .optional(),
        needed: z.literal(true).optional(),
        stood: count.optional(),
        rows: z.array(z.int()).optional(),
      }),
    ),
    rows: count,
    quarantined: count,
    absent: names.optional().describe('Columns of the source that the file lacks.'),
    missingDigest: z.string().optional(),
  })
  .meta({ id: 'Hold', description: 'What an import would take away, counted before any record is touched.' });

export const importItem = z
  .strictObject({
    import: uuid,
    source: z.string(),
    recordType: z.string().nullable(),
    status: z.enum(importStatuses),
    file,
    counts,
    records: statusCounts.nullable().describe('When it was done; null while it runs.'),
    findings,
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
    seconds: z.number().nullable(),
    peakMemoryMiB: z.number().nullable(),
    position,
    failure: z
      .strictObject({ code: z.string(), message: z.string(), advice: z.string() })
      .nullable()
      .describe('In words, with what to do; null where it did not fail.'),
    pause: z.string().nullable(),
    noLongerStated: count.nullable().describe('For a snapshot: records that stood and that it does not state.'),
    hold: hold.nullable().describe('Why it waits for a person, or waited.'),
    mapping: z
      .strictObject({
        version: z.int(),
        by: z.string().describe('Who proposed it: somebody else has to agree.'),
        columns: z.array(mappedColumn),
        reason: z.string(),
      })
      .nullable(),
    givenUp: z.string().nullable().describe('Why a person gave it up.'),
    columns: columns.nullable(),
  })
  .meta({ id: 'Import' });

export const importPage = page(importItem).meta({ id: 'ImportPage' });

export const importDetail = importItem
  .extend({
    previous: uuid.nullable(),
    contract: z.int().nullable(),
    ruleset: z.int().nullable(),
    header: z.array(z.string()).nullable(),
    unreliable: z.array(z.string()).describe('Columns that the batch verdict took out of the way.'),
    dimensions: z.array(z.strictObject({ dimension: z.string(), bad: count, evaluated: count })),
  })
  .meta({ id: 'ImportDetail' });

/** What an accepted hold comes to. */
export const holdAnswered = importDetail
  .extend({
    next: z
      .enum(['run', 'second-person', 'nothing'])
      .describe(
        '`run`: it goes on, or is imported anew under its new columns; `second-person`: somebody else has to agree.',
      ),
  })
  .meta({ id: 'HoldAnswered' });

const reason = z.string().trim().min(1).max(500).describe('Why: kept with the import.');
/** A name of a column, as a person sends it: longer ones are no names. */
const columnName = z.string().min(1).max(1_000);

/** Columns that one answer maps at most. */
const mostMapped = 1_000;

export const holdAcceptance = z
  .strictObject({
    reason,
    map: z
      .array(z.strictObject({ column: columnName, to: columnName, unit: z.string().min(1).max(40).optional() }))
      .min(1)
      .max(mostMapped)
      .optional()
      .describe('Columns that stood before, and the columns of the file that take their places.'),
    asIs: z.boolean().optional().describe('Accept it as it is although somebody proposed a mapping.'),
  })
  .refine(({ map, asIs }) => map === undefined || asIs !== true, { path: ['asIs'] })
  .meta({ id: 'HoldAcceptance' });

export const importEnding = z.strictObject({ reason }).meta({ id: 'ImportEnding' });

export const quarantinedPage = page(
  z
    .strictObject({
      row: z.int(),
      sheet: z.string().nullable(),
      bytes: z.tuple([z.int(), z.int()]).nullable().describe('Half-open byte range in the file.'),
      reason: z.string(),
      message: z.string(),
      advice: z.string(),
    })
    .meta({ id: 'QuarantinedRow', description: 'A row that could not become a record, in words.' }),
).meta({ id: 'QuarantinedPage' });

export const importReport = z
  .strictObject({
    import: uuid.nullable().describe('Null for a dry run.'),
    source: z.string(),
    dryRun: z.boolean(),
    alreadyImported: z.boolean().describe('The same bytes were imported before: nothing was appended.'),
    status: z.enum(['completed', 'held']).describe('`held`: it waits for a person, and nothing of it is taken over.'),
    file,
    columns,
    counts,
    records: statusCounts.describe('The file’s records after the import.'),
    noLongerStated: count.optional(),
    hold: hold.optional(),
    findings: z.array(z.strictObject({ rule: z.string(), severity, count })),
    quarantined: z
      .array(
        z.strictObject({
          row: z.int(),
          sheet: z.string().optional(),
          column: z.string().nullable(),
          value: z.unknown().optional().describe('Left out where it is about people.'),
          reason: z.string().describe('In words.'),
          advice: z.string(),
          code: z.string(),
        }),
      )
      .optional()
      .describe('Of a dry run: the first 100 rows that cannot become records.'),
    position: position.nullable().describe('Null for a dry run. Pass it as `atLeast` to read your own writes.'),
    seconds: z.number(),
    peakMemoryMiB: z.number(),
    digest: z.string().describe('By which the original is known.'),
  })
  .meta({ id: 'ImportReport' });

export const importAccepted = z.strictObject({ import: uuid }).meta({ id: 'ImportAccepted' });
