/** What is known of a record once its events are folded. */
import type { Hasher, Uuid } from '../ids.ts';
import { type Content, noQualifiers } from './content.ts';
import type { Actor, Origin, Outcome, RecordHistoryEvent, RecordProposed, Values } from './events.ts';

export const statuses = ['open', 'published', 'rejected', 'withdrawn'] as const;
/** Of the newest content. Beside it stands whether a (perhaps older) version is published. */
export type Status = (typeof statuses)[number];

/** Stands for "no version" wherever a state names one. */
export const none = -1;

/** What folding needs besides events. */
export interface Folding {
  /** SHA-256, or the subject's keyed hash for personal types. */
  readonly hash: Hasher;
  /** The contract's derivations: computes derived fields of typed values again. Pure, and the same when applied twice. */
  readonly derive: (values: Values) => Values;
}

/** The version that the product shows outside. */
export interface Published {
  /** Version of the publishing approval. */
  readonly version: number;
  /** Version of the statement that it rests on. */
  readonly statement: number;
  readonly content: Content;
  readonly contentHash: string;
}

export interface RecordState {
  readonly history: readonly RecordHistoryEvent[];
  /** Version of the last event, or `none`. */
  readonly version: number;
  readonly status: Status;
  /** Per version: whether the event stands. */
  readonly standing: readonly boolean[];
  /** Version of the statement that stands first, or `none`. */
  readonly base: number;
  /** Version of the standing choice among the base and its alternatives, or `none`. */
  readonly choice: number;
  /** Version of the statement that the content comes from: the base or what was chosen instead; or `none`. */
  readonly statement: number;
  /** Versions of the other statements of the same import, in row order. */
  readonly alternatives: readonly number[];
  /** Versions of the standing corrections; `effective` are those that changed something. */
  readonly corrections: readonly number[];
  readonly effective: readonly number[];
  /** Fields whose correction found another value than it replaces. */
  readonly suspended: readonly string[];
  /** Versions of the standing waivers that are neither void nor ended. */
  readonly waivers: readonly number[];
  /** Its source states the key more than once, with different values, and nobody has chosen. */
  readonly conflicting: boolean;
  readonly content: Content | null;
  readonly contentHash: string | null;
  /** The last judgement of what stands. */
  readonly outcome: Outcome | null;
  /** What a decision made now rests on: the statement, its choice, effective corrections, waivers in use. */
  readonly covers: readonly number[];
  /** Who cannot approve: authors of the statement (by hand), the choice, corrections, waivers. */
  readonly contributors: ReadonlySet<Actor>;
  readonly published: Published | null;
  /** Version of the rejection in force of this content, or `none`. */
  readonly rejection: number;
  /** Version of the last event that opened the record again (new alternative, reopening, unstated), or `none`. */
  readonly mark: number;
  /** Version of the standing `RecordUnstated` since the base, or `none`. */
  readonly unstated: number;
  /** `statedHash` of the base and of its alternatives, in order. */
  readonly stated: readonly string[];
  /** Where the base comes from, restatements followed. */
  readonly origin: Origin | null;
  /** Some event, standing or struck, was decided by a person. */
  readonly people: boolean;
  /** Whom the record is about, for personal types. */
  readonly subject: Uuid | undefined;
  /** The subject was erased: nothing can be said or decided any more. */
  readonly erased: boolean;
}

/** Whether an actor is a person, not a policy or the system. */
export const isPerson = (actor: Actor): boolean => actor.startsWith('user:');

/** What a statement says. */
export const contentOf = (proposal: RecordProposed): Content => ({
  values: proposal.values,
  qualifiers: proposal.qualifiers ?? noQualifiers,
});
