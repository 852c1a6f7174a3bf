/** A dry run: reads, compares, judges and decides a file as an import would, appends nothing, and leaves nothing behind. */
import { contracts } from '../../domain/contracts/index.ts';
import { noCounts, type QuarantinedRow } from '../../domain/import/events.ts';
import { type KnownImport, latestStanding, sourceNow, withdrawnImports } from '../../projections/imports/standing.ts';
import type { Original } from '../originals.ts';
import { FileRejected } from '../readers/reader.ts';
import { alreadyImported, noImport } from './already-imported.ts';
import { type ImportFile, LacksColumns, openUnlessLacking } from './file.ts';
import { holdIn, holdUntyped } from './hold-file.ts';
import { againstOf } from './holding.ts';
import { continuing, decideRows, firstPass, runOf } from './passes.ts';
import { passing } from './passing.ts';
import { type ImportReport, peakMemoryMiB, quarantinedShown } from './report.ts';
import type { OriginalRequest } from './request.ts';
import type { Ingestion } from './run.ts';
import { columnsOf, ImportRejected, lacking, noRecords, partsOf, pin } from './run-import.ts';
import { type Against, openSeen, type Seen } from './seen.ts';

type SameBefore = (
  ingestion: Ingestion,
  request: OriginalRequest,
  original: Original,
) => Promise<KnownImport | undefined>;

/**
 * @param sameBefore the import that has these bytes already, if any
 * @throws ImportRejected where the file is not what its source delivers
 */
export async function dryRun(
  ingestion: Ingestion,
  request: OriginalRequest,
  original: Original,
  sameBefore: SameBefore,
): Promise<ImportReport> {
  const { definition } = request;
  await ingestion.caughtUp(await ingestion.store.head());
  const same = await sameBefore(ingestion, request, original);
  if (same) return alreadyImported(ingestion, request, original, same);
  const before = await latestStanding(ingestion.sql, definition.name);
  const seen = before && (await openSeen(ingestion.database));
  try {
    return await look(ingestion, request, original, before, seen);
  } catch (error) {
    throw error instanceof FileRejected ? new ImportRejected(null, error) : error;
  } finally {
    await seen?.close();
  }
}

async function look(
  ingestion: Ingestion,
  request: OriginalRequest,
  original: Original,
  before: KnownImport | undefined,
  seen: Seen | undefined,
): Promise<ImportReport> {
  const { definition } = request;
  const { personal } = contracts[definition.recordType];
  const startedAt = performance.now();
  const open = await ingestion.originals.open(original.digest, { personal });
  const whole = (
    answer: Pick<
      ImportReport,
      'status' | 'columns' | 'counts' | 'records' | 'findings' | 'noLongerStated' | 'hold' | 'quarantined'
    >,
  ) => ({
    import: null,
    source: definition.name,
    dryRun: true,
    alreadyImported: false,
    file: { name: request.fileName, sha256: original.sha256, bytes: original.bytes },
    ...answer,
    position: null,
    seconds: (performance.now() - startedAt) / 1000,
    peakMemoryMiB: peakMemoryMiB(),
  });
  const pinsOf = async (file: Pick<ImportFile, 'header' | 'sheet' | 'dialect'>) =>
    pin(ingestion, definition, 0, file, await ingestion.store.head(), ingestion.now());
  const file = await openUnlessLacking(definition, open);
  const run = runOf(ingestion, noImport, definition, await pinsOf(file));
  if (file instanceof LacksColumns) {
    const untyped = await holdUntyped({ ingestion, run, lacks: file, open, before, seen });
    return whole({ ...untyped, status: 'held', counts: noCounts, records: noRecords, findings: [] });
  }
  const people = { ...ingestion.vault, subjectsFor: passing(ingestion.vault) };
  const aside: QuarantinedRow[] = [];
  const noting = (rows: readonly QuarantinedRow[]): void => {
    aside.push(...rows.slice(0, quarantinedShown - aside.length));
    request.onQuarantined?.(rows);
  };
  const parts = partsOf(ingestion, { ...request, onQuarantined: noting }, run, file, people, seen);
  const pass = await firstPass(parts);
  if (pass.unreadable && !before) throw lacking(pass.match);
  const { lastImport } = await sourceNow(ingestion.sql, definition.name);
  const firstOfSource = lastImport === null;
  const continued = await continuing(parts, pass.survey, firstOfSource);
  const hold = await holdIn(parts, pass, before, seen);
  const withdrawn = await withdrawnImports(ingestion.sql, definition.name);
  const result = await decideRows(parts, pass.survey, {
    continued,
    stands: (id) => !withdrawn.has(id),
    firstOfSource,
    ...(seen && { unchanged: (ids) => seen.addUnchanged(ids) }),
  });
  const noLongerStated = seen && definition.delivers === 'snapshot' ? await missingIn(seen, againstOf(run)) : undefined;
  const stood = seen ? await seen.counts('unchanged') : noRecords;
  return whole({
    status: hold ? 'held' : 'completed',
    columns: columnsOf(pass),
    counts: result.tally.counts(),
    records: { ...stood, published: stood.published + result.approved, open: stood.open + result.held },
    findings: result.tally.findings(),
    quarantined: aside,
    ...(noLongerStated !== undefined && { noLongerStated }),
    ...(hold && { hold }),
  });
}

/** As an import would tell it: of kept records those that were missing before, too. */
async function missingIn(seen: Seen, against: Against): Promise<number> {
  const { missing } = await seen.lacking(against);
  return against.onMissing === 'keep' ? missing + (await seen.stillMissing(against.source)) : missing;
}
