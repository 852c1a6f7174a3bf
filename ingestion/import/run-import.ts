/** One run of an accepted import: read its file twice, judge it, decide its rows, complete. */
import { contracts } from '../../domain/contracts/index.ts';
import type { Uuid } from '../../domain/ids.ts';
import type { Counts, ImportStarted, Pins, QuarantinedRow } from '../../domain/import/events.ts';
import { foldSource, type ImportState, importStream, sourceStream } from '../../domain/import/fold.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import type { Position } from '../../eventstore/store.ts';
import { FileRejected } from '../readers/reader.ts';
import { type ImportFile, openImportFile } from './file.ts';
import type { People } from './identity.ts';
import { countRecords, type RecordCounts, statedElsewhere } from './known.ts';
import { decideRows, firstPass, type Parts, runOf } from './passes.ts';
import { type ImportLog, importLog } from './progress.ts';
import { type ImportReport, peakMemoryMiB } from './report.ts';
import type { Ingestion, Run } from './run.ts';
import { rememberRun } from './run-table.ts';
import { definitionsOf, readImport, standingImports } from './source.ts';
import type { Survey } from './survey.ts';
import { noteGoingOn } from './waiting.ts';

/** What a run needs to know: a resumed one has no file in hand. */
export interface RunRequest {
  readonly definition: SourceDefinition;
  readonly trigger: ImportStarted['trigger'];
  readonly onProgress?: (step: 'reading' | 'deciding', rows: number, total?: number) => void;
  /** The rows of each batch that cannot become records. */
  readonly onQuarantined?: (rows: readonly QuarantinedRow[]) => void;
}

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

/** What became of a run that ended. */
export interface Done {
  readonly counts: Counts;
  readonly findings: ImportReport['findings'];
  readonly records: RecordCounts;
  readonly position: Position;
  readonly seconds: number;
}

/**
 * Runs an accepted import to its end, from wherever it stands.
 * @throws ImportRejected where the file is not what its source delivers
 */
export async function runImport(
  ingestion: Ingestion,
  request: RunRequest,
  importId: Uuid,
  startedAt: number,
): Promise<Done> {
  const { store } = ingestion;
  // A run that waited for the log may have been ended meanwhile; this one goes on.
  await noteGoingOn(ingestion.sql, importId);
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
    throw await rejected(ingestion, log, importId, state, error);
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
    throw await rejected(ingestion, log, importId, state, error);
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

/** What both passes work with. */
export const partsOf = (
  ingestion: Ingestion,
  { onProgress, onQuarantined }: RunRequest,
  run: Run,
  file: ImportFile,
  people: People,
): Parts => ({
  ingestion,
  run,
  file,
  people,
  ...(onProgress && { onProgress }),
  ...(onQuarantined && { onQuarantined }),
});

/** What an import rests on, however long it takes and whoever ends it. */
export function pin(
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
    reader: 2,
  };
}

/** Records that the steps of an import found unchanged. */
export async function unchangedInLog({ store }: Ingestion, importId: Uuid): Promise<readonly Uuid[]> {
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
async function rejected(
  { caughtUp }: Pick<Ingestion, 'caughtUp'>,
  log: ImportLog,
  importId: Uuid,
  state: ImportState,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof FileRejected) || state.judged) return error;
  const { code, message, params } = error;
  await caughtUp(await log.append('fail', [{ type: 'ImportFailed', data: { code, message, params } }]));
  return new ImportRejected(importId, error);
}
