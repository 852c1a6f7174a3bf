/** The stream of a source: what it is, by number, and which imports are accepted of it. What is asked of it never grows with their number. */
import { contracts } from '../../domain/contracts/index.ts';
import { eventId, type Uuid, uuidv5 } from '../../domain/ids.ts';
import type { ImportAccepted, MappedColumn, SourceRegistered } from '../../domain/import/events.ts';
import { foldImport, type ImportState, importStream, sourceStream } from '../../domain/import/fold.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { Actor } from '../../domain/record/events.ts';
import { applyMapping } from '../../domain/source/apply-mapping.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import type { EventStore, Expected, NewEvent } from '../../eventstore/store.ts';
import { mappingsOf, type SourceNow, sourceNow } from '../../projections/imports/standing.ts';
import type { Ingestion } from './run.ts';

/** An import as the log tells it. */
export const readImport = (store: EventStore, id: Uuid): Promise<ImportState> =>
  foldImport(store.readStream(importStream(id)));

/** What a source is by now, and the version of its stream that this was read at. */
export interface SourceState extends SourceNow {
  readonly version: Expected;
}

/** Reads a source from the read model, once that has reached the head of the log: one row, however many imports it had. */
export async function readSource({ store, sql, caughtUp }: Ingestion, name: string): Promise<SourceState> {
  for (;;) {
    const version = await versionOf(store, name);
    await caughtUp(await store.head());
    const now = await sourceNow(sql, name);
    if ((await versionOf(store, name)) === version) return { ...now, version };
  }
}

async function versionOf(store: EventStore, name: string): Promise<Expected> {
  for await (const event of store.readStream(sourceStream(name), { direction: 'backwards', limit: 1 }))
    return event.version;
  return 'none';
}

/**
 * The definition that a source has by its file and by what people mapped since: a mapping that the definition no longer
 * lets apply is left out.
 */
export async function definitionInForce({ sql }: Pick<Ingestion, 'sql'>, definition: SourceDefinition) {
  let inForce = definition;
  for (const columns of await mappingsOf(sql, definition.name)) {
    const mapped = applyMapping(inForce, contracts[inForce.recordType], columns);
    if (mapped.kind === 'definition') inForce = mapped.definition;
  }
  return inForce;
}

/**
 * Registers a definition that the log does not hold yet. Definitions are numbered by registration, from 1.
 * @param mapping where two people agreed on it: what they mapped, and who was the second
 * @returns the source as it is then
 */
export async function register(
  ingestion: Ingestion,
  definition: SourceDefinition,
  mapping?: { readonly import: Uuid; readonly columns: readonly MappedColumn[]; readonly by: Actor },
): Promise<SourceState> {
  for (;;) {
    const source = await readSource(ingestion, definition.name);
    if (canonicalJson(source.definition ?? null) === canonicalJson(definition)) return source;
    const data: SourceRegistered = {
      definition,
      ...(mapping && { mapping: { import: mapping.import, columns: mapping.columns } }),
    };
    const commandId = uuidv5('register', definition.name, source.definitions, canonicalJson(definition));
    const event = newEvent('SourceRegistered', data, commandId, commandId, ingestion.now(), mapping?.by);
    await ingestion.store.append([
      { stream: sourceStream(definition.name), expected: source.version, events: [event] },
    ]);
  }
}

/** The id of an import: the same bytes after the same history are the same import. */
const importIdOf = (source: string, digest: string, contract: number, previous: Uuid | null): Uuid =>
  uuidv5('import', source, digest, contract, previous ?? '');

/**
 * Accepts an import at the exact version of its source's stream.
 * @returns its id, or undefined where the stream moved on meanwhile
 */
export async function accept(
  ingestion: Ingestion,
  name: string,
  source: SourceState,
  file: Omit<ImportAccepted, 'import' | 'previous'>,
): Promise<ImportAccepted | undefined> {
  const previous = source.lastImport;
  const id = importIdOf(name, file.digest, file.contract, previous);
  const data: ImportAccepted = { import: id, previous, ...file };
  const event = newEvent('ImportAccepted', data, uuidv5(id, 'accept'), id, ingestion.now());
  const write = { stream: sourceStream(name), expected: source.version, events: [event] };
  const answer = await ingestion.store.append([write]);
  if (answer.kind !== 'appended') return undefined;
  // Whoever is told of the import may ask for it at once.
  await ingestion.caughtUp(answer.position);
  return data;
}

const newEvent = (
  type: string,
  data: object,
  commandId: Uuid,
  correlationId: Uuid,
  at: string,
  actor: Actor = 'system',
): NewEvent => ({
  id: eventId(commandId, 0),
  type,
  data,
  metadata: { commandId, correlationId, actor, at, v: 1 },
});
