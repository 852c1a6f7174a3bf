/** Imports, as the API shows them. */
import { z } from 'zod';
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
  })
  .meta({
    id: 'Counts',
    description:
      'read = new + revised + unchanged + duplicate + conflicting + quarantined; repaired and respelled (the key is spelled otherwise than that of the record; absent for none) are among them.',
  });

const file = z.strictObject({
  name: z.string().nullable(),
  sha256: z.string().nullable().describe('Null for files about people.'),
  bytes: count.nullable(),
});

const findings = z
  .array(z.strictObject({ rule: z.string(), severity: z.string(), count }))
  .describe('Judged rows by rule and severity.');

export const importItem = z
  .strictObject({
    import: uuid,
    source: z.string(),
    recordType: z.string().nullable(),
    status: z.enum(['running', 'paused', 'completed', 'failed', 'withdrawing', 'withdrawn']),
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
    file,
    counts,
    records: statusCounts.describe('The file’s records after the import.'),
    findings: z.array(z.strictObject({ rule: z.string(), severity, count })),
    position: position.nullable().describe('Null for a dry run. Pass it as `atLeast` to read your own writes.'),
    seconds: z.number(),
    peakMemoryMiB: z.number(),
    digest: z.string().describe('By which the original is known.'),
  })
  .meta({ id: 'ImportReport' });

export const importAccepted = z.strictObject({ import: uuid }).meta({ id: 'ImportAccepted' });
