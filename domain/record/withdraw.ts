/**
 * What withdrawing an import, and undoing that, does to one record: the import's statements are struck, but for what a
 * later import states too and what people approved; then the record is brought to what the imports that stand say of it.
 */
import type { Uuid } from '../ids.ts';
import { struck } from './amend.ts';
import type { Origin, RecordEvent, RecordHistoryEvent } from './events.ts';
import { fold, isPerson, none, type RecordState } from './fold.ts';
import { type Judging, ofSubject } from './judging.ts';
import {
  isByPolicyAlone,
  type Proposing,
  propose,
  type Statement,
  statesTheSame,
  type Unstating,
  unstate,
} from './propose.ts';
import { isOfImport } from './standing.ts';

/** What the imports that stand say of a record. */
export interface Stated {
  /** Neither failed, nor withdrawn, nor being withdrawn. */
  readonly stands: (importId: Uuid) => boolean;
  /** Imports of the source are ordered by acceptance. */
  readonly rank: (importId: Uuid) => number;
  /** Distinct statements of the latest standing import that has any for the record, first row first. */
  readonly statements: readonly Statement[];
  /** The first standing import after that one that should have contained the record and does not. */
  readonly missing?: Unstating;
  /** Where an import accepted after the withdrawn one, and standing, states this too. */
  readonly laterOrigin: (statedHash: string) => Origin | undefined;
}

/** The process that withdraws. */
export interface Withdrawal {
  readonly import: Uuid;
  readonly process: Uuid;
  readonly why: string;
}

/** Events of a record whose import is withdrawn; none where nothing of it is left to strike. */
export function withdraw(
  state: RecordState,
  withdrawal: Withdrawal,
  stated: Stated,
  proposing: Proposing,
): readonly RecordEvent[] {
  const events: RecordEvent[] = [];
  const strike = new Set<number>();
  const reopen: number[] = [];
  const origins = originsOf(state);
  state.history.forEach((event, version) => {
    if (!isOfImport(event) || origins.get(version) !== withdrawal.import) return;
    const later = event.type === 'RecordProposed' ? stated.laterOrigin(event.data.statedHash) : undefined;
    if (!state.standing[version]) strike.add(version);
    else if (later !== undefined) events.push({ type: 'RecordRestated', data: { of: version, origin: later } });
    else if (isApprovedByPerson(state, version)) {
      reopen.push(version);
      for (const approval of approvalsByPolicy(state, version)) strike.add(approval);
    } else strike.add(version);
  });
  const { process, why } = withdrawal;
  if (strike.size > 0) {
    const versions = [...strike].sort((a, b) => a - b);
    events.push(struck(advance(state, events, proposing), { versions, why, process }, 'system', proposing));
  }
  if (reopen.length > 0) events.push({ type: 'RecordReopened', data: { of: reopen, why, process } });
  return named(state, [...events, ...reconcile(advance(state, events, proposing), stated, proposing)]);
}

/**
 * Events of a record when a withdrawal is undone: what the withdrawal wrote is struck, but for statements that people
 * have decided on since.
 * @param written versions of the events that the withdrawal wrote
 */
export function undoWithdrawal(
  state: RecordState,
  withdrawal: Omit<Withdrawal, 'import'> & { readonly written: readonly number[] },
  stated: Stated,
  proposing: Proposing,
): readonly RecordEvent[] {
  const { process, why } = withdrawal;
  const versions = withdrawal.written.filter((version) => {
    if (!state.standing[version]) return false;
    return state.history[version]?.type === 'RecordApproved' || !isDecidedByPerson(state, version);
  });
  const events = versions.length === 0 ? [] : [struck(state, { versions, why, process }, 'system', proposing)];
  return named(state, [...events, ...reconcile(advance(state, events, proposing), stated, proposing)]);
}

/** Brings a record to what the standing imports say: proposed or unstated again where it differs, decided on as a row is. */
function reconcile(state: RecordState, stated: Stated, proposing: Proposing): readonly RecordEvent[] {
  const { statements, missing, stands, rank } = stated;
  const origin = state.origin?.import;
  const kept = origin !== undefined && !stands(origin);
  const by = missing?.origin.import ?? statements[0]?.origin.import;
  const gone = missing?.onMissing === 'withdraw';
  if (kept && (missing !== undefined || by === undefined || rank(by) < rank(origin))) {
    // For a person's sake the statement stays, but under `withdraw` no policy's publication does.
    return gone && isByPolicyAlone(state) ? unstate(state, missing, 'system', proposing, true) : [];
  }
  const events: RecordEvent[] = [];
  if (!gone && !saysSo(state, stated, kept))
    for (const statement of statements)
      events.push(...propose(advance(state, events, proposing), statement, proposing));
  if (missing !== undefined) events.push(...unstate(advance(state, events, proposing), missing, 'system', proposing));
  return events;
}

function saysSo(state: RecordState, { statements, missing }: Stated, kept: boolean): boolean {
  if (state.base === none) return statements.length === 0;
  const hashes = statements.map((statement) => statement.statedHash);
  return statesTheSame(missing === undefined ? state : { ...state, unstated: none }, hashes, !kept);
}

/** The import that each statement or lack of one comes from, restatements that stand followed. */
function originsOf({ history, standing }: RecordState): ReadonlyMap<number, Uuid> {
  const origins = new Map<number, Uuid>();
  history.forEach((event, version) => {
    if (isOfImport(event)) origins.set(version, event.data.origin.import);
    if (event.type === 'RecordRestated' && standing[version]) origins.set(event.data.of, event.data.origin.import);
  });
  return origins;
}

const covers = (event: RecordHistoryEvent, version: number): boolean =>
  'covers' in event.data && event.data.covers.includes(version);

/** Whether a decision of a person that stands, and is not void, rests on a version. */
const isDecidedByPerson = (state: RecordState, version: number, type?: RecordEvent['type']): boolean =>
  state.history.some((event, i) => {
    if (!state.standing[i] || !isPerson(event.actor) || !covers(event, version)) return false;
    if (type !== undefined && event.type !== type) return false;
    return 'covers' in event.data && event.data.covers.every((covered) => state.standing[covered]);
  });

const isApprovedByPerson = (state: RecordState, version: number): boolean =>
  isDecidedByPerson(state, version, 'RecordApproved');

/** Struck ones too: undoing what struck them must not bring them back. */
const approvalsByPolicy = ({ history }: RecordState, version: number): readonly number[] =>
  history.flatMap((event, i) =>
    event.type === 'RecordApproved' && !isPerson(event.actor) && covers(event, version) ? [i] : [],
  );

const advance = (state: RecordState, events: readonly RecordEvent[], judging: Judging): RecordState => {
  if (events.length === 0) return state;
  const added = events.map((event): RecordHistoryEvent => ({ ...event, id: '', actor: 'system' }));
  return fold([...state.history, ...added], judging);
};

const named = (state: RecordState, events: readonly RecordEvent[]): readonly RecordEvent[] =>
  events.map((event) => ofSubject(event, state.subject));
