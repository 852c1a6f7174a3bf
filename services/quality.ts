/** How good the data are, as people are shown it. A figure without data is null, never a guess. */
import type { RecordType } from '../domain/contracts/contract.ts';
import type { StatusCounts } from '../projections/queries/counts.ts';
import type { ImportItem } from './imports.ts';

export interface DimensionScore {
  readonly dimension: string;
  readonly bad: number;
  readonly evaluated: number;
  /** 1 − bad / evaluated. */
  readonly score: number;
}

export interface SourceQuality {
  readonly source: string;
  readonly recordType: string;
  /** Of the latest standing import; null where nothing was evaluated. */
  readonly overall: number | null;
  readonly dimensions: readonly DimensionScore[];
}

export interface Overview {
  readonly counts: Readonly<Record<RecordType, StatusCounts>>;
  readonly totals: StatusCounts;
  /** Open records by severity of what holds them; `none` where only trust or a reopening does. */
  readonly open: readonly { readonly severity: 'block' | 'error' | 'warn' | 'info' | 'none'; readonly count: number }[];
  /** The latest first, ten at most. */
  readonly imports: readonly ImportItem[];
  readonly quality: readonly SourceQuality[];
  readonly position: string;
  /** Time of what is shown. */
  readonly asOf: string;
}

export interface QualityTrend {
  readonly source: string;
  readonly position: string | null;
  readonly overall: number | null;
  readonly dimensions: readonly DimensionScore[];
  readonly fields: readonly {
    readonly field: string;
    readonly dimension: string;
    readonly bad: number;
    readonly evaluated: number;
  }[];
  /** One an import, the oldest first. */
  readonly imports: readonly {
    readonly import: string;
    readonly finishedAt: string | null;
    readonly overall: number | null;
    readonly read: number;
  }[];
}
