/**
 * Ingesting a file: take in the original, accept it as an import of its source, survey it, decide its rows, complete.
 * Whoever is interrupted is resumed from the stored original by the next one who ingests for that source.
 */
import type { Readable } from 'node:stream';
import { contracts } from '../../domain/contracts/index.ts';
import type { Uuid } from '../../domain/ids.ts';
import { type Counts, type ImportStarted, noCounts, type Pins } from '../../domain/import/events.ts';
import { foldSource, type ImportState, importStream, sourceStream } from '../../domain/import/fold.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import type { Position } from '../../eventstore/store.ts';
import type { Original } from '../originals.ts';
import { FileRejected } from '../readers/reader.ts';
import { type ImportFile, openImportFile } from './file.ts';
import type { People } from './identity.ts';
import { countRecords, type RecordCounts, statedElsewhere } from './known.ts';
import { withLease } from './lease.ts';
import { decideRows, firstPass, type Parts, runOf } from './passes.ts';
import { passing } from './passing.ts';
import { type ImportLog, importLog, Overtaken, pause } from './progress.ts';
import { type ImportReport, peakMemoryMiB } from './report.ts';
import type { Ingestion, Run } from './run.ts';
import { rememberRun } from './run-table.ts';
import {
  type AcceptedImport,
  accept,
  definitionsOf,
  readImport,
  readSource,
  register,
  standingImports,
} from './source.ts';
import type { Survey } from './survey.ts';

export interface IngestRequest {
  readonly definition: SourceDefinition;
  readonly content: Readable;
  /** For people's eyes; never a path. Not logged for sources of personal types. */
  readonly fileName: string | null;
  readonly dryRun?: boolean;
  /** Take the same bytes of a source of changes once more. */
  readonly again?: boolean;
  readonly trigger: ImportStarted['trigger'];
  readonly onProgress?: (step: 'reading' | 'deciding', rows: number, total?: number) => void;
  readonly onWaiting?: () => void;
}

/** What a run needs of the request: a resumed one has no file in hand. */
type RunRequest = Pick<IngestRequest, 'definition' | 'trigger' | 'onProgress'>;

/** The import failed as a whole: nothing but its own stream was touched. */
export class ImportRejected extends Error {
  override readonly name = 'ImportRejected';
  readonly import: Uuid | null;
  readonly code: string;
  readonly params: FileRejected['params'];
  constructor(importId: Uuid | null, cause: FileRejected) {
    super(cause.message, { cause });
    this.import = importId;
    this.code = cause.code;
    this.params = cause.params;
  }
}

/** @throws ImportRejected where the file is not what its source delivers */
export async function ingest(ingestion: Ingestion, request: IngestRequest): Promise<ImportReport> {
  const { definition } = request;
  const { personal } = contracts[definition.recordType];
  const original = await ingestion.originals.put(request.content, { personal });
  if (request.dryRun) return dryRun(ingestion, request, original);
  return withLease(
    ingestion.database,
    definition.name,
    () => ingestLeased(ingestion, request, original),
    () => request.onWaiting?.(),
  );
}

/** Resumes what was interrupted of a source, if anything; a run that is still alive is waited for. */
export async function resumeInterrupted(ingestion: Ingestion, definition: SourceDefinition): Promise<void> {
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
    () => undefined,
  );
}

async function ingestLeased(ingestion: Ingestion, request: IngestRequest, original: Original): Promise<ImportReport> {
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
    return await run(ingestion, request, id, startedAt);
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
  { definition: { delivers }, again }: IngestRequest,
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

interface Done {
  readonly counts: Counts;
  readonly findings: ImportReport['findings'];
  readonly records: RecordCounts;
  readonly position: Position;
  readonly seconds: number;
}

/** Runs an accepted import to its end, from wherever it stands. */
async function run(ingestion: Ingestion, request: RunRequest, importId: Uuid, startedAt: number): Promise<Done> {
  const { store } = ingestion;
  const sourceEvents = await Array.fromAsync(store.readStream(sourceStream(request.definition.name)));
  const acceptance = sourceEvents.find(
    (e) => e.type === 'ImportAccepted' && 'import' in e.data && e.data.import === importId,
  );
  if (!acceptance) throw new Error(`the import ${importId} was never accepted`);
  const state = await readImport(store, importId);
  const accepted = acceptance.data as { digest: string; bytes: number; fileName?: string };
  const definitions = definitionsOf(sourceEvents);
  const number = state.started?.pins.sourceVersion ?? definitions.length;
  const definition = definitions[number - 1] ?? request.definition;
  const { personal } = contracts[definition.recordType];
  const log = importLog(ingestion, importId, state.version, () => acceptance.metadata.at);
  const open = await ingestion.originals.open(accepted.digest, { personal });

  let file: ImportFile;
  try {
    file = await openImportFile(
      state.started
        ? { ...definition, dialect: state.started.pins.dialect as SourceDefinition['dialect'] }
        : definition,
      open,
    );
  } catch (error) {
    throw await rejected(log, importId, state, error);
  }
  const pins =
    state.started?.pins ?? pin(ingestion, definition, number, file, acceptance.position, acceptance.metadata.at);
  await ingestion.caughtUp(BigInt(pins.basis));
  const source = foldSource(sourceEvents);
  const others = await standingImports(store, source);
  const standing = new Set(others.map((other) => other.accepted.import));
  const theRun = runOf(ingestion, importId, definition, pins);
  const parts = partsOf(ingestion, request, theRun, file, ingestion.vault);

  let surveyed: Survey;
  try {
    surveyed = await firstPass(parts);
  } catch (error) {
    throw await rejected(log, importId, state, error);
  }
  if (state.judged) surveyed = { ...surveyed, verdict: state.judged };
  else {
    // The header is complete only now: a JSON file tells its keys row by row.
    const { digest, bytes, fileName } = accepted;
    const named = fileName === undefined ? {} : { fileName };
    const started = { import: importId, trigger: request.trigger, digest, bytes, ...named };
    await log.append('start', [
      { type: 'ImportStarted', data: { ...started, pins: { ...pins, header: [...file.header] } } },
      { type: 'BatchJudged', data: surveyed.verdict },
    ]);
  }

  if (state.status === 'paused') await log.append(`resume ${state.version}`, [{ type: 'ImportResumed', data: {} }]);
  const result = await decideRows(parts, surveyed, {
    log,
    from: state.advanced,
    stands: (id) => standing.has(id),
    firstOfSource: source.accepted.length === 1 && !state.started,
  });
  // A resumed run saw only the rest of the file: the steps before it say which records they found unchanged.
  const unchanged = state.advanced ? await unchangedInLog(ingestion, importId) : result.unchanged;
  const missing =
    definition.delivers === 'snapshot' && others.length > 1
      ? await noLongerStated(ingestion, definition, importId, unchanged)
      : [];
  const counts = result.tally.counts();
  const position = await log.append('complete', [{ type: 'ImportCompleted', data: { counts, missing } }]);
  await ingestion.caughtUp(position);
  const seconds = (performance.now() - startedAt) / 1000;
  const records = await countRecords(ingestion.sql, definition.name, importId, unchanged);
  await rememberRun(ingestion.sql, { importId, seconds, peakMemoryMiB: peakMemoryMiB(), records, head: position });
  return { counts, findings: result.tally.findings(), records, position, seconds };
}

const partsOf = (
  ingestion: Ingestion,
  { onProgress }: RunRequest,
  run: Run,
  file: ImportFile,
  people: People,
): Parts => ({
  ingestion,
  run,
  file,
  people,
  ...(onProgress && { onProgress }),
});

function pin(
  { rulesets }: Ingestion,
  definition: SourceDefinition,
  sourceVersion: number,
  file: ImportFile,
  basis: Position,
  at: string,
): Pins {
  return {
    source: definition.name,
    sourceVersion,
    contract: contracts[definition.recordType].version,
    ruleset: rulesets.inForce(definition.recordType).number,
    policy: `policy:${definition.name}@${sourceVersion}`,
    header: file.header,
    ...(file.sheet !== undefined && { sheet: file.sheet }),
    dialect: file.dialect,
    taxonomies: {},
    basis: `${basis}`,
    at,
  };
}

async function unchangedInLog({ store }: Ingestion, importId: Uuid): Promise<readonly Uuid[]> {
  const ids: Uuid[] = [];
  for await (const event of store.readStream(importStream(importId)))
    if (event.type === 'ImportAdvanced') ids.push(...(event.data as { unchanged: readonly Uuid[] }).unchanged);
  return ids;
}

async function noLongerStated(
  ingestion: Ingestion,
  definition: SourceDefinition,
  importId: Uuid,
  unchanged: readonly Uuid[],
): Promise<readonly Uuid[]> {
  await ingestion.caughtUp(await ingestion.store.head());
  const still = new Set(unchanged);
  return (await statedElsewhere(ingestion.sql, definition.name, importId)).filter((id) => !still.has(id));
}

/** An import can fail only before its batch is judged, and only for its file. */
async function rejected(log: ImportLog, importId: Uuid, state: ImportState, error: unknown): Promise<unknown> {
  if (!(error instanceof FileRejected) || state.judged) return error;
  const { code, message, params } = error;
  await log.append('fail', [{ type: 'ImportFailed', data: { code, message, params } }]);
  return new ImportRejected(importId, error);
}

/** Reads, judges and decides a file as an import would, and appends nothing. */
async function dryRun(ingestion: Ingestion, request: IngestRequest, original: Original): Promise<ImportReport> {
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
  request: IngestRequest,
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

const report = (request: IngestRequest, original: Original, importId: Uuid, done: Done): ImportReport => ({
  import: importId,
  source: request.definition.name,
  dryRun: false,
  alreadyImported: false,
  file: { name: request.fileName, sha256: original.sha256, bytes: original.bytes },
  ...done,
  peakMemoryMiB: peakMemoryMiB(),
});
