/** How good the data are, as people are shown it. A figure without data is null, never a guess. */
import type { RecordType } from '../domain/contracts/contract.ts';
import { countRecordsByStatus, type StatusCounts } from '../projections/queries/counts.ts';
import { importedSources } from '../projections/queries/imports.ts';
import { qualityByImport, qualityOf } from '../projections/queries/quality.ts';
import { queueFacets } from '../projections/queries/queue.ts';
import type { Caller } from './caller.ts';
import { type ImportItem, latestImports } from './imports.ts';
import type { ServiceParts } from './parts.ts';
import { demand } from './policy.ts';
import { refusal } from './words.ts';

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

/** Imports on the overview. */
const latest = 10;

const severityOrder = ['block', 'error', 'warn', 'info', 'none'] as const;

type Parts = Pick<ServiceParts, 'readModel' | 'sql' | 'engine'>;

/** How much there is, what waits, what came in last, and how good each source is. Figures only: nobody is in them. */
export async function overview(parts: Parts, caller: Caller): Promise<Overview> {
  demand(caller, 'figures:read');
  const { readModel, engine } = parts;
  const [counts, facets, imports, names, projections] = await Promise.all([
    countRecordsByStatus(readModel),
    queueFacets(readModel),
    latestImports(parts, caller.language, { limit: latest }),
    importedSources(readModel),
    engine.status(),
  ]);
  const quality = await Promise.all(
    names.map(async ({ source, recordType }): Promise<SourceQuality> => {
      const found = await qualityOf(readModel, source);
      return { source, recordType, overall: found?.overall ?? null, dimensions: found?.dimensions ?? [] };
    }),
  );
  const sum = (of: keyof StatusCounts): number => Object.values(counts).reduce((n, count) => n + count[of], 0);
  const position = projections.reduce((least, one) => (one.position < least ? one.position : least), 2n ** 63n);
  return {
    counts,
    totals: { published: sum('published'), open: sum('open'), rejected: sum('rejected') },
    open: severityOrder.map((severity) => ({
      severity,
      count: facets.find(({ facet, value }) => facet === 'severity' && value === severity)?.count ?? 0,
    })),
    imports: imports.map(({ accepted: _, ...item }) => item),
    quality,
    position: `${position}`,
    asOf: new Date().toISOString(),
  };
}

/** The quality of a source now, and of each of its standing imports. @throws Refused `no-such-source` */
export async function qualityTrend(
  { readModel, catalogue }: Pick<ServiceParts, 'readModel' | 'catalogue'>,
  caller: Caller,
  source: string,
): Promise<QualityTrend> {
  demand(caller, 'figures:read');
  const [now, byImport] = await Promise.all([qualityOf(readModel, source), qualityByImport(readModel, source)]);
  if (now === undefined && byImport.length === 0 && !catalogue().find(source))
    throw refusal('no-such-source', { source });
  return {
    source,
    position: now?.position ?? null,
    overall: now?.overall ?? null,
    dimensions: now?.dimensions ?? [],
    fields: now?.fields ?? [],
    imports: byImport.map(({ import: id, finishedAt, overall, read }) => ({ import: id, finishedAt, overall, read })),
  };
}
