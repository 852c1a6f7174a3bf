/** One run of an accepted import: read its file, compare it with what stood, judge it, decide its rows, complete; or hold it. */
import { contracts } from '../../domain/contracts/index.ts';
import type { Uuid } from '../../domain/ids.ts';
import {
  type BatchJudged,
  type Counts,
  currentReader,
  type ImportHeld,
  type ImportStarted,
  noCounts,
  type Pins,
  type QuarantinedRow,
} from '../../domain/import/events.ts';
import type { ImportState } from '../../domain/import/fold.ts';
import type { Json } from '../../domain/json.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import type { Position } from '../../eventstore/store.ts';
import {
  definitionNumbered,
  type KnownImport,
  knownImport,
  latestStanding,
  withdrawnImports,
} from '../../projections/imports/standing.ts';
import { FileRejected, type OpenBytes } from '../readers/reader.ts';
import { type ColumnsReport, columnsReport } from './columns.ts';
import { forgetEnding, mayGoOn } from './ending.ts';
import { type ImportFile, LacksColumns, openUnlessLacking, quote } from './file.ts';
import { holdIn, holdUntyped } from './hold-file.ts';
import type { People } from './identity.ts';
import { countStatedBy, type RecordCounts } from './known.ts';
import { closeSnapshot } from './missing.ts';
import { continuing, decideRows, type FirstPass, firstPass, type Parts, runOf } from './passes.ts';
import { type ImportLog, importLog } from './progress.ts';
import { type ImportReport, peakMemoryMiB } from './report.ts';
import type { Ingestion, Run } from './run.ts';
import { rememberRun } from './run-table.ts';
import { openSeen, type Seen } from './seen.ts';
import { readImport } from './source.ts';
import { noteGoingOn } from './waiting.ts';

/** What a run needs to know: a resumed one has no file in hand. */
export interface RunRequest {
  readonly definition: SourceDefinition;
  readonly trigger: ImportStarted['trigger'];
  readonly onProgress?: (step: 'reading' | 'deciding', rows: number, total?: number) => void;
  /** The rows of each batch that cannot become records. */
  readonly onQuarantined?: (rows: readonly QuarantinedRow[]) => void;
  /** Of a dry run: aborts when nobody waits for what it says. An import goes on, whoever waits. */
  readonly wanted?: AbortSignal;
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

/** What became of a run: completed, or held until a person has decided. */
export interface Done {
  readonly status: 'completed' | 'held';
  readonly hold?: ImportHeld;
  readonly columns: ColumnsReport;
  readonly counts: Counts;
  readonly findings: ImportReport['findings'];
  readonly records: RecordCounts;
  readonly noLongerStated?: number;
  readonly position: Position;
  readonly seconds: number;
}

/** What a run has in hand before it reads a row. */
interface Under {
  readonly ingestion: Ingestion;
  readonly request: RunRequest;
  readonly accepted: KnownImport;
  readonly state: ImportState;
  readonly definition: SourceDefinition;
  /** Number of the definition. */
  readonly number: number;
  readonly log: ImportLog;
  readonly open: OpenBytes;
  /** The source's latest import that stands before this one. */
  readonly before: KnownImport | undefined;
  /** `performance.now()` when it began. */
  readonly startedAt: number;
}

/**
 * Runs an accepted import to its end, from wherever it stands, or up to where it has to wait for a person.
 * @throws ImportRejected where the file is not what its source delivers; ImportEnded where a person ended it
 */
export async function runImport(
  ingestion: Ingestion,
  request: RunRequest,
  importId: Uuid,
  startedAt: number,
): Promise<Done> {
  const under = await prepare(ingestion, request, importId, startedAt);
  const seen = under.before && (await openSeen(ingestion.database));
  try {
    const reading = under.state.started ? { reader: under.state.started.pins.reader ?? 1 } : {};
    const file = await openUnlessLacking(pinnedDialect(under), under.open, reading);
    return file instanceof LacksColumns ? await holdUnreadable(under, file, seen) : await runFile(under, file, seen);
  } catch (error) {
    throw await rejected(under, error);
  } finally {
    await seen?.close().catch(() => undefined);
  }
}

async function prepare(ingestion: Ingestion, request: RunRequest, importId: Uuid, startedAt: number): Promise<Under> {
  const { store, sql } = ingestion;
  // A run that waited for the log may have been ended meanwhile; this one goes on.
  await noteGoingOn(sql, importId);
  const accepted = await knownImport(sql, importId);
  if (!accepted) throw new Error(`the import ${importId} was never accepted`);
  const state = await readImport(store, importId);
  const name = request.definition.name;
  const number = state.started?.pins.sourceVersion ?? (await registeredAt(ingestion, name, accepted));
  const definition = (await definitionNumbered(sql, name, number)) ?? request.definition;
  const { personal } = contracts[definition.recordType];
  // What an interrupted run appended last may not be in the tables yet, and whoever decides has to see it.
  if (state.started) await ingestion.caughtUp(await store.head());
  return {
    ingestion,
    request,
    accepted,
    state,
    definition,
    number,
    log: importLog(ingestion, importId, state.version, () => accepted.at),
    open: await ingestion.originals.open(accepted.digest, { personal }),
    before: await latestStanding(sql, name, accepted.accepted),
    startedAt,
  };
}

/** The number of the definition that was in force when an import was accepted. */
async function registeredAt({ sql }: Ingestion, source: string, { accepted }: KnownImport): Promise<number> {
  const { rows } = await sql.query<{ number: number }>(
    `select number from imports.source_definition where source = $1 and position < $2::bigint
     order by number desc limit 1`,
    [source, accepted],
  );
  return rows[0]?.number ?? 1;
}

/** A resumed run reads the file as the first one found it. */
const pinnedDialect = ({ definition, state }: Under): SourceDefinition =>
  state.started ? { ...definition, dialect: state.started.pins.dialect as SourceDefinition['dialect'] } : definition;

const pinsOf = (under: Under, file: Pick<ImportFile, 'header' | 'sheet' | 'dialect'>): Pins => {
  const { ingestion, definition, number, accepted, state } = under;
  return state.started?.pins ?? pin(ingestion, definition, number, file, BigInt(accepted.accepted), accepted.at);
};

async function runFile(under: Under, file: ImportFile, seen: Seen | undefined): Promise<Done> {
  const { ingestion, request, accepted, state, before } = under;
  const pins = pinsOf(under, file);
  await ingestion.caughtUp(BigInt(pins.basis));
  const run = runOf(ingestion, accepted.import, under.definition, pins);
  const parts = partsOf(ingestion, request, run, file, ingestion.vault, seen);
  const pass = await firstPass(parts);
  if (pass.unreadable && !state.started && !before) throw lacking(pass.match);
  if (!state.started) checkHeader(file.header);
  const firstOfSource = accepted.previous === null && !state.started;
  const continued = await continuing(parts, pass.survey, firstOfSource);
  if (!state.judged) {
    const hold = state.holdAccepted ? undefined : await holdIn(parts, pass, before, seen);
    if (hold) return held(under, hold, columnsOf(pass), pinned(pins, file));
    await judge(under, { ...pass.survey.verdict, absent: pass.match.absent }, pinned(pins, file));
  }
  const surveyed = state.judged ? { ...pass.survey, verdict: state.judged } : pass.survey;
  if (state.status === 'paused')
    await under.log.append(`resume ${state.version}`, [{ type: 'ImportResumed', data: {} }]);
  const withdrawn = await withdrawnImports(ingestion.sql, run.definition.name);
  const result = await decideRows(parts, surveyed, {
    log: under.log,
    from: state.advanced,
    asideUpTo: state.asideUpTo,
    continued,
    stands: (id) => !withdrawn.has(id),
    firstOfSource,
  });
  const noLongerStated =
    seen && run.definition.delivers === 'snapshot'
      ? await closeSnapshot({ ingestion, run, seen, log: under.log, mayGoOn: parts.mayGoOn })
      : undefined;
  const ended = { counts: result.tally.counts(), ...(noLongerStated !== undefined && { noLongerStated }) };
  const position = await under.log.append('complete', [{ type: 'ImportCompleted', data: ended }]);
  const done = await conclude(under, position, seen);
  return { ...done, ...ended, status: 'completed', columns: columnsOf(pass), findings: result.tally.findings() };
}

/** The header is complete only now: a JSON file tells its keys row by row. */
const pinned = (pins: Pins, file: Pick<ImportFile, 'header'>): Pins => ({ ...pins, header: [...file.header] });

/** Says what a run cost, once all of it is to be seen. */
async function conclude({ ingestion, accepted, startedAt }: Under, position: Position, seen: Seen | undefined) {
  await ingestion.caughtUp(position);
  const seconds = (performance.now() - startedAt) / 1000;
  const { import: importId, source } = accepted;
  await ingestion.vault.stated.thin(importId);
  const records = seen ? await seen.counts({ import: importId }) : await countStatedBy(ingestion.sql, source, importId);
  await rememberRun(ingestion.sql, { importId, seconds, peakMemoryMiB: peakMemoryMiB(), records, head: position });
  await forgetEnding(ingestion.sql, importId);
  return { position, seconds, records };
}

/** The columns of a file as its report tells them; of one whose columns do not suffice, too. */
export function columnsOf({ match, present }: Pick<FirstPass, 'match' | 'present'>): ColumnsReport {
  return columnsReport(match, present);
}

/** Says why the import waits. Nobody holds its source meanwhile. */
async function held(under: Under, hold: ImportHeld, columns: ColumnsReport, pins: Pins): Promise<Done> {
  const { ingestion, startedAt } = under;
  const position = await under.log.append('start', [
    { type: 'ImportStarted', data: started(under, pins) },
    { type: 'ImportHeld', data: hold },
  ]);
  await ingestion.caughtUp(position);
  return {
    status: 'held',
    hold,
    columns,
    counts: noCounts,
    findings: [],
    records: noRecords,
    position,
    seconds: (performance.now() - startedAt) / 1000,
  };
}
export const noRecords: RecordCounts = { published: 0, open: 0, rejected: 0 };

/** Bytes of JSON that the names of a file's columns may have in the log, of the 512 KiB of an event. */
const headerBytes = 200 * 1024;

/** @throws FileRejected where the names of the file's columns are too long to be kept */
function checkHeader(header: readonly string[]): void {
  const bytes = Buffer.byteLength(JSON.stringify(header));
  if (bytes <= headerBytes) return;
  throw new FileRejected('header-too-large', `The names of the columns take ${bytes} bytes.`, {
    bytes,
    limit: headerBytes,
  });
}

/** A judged import does not wait any more. One that was held has started already. */
async function judge(under: Under, verdict: BatchJudged, pins: Pins): Promise<void> {
  const judged = { type: 'BatchJudged', data: verdict } as const;
  if (under.state.started) await under.log.append('judge', [judged]);
  else await under.log.append('start', [{ type: 'ImportStarted', data: started(under, pins) }, judged]);
}

function started({ accepted, request }: Under, pins: Pins): ImportStarted {
  const { import: id, digest, bytes, fileName } = accepted;
  return { import: id, trigger: request.trigger, digest, bytes, ...(fileName !== null && { fileName }), pins };
}

/** A file without the columns that records cannot be without: held, or failed. */
async function holdUnreadable(under: Under, lacks: LacksColumns, seen: Seen | undefined): Promise<Done> {
  const { ingestion, accepted, definition, before, state, open } = under;
  if (state.started) throw lacks;
  checkHeader(lacks.header);
  const pins = pinsOf(under, lacks);
  await ingestion.caughtUp(BigInt(pins.basis));
  const run = runOf(ingestion, accepted.import, definition, pins);
  const { hold, columns } = await holdUntyped({ ingestion, run, lacks, open, before, seen });
  return held(under, hold, columns, pins);
}

/** A JSON file in which no object has the keys of its source. */
export function lacking(match: FirstPass['match']): FileRejected {
  if (match.kind === 'header-match') throw new TypeError('the file has all columns that records need');
  return new FileRejected('wrong-header', match.message, { missing: match.missing, unknown: match.unknown });
}

/** What both passes work with. */
export const partsOf = (
  ingestion: Ingestion,
  { onProgress, onQuarantined, wanted }: RunRequest,
  run: Run,
  file: ImportFile,
  people: People & Parts['people'],
  seen: Seen | undefined,
): Parts => ({
  ingestion,
  run,
  file,
  people,
  async mayGoOn() {
    wanted?.throwIfAborted();
    await mayGoOn(ingestion.sql, run.import);
  },
  ...(seen && { seen }),
  ...(onProgress && { onProgress }),
  ...(onQuarantined && { onQuarantined }),
});

/** What an import rests on, however long it takes and whoever ends it. */
export function pin(
  { rulesets }: Ingestion,
  definition: SourceDefinition,
  sourceVersion: number,
  file: Pick<ImportFile, 'header' | 'sheet' | 'dialect'>,
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
    reader: currentReader,
  };
}

/** An import can fail only before its batch is judged, and only for its file. */
async function rejected({ ingestion, log, accepted, state }: Under, error: unknown): Promise<unknown> {
  if (!(error instanceof FileRejected) || state.judged) return error;
  const { code, message, params } = bounded(error);
  await ingestion.caughtUp(await log.append('fail', [{ type: 'ImportFailed', data: { code, message, params } }]));
  return new ImportRejected(accepted.import, error);
}

/** What is said of a failure, whatever the file's columns are called and however many there are. */
function bounded({ code, message, params }: FileRejected): Pick<FileRejected, 'code' | 'message' | 'params'> {
  const short = (value: Json): Json => (typeof value === 'string' ? quote(value) : value);
  const shortened = Object.entries(params).map(
    ([name, value]) => [name, Array.isArray(value) ? value.slice(0, 100).map(short) : short(value)] as const,
  );
  return { code, message: message.slice(0, 2_000), params: Object.fromEntries(shortened) };
}
