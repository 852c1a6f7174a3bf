/**
 * Which parts of a personal record's events stay in clear. All others are sealed, those of a field or an event that is not
 * known here included: what somebody forgets to name is kept from everybody, and not the other way round.
 */
import type { ConsentEvent } from '../../domain/consent/events.ts';
import type { RecordEventData, RecordEventType, Severity } from '../../domain/record/events.ts';

type Parts = Readonly<Record<string, unknown>>;

/**
 * Places, versions, keyed hashes and what the process needs: nothing that tells something of a person. The rule of a waiver
 * is sealed, since it is a finding; a reason is, since people write names into it.
 */
const clearParts: { readonly [T in RecordEventType]: readonly (keyof RecordEventData[T] & string)[] } = {
  RecordProposed: ['origin', 'statedHash', 'alternative', 'conflicting'],
  RecordRestated: ['of', 'origin'],
  RecordUnstated: ['origin', 'onMissing', 'reopens'],
  RecordUnpublished: ['of', 'why', 'origin'],
  RecordCorrected: ['contract', 'recipe', 'bulk'],
  AlternativeChosen: ['of'],
  FindingWaived: ['valueHash', 'until', 'covers'],
  WaiverEnded: ['of'],
  RecordApproved: ['contentHash', 'outcomeHash', 'covers', 'ruleset', 'quorum', 'publishes', 'counted', 'code', 'bulk'],
  RecordRejected: ['contentHash', 'covers', 'code', 'bulk'],
  RecordReopened: ['of'],
  RecordRejudged: [],
  EventsStruck: ['versions', 'process'],
};

/** Of a person's own events: codes. What they signed, and where that is kept, is sealed. */
const clearOfConsents: { readonly [E in ConsentEvent as E['type']]: readonly (keyof E['data'] & string)[] } = {
  ConsentRecorded: ['namespace', 'purpose'],
  ConsentWithdrawn: ['purpose'],
};

const clearByType = new Map(
  Object.entries({ ...clearParts, ...clearOfConsents }).map(([type, names]) => [type, new Set<string>(names)]),
);
const nothingClear = new Set<string>();

/** Of an outcome: hashes and what was judged with. Its findings are counted in clear, and sealed. */
const clearOfOutcome = new Set(['contentHash', 'ruleset', 'context', 'outcomeHash']);

/** What the codec itself writes into an event's data, besides the clear parts. */
const reserved = ['sealed', 'erased'] as const;

export interface Split {
  readonly clear: Parts;
  /** What goes into the envelope; undefined where there is nothing to seal. */
  readonly secret: Parts | undefined;
}

/**
 * Splits the data of a personal record's event.
 * @throws TypeError for data that use a name which the codec keeps for itself
 */
export function splitParts(type: string, data: Parts): Split {
  for (const name of reserved)
    if (data[name] !== undefined) throw new TypeError(`the data of a ${type} cannot have a part named ${name}`);
  const names = clearByType.get(type) ?? nothingClear;
  const clear: Record<string, unknown> = {};
  const secret: Record<string, unknown> = {};
  let secrets = 0;
  for (const name of Object.keys(data)) {
    const part = data[name];
    if (part === undefined) continue;
    if (name === 'subject' || names.has(name)) clear[name] = part;
    else if (name === 'outcome' && isParts(part)) {
      const outcome = splitOutcome(part);
      clear.outcome = outcome.clear;
      secret.outcome = outcome.secret;
      secrets += 1;
    } else {
      secret[name] = part;
      secrets += 1;
    }
  }
  return { clear, secret: secrets > 0 ? secret : undefined };
}

/** Puts together again what was split, exactly as it was. */
export function mergeParts(clear: Parts, secret: Parts): Parts {
  const { sealed: _, ...data } = { ...clear, ...secret, sealed: undefined };
  const [open, hidden] = [clear.outcome, secret.outcome];
  if (!isParts(open) || !isParts(hidden)) return data;
  const { severities: __, ...outcome } = { ...open, ...hidden, severities: undefined };
  return { ...data, outcome };
}

/** What is left of an erased subject's event. */
export function erasedParts(clear: Parts): Parts {
  const { sealed: _, ...data } = { ...clear, sealed: undefined };
  return { ...data, erased: true };
}

function splitOutcome(outcome: Parts): { clear: Parts; secret: Parts } {
  const clear: Record<string, unknown> = {};
  const secret: Record<string, unknown> = {};
  for (const name of Object.keys(outcome)) {
    if (outcome[name] === undefined || name === 'severities') continue;
    (clearOfOutcome.has(name) ? clear : secret)[name] = outcome[name];
  }
  clear.severities = severitiesOf(outcome.findings);
  return { clear, secret };
}

function severitiesOf(findings: unknown): Partial<Record<Severity, number>> {
  const counts: Partial<Record<Severity, number>> = {};
  if (!Array.isArray(findings)) return counts;
  for (const { severity } of findings as readonly { severity: Severity }[])
    counts[severity] = (counts[severity] ?? 0) + 1;
  return counts;
}

const isParts = (value: unknown): value is Parts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
