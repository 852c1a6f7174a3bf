/** What an import answers: the same shape for a run, a dry run, and one that was done before. */
import type { Uuid } from '../../domain/ids.ts';
import type { Counts, RuleCount } from '../../domain/import/events.ts';
import type { Position } from '../../eventstore/store.ts';
import type { RecordCounts } from './known.ts';

export interface ImportReport {
  /** Null for a dry run. */
  readonly import: Uuid | null;
  readonly source: string;
  readonly dryRun: boolean;
  readonly alreadyImported: boolean;
  readonly file: { readonly name: string | null; readonly sha256: string | null; readonly bytes: number };
  readonly counts: Counts;
  /** The file's records after the import, by status of their newest content. */
  readonly records: RecordCounts;
  readonly findings: readonly RuleCount[];
  /** Null for a dry run. */
  readonly position: Position | null;
  /** From acceptance to everything projected. */
  readonly seconds: number;
  readonly peakMemoryMiB: number;
}

/** The largest resident set that this process has had, in MiB. */
export const peakMemoryMiB = (): number => Math.round(process.resourceUsage().maxRSS / 1024);
