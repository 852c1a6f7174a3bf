/**
 * The state of a record: a fold over the events of its stream that stand. Nothing else is read: no clock, no settings.
 * An event stands unless a later event that stands strikes it, so undoing an undo restores what was undone.
 */
import type { Uuid } from '../ids.ts';
import type { Origin, Outcome, RecordHistoryEvent } from './events.ts';
import {
  contentAt,
  contributorsOf,
  nobody,
  noFields,
  nothing,
  proposalAt,
  publishedOf,
  publishes,
  rejectionOf,
  standingOf,
  waives,
} from './standing.ts';
import { contentOf, type Folding, isPerson, none, type Published, type RecordState } from './state.ts';

export { type Folding, isPerson, none, type Published, type RecordState, type Status, statuses } from './state.ts';

/**
 * Folds a record's events (index = version).
 * @param without an import whose statements are left out, as if it had stated nothing: the record before that import.
 */
export function fold(history: readonly RecordHistoryEvent[], folding: Folding, without?: Uuid): RecordState {
  const first = history[0];
  if (first !== undefined && history.length <= 2) {
    const common = foldCommon(history, first, history[1], without);
    if (common !== undefined) return common;
  }
  return history.some((event) => event.data.erased) ? erasedState(history) : foldAny(history, folding, without);
}

/** The two streams that nearly all records have: stated; stated and published by its source's policy. */
function foldCommon(
  history: readonly RecordHistoryEvent[],
  first: RecordHistoryEvent,
  second: RecordHistoryEvent | undefined,
  without: Uuid | undefined,
): RecordState | undefined {
  if (first.type !== 'RecordProposed' || isPerson(first.actor)) return undefined;
  const { data } = first;
  if (data.alternative || data.erased || data.origin.import === without) return undefined;
  const content = contentOf(data);
  let published: Published | null = null;
  if (second !== undefined) {
    if (second.type !== 'RecordApproved' || isPerson(second.actor)) return undefined;
    const approval = second.data;
    if (approval.erased || !approval.publishes || approval.covers.length !== 1 || approval.covers[0] !== 0)
      return undefined;
    if (approval.contentHash !== data.statedHash || approval.outcomeHash !== data.outcome.outcomeHash) return undefined;
    published = { version: 1, statement: 0, content, contentHash: data.statedHash };
  }
  return {
    history,
    version: history.length - 1,
    status: published === null ? 'open' : 'published',
    standing: published === null ? oneStanding : twoStanding,
    base: 0,
    choice: none,
    statement: 0,
    alternatives: nothing,
    corrections: nothing,
    effective: nothing,
    suspended: noFields,
    waivers: nothing,
    conflicting: data.conflicting === true,
    content,
    contentHash: data.statedHash,
    outcome: data.outcome,
    covers: firstOnly,
    contributors: nobody,
    published,
    rejection: none,
    mark: none,
    unstated: none,
    stated: [data.statedHash],
    origin: data.origin,
    people: false,
    subject: data.subject,
    erased: false,
  };
}
const oneStanding: readonly boolean[] = Object.freeze([true]);
const twoStanding: readonly boolean[] = Object.freeze([true, true]);
const firstOnly: readonly number[] = Object.freeze([0]);

function foldAny(history: readonly RecordHistoryEvent[], folding: Folding, without: Uuid | undefined): RecordState {
  const standing = standingOf(history, without);
  const isVoid = (covers: readonly number[]): boolean => !covers.every((version) => standing[version] === true);
  let base = none;
  let choice = none;
  let chosen = none;
  let mark = none;
  let unstated = none;
  let alternatives: number[] = [];
  let outcome: Outcome | null = null;
  let people = false;
  const corrections: number[] = [];
  let waivers: number[] = [];
  const restated = new Map<number, Origin>();
  for (let i = 0; i < history.length; i++) {
    const event = history[i] as RecordHistoryEvent;
    if ('outcome' in event.data) outcome = event.data.outcome;
    if (isPerson(event.actor)) people = true;
    if (!standing[i]) continue;
    switch (event.type) {
      case 'RecordProposed':
        if (event.data.alternative) {
          alternatives.push(i);
          mark = i;
        } else {
          base = i;
          choice = chosen = mark = unstated = none;
          alternatives = [];
        }
        break;
      case 'RecordRestated':
        restated.set(event.data.of, event.data.origin);
        break;
      case 'AlternativeChosen':
        if (base !== none && (event.data.of === base || alternatives.includes(event.data.of))) {
          choice = i;
          chosen = event.data.of;
        }
        break;
      case 'RecordCorrected':
        corrections.push(i);
        break;
      case 'FindingWaived':
        if (!isVoid(event.data.covers)) waivers.push(i);
        break;
      case 'WaiverEnded':
        waivers = waivers.filter((version) => version !== event.data.of);
        break;
      case 'RecordReopened':
        if (event.data.of.includes(base)) mark = i;
        break;
      case 'RecordUnstated':
        unstated = i;
        if (event.data.onMissing === 'review' || event.data.reopens) mark = i;
        else {
          base = choice = chosen = none;
          alternatives = [];
        }
        break;
    }
  }
  const blank = {
    history,
    version: history.length - 1,
    standing,
    outcome,
    people,
    mark,
    unstated,
    subject: history[0]?.data.subject,
    erased: false,
  };
  if (base === none) {
    const published = publishedOf(history, standing, isVoid, folding);
    return { ...blank, ...withoutStatement, published };
  }

  const statement = choice === none ? base : chosen;
  const { content, effective, suspended, hash } = contentAt(history, statement, corrections, folding);
  const waiving = waivers.filter((version) => waives(history, version, outcome, content, folding));
  const covers = [statement, ...(choice === none ? [] : [choice]), ...effective, ...waiving];
  const proposal = proposalAt(history, base);
  const published = publishedOf(history, standing, isVoid, folding);
  const rejection = rejectionOf(history, standing, isVoid, mark, hash);
  const isPublished =
    published !== null && published.version > mark && publishes(history, published.version, hash, outcome?.outcomeHash);
  return {
    ...blank,
    status: rejection !== none ? 'rejected' : isPublished ? 'published' : 'open',
    base,
    choice,
    statement,
    alternatives,
    corrections,
    effective,
    suspended,
    waivers,
    conflicting: choice === none && (proposal.conflicting === true || alternatives.length > 0),
    content,
    contentHash: hash,
    covers,
    contributors: contributorsOf(history, [statement, choice, ...corrections, ...waivers]),
    published,
    rejection,
    stated: [base, ...alternatives].map((version) => proposalAt(history, version).statedHash),
    origin: restated.get(base) ?? proposal.origin,
  };
}

/** The part of a state that has no statement: withdrawn. */
const withoutStatement = {
  status: 'withdrawn',
  base: none,
  choice: none,
  statement: none,
  alternatives: nothing,
  corrections: nothing,
  effective: nothing,
  suspended: noFields,
  waivers: nothing,
  conflicting: false,
  content: null,
  contentHash: null,
  covers: nothing,
  contributors: nobody,
  rejection: none,
  stated: noFields,
  origin: null,
} as const satisfies Partial<RecordState>;

/** Of an erased subject's record nothing is left but how many events there were. */
const erasedState = (history: readonly RecordHistoryEvent[]): RecordState => ({
  ...withoutStatement,
  history,
  version: history.length - 1,
  standing: history.map(() => true),
  outcome: null,
  published: null,
  mark: none,
  unstated: none,
  people: history.some((event) => isPerson(event.actor)),
  subject: history[0]?.data.subject,
  erased: true,
});
