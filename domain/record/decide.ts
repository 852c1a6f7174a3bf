/**
 * Decisions on a record by people, as pure functions: a state and a command in, events or a refusal out. A command that
 * changes nothing decides nothing. Approvals bind to the hashes of content and outcome, and name what they rest on.
 */
import { sameValue } from './content.ts';
import type { Actor, Finding, Outcome, Patch, RecordApproved, RecordEvent, RecordRejected, Value } from './events.ts';
import { isPerson, none, type RecordState } from './fold.ts';
import { type Judging, judgeState, ofSubject, withOutcome } from './judging.ts';
import type { Refusal, RefusalCode } from './refusals.ts';

/** What was decided, or why nothing was. A refusal may still append that the record was judged again. */
export type Decision =
  | { readonly kind: 'decided'; readonly events: readonly RecordEvent[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly events: readonly RecordEvent[] };

/** What a person's decision is judged by. */
export interface Deciding extends Judging {
  /** How many different people must approve content with these findings. At least 1. */
  readonly quorum: (findings: readonly Finding[]) => number;
}

export interface Command {
  readonly actor: Actor;
  /** Version of the record that the person saw. */
  readonly expect?: number;
  /** The bulk process that this decision is part of. */
  readonly bulk?: string;
}

/** A refusal; `events` are written all the same. */
export const refused = (
  code: RefusalCode,
  params: Refusal['params'] = {},
  events: readonly RecordEvent[] = [],
): Decision => ({ kind: 'refused', refusal: { code, params }, events });

/** What was decided: every event names the record's subject, where it has one. */
export const decided = (state: RecordState, ...events: readonly RecordEvent[]): Decision => ({
  kind: 'decided',
  events: events.map((event) => ofSubject(event, state.subject)),
});

/** What stands in the way of any decision: no such record, an erased one, or another version than the person saw. */
export function unseen(state: RecordState, expect: number | undefined): Decision | undefined {
  if (state.version === none) return refused('no-such-record');
  if (state.erased) return refused('erased');
  if (expect !== undefined && expect !== state.version)
    return refused('stale-version', { expected: expect, actual: state.version, status: state.status });
  return undefined;
}

/** The refusal of what only open records allow, or undefined. */
export const notOpen = (state: RecordState): Decision | undefined =>
  state.status === 'open' ? undefined : refused('not-open', { status: state.status });

/** The record is judged by the ruleset in force; where the outcome differs, that is written and nothing is decided. */
export function judgedAgain(state: RecordState, deciding: Judging): { outcome: Outcome; refusal?: Decision } {
  const outcome = judgeState(state, deciding);
  if (outcome.outcomeHash === state.outcome?.outcomeHash) return { outcome };
  const rejudged = ofSubject({ type: 'RecordRejudged', data: { outcome } }, state.subject);
  return { outcome, refusal: refused('judged-again', { ruleset: outcome.ruleset }, [rejudged]) };
}

/** What a retry of a refused command is told: its only event says that the record was judged again. */
export const refusalFoundIn = (event: RecordEvent): Refusal | undefined =>
  event.type === 'RecordRejudged'
    ? { code: 'judged-again', params: { ruleset: event.data.outcome.ruleset } }
    : undefined;

/** Judges a record again: `RecordRejudged` where the outcome differs from the last one, else nothing. */
export function rejudge(state: RecordState, judging: Judging): readonly RecordEvent[] {
  if (state.version === none || state.erased) return [];
  return judgedAgain(state, judging).refusal?.events ?? [];
}

/** An approval, and why it is given in spite of what was found: who decides on a screen is asked for it. */
export interface Approval extends Command {
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * Approves the newest content; it is published once the quorum is reached.
 * Refused: `not-open`, `judged-again`, `block`, `contributor`, `already-approved`, `stale-version`.
 */
export function approve(state: RecordState, command: Approval, deciding: Deciding): Decision {
  const { actor, code, reason } = command;
  const before = unseen(state, command.expect) ?? notOpen(state);
  if (before !== undefined) return before;
  const { outcome, refusal } = judgedAgain(state, deciding);
  if (refusal !== undefined) return refusal;
  const block = outcome.findings.find((finding) => finding.severity === 'block');
  if (block !== undefined) return refused('block', { rule: block.rule, field: block.field ?? null });
  if (state.contributors.has(actor)) return refused('contributor');
  const quorum = Math.max(1, deciding.quorum(outcome.findings));
  const approvals = countable(state, outcome);
  const counted = [...approvals].filter(([person]) => person !== actor).map(([, version]) => version);
  const missing = quorum - counted.length - 1;
  if (approvals.has(actor) && missing > 0) return refused('already-approved', { missing, quorum });
  const data: RecordApproved = {
    contentHash: outcome.contentHash,
    outcomeHash: outcome.outcomeHash,
    covers: state.covers,
    ruleset: outcome.ruleset,
    quorum,
    publishes: missing <= 0,
    ...(missing <= 0 && { counted }),
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
    ...(command.bulk !== undefined && { bulk: command.bulk }),
  };
  return decided(state, { type: 'RecordApproved', data });
}

/**
 * The approvals that count towards a quorum, by person: standing and not void, of this content and outcome, by people
 * who are no contributors now, made after the last publication and the last reopening.
 */
function countable(state: RecordState, outcome: Outcome): Map<Actor, number> {
  const approvals = new Map<Actor, number>();
  const start = Math.max(state.mark, state.published?.version ?? none) + 1;
  for (let version = start; version < state.history.length; version++) {
    const event = state.history[version];
    if (event?.type !== 'RecordApproved' || !state.standing[version] || !isPerson(event.actor)) continue;
    if (event.data.contentHash !== outcome.contentHash || event.data.outcomeHash !== outcome.outcomeHash) continue;
    if (state.contributors.has(event.actor) || !event.data.covers.every((covered) => state.standing[covered])) continue;
    approvals.set(event.actor, version);
  }
  return approvals;
}

/** Rejects the newest content of an open record. Refused: `not-open`, `stale-version`. */
export function reject(
  state: RecordState,
  command: Command & { readonly code: string; readonly text?: string },
): Decision {
  const before = unseen(state, command.expect) ?? notOpen(state);
  if (before !== undefined) return before;
  const data: RecordRejected = {
    contentHash: state.contentHash ?? '',
    covers: state.covers,
    code: command.code,
    ...(command.text !== undefined && { text: command.text }),
    ...(command.bulk !== undefined && { bulk: command.bulk }),
  };
  return decided(state, { type: 'RecordRejected', data });
}

/** Field → its value as it shall be, typed by the contract; `null` clears it. */
export type Corrections = Readonly<Record<string, Value | null>>;

/**
 * Corrects fields of the newest content, whatever its status; the record is judged again.
 * Refused: `withdrawn`, `nothing-to-change`, `derived-field` (computed from others), `stale-version`.
 */
export function correct(
  state: RecordState,
  command: Command & {
    readonly set: Corrections;
    readonly contract: number;
    readonly reason: string;
    readonly recipe?: string;
  },
  judging: Judging,
): Decision {
  const before = unseen(state, command.expect);
  if (before !== undefined) return before;
  if (state.content === null) return refused('withdrawn');
  const { values } = state.content;
  const wanted = Object.entries(command.set).filter(([field, to]) => !sameValue(values[field], to));
  if (wanted.length === 0) return refused('nothing-to-change');
  const patch: Patch = Object.fromEntries(wanted.map(([field, to]) => [field, { from: values[field] ?? null, to }]));
  const make = (outcome: Outcome): RecordEvent => ({
    type: 'RecordCorrected',
    data: {
      patch,
      contract: command.contract,
      reason: command.reason,
      ...(command.recipe !== undefined && { recipe: command.recipe }),
      ...(command.bulk !== undefined && { bulk: command.bulk }),
      outcome,
    },
  });
  const { event, after } = withOutcome(state, command.actor, make, judging);
  const derived = wanted.find(([field, to]) => !sameValue(after.content?.values[field], to));
  if (derived !== undefined) return refused('derived-field', { field: derived[0] });
  return decided(state, event);
}

/**
 * Chooses among the statements of a key: 0 is the first row, 1… the alternatives in row order. Corrections stay.
 * Refused: `withdrawn`, `no-such-alternative`, `nothing-to-change`, `stale-version`.
 */
export function choose(
  state: RecordState,
  command: Command & { readonly alternative: number; readonly reason: string },
  judging: Judging,
): Decision {
  const before = unseen(state, command.expect);
  if (before !== undefined) return before;
  if (state.content === null) return refused('withdrawn');
  const of = state.alternatives.length === 0 ? undefined : [state.base, ...state.alternatives][command.alternative];
  if (of === undefined)
    return refused('no-such-alternative', { alternative: command.alternative, last: state.alternatives.length });
  if (state.choice !== none && state.statement === of) return refused('nothing-to-change');
  const make = (outcome: Outcome): RecordEvent => ({
    type: 'AlternativeChosen',
    data: { of, reason: command.reason, outcome },
  });
  return decided(state, withOutcome(state, command.actor, make, judging).event);
}
