/**
 * Ingesting a file: take in the original, accept it as an import of its source unless it is in already, run it.
 * Whoever is interrupted is resumed from the stored original by the next one who ingests for that source.
 */
import type { Readable } from 'node:stream';
import { contracts } from '../../domain/contracts/index.ts';
import type { Uuid } from '../../domain/ids.ts';
import { noCounts } from '../../domain/import/events.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import type { Original } from '../originals.ts';
import { FileRejected } from '../readers/reader.ts';
import { openImportFile } from './file.ts';
import { countRecords } from './known.ts';
import { withLease } from './lease.ts';
import { decideRows, firstPass, runOf } from './passes.ts';
import { passing } from './passing.ts';
import { patiently } from './patience.ts';
import { Overtaken, pause } from './progress.ts';
import { type ImportReport, peakMemoryMiB } from './report.ts';
import type { Ingestion } from './run.ts';
import { type Done, ImportRejected, partsOf, pin, type RunRequest, runImport, unchangedInLog } from './run-import.ts';
import { type AcceptedImport, accept, readSource, register, standingImports } from './source.ts';
import { takeIn } from './take-in.ts';

export interface OriginalRequest extends RunRequest {
  /** For people's eyes; never a path. Not logged for sources of personal types. */
  readonly fileName: string | null;
  readonly dryRun?: boolean;
  /** Take the same bytes of a source of changes once more. */
  readonly again?: boolean;
  readonly onWaiting?: () => void;
  /** The import that takes it, once there is one. */
  readonly onAccepted?: (importId: Uuid) => void;
}

export interface IngestRequest extends OriginalRequest {
  readonly content: Readable;
}

/**
 * Ingests a file, or says what an import of it would do (`dryRun`). What is left of earlier imports of the source goes first.
 * @throws ImportRejected where the file is not what its source delivers
 */
export async function ingest(ingestion: Ingestion, request: IngestRequest): Promise<ImportReport> {
  const { content, ...file } = request;
  return takeIn<OriginalRequest, ImportReport>(ingestion, content, file, ingestOriginal);
}

/** The same for an original that was taken in before. @throws ImportRejected */
export async function ingestOriginal(
  ingestion: Ingestion,
  request: OriginalRequest,
  original: Original,
): Promise<ImportReport> {
  const { definition } = request;
  if (request.dryRun) return dryRun(ingestion, request, original);
  return withLease(
    ingestion.database,
    definition.name,
    () => ingestLeased(ingestion, request, original),
    () => request.onWaiting?.(),
  );
}

/**
 * Resumes what was interrupted of a source, if anything; a run that is still alive is waited for.
 * @param onWaiting before it is waited for; what it throws ends the waiting
 */
export async function resumeInterrupted(
  ingestion: Ingestion,
  definition: SourceDefinition,
  onWaiting: () => void = () => undefined,
): Promise<void> {
  const unfinished = async (): Promise<AcceptedImport | undefined> => {
    const standing = await standingImports(ingestion.store, await readSource(ingestion.store, definition.name));
    return standing.find(({ state }) => state.status !== 'completed');
  };
  if (!(await unfinished())) return;
  await withLease(
    ingestion.database,
    definition.name,
    async () => {
      for (let found = await unfinished(); found; found = await unfinished())
        await resume(ingestion, { definition, trigger: 'start' }, found);
    },
    onWaiting,
  );
}

async function ingestLeased(ingestion: Ingestion, request: OriginalRequest, original: Original): Promise<ImportReport> {
  const { definition } = request;
  const { personal, version: contract } = contracts[definition.recordType];
  await register(ingestion, definition);
  for (;;) {
    const source = await readSource(ingestion.store, definition.name);
    const standing = await standingImports(ingestion.store, source);
    const unfinished = standing.find(({ state }) => state.status !== 'completed');
    if (unfinished) {
      const done = await resume(ingestion, request, unfinished);
      const { digest, contract: under, import: id } = unfinished.accepted;
      if (done && digest === original.digest && under === contract) return report(request, original, id, done);
      continue;
    }
    const before = sameBefore(request, standing, original, contract);
    if (before) return reportDone(ingestion, request, original, before);
    const file = {
      digest: original.digest,
      bytes: original.bytes,
      contract,
      ...(!personal && request.fileName !== null && { fileName: request.fileName }),
    };
    const started = performance.now();
    const accepted = await accept(ingestion, definition, source, file);
    if (!accepted) continue;
    request.onAccepted?.(accepted.import);
    const done = await runUnlessOvertaken(ingestion, request, accepted.import, started);
    if (done) return report(request, original, accepted.import, done);
  }
}

/**
 * A killed run's last append may still be on its way in the database when its lease is free already: then this run ends,
 * and the import is resumed from what the log says.
 */
async function runUnlessOvertaken(
  ingestion: Ingestion,
  request: RunRequest,
  id: Uuid,
  startedAt: number,
): Promise<Done | undefined> {
  try {
    return await patiently(ingestion, id, () => runImport(ingestion, request, id, startedAt));
  } catch (error) {
    if (error instanceof Overtaken) {
      ingestion.log.info({ import: id, err: error }, 'the import has moved on: it is resumed');
      return undefined;
    }
    // Once its batch is judged an import does not fail any more: trouble pauses it, and whoever ingests next goes on with it.
    if (!(error instanceof ImportRejected))
      await pause(ingestion, id, error).catch((err: unknown) =>
        ingestion.log.warn({ import: id, err }, 'that the import stopped could not be told to the log'),
      );
    throw error;
  }
}

/** The standing import that makes this one superfluous: a snapshot's latest, or any of a source of changes (unless `again`). */
function sameBefore(
  { definition: { delivers }, again }: OriginalRequest,
  standing: readonly AcceptedImport[],
  { digest }: Original,
  contract: number,
): AcceptedImport | undefined {
  const same = ({ accepted }: AcceptedImport): boolean => accepted.digest === digest && accepted.contract === contract;
  if (delivers === 'snapshot') return standing.slice(-1).find(same);
  return again ? undefined : standing.findLast(same);
}

async function resume(
  ingestion: Ingestion,
  request: RunRequest,
  unfinished: AcceptedImport,
): Promise<Done | undefined> {
  const { import: id } = unfinished.accepted;
  ingestion.log.info(
    { import: id, source: request.definition.name, status: unfinished.state.status },
    'an interrupted import goes on',
  );
  try {
    return await runUnlessOvertaken(ingestion, request, id, performance.now());
  } catch (error) {
    if (!(error instanceof ImportRejected)) throw error;
    ingestion.log.warn({ import: id, code: error.code }, 'the interrupted import failed: its file was rejected');
    return undefined;
  }
}

/** Reads, judges and decides a file as an import would, and appends nothing. */
async function dryRun(ingestion: Ingestion, request: OriginalRequest, original: Original): Promise<ImportReport> {
  const { definition } = request;
  const { personal, version: contract } = contracts[definition.recordType];
  const startedAt = performance.now();
  const open = await ingestion.originals.open(original.digest, { personal });
  const basis = await ingestion.store.head();
  await ingestion.caughtUp(basis);
  const source = await readSource(ingestion.store, definition.name);
  const standing = await standingImports(ingestion.store, source);
  const before = sameBefore(request, standing, original, contract);
  if (before?.state.status === 'completed')
    return { ...(await reportDone(ingestion, request, original, before)), import: null, dryRun: true, position: null };
  const ids = new Set(standing.map(({ accepted }) => accepted.import));
  try {
    const file = await openImportFile(definition, open);
    const run = runOf(ingestion, dryRunId, definition, pin(ingestion, definition, 0, file, basis, ingestion.now()));
    const people = { ...ingestion.vault, subjectsFor: passing(ingestion.vault) };
    const parts = partsOf(ingestion, request, run, file, people);
    const surveyed = await firstPass(parts);
    const result = await decideRows(parts, surveyed, {
      stands: (id) => ids.has(id),
      firstOfSource: source.accepted.length === 0,
    });
    const stood = await countRecords(ingestion.sql, definition.name, dryRunId, result.unchanged);
    return {
      import: null,
      source: definition.name,
      dryRun: true,
      alreadyImported: false,
      file: { name: request.fileName, sha256: original.sha256, bytes: original.bytes },
      counts: result.tally.counts(),
      records: { ...stood, published: stood.published + result.approved, open: stood.open + result.held },
      findings: result.tally.findings(),
      position: null,
      seconds: (performance.now() - startedAt) / 1000,
      peakMemoryMiB: peakMemoryMiB(),
    };
  } catch (error) {
    throw error instanceof FileRejected ? new ImportRejected(null, error) : error;
  }
}
const dryRunId: Uuid = '00000000-0000-0000-0000-000000000000';

async function reportDone(
  ingestion: Ingestion,
  request: OriginalRequest,
  original: Original,
  { accepted, state }: AcceptedImport,
): Promise<ImportReport> {
  const startedAt = performance.now();
  const position = await ingestion.store.head();
  await ingestion.caughtUp(position);
  const unchanged = await unchangedInLog(ingestion, accepted.import);
  const read = state.completed?.counts.read ?? 0;
  return {
    ...report(request, original, accepted.import, {
      counts: { ...noCounts, read, unchanged: read },
      findings: state.advanced?.findings ?? [],
      records: await countRecords(ingestion.sql, request.definition.name, accepted.import, unchanged),
      position,
      seconds: (performance.now() - startedAt) / 1000,
    }),
    alreadyImported: true,
  };
}

const report = (request: OriginalRequest, original: Original, importId: Uuid, done: Done): ImportReport => ({
  import: importId,
  source: request.definition.name,
  dryRun: false,
  alreadyImported: false,
  file: { name: request.fileName, sha256: original.sha256, bytes: original.bytes },
  ...done,
  peakMemoryMiB: peakMemoryMiB(),
});
