/**
 * Events of a record's stream (`<record type>-<uuid>`). What is written stays for ever: fields may be added, never
 * renamed or removed; a new shape of an event is a new `v` with an upcaster.
 */
import type { Uuid } from '../ids.ts';
import type { Json } from '../json.ts';

/** A typed value in canonical units. A missing value is an absent key, never `null`, so that equal content has equal text. */
export type Value = string | number | boolean | readonly string[];
export type Values = Readonly<Record<string, Value>>;

/** What a source said of a field besides, or instead of, a number: only traces of it, or less than a limit. */
export type Qualifier = 'trace' | { readonly below: number };
export type Qualifiers = Readonly<Record<string, Qualifier>>;

/** A cell as read. Lists and objects occur in JSON sources only; `undefined` never occurs. */
export type RawCell = Json;

/** `info` never holds a record; `warn` holds unless its source is trusted; `error` needs a person; `block` can only be corrected. */
export const severities = ['info', 'warn', 'error', 'block'] as const;
export type Severity = (typeof severities)[number];

/** One rule's verdict on one field, or on the record where `field` is absent. Its message is rendered when read. */
export interface Finding {
  readonly rule: string;
  readonly version: number;
  readonly severity: Severity;
  readonly field?: string;
  /** What the message needs: the stated and computed values, the bound, the fields compared. */
  readonly params?: Readonly<Record<string, Json>>;
  /** What the rule proposes instead. Only a person applies it. */
  readonly suggestion?: { readonly field: string; readonly value: Value | null };
  /** A standing waiver covers it. */
  readonly waived?: true;
  /** A batch verdict takes its column out of the way: counted, but nothing waits for it. */
  readonly holds?: false;
}

/** What judging rests on besides the content: decided once per import by `BatchJudged`, then pinned. */
export interface JudgingContext {
  /** Stated fields whose column the batch verdict calls unreliable: their derivation is judged in their place. */
  readonly unreliable?: readonly string[];
}

/** The judgement of what stands after an event. */
export interface Outcome {
  readonly contentHash: string;
  /** Number of the ruleset, for information: approvals bind to hashes. */
  readonly ruleset: number;
  readonly context: JudgingContext;
  readonly findings: readonly Finding[];
  /** Of (rule, field, severity, waived, holds) of each finding, in order. */
  readonly outcomeHash: string;
  /** Findings by severity, where `findings` are gone with the keys of an erased subject. Set by the codec, never by a decision. */
  readonly severities?: Readonly<Partial<Record<Severity, number>>>;
}

/** Where a statement comes from. `row` counts as a spreadsheet does: the header is row 1; in JSON the first item is row 1. */
export interface Origin {
  readonly source: string;
  readonly import: Uuid;
  readonly sheet?: string;
  readonly row: number;
}

/** A structural repair of the source changed a cell before typing. `column` is an index into the import's header. */
export interface Repair {
  readonly repair: string;
  readonly column: number;
  readonly to: RawCell;
}

/** Every event of a personal record names its subject in clear; after an erasure nothing but the clear parts is left. */
interface OfSubject {
  readonly subject?: Uuid;
  /** The subject was erased: what was sealed is gone. Set by the codec when read, never written. */
  readonly erased?: true;
}

export interface RecordProposed extends OfSubject {
  readonly origin: Origin;
  /** The natural key, as text; absent for sources without one and for personal types. */
  readonly key?: string;
  /** Cells before repair, in the order of the import's header. */
  readonly raw: readonly RawCell[];
  readonly values: Values;
  readonly qualifiers?: Qualifiers;
  readonly repairs?: readonly Repair[];
  /** Hash of values (and qualifiers, where there are any), without corrections. */
  readonly statedHash: string;
  /** An earlier row of the same file stated this key otherwise. */
  readonly alternative?: true;
  /** The file states this key more than once, with different values. */
  readonly conflicting?: true;
  /** Of an alternative: the findings on its own values. */
  readonly rowFindings?: readonly Finding[];
  readonly outcome: Outcome;
}

export interface RecordRestated extends OfSubject {
  /** Version of the proposal that a later import states too. */
  readonly of: number;
  readonly origin: Origin;
}

export interface RecordUnstated extends OfSubject {
  /** The snapshot that no longer contains the record. */
  readonly origin: Omit<Origin, 'row'>;
  /** What the source's definition says of missing records. */
  readonly onMissing: 'review' | 'withdraw';
  /** Under `withdraw`: a person approved what is published, so the record is opened again and its statement stays. */
  readonly reopens?: true;
  readonly outcome: Outcome;
}

/** What was published is so no longer. The content stays in the history. */
export interface RecordUnpublished extends OfSubject {
  /** Version of the statement that the publication rested on. */
  readonly of: number;
  /** `missing`: a snapshot of its source no longer contains the record, and only a policy had approved it. */
  readonly why: 'missing';
  /** That snapshot. */
  readonly origin: Omit<Origin, 'row'>;
}

/** Field → what it was (or null), what it shall be (or null, to clear it). */
export type Patch = Readonly<Record<string, { readonly from: Value | null; readonly to: Value | null }>>;

export interface RecordCorrected extends OfSubject {
  readonly patch: Patch;
  /** Version of the contract that the patch was typed by. */
  readonly contract: number;
  readonly reason: string;
  readonly recipe?: string;
  readonly bulk?: Uuid;
  readonly outcome: Outcome;
}

export interface AlternativeChosen extends OfSubject {
  /** Version of the chosen proposal. */
  readonly of: number;
  readonly reason: string;
  readonly outcome: Outcome;
}

export interface FindingWaived extends OfSubject {
  readonly rule: string;
  readonly field?: string;
  /** Keyed hash of the value that is declared true. */
  readonly valueHash: string;
  readonly justification: string;
  readonly until?: string;
  readonly covers: readonly number[];
  readonly outcome: Outcome;
}

export interface WaiverEnded extends OfSubject {
  /** Version of the waiver. */
  readonly of: number;
  readonly outcome: Outcome;
}

export interface RecordApproved extends OfSubject {
  readonly contentHash: string;
  readonly outcomeHash: string;
  readonly covers: readonly number[];
  readonly ruleset: number;
  /** The quorum in force; 0 for a policy. */
  readonly quorum: number;
  /** The quorum is reached by this approval. */
  readonly publishes: boolean;
  /** Versions of the earlier approvals that were counted, where it publishes. */
  readonly counted?: readonly number[];
  /** Why it is approved in spite of what was found, as a code that can be counted; absent where nobody said so. */
  readonly code?: string;
  /** Why, in words. */
  readonly reason?: string;
  readonly bulk?: Uuid;
}

export interface RecordRejected extends OfSubject {
  readonly contentHash: string;
  readonly covers: readonly number[];
  readonly code: string;
  readonly text?: string;
  readonly bulk?: Uuid;
}

export interface RecordReopened extends OfSubject {
  /** Versions of the statements concerned: it opens the record only while one of them is the base. */
  readonly of: readonly number[];
  readonly why: string;
  /** The process (withdrawal) that reopened it; absent for a person. */
  readonly process?: Uuid;
}

export interface RecordRejudged extends OfSubject {
  readonly outcome: Outcome;
}

export interface EventsStruck extends OfSubject {
  /** Versions within this stream. */
  readonly versions: readonly number[];
  readonly why: string;
  /** The process (withdrawal, merge, bulk) that struck them; absent for an undo by a person. */
  readonly process?: Uuid;
  readonly outcome: Outcome;
}

/** Every event of a record by its type's name. */
export interface RecordEventData {
  RecordProposed: RecordProposed;
  RecordRestated: RecordRestated;
  RecordUnstated: RecordUnstated;
  RecordUnpublished: RecordUnpublished;
  RecordCorrected: RecordCorrected;
  AlternativeChosen: AlternativeChosen;
  FindingWaived: FindingWaived;
  WaiverEnded: WaiverEnded;
  RecordApproved: RecordApproved;
  RecordRejected: RecordRejected;
  RecordReopened: RecordReopened;
  RecordRejudged: RecordRejudged;
  EventsStruck: EventsStruck;
}
export type RecordEventType = keyof RecordEventData;

/** An event as decided, before it is given an id: a discriminated union over `type`. */
export type RecordEvent = {
  [T in RecordEventType]: { readonly type: T; readonly data: RecordEventData[T] };
}[RecordEventType];

/** An event of a record with the two facts of its metadata that the fold reads. Index in the array = version. */
export type RecordHistoryEvent = RecordEvent & { readonly id: Uuid; readonly actor: Actor };

/** `user:<id>`, `policy:<source>@<version>` or `system`. */
export type Actor = `user:${string}` | `policy:${string}` | 'system';
