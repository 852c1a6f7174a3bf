/** Counts of an import: what became of its rows, and what the rules said. Cumulative, and resumable from the last `ImportAdvanced`. */
import {
  type Counts,
  type ImportAdvanced,
  noCounts,
  type RuleCount,
  type RuleMetric,
} from '../domain/import/events.ts';
import type { Finding, Severity } from '../domain/record/events.ts';
import type { CompiledRule } from '../domain/rules/judge.ts';
import type { Judgement } from '../domain/rules/rule.ts';

/** What a row was, relative to the record before this import. */
export type RowOutcome = 'new' | 'revised' | 'unchanged' | 'duplicate' | 'conflicting' | 'quarantined';

export interface Tally {
  /** Counts one row read. @param respelled its key is spelled otherwise than that of its record */
  row(outcome: RowOutcome, repaired: boolean, respelled?: boolean): void;
  /** Counts one judged row: duplicates and quarantined rows are not judged. */
  judged(judgement: Judgement): void;
  counts(): Counts;
  findings(): RuleCount[];
  metrics(): RuleMetric[];
}

/**
 * @param rules the compiled judge's rules: a judgement holds indexes into them
 * @param from where an interrupted import stood
 */
export function tally(
  rules: readonly CompiledRule[],
  from?: Pick<ImportAdvanced, 'counts' | 'findings' | 'metrics'>,
): Tally {
  const counts: { -readonly [K in keyof Counts]: Counts[K] } = { ...(from?.counts ?? noCounts) };
  const evaluated = new Array<number>(rules.length).fill(0);
  const bad = new Array<number>(rules.length).fill(0);
  const rows = new Map<string, { rule: string; severity: Severity; count: number }>();
  /** Bad rows by field, of the rules whose one finding speaks of several. */
  const badFields = rules.map((rule) => rule.fields && new Map(rule.fields.map((field) => [field, 0])));
  rules.forEach((rule, i) => {
    const before = (field: string) =>
      from?.metrics.find((metric) => metric.rule === rule.id && metric.field === field) ?? { bad: 0, evaluated: 0 };
    const [field = rule.field ?? ''] = rule.fields ?? [];
    evaluated[i] = before(field).evaluated;
    bad[i] = before(field).bad;
    for (const name of rule.fields ?? []) badFields[i]?.set(name, before(name).bad);
  });
  for (const count of from?.findings ?? []) rows.set(`${count.rule} ${count.severity}`, { ...count });

  const countRow = (rule: string, severity: Severity): void => {
    const known = rows.get(`${rule} ${severity}`);
    if (known) known.count++;
    else rows.set(`${rule} ${severity}`, { rule, severity, count: 1 });
  };

  return {
    row(outcome, repaired, respelled) {
      counts.read++;
      counts[outcome]++;
      if (repaired) counts.repaired++;
      if (respelled) counts.respelled = (counts.respelled ?? 0) + 1;
    },
    judged({ evaluated: indexes, findings, rules: found }) {
      for (const i of indexes) evaluated[i]!++;
      for (let n = 0; n < findings.length; n++) {
        const i = found[n]!;
        bad[i]!++;
        const counted = badFields[i];
        if (counted) for (const field of fieldsNamed(findings[n]!)) counted.set(field, (counted.get(field) ?? 0) + 1);
        // A rule may speak of several fields of a row (contract bounds): the row counts once.
        const { rule, severity } = findings[n]!;
        const first = findings.findIndex((f) => f.rule === rule && f.severity === severity);
        if (first === n) countRow(rule, severity);
      }
    },
    counts: () => ({ ...counts }),
    findings: () => [...rows.values()].map((count) => ({ ...count })).sort(byRuleThenSeverity),
    metrics: () =>
      rules.flatMap((rule, i) => {
        const { id, field = '', dimension } = rule;
        if (evaluated[i] === 0) return [];
        const counted = badFields[i] ?? new Map([[field, bad[i]!]]);
        return [...counted].map(([name, n]) => ({
          rule: id,
          field: name,
          dimension,
          bad: n,
          evaluated: evaluated[i]!,
        }));
      }),
  };
}

const fieldsNamed = (finding: Finding): readonly string[] => (finding.params?.fields ?? []) as readonly string[];

const order: Record<Severity, number> = { block: 0, error: 1, warn: 2, info: 3 };
const byRuleThenSeverity = (a: RuleCount, b: RuleCount): number =>
  a.rule === b.rule ? order[a.severity] - order[b.severity] : a.rule < b.rule ? -1 : 1;
