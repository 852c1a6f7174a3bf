/** Undoing, waiving and reopening: what changes the standing or the judgement of what was decided before. */
import { waivedValueHash } from './content.ts';
import { type Command, type Decision, decided, judgedAgain, notOpen, refused, unseen } from './decide.ts';
import type { Actor, EventsStruck, FindingWaived, Outcome, RecordEvent, RecordHistoryEvent } from './events.ts';
import { isPerson, none, type RecordState } from './fold.ts';
import { correctionConflict, type Judging, ofSubject, withOutcome } from './judging.ts';

/**
 * Waives a finding of the newest content of an open record: the value is declared true until it changes, or until the
 * waiver ends. Refused: `not-open`, `judged-again`, `no-such-finding` (also one that holds nothing, or cannot be waived).
 */
export function waive(
  state: RecordState,
  command: Command & {
    readonly rule: string;
    readonly field?: string;
    readonly justification: string;
    readonly until?: string;
  },
  judging: Judging,
): Decision {
  const before = unseen(state, command.expect) ?? notOpen(state);
  if (before !== undefined) return before;
  const { outcome, refusal } = judgedAgain(state, judging);
  if (refusal !== undefined) return refusal;
  const { rule, field, actor } = command;
  const finding = outcome.findings.find((candidate) => candidate.rule === rule && candidate.field === field);
  const waivable = finding?.severity === 'warn' || finding?.severity === 'error';
  if (state.content === null || !waivable || finding.waived || rule === correctionConflict.rule)
    return refused('no-such-finding', { rule, field: field ?? null });
  const waiver: Omit<FindingWaived, 'outcome'> = {
    rule,
    ...(field !== undefined && { field }),
    valueHash: waivedValueHash(state.content, field, judging.hash),
    justification: command.justification,
    ...(command.until !== undefined && { until: command.until }),
    covers: state.covers,
  };
  const make = (after: Outcome): RecordEvent => ({ type: 'FindingWaived', data: { ...waiver, outcome: after } });
  return decided(state, withOutcome(state, actor, make, judging).event);
}

/** Ends a waiver whose time has come. Nothing where it does not stand, is void, or has ended. */
export function endWaiver(state: RecordState, version: number, actor: Actor, judging: Judging): readonly RecordEvent[] {
  if (!state.waivers.includes(version)) return [];
  const make = (outcome: Outcome): RecordEvent => ({ type: 'WaiverEnded', data: { of: version, outcome } });
  return [ofSubject(withOutcome(state, actor, make, judging).event, state.subject)];
}

/** Whether an event is part of a process, which is undone only as a whole. */
const inProcess = ({ data }: RecordHistoryEvent): boolean =>
  ('process' in data && data.process !== undefined) || ('bulk' in data && data.bulk !== undefined);

/** Whether an event is one that a person may undo: a decision, or an earlier undo. */
function isDecision(event: RecordHistoryEvent): boolean {
  switch (event.type) {
    case 'RecordApproved':
    case 'RecordRejected':
    case 'RecordCorrected':
    case 'AlternativeChosen':
    case 'FindingWaived':
      return true;
    case 'RecordReopened':
    case 'EventsStruck':
      return isPerson(event.actor);
    default:
      return false;
  }
}

/** Versions of the standing events that a person may undo. */
export const undoable = (state: RecordState): readonly number[] =>
  state.history.flatMap((event, version) =>
    state.standing[version] && isDecision(event) && !inProcess(event) ? [version] : [],
  );

/**
 * Undoes one decision; those after it stay. Undoing an undo restores what it undid.
 * Refused: `not-undoable`, `part-of-process`, `stale-version`.
 */
export function undo(
  state: RecordState,
  command: Command & { readonly version: number; readonly reason: string },
  judging: Judging,
): Decision {
  const before = unseen(state, command.expect);
  if (before !== undefined) return before;
  const { version, reason } = command;
  const event = state.history[version];
  if (event === undefined || !state.standing[version] || !isDecision(event))
    return refused('not-undoable', { version });
  if (inProcess(event)) return refused('part-of-process', { version });
  return decided(state, struck(state, { versions: [version], why: reason }, command.actor, judging));
}

/** Strikes events out, judged as what stands then. A withdrawal names also what is struck already. */
export function struck(
  state: RecordState,
  strike: Omit<EventsStruck, 'outcome'>,
  actor: Actor,
  judging: Judging,
): RecordEvent {
  const make = (outcome: Outcome): RecordEvent => ({ type: 'EventsStruck', data: { ...strike, outcome } });
  return ofSubject(withOutcome(state, actor, make, judging).event, state.subject);
}

/**
 * Opens the record again while its statement stands, so that what is published is looked at once more.
 * Refused: `withdrawn`, `nothing-to-change` (open already), `stale-version`.
 */
export function reopen(state: RecordState, command: Command & { readonly why: string }): Decision {
  const before = unseen(state, command.expect);
  if (before !== undefined) return before;
  if (state.base === none) return refused('withdrawn');
  if (state.status === 'open') return refused('nothing-to-change');
  return decided(state, { type: 'RecordReopened', data: { of: [state.base], why: command.why } });
}
