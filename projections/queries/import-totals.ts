/** What all imports came to, whichever process ran them: for the figures of the system. */
import { sql } from 'slonik';
import { z } from 'zod';
import { type ImportStatus, importStatuses } from '../../domain/import/fold.ts';
import type { ReadModel } from './read-model.ts';

/** What becomes of a row of a file. */
export const rowOutcomes = ['new', 'revised', 'unchanged', 'duplicate', 'conflicting', 'quarantined'] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

export interface ImportTotals {
  /** Imports by where they stand now. */
  readonly standing: Readonly<Record<ImportStatus, number>>;
  /** Rows that were read, by what became of them. */
  readonly rows: Readonly<Record<RowOutcome, number>>;
  /** Imports that failed, by the code of what was wrong. */
  readonly failures: Readonly<Record<string, number>>;
  /** Runs that ended, and the seconds that they took. */
  readonly runs: number;
  readonly seconds: number;
}

const standingRow = z.object({
  status: z.enum(importStatuses),
  imports: z.number(),
  new: z.coerce.number(),
  revised: z.coerce.number(),
  unchanged: z.coerce.number(),
  duplicate: z.coerce.number(),
  conflicting: z.coerce.number(),
  quarantined: z.coerce.number(),
});
const failureRow = z.object({ code: z.string(), imports: z.number() });
const runRow = z.object({ runs: z.number(), seconds: z.number() });

export async function importTotals(readModel: ReadModel): Promise<ImportTotals> {
  const [standing, failures, run] = await Promise.all([
    readModel.any(sql.type(standingRow)`
      select status, count(*) as imports, sum(rows_new) as new, sum(rows_revised) as revised,
        sum(rows_unchanged) as unchanged, sum(rows_duplicate) as duplicate, sum(rows_conflicting) as conflicting,
        sum(rows_quarantined) as quarantined
      from imports.import_run group by status`),
    readModel.any(sql.type(failureRow)`
      select coalesce(failure ->> 'code', 'unknown') as code, count(*) as imports
      from imports.import_run where status = 'failed' group by 1`),
    readModel.one(sql.type(runRow)`
      select count(*) as runs, coalesce(sum(seconds), 0)::float8 as seconds from operations.run`),
  ]);
  const of = (status: ImportStatus): number => standing.find((row) => row.status === status)?.imports ?? 0;
  const sum = (outcome: RowOutcome): number => standing.reduce((total, row) => total + row[outcome], 0);
  return {
    standing: Object.fromEntries(importStatuses.map((status) => [status, of(status)])) as ImportTotals['standing'],
    rows: Object.fromEntries(rowOutcomes.map((outcome) => [outcome, sum(outcome)])) as ImportTotals['rows'],
    failures: Object.fromEntries(failures.map(({ code, imports }) => [code, imports])),
    ...run,
  };
}
