/** How well a pipeline finds what is wrong: what it says of each row against what was put in. Pure. */
import type { Truth } from './dataset.ts';

/** What a pipeline says of a row: the id of a rule, `duplicate` or `quarantined`. */
export interface Observed {
  readonly source: string;
  readonly row: number;
  readonly says: string;
}

/** Of one rule (or `duplicate`, `quarantined`): rows, not cells. */
export interface RuleScore {
  readonly rule: string;
  /** Rows where it should speak. */
  readonly expected: number;
  /** Rows where it spoke. */
  readonly observed: number;
  /** Both. */
  readonly correct: number;
  /** correct / observed; null where it never spoke. */
  readonly precision: number | null;
  /** correct / expected; null where it never should. */
  readonly recall: number | null;
}

export interface Evaluation {
  readonly rules: readonly RuleScore[];
  /** Anomalies put in, of which something was rightly said. An anomaly that no rule can see counts as not caught. */
  readonly anomalies: number;
  readonly caught: number;
  readonly recall: number | null;
  /** Rows of which something was said, of which an anomaly was put into. */
  readonly flagged: number;
  readonly rightlyFlagged: number;
  readonly precision: number | null;
  /** Anomalies of which nothing was rightly said, by kind. */
  readonly missed: readonly { readonly kind: string; readonly count: number }[];
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const place = (source: string, row: number): string => `${source}\u0000${row}`;

/**
 * @param truth the anomalies of the files
 * @param observed what the pipeline said of the same files, in any order; the same twice counts once
 */
export function evaluate(truth: readonly Truth[], observed: readonly Observed[]): Evaluation {
  const expected = saidBy(truth.flatMap(({ source, row, expects }) => expects.map((says) => ({ source, row, says }))));
  const said = saidBy(observed);
  const rules = [...new Set([...expected.keys(), ...said.keys()])].sort().map((rule): RuleScore => {
    const should = expected.get(rule) ?? nowhere;
    const did = said.get(rule) ?? nowhere;
    const correct = [...did].filter((row) => should.has(row)).length;
    return {
      rule,
      expected: should.size,
      observed: did.size,
      correct,
      precision: share(correct, did.size),
      recall: share(correct, should.size),
    };
  });
  const isCaught = ({ source, row, expects }: Truth): boolean =>
    expects.some((rule) => said.get(rule)?.has(place(source, row)) === true);
  const missed = new Map<string, number>();
  for (const one of truth) if (!isCaught(one)) missed.set(one.kind, (missed.get(one.kind) ?? 0) + 1);
  const caught = truth.filter(isCaught).length;
  const wrong = new Set(truth.map(({ source, row }) => place(source, row)));
  const flagged = new Set(observed.map(({ source, row }) => place(source, row)));
  const rightlyFlagged = [...flagged].filter((row) => wrong.has(row)).length;
  return {
    rules,
    anomalies: truth.length,
    caught,
    recall: share(caught, truth.length),
    flagged: flagged.size,
    rightlyFlagged,
    precision: share(rightlyFlagged, flagged.size),
    missed: [...missed].sort().map(([kind, count]) => ({ kind, count })),
  };
}

const nowhere: ReadonlySet<string> = new Set();

/** Rows by what is said of them. */
function saidBy(observed: readonly Observed[]): ReadonlyMap<string, ReadonlySet<string>> {
  const rows = new Map<string, Set<string>>();
  for (const { source, row, says } of observed) {
    const ofRule = rows.get(says) ?? new Set();
    rows.set(says, ofRule.add(place(source, row)));
  }
  return rows;
}

/** The evaluation as a table for a terminal. */
export function evaluationTable({ rules, anomalies, caught, flagged, rightlyFlagged, missed }: Evaluation): string {
  const percent = (value: number | null): string => (value === null ? '–' : `${(100 * value).toFixed(1)} %`);
  const line = (...cells: readonly (string | number)[]): string =>
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(12) : String(cell).padStart(10))).join('');
  return [
    line('rule', 'expected', 'observed', 'correct', 'precision', 'recall'),
    ...rules.map((one) =>
      line(one.rule, one.expected, one.observed, one.correct, percent(one.precision), percent(one.recall)),
    ),
    '',
    `${caught} of ${anomalies} anomalies caught; ${rightlyFlagged} of ${flagged} flagged rows hold an anomaly`,
    `not caught: ${missed.map(({ kind, count }) => `${kind} ${count}`).join(', ')}`,
    '',
  ].join('\n');
}
