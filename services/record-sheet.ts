/** One record as a person is shown it: everything on one sheet, in their language, and what they may do with it. */
import type { RecordType } from '../domain/contracts/contract.ts';
import type { Uuid } from '../domain/ids.ts';
import type { Finding, Qualifiers, RawCell, Value } from '../domain/record/events.ts';
import type { Status } from '../domain/record/fold.ts';
import type { HistoryEntry, Provenance } from '../projections/queries/record.ts';

export type Action = 'approve' | 'reject' | 'correct' | 'choose';

/** A finding in words. */
export interface ToldFinding extends Finding {
  readonly message: string;
  readonly advice: string;
}

/** A field of the contract, with what was read, what it says now, and what is published. */
export interface SheetField {
  readonly name: string;
  /** In the caller's language. */
  readonly label: string;
  /** Canonical unit, where it has one. */
  readonly unit: string | null;
  readonly kind: 'text' | 'number' | 'integer' | 'enum' | 'boolean' | 'date' | 'instant' | 'list';
  /** Of an enum. */
  readonly options: readonly string[] | null;
  readonly required: boolean;
  /** Computed from other fields: it cannot be corrected. */
  readonly derived: boolean;
  /** Says who a person is, and is not shown to this caller. */
  readonly hidden: boolean;
  /** The cell it was typed from, where one column feeds it. */
  readonly raw: RawCell | null;
  readonly column: string | null;
  /** As the source states it, before corrections. */
  readonly stated: Value | null;
  /** Newest content. */
  readonly value: Value | null;
  readonly qualifier: Qualifiers[string] | null;
  readonly published: Value | null;
  /** What rules propose instead, where they do. */
  readonly suggestion: Value | null;
  /** Rules with a finding on this field. */
  readonly rules: readonly string[];
}

export interface SheetAlternative {
  /** 0 is the base, 1… what later rows of the file state otherwise. */
  readonly number: number;
  readonly row: number;
  readonly chosen: boolean;
  /** Only fields that differ among the alternatives. */
  readonly differing: readonly { readonly name: string; readonly label: string; readonly value: Value | null }[];
}

export interface RecordSheet {
  readonly id: Uuid;
  readonly type: RecordType;
  readonly typeLabel: string;
  readonly source: string;
  /** Null for types about people. */
  readonly key: string | null;
  readonly subject: Uuid | null;
  readonly version: number;
  readonly position: string;
  readonly status: Status;
  /** Version of the approval that publishes it, or null. */
  readonly published: number | null;
  /** True where it is shown as of an earlier position. */
  readonly past: boolean;
  readonly fields: readonly SheetField[];
  /** Cells of the row, in the order of the header. */
  readonly raw: readonly { readonly column: string | null; readonly cell: RawCell }[];
  readonly findings: readonly ToldFinding[];
  readonly alternatives: readonly SheetAlternative[];
  readonly provenance: Provenance | null;
  /** Empty where the caller may not see it. */
  readonly history: readonly HistoryEntry[];
  /** What this caller may do now. */
  readonly actions: readonly Action[];
  /** Why approving would be refused although the role allows it. */
  readonly approvalBlocked: 'contributor' | 'block' | null;
}
