/** The answer to a file that was imported before: every row is unchanged, and its records are shown as they stand now. */
import { contracts } from '../../domain/contracts/index.ts';
import type { Uuid } from '../../domain/ids.ts';
import { noCounts } from '../../domain/import/events.ts';
import type { KnownImport } from '../../projections/imports/standing.ts';
import type { Original } from '../originals.ts';
import { storedColumns } from './columns.ts';
import { openImportFile } from './file.ts';
import { countStatedBySnapshot, type RecordCounts } from './known.ts';
import { continuing, firstPass, runOf } from './passes.ts';
import { type ImportReport, peakMemoryMiB } from './report.ts';
import type { OriginalRequest } from './request.ts';
import type { Ingestion } from './run.ts';
import { partsOf, pin } from './run-import.ts';
import { openSeen } from './seen.ts';
import { readImport } from './source.ts';

/** No import has this id: what is only looked at is compared with all of them. */
export const noImport: Uuid = '00000000-0000-0000-0000-000000000000';

/** @param before the import that has these bytes */
export async function alreadyImported(
  ingestion: Ingestion,
  request: OriginalRequest,
  original: Original,
  before: KnownImport,
): Promise<ImportReport> {
  const startedAt = performance.now();
  const { definition, dryRun = false } = request;
  const position = await ingestion.store.head();
  await ingestion.caughtUp(position);
  const { completed, advanced } = await readImport(ingestion.store, before.import);
  const read = completed?.counts.read ?? 0;
  const records =
    definition.delivers === 'snapshot'
      ? await countStatedBySnapshot(ingestion.sql, definition.name)
      : await countStatedByFile(ingestion, request, original);
  return {
    import: dryRun ? null : before.import,
    source: definition.name,
    dryRun,
    alreadyImported: true,
    status: 'completed',
    file: { name: request.fileName, sha256: original.sha256, bytes: original.bytes },
    columns: storedColumns(definition, before),
    counts: { ...noCounts, read, unchanged: read },
    records,
    findings: advanced?.findings ?? [],
    position: dryRun ? null : position,
    seconds: (performance.now() - startedAt) / 1000,
    peakMemoryMiB: peakMemoryMiB(),
  };
}

/** A delivery of changes states some of its source's records: which ones, only its rows tell. */
async function countStatedByFile(
  ingestion: Ingestion,
  request: OriginalRequest,
  { digest }: Original,
): Promise<RecordCounts> {
  const { definition } = request;
  const { personal } = contracts[definition.recordType];
  const seen = await openSeen(ingestion.database);
  try {
    const file = await openImportFile(definition, await ingestion.originals.open(digest, { personal }));
    const pins = pin(ingestion, definition, 0, file, await ingestion.store.head(), ingestion.now());
    const run = runOf(ingestion, noImport, definition, pins);
    const parts = partsOf(ingestion, { definition, trigger: request.trigger }, run, file, ingestion.vault, seen);
    await continuing(parts, (await firstPass(parts)).survey, false);
    return await seen.counts({ import: noImport });
  } finally {
    await seen.close();
  }
}
