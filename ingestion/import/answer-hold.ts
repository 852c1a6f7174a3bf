/** Answers to a held import, by people: appended to its stream at the version that was decided on, each command once. */
import { contracts } from '../../domain/contracts/index.ts';
import { eventId, type Uuid } from '../../domain/ids.ts';
import { acceptHold, agreeToMapping, type ImportDecision, mapColumns, rejectHold } from '../../domain/import/decide.ts';
import type { ImportHeld, MappedColumn } from '../../domain/import/events.ts';
import { type ImportState, importStream } from '../../domain/import/fold.ts';
import { type ImportRefusal, reasonTooLong } from '../../domain/import/refusals.ts';
import type { Actor } from '../../domain/record/events.ts';
import { applyMapping } from '../../domain/source/apply-mapping.ts';
import { mappableNames } from '../../domain/source/named-columns.ts';
import { newestVersion } from '../../eventstore/sealing/upcast.ts';
import { type KnownImport, knownImport, sourceNow } from '../../projections/imports/standing.ts';
import type { Ingestion } from './run.ts';
import { readImport } from './source.ts';

/** What a person answers: let it go on as it is, map columns, agree to what somebody mapped, or reject it. */
export type HoldAnswer =
  | { readonly kind: 'accept' }
  | { readonly kind: 'map'; readonly columns: readonly MappedColumn[] }
  /** `columns`: what the second person saw; where somebody proposed otherwise meanwhile, it is not agreed to. */
  | { readonly kind: 'agree'; readonly columns?: readonly MappedColumn[] }
  | { readonly kind: 'reject' };

export interface HoldCommand {
  readonly import: Uuid;
  readonly actor: Actor;
  readonly reason: string;
  /** A retry gives the same id, and is answered as the first time. */
  readonly commandId: Uuid;
  readonly answer: HoldAnswer;
}

/** What came of it: whether a second person still has to agree, or somebody has to do what was decided. */
export type HoldAnswered =
  | { readonly kind: 'answered'; readonly source: string; readonly next: 'run' | 'second-person' | 'nothing' }
  | { readonly kind: 'refused'; readonly refusal: ImportRefusal };

/** Decides on a held import. What follows from it (the run, the mapping) is done by whoever resumes its source. */
export async function answerHold(ingestion: Ingestion, command: HoldCommand): Promise<HoldAnswered> {
  const { store, sql } = ingestion;
  const tooLong = reasonTooLong(command.reason);
  if (tooLong) return refused(tooLong);
  await ingestion.caughtUp(await store.head());
  const known = await knownImport(sql, command.import);
  if (!known) return refused({ code: 'no-such-import', params: { id: command.import } });
  for (;;) {
    const state = await readImport(store, command.import);
    const earlier = await eventOf(ingestion, command);
    if (earlier !== undefined) return { kind: 'answered', source: known.source, next: nextAfter(earlier) };
    const decision = await decide(ingestion, known, state, command);
    if (decision.kind === 'refused') return decision;
    const { type, data } = decision.event;
    const { commandId, actor } = command;
    const metadata = { commandId, correlationId: command.import, actor, at: ingestion.now(), v: newestVersion(type) };
    const events = [{ id: eventId(commandId, 0), type, data, metadata }];
    const appended = await store.append([{ stream: importStream(command.import), expected: state.version, events }]);
    if (appended.kind !== 'appended') continue;
    await ingestion.caughtUp(appended.position);
    return { kind: 'answered', source: known.source, next: nextAfter(type) };
  }
}

const refused = (refusal: ImportRefusal): HoldAnswered => ({ kind: 'refused', refusal });

const nextAfter = (type: string): 'run' | 'second-person' | 'nothing' => {
  if (type === 'MappingProposed') return 'second-person';
  return type === 'ImportFailed' ? 'nothing' : 'run';
};

/** The type of the event that this very command has appended before. */
async function eventOf({ store }: Ingestion, { import: id, commandId }: HoldCommand): Promise<string | undefined> {
  const own = eventId(commandId, 0);
  for await (const event of store.readStream(importStream(id))) if (event.id === own) return event.type;
  return undefined;
}

async function decide(
  ingestion: Ingestion,
  known: KnownImport,
  state: ImportState,
  { answer, actor, reason }: HoldCommand,
): Promise<ImportDecision> {
  const deciding = { actor, reason };
  switch (answer.kind) {
    case 'accept':
      return acceptHold(state, deciding);
    case 'reject':
      return rejectHold(state, deciding);
    case 'agree':
      return agreeToMapping(state, deciding, answer.columns);
    case 'map': {
      const problem = await unusable(ingestion, known, state.held, answer.columns);
      if (problem !== undefined) return { kind: 'refused', refusal: { code: 'mapping-unusable', params: { problem } } };
      return mapColumns(state, answer.columns, deciding);
    }
  }
}

/** What speaks against a mapping: a column that the definition or the file does not have, a unit that does not fit. */
async function unusable(
  { sql }: Ingestion,
  { source, header }: KnownImport,
  held: ImportHeld | undefined,
  columns: readonly MappedColumn[],
): Promise<string | undefined> {
  const { definition } = await sourceNow(sql, source);
  if (definition === undefined) return `the source ${source} is not registered`;
  if (columns.length === 0) return 'no column is mapped';
  if (columns.length > definition.columns.length) return 'more columns are mapped than the source has';
  // Of a file about people the header keeps known names alone; its hold names the others, where they are names.
  const named = held?.reasons.flatMap(({ unknown = [] }) => unknown) ?? [];
  const there = mappableNames(header ?? [], named);
  const unknown = columns.find(({ to }) => !there.has(to));
  if (unknown !== undefined) return `the file has no column “${unknown.to}”`;
  const mapped = applyMapping(definition, contracts[definition.recordType], columns);
  return mapped.kind === 'definition' ? undefined : mapped.message;
}
