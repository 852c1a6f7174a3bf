/**
 * Ingesting a file: take in the original, accept it as an import of its source unless it is in already, run it.
 * Whoever is interrupted is resumed from the stored original by the next one who ingests for that source; what is held for
 * a person gives way to a newer snapshot.
 */
import type { Readable } from 'node:stream';
import { contracts } from '../../domain/contracts/index.ts';
import type { Uuid } from '../../domain/ids.ts';
import { noCounts } from '../../domain/import/events.ts';
import { namespaceOf, purposeOf, type SourceDefinition } from '../../domain/source/definition.ts';
import {
  type KnownImport,
  latestStanding,
  sameStanding,
  unfinishedImport,
} from '../../projections/imports/standing.ts';
import { agreedSince } from '../../projections/queries/consents.ts';
import type { Original } from '../originals.ts';
import { alreadyImported } from './already-imported.ts';
import { storedColumns } from './columns.ts';
import { dryRun } from './dry-run.ts';
import { ImportEnded, mayGoOn } from './ending.ts';
import { endAsAsked } from './give-up.ts';
import { failHeld, followMapping } from './held.ts';
import { withLease } from './lease.ts';
import { patiently } from './patience.ts';
import { Overtaken, pause } from './progress.ts';
import { type ImportReport, peakMemoryMiB } from './report.ts';
import type { OriginalRequest } from './request.ts';
import type { Ingestion } from './run.ts';
import { type Done, ImportRejected, noRecords, type RunRequest, runImport } from './run-import.ts';
import { accept, definitionInForce, readImport, register, type SourceState } from './source.ts';
import { takeIn } from './take-in.ts';

export interface IngestRequest extends OriginalRequest {
  readonly content: Readable;
}

/** The source is one of changes, and an import of it is held: what comes after it has to wait for a person. */
export class SourceWaits extends Error {
  override readonly name = 'SourceWaits';
  readonly import: Uuid;
  readonly source: string;
  constructor(source: string, importId: Uuid) {
    super(`the import ${importId} of ${source} is held`);
    this.source = source;
    this.import = importId;
  }
}

/**
 * Ingests a file, or says what an import of it would do (`dryRun`). What is left of earlier imports of the source goes first.
 * @throws ImportRejected where the file is not what its source delivers; SourceWaits where an import before it is held
 */
export async function ingest(ingestion: Ingestion, request: IngestRequest): Promise<ImportReport> {
  const { content, ...file } = request;
  return takeIn<OriginalRequest, ImportReport>(ingestion, content, file, ingestOriginal);
}

/** The same for an original that was taken in before. @throws ImportRejected, SourceWaits */
export async function ingestOriginal(
  ingestion: Ingestion,
  request: OriginalRequest,
  original: Original,
): Promise<ImportReport> {
  if (request.dryRun) {
    const definition = await definitionInForce(ingestion, request.definition);
    return dryRun(ingestion, { ...request, definition }, original, sameBefore);
  }
  return withLease(
    ingestion.database,
    request.definition.name,
    () => ingestLeased(ingestion, request, original),
    () => request.onWaiting?.(),
  );
}

/** Whether something of a source is left to do without a person: what was interrupted, or mapped by two people. */
async function leftOf(ingestion: Ingestion, source: string): Promise<KnownImport | undefined> {
  await ingestion.caughtUp(await ingestion.store.head());
  const found = await unfinishedImport(ingestion.sql, source);
  if (found?.status !== 'held') return found;
  return (await readImport(ingestion.store, found.import)).mappingAgreed === undefined ? undefined : found;
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
  const { name } = definition;
  if (!(await leftOf(ingestion, name))) return;
  await withLease(
    ingestion.database,
    name,
    async () => {
      for (let found = await leftOf(ingestion, name); found; found = await leftOf(ingestion, name))
        if (found.status === 'held') await followMapping(ingestion, found);
        else await resume(ingestion, { definition, trigger: 'start' }, found);
    },
    onWaiting,
  );
}

async function ingestLeased(ingestion: Ingestion, request: OriginalRequest, original: Original): Promise<ImportReport> {
  for (;;) {
    // What two people mapped may have come into force by what was left of an import before.
    const definition = await definitionInForce(ingestion, request.definition);
    const source = await register(ingestion, definition);
    const step = await nextStep(ingestion, { ...request, definition }, original, source);
    if (step) return step;
  }
}

/** Characters of a file's name that are kept, for people's eyes: more than any file system allows. */
const longestFileName = 300;

/** @returns the report, or undefined where there is more to do first */
async function nextStep(
  ingestion: Ingestion,
  request: OriginalRequest,
  original: Original,
  source: SourceState,
): Promise<ImportReport | undefined> {
  const { sql } = ingestion;
  const { name, recordType } = request.definition;
  const unfinished = await unfinishedImport(sql, name);
  if (unfinished) return goOnWith(ingestion, request, original, unfinished, source);
  const before = await sameBefore(ingestion, request, original);
  if (before) return alreadyImported(ingestion, request, original, before);
  const { personal, version: contract } = contracts[recordType];
  const started = performance.now();
  const accepted = await accept(ingestion, name, source, {
    digest: original.digest,
    bytes: original.bytes,
    contract,
    ...(!personal && request.fileName !== null && { fileName: request.fileName.slice(0, longestFileName) }),
  });
  if (!accepted) return undefined;
  request.onAccepted?.(accepted.import);
  const done = await runUnlessOvertaken(ingestion, request, accepted.import, started);
  return done && report(request, original, accepted.import, done);
}

/** What is left of an import before this one goes first; where that is of the same bytes, it is the answer. */
async function goOnWith(
  ingestion: Ingestion,
  request: OriginalRequest,
  original: Original,
  unfinished: KnownImport,
  source: SourceState,
): Promise<ImportReport | undefined> {
  const { import: id, digest, contract, status, sourceVersion } = unfinished;
  const same = digest === original.digest && contract === contracts[request.definition.recordType].version;
  if (status !== 'held') {
    const done = await resume(ingestion, request, unfinished, same);
    return done && same ? report(request, original, id, done) : undefined;
  }
  const state = await readImport(ingestion.store, id);
  if (state.mappingAgreed !== undefined) await followMapping(ingestion, unfinished);
  // Read with the definition that is in force now, the same file may say something else.
  else if (same && sourceVersion === source.definitions) return stillHeld(ingestion, request, original, unfinished);
  else if (same || request.definition.delivers === 'snapshot') await failHeld(ingestion, unfinished, 'superseded');
  else throw new SourceWaits(request.definition.name, id);
  return undefined;
}

async function stillHeld(
  ingestion: Ingestion,
  request: OriginalRequest,
  original: Original,
  unfinished: KnownImport,
): Promise<ImportReport> {
  const { held: hold } = await readImport(ingestion.store, unfinished.import);
  return report(request, original, unfinished.import, {
    status: 'held',
    ...(hold && { hold }),
    columns: storedColumns(request.definition, unfinished),
    counts: noCounts,
    findings: [],
    records: noRecords,
    position: await ingestion.store.head(),
    seconds: 0,
  });
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
    return await patiently(ingestion, id, async () => {
      await mayGoOn(ingestion.sql, id);
      return runImport(ingestion, request, id, startedAt);
    });
  } catch (error) {
    // Whoever asked for it waits for this run's lease, or was killed meanwhile: it is ended either way.
    if (error instanceof ImportEnded) await patiently(ingestion, id, () => endAsAsked(ingestion, id));
    if (error instanceof Overtaken) {
      ingestion.log.info({ import: id, err: error }, 'the import has moved on: it is resumed');
      return undefined;
    }
    // Once its batch is judged an import does not fail any more: trouble pauses it, and whoever ingests next goes on with it.
    if (!(error instanceof ImportRejected || error instanceof ImportEnded))
      await pause(ingestion, id, error).catch((err: unknown) =>
        ingestion.log.warn({ import: id, err }, 'that the import stopped could not be told to the log'),
      );
    throw error;
  }
}

/** The standing import that makes this one superfluous: a snapshot's latest, or any of a source of changes (unless `again`). */
export async function sameBefore(
  { sql }: Pick<Ingestion, 'sql'>,
  request: OriginalRequest,
  original: Original,
): Promise<KnownImport | undefined> {
  const same = await sameBytes(sql, request, original);
  const { definition } = request;
  if (!same || definition.legalBasis !== 'consent') return same;
  // Who agreed since comes in with the same bytes.
  const namespace = namespaceOf(definition) ?? definition.name;
  return (await agreedSince(sql, same, namespace, purposeOf(definition))) ? undefined : same;
}

async function sameBytes(
  sql: Ingestion['sql'],
  { definition: { name, delivers, recordType }, again }: OriginalRequest,
  { digest }: Original,
): Promise<KnownImport | undefined> {
  const contract = contracts[recordType].version;
  if (delivers === 'changes') return again ? undefined : sameStanding(sql, name, digest, contract);
  const latest = await latestStanding(sql, name);
  return latest?.status === 'completed' && latest.digest === digest && latest.contract === contract
    ? latest
    : undefined;
}

/** @param awaited whether somebody waits for this very import: then that it was given up is their answer */
async function resume(
  ingestion: Ingestion,
  request: RunRequest,
  unfinished: KnownImport,
  awaited = false,
): Promise<Done | undefined> {
  const { import: id, status } = unfinished;
  ingestion.log.info({ import: id, source: request.definition.name, status }, 'an interrupted import goes on');
  try {
    return await runUnlessOvertaken(ingestion, request, id, performance.now());
  } catch (error) {
    if (error instanceof ImportEnded && !awaited) return undefined;
    if (!(error instanceof ImportRejected)) throw error;
    ingestion.log.warn({ import: id, code: error.code }, 'the interrupted import failed: its file was rejected');
    return undefined;
  }
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
