/** How good what a source states is: bad and evaluated judged rows of its latest standing import. */
import { sql } from 'slonik';
import { z } from 'zod';
import type { ReadModel } from './read-model.ts';

const metric = z.object({
  import: z.uuid(),
  position: z.string(),
  dimension: z.string(),
  field: z.string(),
  rule: z.string(),
  bad: z.int(),
  evaluated: z.int(),
});

export interface Measured {
  readonly bad: number;
  readonly evaluated: number;
}

export interface Quality {
  readonly source: string;
  readonly import: string;
  /** Of the import's last event. */
  readonly position: string;
  /** Weighted over the dimensions that were evaluated; null where none was. */
  readonly overall: number | null;
  readonly dimensions: readonly (Measured & { readonly dimension: string; readonly score: number })[];
  readonly fields: readonly (Measured & { readonly field: string; readonly dimension: string })[];
}

/** Share of a dimension in the overall score. Integrity is a gate, not a share. Timeliness is not measured by rows. */
const weights: Readonly<Record<string, number>> = {
  completeness: 0.2,
  validity: 0.25,
  uniqueness: 0.15,
  consistency: 0.2,
  timeliness: 0.1,
  accuracy: 0.1,
};

/** Undefined for a source without a standing import. Scores are 1 − bad / evaluated, summed before they are divided. */
export async function qualityOf(readModel: ReadModel, source: string): Promise<Quality | undefined> {
  const metrics = await readModel.any(sql.type(metric)`
    with latest as (
      select import_id, position from imports.import_run
      where source = ${source} and status not in ('held', 'failed', 'withdrawn')
      order by accepted_position desc nulls last limit 1
    )
    select m.import_id as import, latest.position::text as position, m.dimension, m.field, m.rule, m.bad, m.evaluated
    from imports.quality_metric m join latest using (import_id)
    order by m.dimension, m.field, m.rule`);
  const [first] = metrics;
  if (first === undefined) return undefined;
  const dimensions = summed(metrics, ({ dimension }) => dimension).map(({ of: { dimension }, bad, evaluated }) => ({
    dimension,
    bad,
    evaluated,
    score: 1 - bad / evaluated,
  }));
  const fields = summed(metrics, ({ dimension, field }) => `${dimension}\u0000${field}`)
    .filter(({ of: { field } }) => field !== '')
    .map(({ of: { field, dimension }, bad, evaluated }) => ({ field, dimension, bad, evaluated }));
  return { source, import: first.import, position: first.position, overall: overall(dimensions), dimensions, fields };
}

const dimensionRow = z.object({ dimension: z.string(), bad: z.coerce.number(), evaluated: z.coerce.number() });

/** Of one import, whatever became of it. */
export const dimensionsOf = (
  readModel: ReadModel,
  importId: string,
): Promise<readonly (Measured & { readonly dimension: string })[]> =>
  readModel.any(sql.type(dimensionRow)`
    select dimension, sum(bad) as bad, sum(evaluated) as evaluated from imports.quality_metric
    where import_id = ${importId} group by dimension having sum(evaluated) > 0 order by dimension`);

const importMetric = z.object({
  import: z.uuid(),
  finishedAt: z.string().nullable(),
  read: z.int(),
  dimension: z.string().nullable(),
  bad: z.coerce.number(),
  evaluated: z.coerce.number(),
});

export interface ImportQuality {
  readonly import: string;
  readonly finishedAt: string | null;
  readonly read: number;
  readonly overall: number | null;
  readonly dimensions: Quality['dimensions'];
}

/** Of every standing import of a source, the oldest first. */
export async function qualityByImport(readModel: ReadModel, source: string): Promise<readonly ImportQuality[]> {
  const rows = await readModel.any(sql.type(importMetric)`
    select r.import_id as import, r.finished_at as "finishedAt", r.rows_read as read, m.dimension,
      coalesce(sum(m.bad), 0) as bad, coalesce(sum(m.evaluated), 0) as evaluated
    from imports.import_run r left join imports.quality_metric m using (import_id)
    where r.source = ${source} and r.status not in ('held', 'failed', 'withdrawn')
    group by r.import_id, r.accepted_position, r.finished_at, r.rows_read, m.dimension
    order by r.accepted_position, m.dimension`);
  return [...Map.groupBy(rows, (row) => row.import).values()].map((of) => {
    const dimensions = of.flatMap(({ dimension, bad, evaluated }) =>
      dimension === null || evaluated === 0 ? [] : [{ dimension, bad, evaluated, score: 1 - bad / evaluated }],
    );
    const { import: id, finishedAt, read } = of[0]!;
    return { import: id, finishedAt, read, overall: overall(dimensions), dimensions };
  });
}

type Metric = z.infer<typeof metric>;

/** Groups with anything evaluated. */
function summed(metrics: readonly Metric[], by: (metric: Metric) => string): (Measured & { readonly of: Metric })[] {
  const groups = new Map<string, { of: Metric; bad: number; evaluated: number }>();
  for (const one of metrics) {
    const group = groups.get(by(one)) ?? { of: one, bad: 0, evaluated: 0 };
    group.bad += one.bad;
    group.evaluated += one.evaluated;
    groups.set(by(one), group);
  }
  return [...groups.values()].filter(({ evaluated }) => evaluated > 0);
}

function overall(dimensions: readonly { readonly dimension: string; readonly score: number }[]): number | null {
  let weight = 0;
  let score = 0;
  for (const one of dimensions) {
    weight += weights[one.dimension] ?? 0;
    score += (weights[one.dimension] ?? 0) * one.score;
  }
  return weight === 0 ? null : score / weight;
}
