/** Events of an import's stream (`import-<uuid>`) and of its source's (`source-<name>`). */
import type { Uuid } from '../ids.ts';
import type { Json } from '../json.ts';
import type { Severity } from '../record/events.ts';
import type { SourceDefinition } from '../source/definition.ts';
import type { ProposedColumn } from '../source/propose-mapping.ts';

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

/** How keys are compared and cells read from now on: what an import is pinned with. */
export const currentReader = 2;

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
  /** Where two people mapped columns of a held import: what they agreed on. Later definitions of the source get it too. */
  readonly mapping?: { readonly import: Uuid; readonly columns: readonly MappedColumn[] };
}

/** A column that stood before, the column of the file that takes its place, and the unit of that one where it is another. */
export interface MappedColumn {
  readonly column: string;
  readonly to: string;
  readonly unit?: string;
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
  /** Rows that state a value, by field: what the next import of the source is compared with. Absent in the first release. */
  readonly filled?: Readonly<Record<string, number>>;
  /** Columns of the definition that the file does not have, by their first names: of JSON the header does not tell. */
  readonly absent?: readonly string[];
}

/**
 * Why an import waits for a person before any record is touched: `missing-columns` (a column that stood before is not in
 * the file, or more than half of a definition's columns are not there at the first import), `emptied-columns` (it is there,
 * and states far fewer values than before), `shrunken` (a snapshot lacks much of what stood), `falling` (a total of a day
 * that can only grow is less than what is published).
 */
export type HoldCode = 'missing-columns' | 'emptied-columns' | 'shrunken' | 'falling';

/** One reason to hold an import, with what it would take away: counted without touching it. */
export interface HoldReason {
  readonly code: HoldCode;
  /** Columns concerned, by their first names; at most `holdLimits.columns`. */
  readonly columns: readonly string[];
  /** Records concerned, and values of theirs that are published now. */
  readonly records: number;
  readonly publishedValues: number;
  /** Columns of the file that no mapping names; at most `holdLimits.columns`. */
  readonly unknown?: readonly string[];
  /** Which of them may be which. */
  readonly proposal?: { readonly columns: readonly ProposedColumn[] };
  /** Records cannot be without one of these columns: the import can be mapped or rejected, not accepted as it is. */
  readonly needed?: true;
  /** Of `shrunken`: records that stood. */
  readonly stood?: number;
  /** Of `falling`: the first rows concerned, at most `holdLimits.rows`. */
  readonly rows?: readonly number[];
}

/**
 * What an event about a hold lists at most, so that it never grows with the file: columns in a list, and bytes of JSON that
 * these may have (a hold has at most eight such lists, and 512 KiB), rows, characters of a name.
 */
export const holdLimits = { columns: 200, listBytes: 32 * 1024, rows: 20, nameCharacters: 200 } as const;

/** The import waits: nothing of it is proposed until a person has accepted, mapped or rejected it. */
export interface ImportHeld {
  readonly reasons: readonly HoldReason[];
  /** Rows read in the first pass, and those among them that cannot become records. */
  readonly rows: number;
  readonly quarantined: number;
  /**
   * Columns of the definition that the file does not have, by their first names: of JSON the header does not tell. At most
   * `holdLimits.columns`.
   */
  readonly absent?: readonly string[];
  /** sha256 over the ids of the records that a shrunken snapshot lacks, sorted, each followed by a line feed; base64url. */
  readonly missingDigest?: string;
}

/** An operator lets a held import go on as it is. */
export interface HoldAccepted {
  readonly reason: string;
}

/** An operator proposes which columns of a held import are which; a second person has to agree. */
export interface MappingProposed {
  readonly columns: readonly MappedColumn[];
  readonly reason: string;
}

/** A second person agrees: the definition is extended, this import fails as `mapped`, and its original is imported anew. */
export interface MappingAgreed {
  /** Version of the proposal. */
  readonly of: number;
  readonly reason: string;
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
  /** This step's rows whose record was stated so before. */
  readonly unchangedRows?: RowRanges;
  /** sha256 over the ids of these rows' records, in row order, each followed by a line feed; base64url. */
  readonly unchangedDigest?: string;
  /** In events of the first release, instead of both: the ids themselves. */
  readonly unchanged?: readonly Uuid[];
}

/** Records that a snapshot no longer states and that are kept (`onMissing: keep`): those that the snapshot before it still stated. */
export interface RecordsMissing {
  /** At most `idsPerEvent`. */
  readonly records: readonly Uuid[];
}

/** Records that were missing before, and are stated again. */
export interface RecordsReturned {
  /** At most `idsPerEvent`. */
  readonly records: readonly Uuid[];
}

/** Ids that one event lists at most: 39 bytes each, so 190 KiB of the 512 that an event may have. */
export const idsPerEvent = 5_000;

export interface ImportCompleted {
  readonly counts: Counts;
  /** For a snapshot: how many records that stood it does not state. */
  readonly noLongerStated?: number;
  /** In events of the first release, instead of the number: their ids. */
  readonly missing?: readonly Uuid[];
}

/** Ended by a person after its batch was judged: what was decided stays, the same bytes may come again. */
export interface ImportGivenUp {
  /** Of the rows that were decided, those after the last progress included. */
  readonly counts: Counts;
  readonly reason: string;
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
  ImportHeld: ImportHeld;
  HoldAccepted: HoldAccepted;
  MappingProposed: MappingProposed;
  MappingAgreed: MappingAgreed;
  RecordsMissing: RecordsMissing;
  RecordsReturned: RecordsReturned;
  ImportGivenUp: ImportGivenUp;
}
