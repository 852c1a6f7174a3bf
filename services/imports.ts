/** Imports as people are shown them. */
import type { Uuid } from '../domain/ids.ts';
import type { Counts } from '../domain/import/events.ts';
import type { StatusCounts } from '../projections/queries/counts.ts';

export interface ImportItem {
  readonly import: Uuid;
  readonly source: string;
  readonly recordType: string | null;
  readonly status: 'running' | 'paused' | 'completed' | 'failed' | 'withdrawing' | 'withdrawn';
  /** Name and sha256 are null for files about people. */
  readonly file: { readonly name: string | null; readonly sha256: string | null; readonly bytes: number | null };
  readonly counts: Counts;
  /** When it was done; null while it runs. */
  readonly records: StatusCounts | null;
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly count: number }[];
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly seconds: number | null;
  readonly peakMemoryMiB: number | null;
  readonly position: string;
  /** In words, with what to do; null where it did not fail. */
  readonly failure: { readonly code: string; readonly message: string; readonly advice: string } | null;
  readonly pause: string | null;
}

export interface ImportDetail extends ImportItem {
  readonly previous: Uuid | null;
  readonly contract: number | null;
  readonly ruleset: number | null;
  readonly header: readonly string[] | null;
  /** Columns that the batch verdict took out of the way. */
  readonly unreliable: readonly string[];
  /** Bad and evaluated rows by dimension. */
  readonly dimensions: readonly { readonly dimension: string; readonly bad: number; readonly evaluated: number }[];
}

/** A row that could not become a record, in words. */
export interface QuarantinedItem {
  readonly row: number;
  readonly sheet: string | null;
  readonly bytes: readonly [number, number] | null;
  readonly reason: string;
  readonly message: string;
  readonly advice: string;
}
