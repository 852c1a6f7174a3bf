/** What an import answers: the same shape for a run, a dry run, one that was done before, and one that waits for a person. */
import type { Uuid } from '../../domain/ids.ts';
import type { Counts, ImportHeld, QuarantinedRow, RuleCount } from '../../domain/import/events.ts';
import type { Position } from '../../eventstore/store.ts';
import type { ColumnsReport } from './columns.ts';
import type { RecordCounts } from './known.ts';

export interface ImportReport {
  /** Null for a dry run. */
  readonly import: Uuid | null;
  readonly source: string;
  readonly dryRun: boolean;
  readonly alreadyImported: boolean;
  /** `held` waits for a person: nothing of it is proposed. Of a dry run: what an import would come to. */
  readonly status: 'completed' | 'held';
  readonly file: { readonly name: string | null; readonly sha256: string | null; readonly bytes: number };
  readonly columns: ColumnsReport;
  readonly counts: Counts;
  /** The file's records after the import, by status of their newest content. */
  readonly records: RecordCounts;
  readonly findings: readonly RuleCount[];
  /** For a snapshot: records that stood and that it does not state. */
  readonly noLongerStated?: number;
  /** Why it waits, or would wait. */
  readonly hold?: ImportHeld;
  /** Of a dry run: the first rows that cannot become records. */
  readonly quarantined?: readonly QuarantinedRow[];
  /** Null for a dry run. */
  readonly position: Position | null;
  /** From acceptance to everything projected. */
  readonly seconds: number;
  readonly peakMemoryMiB: number;
}

/** Counts as they are told: `read` is the sum of the others and of the rows that the definition leaves out. */
export interface ReportedCounts extends Counts {
  /** Rows that the definition leaves out. */
  readonly leftOut: number;
}

/** Counts of an event, of whichever release, as they are told. */
export const reportedCounts = (counts: Counts & { readonly leftOut?: number }): ReportedCounts => ({
  ...counts,
  leftOut: counts.leftOut ?? 0,
});

/** Rows set aside that a dry run tells of. */
export const quarantinedShown = 100;

/** The largest resident set that this process has had, in MiB. */
export const peakMemoryMiB = (): number => Math.round(process.resourceUsage().maxRSS / 1024);
