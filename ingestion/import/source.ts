/** The stream of a source: what it is, by number, and every import accepted of it. */
import { eventId, type Uuid, uuidv5 } from '../../domain/ids.ts';
import type { ImportAccepted, SourceRegistered } from '../../domain/import/events.ts';
import {
  foldImport,
  foldSource,
  type ImportState,
  importStream,
  type SourceState,
  sourceStream,
  stands,
} from '../../domain/import/fold.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import type { EventStore, Expected, NewEvent, RecordedEvent } from '../../eventstore/store.ts';
import type { Ingestion } from './run.ts';

/** An import accepted, with its state and where it was accepted. */
export interface AcceptedImport {
  readonly accepted: ImportAccepted & { readonly at: string };
  readonly state: ImportState;
}

/** An import as the log tells it. */
export const readImport = async (store: EventStore, id: Uuid): Promise<ImportState> =>
  foldImport(await Array.fromAsync(store.readStream(importStream(id))));

/** A source as the log tells it. */
export const readSource = async (store: EventStore, name: string): Promise<SourceState> =>
  foldSource(await Array.fromAsync(store.readStream(sourceStream(name))));

/**
 * Registers a definition that the log does not hold yet. Definitions are numbered by registration, from 1.
 * @returns the number of the definition in force
 */
export async function register(ingestion: Ingestion, definition: SourceDefinition): Promise<number> {
  const { store } = ingestion;
  for (;;) {
    const events = await Array.fromAsync(store.readStream(sourceStream(definition.name)));
    const registered = definitionsOf(events);
    if (canonicalJson(registered.at(-1) ?? null) === canonicalJson(definition)) return registered.length;
    const data: SourceRegistered = { definition };
    const commandId = uuidv5('register', definition.name, registered.length, canonicalJson(definition));
    const answer = await append(ingestion, definition.name, events, 'SourceRegistered', data, commandId);
    if (answer) return registered.length + 1;
  }
}

/** Definitions that a source's stream holds, in order: number n is at index n - 1. */
export const definitionsOf = (events: readonly RecordedEvent[]): SourceDefinition[] =>
  events.filter((e) => e.type === 'SourceRegistered').map((e) => (e.data as SourceRegistered).definition);

/** Imports of a source that are neither failed nor withdrawn, in the order of acceptance. */
export async function standingImports(store: EventStore, source: SourceState): Promise<AcceptedImport[]> {
  const all = await Promise.all(
    source.accepted.map(async (accepted) => ({ accepted, state: await readImport(store, accepted.import) })),
  );
  return all.filter(({ state }) => stands(state));
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
  definition: SourceDefinition,
  source: SourceState,
  file: Omit<ImportAccepted, 'import' | 'previous'>,
): Promise<ImportAccepted | undefined> {
  const previous = source.accepted.at(-1)?.import ?? null;
  const id = importIdOf(definition.name, file.digest, file.contract, previous);
  const data: ImportAccepted = { import: id, previous, ...file };
  const expected = source.version;
  const event = newEvent('ImportAccepted', data, uuidv5(id, 'accept'), id, ingestion.now());
  const answer = await ingestion.store.append([{ stream: sourceStream(definition.name), expected, events: [event] }]);
  if (answer.kind !== 'appended') return undefined;
  // Whoever is told of the import may ask for it at once.
  await ingestion.caughtUp(answer.position);
  return data;
}

async function append(
  ingestion: Ingestion,
  source: string,
  events: readonly RecordedEvent[],
  type: string,
  data: object,
  commandId: Uuid,
): Promise<boolean> {
  const expected: Expected = events.at(-1)?.version ?? 'none';
  const event = newEvent(type, data, commandId, commandId, ingestion.now());
  const write = { stream: sourceStream(source), expected, events: [event] };
  return (await ingestion.store.append([write])).kind === 'appended';
}

const newEvent = (type: string, data: object, commandId: Uuid, correlationId: Uuid, at: string): NewEvent => ({
  id: eventId(commandId, 0),
  type,
  data,
  metadata: { commandId, correlationId, actor: 'system', at, v: 1 },
});
