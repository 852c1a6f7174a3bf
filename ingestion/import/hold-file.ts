/** Why a file is held: one whose rows were read, and one of which no row can become a record. */
import type { ImportHeld } from '../../domain/import/events.ts';
import type { HeaderMismatch } from '../../domain/source/header.ts';
import type { KnownImport } from '../../projections/imports/standing.ts';
import type { OpenBytes } from '../readers/reader.ts';
import { columnsReport } from './columns.ts';
import { sampling } from './comparison.ts';
import { type LacksColumns, openUntyped, type RowsOfFile } from './file.ts';
import { holdOf } from './holding.ts';
import type { FirstPass, Parts } from './passes.ts';
import type { Ingestion, Run } from './run.ts';
import type { Seen } from './seen.ts';

/** What holds a file that could be read; a mismatch here is that of a JSON file without the keys of its source. */
export const holdIn = (
  parts: Parts,
  pass: FirstPass,
  before: KnownImport | undefined,
  seen: Seen | undefined,
): Promise<ImportHeld | undefined> =>
  holdOf({
    ingestion: parts.ingestion,
    run: parts.run,
    match: pass.match,
    header: parts.file.header,
    names: parts.file.names,
    rows: pass.survey.rows,
    quarantined: pass.survey.quarantined,
    filled: pass.survey.verdict.filled ?? {},
    comparison: pass.comparison,
    before,
    seen,
  });

/** A file of which no row can be typed, and what it is compared with. */
export interface Untyped {
  readonly ingestion: Ingestion;
  readonly run: Run;
  readonly lacks: LacksColumns;
  readonly open: OpenBytes;
  readonly before: KnownImport | undefined;
  readonly seen: Seen | undefined;
}

/**
 * Why such a file is held, where it looks like its source's next delivery: half of the columns are there, or what is needed
 * may stand under other names.
 * @throws LacksColumns where it looks like something else, or nothing stood before
 */
export async function holdUntyped({ ingestion, run, lacks, open, before, seen }: Untyped) {
  if (!before) throw lacks;
  const { rows, sample } = await lookAt(await openUntyped(run.definition, open));
  const hold = await holdOf({
    ingestion,
    run,
    match: lacks.match,
    header: lacks.header,
    names: lacks.names,
    rows,
    quarantined: rows,
    filled: {},
    comparison: { sample, falling: nothingFalls },
    before,
    seen,
  });
  if (!hold || !isLikely(lacks.match, hold)) throw lacks;
  return { hold, columns: columnsReport(lacks.match, lacks.header) };
}
const nothingFalls = { records: 0, values: 0, fields: new Set<string>(), rows: [] };

/** Whether a file that lacks needed columns may be its source's all the same. */
const isLikely = ({ columns, absent, missing }: HeaderMismatch, { reasons }: ImportHeld): boolean => {
  const proposed = new Set(reasons.flatMap(({ proposal }) => proposal?.columns.map(({ column }) => column) ?? []));
  return columns.length >= absent.length || missing.every((column) => proposed.has(column));
};

/** Counts the rows of a file that cannot be typed, and keeps the first ones. */
async function lookAt(file: RowsOfFile) {
  const taken = sampling();
  let rows = 0;
  for await (const batch of await file.rows()) {
    rows += batch.length;
    for (const read of batch) taken.add(read, undefined);
  }
  return { rows, sample: taken.rows() };
}
