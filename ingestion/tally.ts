/** Counts of an import: what became of its rows, and what the rules said. Cumulative, and resumable from the last `ImportAdvanced`. */
import {
  type Counts,
  type ImportAdvanced,
  noCounts,
  type RuleCount,
  type RuleMetric,
} from '../domain/import/events.ts';
import type { Severity } from '../domain/record/events.ts';
import type { Judgement, Rule } from '../domain/rules/rule.ts';

/** What a row was, relative to the record before this import. */
export type RowOutcome = 'new' | 'revised' | 'unchanged' | 'duplicate' | 'conflicting' | 'quarantined';

export interface Tally {
  /** Counts one row read. */
  row(outcome: RowOutcome, repaired: boolean): void;
  /** Counts one judged row: duplicates and quarantined rows are not judged. */
  judged(judgement: Judgement): void;
  counts(): Counts;
  findings(): RuleCount[];
  metrics(): RuleMetric[];
}

/**
 * @param rules the compiled judge's rules: `Judgement.evaluated` holds indexes into them
 * @param from where an interrupted import stood
 */
export function tally(rules: readonly Rule[], from?: Pick<ImportAdvanced, 'counts' | 'findings' | 'metrics'>): Tally {
  const counts: { -readonly [K in keyof Counts]: number } = { ...(from?.counts ?? noCounts) };
  const evaluated = new Array<number>(rules.length).fill(0);
  const bad = new Array<number>(rules.length).fill(0);
  const bySeverity = new Map<string, { rule: string; severity: Severity; count: number }>();
  const indexOf = new Map(rules.map((rule, i) => [rule.id, i]));
  for (const metric of from?.metrics ?? []) {
    const i = indexOf.get(metric.rule);
    if (i === undefined) continue;
    evaluated[i] = metric.evaluated;
    bad[i] = metric.bad;
  }
  for (const count of from?.findings ?? []) bySeverity.set(`${count.rule} ${count.severity}`, { ...count });

  return {
    row(outcome, repaired) {
      counts.read++;
      counts[outcome]++;
      if (repaired) counts.repaired++;
    },
    judged(judgement) {
      for (const i of judgement.evaluated) evaluated[i]!++;
      const { findings } = judgement;
      for (let n = 0; n < findings.length; n++) {
        const { rule, severity } = findings[n]!;
        const key = `${rule} ${severity}`;
        // A rule speaks of many fields of one row (contract bounds): the row counts once.
        if (findings.findIndex((f) => f.rule === rule && f.severity === severity) === n) {
          const known = bySeverity.get(key);
          if (known) known.count++;
          else bySeverity.set(key, { rule, severity, count: 1 });
        }
        const i = indexOf.get(rule);
        if (i !== undefined && findings.findIndex((f) => f.rule === rule) === n) bad[i]!++;
      }
    },
    counts: () => ({ ...counts }),
    findings: () => [...bySeverity.values()].map((c) => ({ ...c })).sort(byRuleThenSeverity),
    metrics: () =>
      rules.flatMap((rule, i) =>
        evaluated[i]! > 0
          ? [
              {
                rule: rule.id,
                field: rule.field ?? '',
                dimension: rule.dimension,
                bad: bad[i]!,
                evaluated: evaluated[i]!,
              },
            ]
          : [],
      ),
  };
}

const order: Record<Severity, number> = { block: 0, error: 1, warn: 2, info: 3 };
const byRuleThenSeverity = (a: RuleCount, b: RuleCount): number =>
  a.rule === b.rule ? order[a.severity] - order[b.severity] : a.rule < b.rule ? -1 : 1;
