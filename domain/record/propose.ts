/** Deciding on what sources state: proposals, what a source's policy approves of them, and what is no longer stated. */
import { outcomeHash } from '../rules/judge.ts';
import { policyLets } from '../rules/severity.ts';
import type { Trust } from '../source/definition.ts';
import type {
  Actor,
  Finding,
  JudgingContext,
  Outcome,
  RecordApproved,
  RecordEvent,
  RecordProposed,
  RecordUnpublished,
  RecordUnstated,
} from './events.ts';
import { isPerson, none, type RecordState } from './fold.ts';
import { type Judging, ofSubject, subjectOf, withOutcome } from './judging.ts';
import { isApprovedByPerson } from './standing.ts';

/** What a source (or a person through the API) states of a record. `conflicting` is set on every row of such a key. */
export type Statement = Omit<RecordProposed, 'outcome' | 'rowFindings' | 'erased'>;

/** What deciding on a statement needs. */
export interface Proposing extends Judging {
  readonly trust: Trust;
  /** Pinned by the import. */
  readonly context: JudgingContext;
  /** Actor of the proposal: `policy:<source>@<version>` for imports. */
  readonly actor: Actor;
}

/**
 * Whether a source's list of statements for a key is the one it stated last: then nothing is proposed.
 * @param before the record without the import that asks (`fold(…, without)`)
 * @param hashes `statedHash` of the distinct statements of the file, first row first
 * @param originStands whether the import that the base comes from stands (neither failed nor withdrawn)
 */
export function statesTheSame(before: RecordState, hashes: readonly string[], originStands: boolean): boolean {
  const { stated } = before;
  if (before.base === none || before.unstated !== none || !originStands) return false;
  if (stated.length !== hashes.length || stated[0] !== hashes[0]) return false;
  return hashes.every((hash) => stated.includes(hash));
}

/** The policy's approval of a statement exactly as stated: it covers the statement alone. */
function approvalByPolicy(statement: number, outcome: Outcome): RecordEvent {
  const data: RecordApproved = {
    contentHash: outcome.contentHash,
    outcomeHash: outcome.outcomeHash,
    covers: [statement],
    ruleset: outcome.ruleset,
    quorum: 0,
    publishes: true,
  };
  return { type: 'RecordApproved', data };
}

/**
 * Proposes a statement for a record with or without a history. The policy approves it in the same append where trust
 * lets it: never an alternative or a conflicting key, never content that somebody contributed to, chose or rejected.
 * @returns `[RecordProposed]` or `[RecordProposed, RecordApproved]`
 */
export function propose(state: RecordState, statement: Statement, proposing: Proposing): readonly RecordEvent[] {
  const { context, trust } = proposing;
  const rowFindings = statement.alternative ? proposing.judge(subjectOf(statement, context)) : undefined;
  const make = (outcome: Outcome): RecordEvent => ({
    type: 'RecordProposed',
    data: rowFindings === undefined ? { ...statement, outcome } : { ...statement, rowFindings, outcome },
  });
  const { event, after, outcome } = withOutcome(state, proposing.actor, make, proposing, context);
  const may =
    !statement.alternative &&
    statement.conflicting !== true &&
    after.contributors.size === 0 &&
    after.choice === none &&
    after.rejection === none &&
    policyLets(trust, outcome.findings);
  if (!may) return [event];
  return [event, ofSubject(approvalByPolicy(after.version, outcome), statement.subject)];
}

/**
 * The same as `propose` for a record without a history and a statement that is no alternative, without folding.
 * @param findings of the judge on the statement
 */
export function proposeNew(
  statement: Statement,
  findings: readonly Finding[],
  proposing: Proposing,
): readonly RecordEvent[] {
  const outcome: Outcome = {
    contentHash: statement.statedHash,
    ruleset: proposing.ruleset,
    context: proposing.context,
    findings,
    outcomeHash: outcomeHash(findings, proposing.hash),
  };
  const proposed: RecordEvent = { type: 'RecordProposed', data: { ...statement, outcome } };
  const byHand = proposing.actor.startsWith('user:');
  if (byHand || statement.conflicting === true || !policyLets(proposing.trust, findings)) return [proposed];
  return [proposed, ofSubject(approvalByPolicy(0, outcome), statement.subject)];
}

/** Which snapshot no longer contains a record, and what its source's definition says of that (`keep` says nothing). */
export type Unstating = Pick<RecordUnstated, 'origin' | 'onMissing'>;

/**
 * A snapshot no longer contains the record. `review` opens it. `withdraw` takes its statement and ends its publication,
 * but for what a person approved: that is opened again, and stays published until somebody decides.
 * Nothing where the record has no statement or is unstated already.
 * @param stays its statement is kept for a person's sake, whatever is published: it is opened, never withdrawn
 * @returns the events of one append: `[RecordUnstated]` or `[RecordUnstated, RecordUnpublished]`
 */
export function unstate(
  state: RecordState,
  { origin, onMissing }: Unstating,
  actor: Actor,
  judging: Judging,
  stays = false,
): readonly RecordEvent[] {
  if (state.base === none || state.unstated !== none) return [];
  const { published } = state;
  const reopens = onMissing === 'withdraw' && (stays || (published !== null && !isByPolicyAlone(state)));
  const make = (outcome: Outcome): RecordEvent => ({
    type: 'RecordUnstated',
    data: { origin, onMissing, ...(reopens && { reopens }), outcome },
  });
  const unstated = ofSubject(withOutcome(state, actor, make, judging).event, state.subject);
  if (onMissing !== 'withdraw' || reopens || published === null) return [unstated];
  const data: RecordUnpublished = { of: published.statement, why: 'missing', origin };
  return [unstated, ofSubject({ type: 'RecordUnpublished', data }, state.subject)];
}

/** Whether what is published was approved by a policy, and no person's approval of the same content stands. */
export function isByPolicyAlone({ published, history, standing }: RecordState): boolean {
  if (published === null || isPerson(history[published.version]?.actor ?? 'system')) return false;
  return !isApprovedByPerson(history, standing, published.contentHash);
}
