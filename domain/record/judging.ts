/** What a judge makes of what stands in a record: the `outcome` that every event changing it carries. */
import type { Uuid } from '../ids.ts';
import { outcomeHash } from '../rules/judge.ts';
import type { Subject } from '../rules/rule.ts';
import { noQualifiers, waivedValueHash } from './content.ts';
import type { Actor, Finding, FindingWaived, JudgingContext, Outcome, RecordEvent, RecordProposed } from './events.ts';
import { type Folding, fold, type RecordState } from './fold.ts';

/** A compiled ruleset, with what folding needs. */
export interface Judging extends Folding {
  /** Number of the ruleset, for information. */
  readonly ruleset: number;
  /** Findings of the rules on one record, in catalogue order. Pure. */
  readonly judge: (subject: Subject) => readonly Finding[];
}

/** The finding on a field whose correction found another value than it replaces. */
export const correctionConflict = { rule: 'C1', version: 1, severity: 'error' } as const satisfies Finding;

/** What a statement is judged as, before any correction or choice. */
export const subjectOf = (
  statement: Pick<RecordProposed, 'values' | 'qualifiers' | 'repairs' | 'conflicting'>,
  context: JudgingContext,
): Subject => ({
  values: statement.values,
  qualifiers: statement.qualifiers ?? noQualifiers,
  repairs: statement.repairs?.map((repair) => repair.repair) ?? [],
  conflicting: statement.conflicting === true,
  context,
});

/** The outcome of a record without content: withdrawn. */
const noOutcome = (judging: Judging): Outcome => ({
  contentHash: '',
  ruleset: judging.ruleset,
  context: {},
  findings: [],
  outcomeHash: outcomeHash([], judging.hash),
});

/**
 * Judges what stands in a record by a ruleset: the rules' findings, those waived marked, and one on each suspended
 * field. The context is the one that its statement was judged in.
 */
export function judgeState(state: RecordState, judging: Judging): Outcome {
  const proposal = state.history[state.statement];
  if (state.content === null || state.contentHash === null || proposal?.type !== 'RecordProposed')
    return noOutcome(judging);
  const { context } = proposal.data.outcome;
  const found = judging.judge({
    ...subjectOf(proposal.data, context),
    values: state.content.values,
    qualifiers: state.content.qualifiers,
    conflicting: state.conflicting,
  });
  const findings: Finding[] = found.map((finding) =>
    isWaived(state, finding, judging) ? { ...finding, waived: true } : finding,
  );
  for (const field of state.suspended) findings.push({ ...correctionConflict, field });
  const { contentHash } = state;
  const { ruleset } = judging;
  return { contentHash, ruleset, context, findings, outcomeHash: outcomeHash(findings, judging.hash) };
}

/** A waiver of the same rule and field, for the value that stands, waives a finding of any severity but `block`. */
function isWaived(state: RecordState, finding: Finding, folding: Folding): boolean {
  const { content } = state;
  if (content === null || finding.severity === 'block') return false;
  return state.waivers.some((version) => {
    const waiver = state.history[version]?.data as FindingWaived;
    if (waiver.rule !== finding.rule || waiver.field !== finding.field) return false;
    return waiver.valueHash === waivedValueHash(content, waiver.field, folding.hash);
  });
}

/** An event with the outcome of what stands after it, and that state. */
export interface Judged {
  readonly event: RecordEvent;
  readonly after: RecordState;
  readonly outcome: Outcome;
}

/**
 * Decides an event that changes what stands: it is folded with a preliminary outcome, judged, and made with the outcome
 * found.
 * @param context of a new statement; what stands otherwise brings its own
 */
export function withOutcome(
  state: RecordState,
  actor: Actor,
  make: (outcome: Outcome) => RecordEvent,
  judging: Judging,
  context: JudgingContext = {},
): Judged {
  const preliminary = make({ contentHash: '', ruleset: judging.ruleset, context, findings: [], outcomeHash: '' });
  const after = fold([...state.history, { ...preliminary, id: '', actor }], judging);
  const outcome = judgeState(after, judging);
  return { event: make(outcome), after, outcome };
}

/** Every event of a personal record names its subject. */
export const ofSubject = (event: RecordEvent, subject: Uuid | undefined): RecordEvent =>
  subject === undefined ? event : ({ ...event, data: { ...event.data, subject } } as RecordEvent);
