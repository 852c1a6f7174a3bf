/** Events of an import's stream (`import-<uuid>`) and of its source's (`source-<name>`). */
import type { Uuid } from '../ids.ts';
import type { Json } from '../json.ts';
import type { Severity } from '../record/events.ts';
import type { SourceDefinition } from '../source/definition.ts';

/** What an import was decided with. Resume uses these alone, so that equal event ids always mean equal data. */
export interface Pins {
  readonly source: string;
  readonly sourceVersion: number;
  readonly contract: number;
  readonly ruleset: number;
  /** `policy:<source>@<version>`. */
  readonly policy: string;
  /** Column names as read. */
  readonly header: readonly string[];
  readonly sheet?: string;
  readonly dialect: Readonly<Record<string, Json>>;
  readonly taxonomies: Readonly<Record<string, number>>;
  /** Head of the log when the import was accepted: a position, as text. */
  readonly basis: string;
  /** Decision time of every event of the import. */
  readonly at: string;
  /**
   * What reading means: absent is 1, the first release's. From 2 on keys compare normalised (`comparedKey`): their spelling
   * gives a new record its id, and tells no record from another.
   */
  readonly reader?: number;
}

/** Rows read = new + revised + unchanged + duplicate + conflicting + quarantined, at every moment; `repaired` are among them. */
export interface Counts {
  readonly read: number;
  readonly new: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly duplicate: number;
  readonly conflicting: number;
  readonly quarantined: number;
  readonly repaired: number;
  /** Rows, of all those above, whose key is spelled otherwise than that of their record; absent for none. */
  readonly respelled?: number;
}

export const noCounts: Counts = {
  read: 0,
  new: 0,
  revised: 0,
  unchanged: 0,
  duplicate: 0,
  conflicting: 0,
  quarantined: 0,
  repaired: 0,
};

/** Judged rows for which a rule gave a severity. */
export interface RuleCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly count: number;
}

/** Bad and evaluated judged rows of a rule at its field (`''` for the record as a whole). */
export interface RuleMetric {
  readonly rule: string;
  readonly field: string;
  readonly dimension: string;
  readonly bad: number;
  readonly evaluated: number;
}

/** Inclusive ranges of row numbers. */
export type RowRanges = readonly (readonly [number, number])[];

export interface ImportAccepted {
  readonly import: Uuid;
  /** sha256 of the bytes; for sources of personal types an HMAC of it under the installation key. Hex. */
  readonly digest: string;
  readonly bytes: number;
  readonly contract: number;
  /** The source's import accepted before this one, or null. */
  readonly previous: Uuid | null;
  /** File name, for sources without people only. */
  readonly fileName?: string;
}

export interface SourceRegistered {
  readonly definition: SourceDefinition;
}

export interface ImportStarted {
  readonly import: Uuid;
  readonly trigger: 'command' | 'start' | 'schedule' | 'upload';
  readonly digest: string;
  readonly bytes: number;
  readonly fileName?: string;
  readonly pins: Pins;
}

export interface BatchJudged {
  /** Stated fields taken out of the way, because the derivation contradicts most of them. */
  readonly unreliable: readonly string[];
  readonly evidence: readonly {
    readonly rule: string;
    readonly field: string;
    readonly bad: number;
    readonly evaluated: number;
  }[];
  /** Rows read in the first pass. */
  readonly rows: number;
}

export interface QuarantinedRow {
  readonly row: number;
  readonly sheet?: string;
  /** Half-open byte range in the original. */
  readonly bytes?: readonly [number, number];
  readonly reason: string;
  /** Column name, value and what was expected, where the reason has them; no values for personal sources. */
  readonly params: Readonly<Record<string, Json>>;
}

export interface RowsQuarantined {
  readonly rows: readonly QuarantinedRow[];
}

/** Cumulative, so that the last one tells everything up to `nextRow`. */
export interface ImportAdvanced {
  /** Where to resume: the first row (as the reader counts data rows, from 0) not yet decided. */
  readonly nextIndex: number;
  readonly counts: Counts;
  readonly findings: readonly RuleCount[];
  readonly metrics: readonly RuleMetric[];
  /** Rows of this step only. */
  readonly duplicates: RowRanges;
  /** Ids of the records of this step's unchanged rows, in row order. */
  readonly unchanged: readonly Uuid[];
}

export interface ImportCompleted {
  readonly counts: Counts;
  /** For a snapshot: records no longer stated. */
  readonly missing: readonly Uuid[];
}

export interface ImportFailed {
  readonly code: string;
  readonly message: string;
  readonly params: Readonly<Record<string, Json>>;
}

export interface ImportPaused {
  readonly why: string;
}

export interface ImportEventData {
  ImportStarted: ImportStarted;
  BatchJudged: BatchJudged;
  RowsQuarantined: RowsQuarantined;
  ImportAdvanced: ImportAdvanced;
  ImportCompleted: ImportCompleted;
  ImportFailed: ImportFailed;
  ImportPaused: ImportPaused;
  ImportResumed: Record<string, never>;
}
