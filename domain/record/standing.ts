/** The parts of the fold: what stands, what content it gives, which approval publishes, which rejection holds. */
import type { Uuid } from '../ids.ts';
import { applyPatches, type Content, contentHash, waivedValueHash } from './content.ts';
import type {
  Actor,
  FindingWaived,
  Outcome,
  RecordApproved,
  RecordHistoryEvent,
  RecordProposed,
  RecordRejected,
} from './events.ts';
import { contentOf, type Folding, isPerson, none, type Published } from './state.ts';

export const nothing: readonly number[] = Object.freeze([]);
export const noFields: readonly string[] = Object.freeze([]);
export const nobody: ReadonlySet<Actor> = new Set();

/** Which events stand. Evaluated from last to first: only a strike that stands itself strikes. */
export function standingOf(history: readonly RecordHistoryEvent[], without: Uuid | undefined): boolean[] {
  const standing = new Array<boolean>(history.length).fill(true);
  for (let i = history.length - 1; i >= 0; i--) {
    const event = history[i] as RecordHistoryEvent;
    if (!standing[i] || event.type !== 'EventsStruck') continue;
    for (const version of event.data.versions) if (version < i) standing[version] = false;
  }
  if (without !== undefined)
    history.forEach((event, i) => {
      if (isOfImport(event) && event.data.origin.import === without) standing[i] = false;
    });
  return standing;
}

/** Whether an event is what an import says of the record: its statement, or that it has none, and what that ends. */
export const isOfImport = (event: RecordHistoryEvent): event is Extract<RecordHistoryEvent, { type: OfImport }> =>
  event.type === 'RecordProposed' || event.type === 'RecordUnstated' || event.type === 'RecordUnpublished';
type OfImport = 'RecordProposed' | 'RecordUnstated' | 'RecordUnpublished';

/** The statement of a version. @throws Error where that version is something else */
export function proposalAt(history: readonly RecordHistoryEvent[], version: number): RecordProposed {
  const event = history[version];
  if (event?.type !== 'RecordProposed') throw new Error(`version ${version} of the record is no statement`);
  return event.data;
}

/** The content that a statement and corrections give, and its hash. */
export function contentAt(
  history: readonly RecordHistoryEvent[],
  statement: number,
  corrections: readonly number[],
  folding: Folding,
) {
  const proposal = proposalAt(history, statement);
  const stated = contentOf(proposal);
  if (corrections.length === 0)
    return { content: stated, effective: nothing, suspended: noFields, hash: proposal.statedHash };
  const patches = corrections.map((version) => {
    const event = history[version];
    return event?.type === 'RecordCorrected' ? event.data.patch : {};
  });
  const { content, effective, suspended } = applyPatches(stated, patches, folding.derive);
  return {
    content,
    effective: effective.map((index) => corrections[index] as number),
    suspended,
    hash: effective.length === 0 ? proposal.statedHash : contentHash(content, folding.hash),
  };
}

/** Whether a waiver waives a finding that the last judgement has. */
export function waives(
  history: readonly RecordHistoryEvent[],
  version: number,
  outcome: Outcome | null,
  content: Content,
  folding: Folding,
): boolean {
  const waiver = history[version]?.data as FindingWaived;
  if (!outcome?.findings.some((f) => f.waived && f.rule === waiver.rule && f.field === waiver.field)) return false;
  return waiver.valueHash === waivedValueHash(content, waiver.field, folding.hash);
}

/** Who wrote these versions. */
export function contributorsOf(
  history: readonly RecordHistoryEvent[],
  versions: readonly number[],
): ReadonlySet<Actor> {
  const actors = new Set<Actor>();
  for (const version of versions) {
    const actor = history[version]?.actor;
    if (actor !== undefined && isPerson(actor)) actors.add(actor);
  }
  return actors.size === 0 ? nobody : actors;
}

/** Whether a person's approval of this content stands, with everything it covers. */
export const isApprovedByPerson = (
  history: readonly RecordHistoryEvent[],
  standing: readonly boolean[],
  hash: string,
): boolean =>
  history.some(
    ({ type, actor, data }, version) =>
      type === 'RecordApproved' &&
      standing[version] === true &&
      isPerson(actor) &&
      data.contentHash === hash &&
      data.covers.every((covered) => standing[covered] === true),
  );

/**
 * Before which version publications have ended: `all` of them, where no base was left or it was said so; those `byPolicy`
 * alone, where the record was opened again because its source no longer states it.
 *
 * The first release wrote neither `RecordUnstated` nor `RecordUnpublished` (`onMissing` had no effect), so what they end
 * here is in no older log: every record of one is folded as it always was.
 */
function endOfPublications(
  history: readonly RecordHistoryEvent[],
  standing: readonly boolean[],
): { readonly all: number; readonly byPolicy: number } {
  let all = none;
  let byPolicy = none;
  history.forEach((event, version) => {
    if (!standing[version]) return;
    if (event.type === 'RecordUnpublished') all = version;
    if (event.type !== 'RecordUnstated' || event.data.onMissing !== 'withdraw') return;
    if (event.data.reopens) byPolicy = version;
    else all = version;
  });
  return { all, byPolicy };
}

/** The last publishing approval that stands, with everything it covers and every approval it counted, and has not ended. */
export function publishedOf(
  history: readonly RecordHistoryEvent[],
  standing: readonly boolean[],
  isVoid: (covers: readonly number[]) => boolean,
  folding: Folding,
): Published | null {
  const valid = (version: number): RecordApproved | undefined => {
    const event = history[version];
    if (event?.type !== 'RecordApproved' || !standing[version] || isVoid(event.data.covers)) return undefined;
    return event.data;
  };
  const ended = endOfPublications(history, standing);
  const stays = (version: number, { contentHash: hash }: RecordApproved): boolean =>
    version > ended.byPolicy ||
    isPerson(history[version]?.actor ?? 'system') ||
    isApprovedByPerson(history, standing, hash);
  for (let version = history.length - 1; version > ended.all; version--) {
    const approval = valid(version);
    if (!approval?.publishes || !(approval.counted ?? nothing).every((counted) => valid(counted) !== undefined))
      continue;
    if (!stays(version, approval)) continue;
    const statement = approval.covers[0] as number;
    const corrections = approval.covers.filter((covered) => history[covered]?.type === 'RecordCorrected');
    const { content, hash } = contentAt(history, statement, corrections, folding);
    return { version, statement, content, contentHash: hash };
  }
  return null;
}

/** The standing rejection of this content that no later publication or reopening of it has overtaken. */
export function rejectionOf(
  history: readonly RecordHistoryEvent[],
  standing: readonly boolean[],
  isVoid: (covers: readonly number[]) => boolean,
  mark: number,
  hash: string,
): number {
  let rejection = none;
  for (let version = mark + 1; version < history.length; version++) {
    const event = history[version] as RecordHistoryEvent;
    if (!standing[version] || (event.type !== 'RecordRejected' && event.type !== 'RecordApproved')) continue;
    const decision: RecordRejected | RecordApproved = event.data;
    if (decision.contentHash !== hash || isVoid(decision.covers)) continue;
    if (event.type === 'RecordRejected') rejection = version;
    else if (event.data.publishes) rejection = none;
  }
  return rejection;
}

/** Whether the event of a version approves exactly this content, judged like this. */
export function publishes(
  history: readonly RecordHistoryEvent[],
  version: number,
  hash: string,
  outcomeHash: string | undefined,
): boolean {
  const event = history[version];
  return event?.type === 'RecordApproved' && event.data.contentHash === hash && event.data.outcomeHash === outcomeHash;
}
