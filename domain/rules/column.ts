/** The verdict on whole columns of a file: where a stated column mostly contradicts its derivation, the derivation is used. */
import type { BatchJudged, RuleMetric } from '../import/events.ts';
import type { CompiledRule } from './judge.ts';

/** Bad share of the evaluated cells above which a stated column is unreliable: more than half. */
const unreliableShare = 0.5;

/**
 * The stated fields that their derivation contradicts in most cells, with the counts that say so.
 * @param rules of the judge that counted: those that compare a stated field with its derivation take part.
 * @param metrics bad and evaluated judged rows per rule and field.
 */
export function columnVerdict(
  rules: readonly CompiledRule[],
  metrics: readonly RuleMetric[],
): Pick<BatchJudged, 'unreliable' | 'evidence'> {
  const unreliable: string[] = [];
  const evidence: { rule: string; field: string; bad: number; evaluated: number }[] = [];
  for (const { id, field = '', compares } of rules) {
    const metric = metrics.find((candidate) => candidate.rule === id && candidate.field === field);
    if (compares === undefined || metric === undefined || metric.evaluated === 0) continue;
    evidence.push({ rule: id, field, bad: metric.bad, evaluated: metric.evaluated });
    if (metric.bad > unreliableShare * metric.evaluated) unreliable.push(compares.stated);
  }
  return { unreliable, evidence };
}
