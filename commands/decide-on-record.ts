/**
 * What every decision on a record goes through: read its stream, look whether this very command has been decided before,
 * fold, decide, append at the exact version read.
 */
import type { Contract, RecordType } from '../domain/contracts/contract.ts';
import { derive } from '../domain/contracts/derivations.ts';
import { eventId, type Hasher, sha256, type Uuid } from '../domain/ids.ts';
import { type Deciding, type Decision, refusalFoundIn } from '../domain/record/decide.ts';
import type { Actor, Finding, RecordHistoryEvent } from '../domain/record/events.ts';
import { type Folding, fold, type RecordState, type Status } from '../domain/record/fold.ts';
import { historyEvent, recordStream } from '../domain/record/history.ts';
import type { Refusal } from '../domain/record/refusals.ts';
import type { Judge } from '../domain/rules/judge.ts';
import {
  type Alongside,
  DifferentData,
  type EventStore,
  type NewEvent,
  type Position,
  type RecordedEvent,
  TooLarge,
} from '../eventstore/store.ts';
import { notEntitled, type Person, type Role } from './roles.ts';

/** A compiled ruleset, and its number. */
export interface RulesInForce {
  readonly ruleset: number;
  readonly judge: Judge;
}

/** What decisions on records need of the rest of the system. */
export interface RecordDependencies {
  /** Opens what is sealed. */
  readonly store: Pick<EventStore, 'readStream' | 'append'>;
  /** Drives projections in the append's own transaction, where the store has one. */
  readonly alongside?: Alongside;
  readonly contracts: Readonly<Record<RecordType, Contract>>;
  /** The rules in force now for records of a source. */
  readonly judgeFor: (source: string, recordType: RecordType) => RulesInForce | Promise<RulesInForce>;
  /** The keyed hash of a subject; undefined for an erased one. */
  readonly hasherFor: (subject: Uuid) => Promise<Hasher | undefined>;
  /** How many people must approve. Default: one, also over an error. */
  readonly quorumFor?: (recordType: RecordType, findings: readonly Finding[]) => number;
  readonly clock: () => Date;
  readonly newId: () => Uuid;
}

/** What every command on a record says. */
export interface RecordCommand {
  readonly recordId: Uuid;
  readonly recordType: RecordType;
  readonly actor: Person;
  /** Version of the record that the person saw; left out, the version that is found counts as seen. */
  readonly expect?: number;
  /** A retry gives the same id, and is answered as the first time. Default: a new one. */
  readonly commandId?: Uuid;
  /** The request or process that this command belongs to. Default: the command itself. */
  readonly correlationId?: Uuid;
}

/** How a record stands. */
export interface RecordStanding {
  readonly record: Uuid;
  /** Version of its last event. */
  readonly version: number;
  /** Of that event. */
  readonly position: Position;
  /** Of the newest content. */
  readonly status: Status;
  /** Version of the approval that what is shown outside rests on, or null. */
  readonly published: number | null;
}

/** What a command is answered: how the record stands after it, or why it was refused and how the record stands. */
export type Answer =
  | ({ readonly kind: 'done' } & RecordStanding)
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly current: RecordStanding | null };

/** What a decision gets to decide with. */
export interface Bench {
  readonly actor: Actor;
  readonly deciding: Deciding;
  readonly contract: Contract;
}

/** Races lost in a row before the command is refused instead. */
const attempts = 10;

/**
 * Decides on a record. After a lost race it is decided again as long as the record still says what was seen; else the
 * command is refused as stale.
 * @throws StoreUnavailable where nobody knows whether it was written: the same command again is safe
 */
export async function decideOnRecord(
  command: RecordCommand,
  needed: readonly Role[],
  decide: (state: RecordState, bench: Bench) => Decision,
  dependencies: RecordDependencies,
): Promise<Answer> {
  const refusal = notEntitled(command.actor, needed);
  if (refusal !== undefined) return { kind: 'refused', refusal, current: null };
  const commandId = command.commandId ?? dependencies.newId();
  const at = dependencies.clock().toISOString();
  const actor: Actor = `user:${command.actor.id}`;
  const stream = recordStream(command.recordType, command.recordId);
  let seen: RecordState | undefined;

  for (let attempt = 1; ; attempt++) {
    const recorded = await Array.fromAsync(dependencies.store.readStream(stream));
    const history = recorded.map(historyEvent);
    const folding = await foldingFor(history, command.recordType, dependencies);
    const earlier = answerGiven(commandId, recorded, history, folding, command.recordId);
    if (earlier !== undefined) return earlier;

    const state = fold(history, folding);
    const current = standingOf(command.recordId, state, recorded.at(-1)?.position);
    if (seen !== undefined && (attempt > attempts || !saysTheSame(seen, state)))
      return { kind: 'refused', refusal: stale(seen, state), current };
    const deciding = await decidingFor(state, command.recordType, folding, dependencies);
    if (deciding === undefined) return unknownRecord;
    const decision = decide(state, { actor, deciding, contract: dependencies.contracts[command.recordType] });
    if (decision.events.length === 0) return answer(decision, current);

    const metadata = { commandId, correlationId: command.correlationId ?? commandId, actor, at, v: 1 };
    const decided = decision.events.map((event, ordinal) => ({ ...event, id: eventId(commandId, ordinal), actor }));
    const events = decided.map(({ id, type, data }): NewEvent => ({ id, type, data, metadata }));
    const appended = await dependencies.store
      .append([{ stream, expected: state.version, events }], dependencies.alongside)
      .catch((error: unknown) => {
        // This very command was written meanwhile, by another request: the next look finds its answer.
        if (error instanceof DifferentData && attempt === 1) return undefined;
        if (error instanceof TooLarge) return error;
        throw error;
      });
    if (appended instanceof TooLarge) {
      const { bytes, limit } = appended;
      return { kind: 'refused', refusal: { code: 'too-large', params: { bytes, limit } }, current };
    }
    if (appended?.kind === 'appended') {
      const after = fold([...history, ...decided], folding);
      return answer(decision, standingOf(command.recordId, after, appended.position));
    }
    seen ??= state;
  }
}

/** The hash and the derivations of a record's kind. Without a key (erased) nothing is hashed any more. */
async function foldingFor(
  history: readonly RecordHistoryEvent[],
  recordType: RecordType,
  { contracts, hasherFor }: RecordDependencies,
): Promise<Folding> {
  const subject = history[0]?.data.subject;
  const hash = subject === undefined ? sha256 : ((await hasherFor(subject)) ?? sha256);
  return { hash, derive: (values) => derive(contracts[recordType], values) };
}

/** The rules in force for the source that states the record, or last stated it; undefined for a record that never was. */
async function decidingFor(
  state: RecordState,
  recordType: RecordType,
  folding: Folding,
  { judgeFor, quorumFor = () => 1 }: RecordDependencies,
): Promise<Deciding | undefined> {
  const last = state.history.findLast((event) => event.type === 'RecordProposed');
  const source = state.origin?.source ?? last?.data.origin.source;
  if (source === undefined) return undefined;
  const { ruleset, judge } = await judgeFor(source, recordType);
  return {
    ...folding,
    ruleset,
    judge: (subject) => judge.judge(subject).findings,
    quorum: (findings) => quorumFor(recordType, findings),
  };
}

const unknownRecord: Answer = { kind: 'refused', refusal: { code: 'no-such-record', params: {} }, current: null };

/** The answer that this very command was given before, from its own events in the stream. */
function answerGiven(
  commandId: Uuid,
  recorded: readonly RecordedEvent[],
  history: readonly RecordHistoryEvent[],
  folding: Folding,
  record: Uuid,
): Answer | undefined {
  const first = eventId(commandId, 0);
  if (!history.some((event) => event.id === first)) return undefined;
  const version = recorded.findLastIndex((event) => event.metadata.commandId === commandId);
  const standing = standingOf(record, fold(history.slice(0, version + 1), folding), recorded[version]?.position);
  const refusal = refusalFoundIn(history[version] as RecordHistoryEvent);
  return refusal === undefined ? done(standing) : { kind: 'refused', refusal, current: standing };
}

const done = (standing: RecordStanding): Answer => ({ kind: 'done', ...standing });

const answer = (decision: Decision, standing: RecordStanding): Answer =>
  decision.kind === 'decided' ? done(standing) : { kind: 'refused', refusal: decision.refusal, current: standing };

const standingOf = (record: Uuid, state: RecordState, position: Position = 0n): RecordStanding => ({
  record,
  version: state.version,
  position,
  status: state.status,
  published: state.published?.version ?? null,
});

/** Whether a decision made for what was seen may be made again on what stands now. */
const saysTheSame = (seen: RecordState, now: RecordState): boolean =>
  seen.contentHash === now.contentHash &&
  seen.outcome?.outcomeHash === now.outcome?.outcomeHash &&
  seen.base === now.base &&
  seen.alternatives.length === now.alternatives.length;

const stale = (seen: RecordState, now: RecordState): Refusal => ({
  code: 'stale-version',
  params: { expected: seen.version, actual: now.version, status: now.status },
});
