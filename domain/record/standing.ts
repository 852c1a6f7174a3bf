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
      const states = event.type === 'RecordProposed' || event.type === 'RecordUnstated';
      if (states && event.data.origin.import === without) standing[i] = false;
    });
  return standing;
}

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

/** The last publishing approval that stands, with everything it covers and every approval it counted. */
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
  for (let version = history.length - 1; version >= 0; version--) {
    const approval = valid(version);
    if (!approval?.publishes || !(approval.counted ?? nothing).every((counted) => valid(counted) !== undefined))
      continue;
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
