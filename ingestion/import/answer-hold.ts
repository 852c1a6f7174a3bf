/** Answers to a held import, by people: appended to its stream at the version that was decided on, each command once. */
import { contracts } from '../../domain/contracts/index.ts';
import { eventId, type Uuid } from '../../domain/ids.ts';
import { acceptHold, agreeToMapping, type ImportDecision, mapColumns, rejectHold } from '../../domain/import/decide.ts';
import { holdLimits, type ImportHeld, type MappedColumn } from '../../domain/import/events.ts';
import { type ImportState, importStream } from '../../domain/import/fold.ts';
import { type ImportRefusal, type MappingProblem, reasonTooLong } from '../../domain/import/refusals.ts';
import type { Actor } from '../../domain/record/events.ts';
import { applyMapping } from '../../domain/source/apply-mapping.ts';
import type { ColumnMapping, SourceDefinition } from '../../domain/source/definition.ts';
import { nameKey, namesOf } from '../../domain/source/header.ts';
import { mappableNames } from '../../domain/source/named-columns.ts';
import { jsonBytes } from '../../domain/source/parse-definition.ts';
import { newestVersion } from '../../eventstore/sealing/upcast.ts';
import { type KnownImport, knownImport, sourceNow } from '../../projections/imports/standing.ts';
import { storedColumns } from './columns.ts';
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
      const problem = await unusable(ingestion, known, state, answer.columns);
      if (problem !== undefined) return { kind: 'refused', refusal: { code: 'mapping-unusable', params: problem } };
      return mapColumns(state, answer.columns, deciding);
    }
  }
}

/** Bytes of JSON that a mapping may have: its event holds 512 KiB, and so does the one that registers it with its definition. */
const mappingBytes = 100 * 1024;

/**
 * What speaks against a mapping: a column that the definition or the file does not have, one that the file has as it is, or
 * has twice then, a unit that does not fit. Two people would agree to it, and the source would never read the column rightly.
 */
async function unusable(
  { sql }: Ingestion,
  known: KnownImport,
  { held }: ImportState,
  columns: readonly MappedColumn[],
): Promise<MappingProblem | undefined> {
  const { definition } = await sourceNow(sql, known.source);
  if (definition === undefined) return { problem: `the source ${known.source} is not registered` };
  if (columns.length === 0) return { problem: 'no-columns' };
  if (jsonBytes(columns) > mappingBytes) return { problem: 'mapping-too-large', limit: String(mappingBytes) };
  const mapped = new Set<ColumnMapping>();
  const used = new Set<string>();
  const lacks = lackingIn(definition, known, held);
  // Of a file about people the header keeps known names alone; its hold names the others, where they are names.
  const there = mappableNames(known.header ?? [], held?.reasons.flatMap(({ unknown = [] }) => unknown) ?? []);
  for (const { column, to } of columns) {
    const mapping = named(definition, column);
    if (mapping === undefined) return { problem: 'no-such-column-in-source', column };
    if (!there.has(to)) return { problem: 'no-such-column-in-file', column: to };
    const other = named(definition, to);
    if (used.has(nameKey(to)) || (other !== undefined && other !== mapping))
      return { problem: 'column-in-use', column: to };
    if (mapped.has(mapping)) return { problem: 'column-mapped-twice', column };
    if (!lacks(mapping)) return { problem: 'column-there', column };
    mapped.add(mapping);
    used.add(nameKey(to));
  }
  const result = applyMapping(definition, contracts[definition.recordType], columns);
  return result.kind === 'definition' ? undefined : { problem: result.message };
}

const named = ({ columns }: SourceDefinition, name: string): ColumnMapping | undefined =>
  columns.find((mapping) => namesOf(mapping).some((one) => nameKey(one) === nameKey(name)));

/** Tells whether the file lacks a column, or has it with nothing in it. */
function lackingIn(definition: SourceDefinition, { header, absent }: KnownImport, held: ImportHeld | undefined) {
  const concerned = held?.reasons.flatMap(({ columns }) => columns) ?? [];
  // Of JSON only the hold tells what no object has, and of that as much as an event may hold.
  if (definition.format === 'json' && (absent?.length ?? 0) >= holdLimits.columns) return () => true;
  const told = definition.format === 'json' ? absent : null;
  const lacking = [...storedColumns(definition, { header, absent: told }).absent, ...concerned].map(nameKey);
  return (mapping: ColumnMapping): boolean => namesOf(mapping).some((name) => lacking.includes(nameKey(name)));
}
