/**
 * Counts that a correct pipeline reproduces on the real files: read, repaired, duplicate, conflicting, and judged rows of
 * each rule. The expected figures were counted by an independent program from the definitions of the rules.
 */
import { createReadStream } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { contracts } from '../domain/contracts/index.ts';
import type { RuleMetric } from '../domain/import/events.ts';
import { canonicalJson } from '../domain/json.ts';
import type { Finding } from '../domain/record/events.ts';
import { subjectOf } from '../domain/record/judging.ts';
import { columnVerdict } from '../domain/rules/column.ts';
import { comparesColumns, compileJudge } from '../domain/rules/judge.ts';
import { rulesetInForce } from '../domain/ruleset/rulesets.ts';
import type { Typed } from '../domain/source/mapping.ts';
import { realDataPresent, realFile } from '../test/real-data.ts';
import { isTyped, openImportFile } from './import/file.ts';
import type { ReadRow } from './readers/reader.ts';
import { source } from './sources/index.ts';
import { tally } from './tally.ts';

const files = {
  'daily-food': 'daily_food/daily_food_nutrition_dataset.csv',
  'diet-recommendations': 'diet_recommendations/diet_recommendations_dataset.csv',
  'gym-members': 'gym_members/gym_members_exercise_tracking.csv',
  'gym-members-synthetic': 'gym_members/fitness_tracker_peers_1800.csv',
  'fitness-tracker': 'fitness_tracker/fitness_tracker_dataset.csv',
  exercisedb: 'exercisedb/exercisedb_v1_exercises.json',
  'free-exercise-db': 'free_exercise_db/exercises.json',
  ciqual: 'ciqual/table_ciqual_2025_fr_2025_11_03.xlsx',
};

interface Judged {
  readonly read: readonly ReadRow[];
  readonly quarantined: number;
  /** Distinct rows, in file order. */
  readonly rows: readonly Typed[];
  readonly repaired: number;
  readonly repairedCells: number;
  readonly duplicates: number;
  readonly keys: number;
  readonly unreliable: readonly string[];
  /** `F5 error` → judged rows. */
  readonly findings: Readonly<Record<string, number>>;
  readonly metrics: readonly RuleMetric[];
  readonly found: readonly { readonly typed: Typed; readonly finding: Finding }[];
}

/** The way of a file from its bytes to counts, without the log: what an import does, all at once. */
async function judged(name: keyof typeof files): Promise<Judged> {
  const definition = source(name)!;
  const contract = contracts[definition.recordType];
  const ruleset = rulesetInForce(definition.recordType);
  const file = await openImportFile(definition, (start) => createReadStream(realFile(files[name]), { start }));
  const read: ReadRow[] = [];
  for await (const batch of await file.rows()) read.push(...batch);
  const typed = read.map((row) => file.type(row)).filter(isTyped);

  const distinct = new Map<string, Typed>();
  for (const row of typed) {
    const stated = canonicalJson([row.key ?? null, row.values, row.qualifiers ?? {}]);
    if (!distinct.has(stated)) distinct.set(stated, row);
  }
  const rows = [...distinct.values()];
  const statements = Map.groupBy(rows, ({ key }) => key);
  const conflicting = ({ key }: Typed): boolean => key !== undefined && statements.get(key)!.length > 1;

  const comparing = compileJudge(ruleset, definition, contract, comparesColumns);
  const compared = tally(comparing.rules);
  for (const row of typed) compared.judged(comparing.judge(subjectOf(row, {})));
  const { unreliable } = columnVerdict(comparing.rules, compared.metrics());

  const { rules, judge } = compileJudge(ruleset, definition, contract);
  const counts = tally(rules);
  const found: { typed: Typed; finding: Finding }[] = [];
  for (const row of rows) {
    const judgement = judge(subjectOf({ ...row, ...(conflicting(row) && { conflicting: true }) }, { unreliable }));
    counts.judged(judgement);
    for (const finding of judgement.findings) found.push({ typed: row, finding });
  }
  const repairs = typed.flatMap((row) => row.repairs ?? []);
  return {
    read,
    quarantined: read.length - typed.length,
    rows,
    repaired: typed.filter((row) => row.repairs !== undefined).length,
    repairedCells: repairs.length,
    duplicates: typed.length - rows.length,
    keys: new Set(rows.map(({ key }) => key)).size,
    unreliable,
    findings: Object.fromEntries(counts.findings().map(({ rule, severity, count }) => [`${rule} ${severity}`, count])),
    metrics: counts.metrics(),
    found,
  };
}

const cellsOf = (judgement: Judged, wanted: (value: unknown) => boolean): number =>
  judgement.rows.reduce((sum, { values }) => sum + Object.values(values).filter(wanted).length, 0);

const missing = ({ metrics }: Judged, fields: (field: string) => boolean = () => true): number =>
  metrics.filter(({ rule, field }) => rule === 'M1' && fields(field)).reduce((sum, { bad }) => sum + bad, 0);

const evaluated = ({ metrics }: Judged, rule: string): number | undefined =>
  metrics.find((metric) => metric.rule === rule)?.evaluated;

const withParams = ({ found }: Judged, rule: string, wanted: (params: Record<string, unknown>) => boolean): number =>
  found.filter(({ finding }) => finding.rule === rule && wanted({ ...finding.params })).length;

describe.skipIf(!realDataPresent)('The real files', () => {
  let of: Judged;

  describe('daily-food', () => {
    beforeAll(async () => {
      of = await judged('daily-food');
    });
    test('has 651 rows, 6 of them repaired, 54 duplicates, 593 foods by name', () => {
      expect([of.read.length, of.repaired, of.duplicates, of.rows.length, of.keys]).toEqual([651, 6, 54, 597, 593]);
      expect([of.quarantined, missing(of)]).toEqual([0, 0]);
    });
    test('gives the findings', () => {
      expect(of.findings).toEqual({ 'F5 error': 20, 'F10 warn': 2, 'F10b warn': 12, 'G8 info': 6, 'G11 error': 8 });
      expect(evaluated(of, 'F5')).toBe(597);
    });
    test('states more energy than its nutrients have for alcoholic drinks alone', () => {
      const drinks = of.found
        .filter(({ finding }) => finding.rule === 'F5')
        .map(({ typed }) => String(typed.values.name));
      const alcohol =
        /beer|wine|gin|vodka|whiskey|margarita|martini|sake|pisco|aperol|prosecco|negroni|campari|vermouth|limoncello|liqueur/i;
      expect(drinks.filter((name) => !alcohol.test(name))).toEqual([]);
    });
    test('repeats 4 names with other categories or meals, and the same nutrients', () => {
      const conflicts = of.found.filter(({ finding }) => finding.rule === 'G11').map(({ typed }) => typed);
      expect(new Set(conflicts.map(({ key }) => key)).size).toBe(4);
      const nutrients = ({ values: { category: _, meal_type: __, ...rest } }: Typed) => canonicalJson(rest);
      expect(new Set(conflicts.map(nutrients)).size).toBe(4);
    });
  });

  describe('diet-recommendations', () => {
    beforeAll(async () => {
      of = await judged('diet-recommendations');
    });
    test('has 1000 rows as they are, and 861 cells that say none', () => {
      expect([of.read.length, of.repaired, of.duplicates, of.keys]).toEqual([1000, 0, 0, 1000]);
      expect([of.quarantined, missing(of), cellsOf(of, (value) => value === 'none')]).toEqual([0, 0, 861]);
    });
    test('gives the findings', () => {
      expect(of.findings).toEqual({ 'U7 warn': 17, 'U13 info': 377, 'U14 warn': 204, 'U19 info': 144 });
      expect([evaluated(of, 'U6'), of.unreliable]).toEqual([1000, []]);
    });
    test.each([
      ['U13', 'obesity', 140],
      ['U13', 'hypertension', 139],
      ['U13', 'diabetes', 98],
      ['U19', 'sedentary', 109],
      ['U19', 'active', 35],
    ])('%s, %s: %d', (rule, condition, count) => {
      expect(withParams(of, rule, (params) => params.condition === condition)).toBe(count);
    });
  });

  describe('gym-members', () => {
    beforeAll(async () => {
      of = await judged('gym-members');
    });
    test('has 973 rows as they are', () => {
      expect([of.read.length, of.repaired, of.duplicates, of.rows.length]).toEqual([973, 0, 0, 973]);
      expect([of.quarantined, missing(of)]).toEqual([0, 0]);
    });
    test('gives the findings', () => {
      expect(of.findings).toEqual({ 'U7 warn': 38, 'W2 error': 23, 'W3 error': 5, 'W3 warn': 72, 'W5 warn': 43 });
      expect([evaluated(of, 'U6'), of.unreliable]).toEqual([973, []]);
    });
  });

  describe('gym-members-synthetic', () => {
    beforeAll(async () => {
      of = await judged('gym-members-synthetic');
    });
    test('has 1800 rows, 40 of them with one escaped cell, and 491 missing cells in 441 rows', () => {
      expect([of.read.length, of.repaired, of.repairedCells, of.duplicates]).toEqual([1800, 40, 40, 0]);
      expect([of.quarantined, missing(of), of.findings['M1 info']]).toEqual([0, 491, 441]);
    });
    test('gives the findings', () => {
      expect(of.findings).toEqual({
        'G3 info': 40,
        'M1 info': 441,
        'U6 error': 1643,
        'U6 warn': 80,
        'U7 warn': 298,
        'W2 error': 67,
        'W3 error': 5,
        'W3 warn': 86,
        'W4 error': 35,
        'W4 warn': 195,
        'W5 error': 167,
        'W5 warn': 264,
      });
    });
    test('has an unreliable BMI: its findings are counted and hold nothing', () => {
      expect([of.unreliable, evaluated(of, 'U6')]).toEqual([['bmi_stated'], 1723]);
      expect(of.found.filter(({ finding }) => finding.rule === 'U6' && finding.holds !== false)).toEqual([]);
    });
  });

  describe('fitness-tracker', () => {
    beforeAll(async () => {
      of = await judged('fitness-tracker');
    });
    test('has 1000 rows of 634 days, 632 of them on 266 days that are stated more than once', () => {
      expect([of.read.length, of.repaired, of.duplicates, of.keys]).toEqual([1000, 0, 0, 634]);
      const conflicts = of.found.filter(({ finding }) => finding.rule === 'G11');
      expect([conflicts.length, new Set(conflicts.map(({ typed }) => typed.key)).size]).toEqual([632, 266]);
      expect([of.quarantined, missing(of)]).toEqual([0, 0]);
      expect(of.rows.filter(({ values }) => values.workout_type === 'none').length).toBe(145);
    });
    test('gives the findings', () => {
      expect(of.findings).toEqual({
        'A4 warn': 379,
        'A5 warn': 327,
        'A6 error': 251,
        'A9 warn': 329,
        'B3 warn': 258,
        'G11 error': 632,
      });
    });
    test('has strides too long and too short, and nights without sleep', () => {
      expect(withParams(of, 'A4', ({ stride }) => Number(stride) > 2)).toBe(150);
      expect(withParams(of, 'A4', ({ stride }) => Number(stride) < 0.3)).toBe(229);
      expect(withParams(of, 'B3', ({ hours }) => hours === 0)).toBe(4);
    });
  });

  describe('exercisedb', () => {
    beforeAll(async () => {
      of = await judged('exercisedb');
    });
    test('has 1500 exercises with 8737 steps, 5 names repaired, 6 names twice', () => {
      expect([of.read.length, of.repaired, of.duplicates, of.keys]).toEqual([1500, 5, 0, 1500]);
      const steps = of.rows.flatMap(({ values }) => values.instructions as readonly string[]);
      expect([steps.length, steps.filter((step) => step.startsWith('Step:')).length]).toEqual([8737, 0]);
      expect(of.rows.length - new Set(of.rows.map(({ values }) => values.name)).size).toBe(6);
      expect([of.quarantined, missing(of)]).toEqual([0, 0]);
    });
    test('gives the findings', () => {
      expect(of.findings).toEqual({ 'E2 info': 2, 'G5 info': 5 });
      expect(evaluated(of, 'E4')).toBeUndefined();
    });
  });

  describe('free-exercise-db', () => {
    beforeAll(async () => {
      of = await judged('free-exercise-db');
    });
    test('has 873 exercises, 2 of them with a blank step', () => {
      expect([of.read.length, of.repaired, of.duplicates, of.keys, of.quarantined]).toEqual([873, 2, 0, 873, 0]);
      const nulls = Object.fromEntries(
        of.metrics.filter(({ rule, bad }) => rule === 'M1' && bad > 0).map(({ field, bad }) => [field, bad]),
      );
      expect(nulls).toMatchObject({ force: 29, mechanic: 87, equipment: 77 });
    });
    test('gives the findings', () => {
      const { 'M1 info': _, ...findings } = of.findings;
      expect(findings).toEqual({ 'E2 info': 9, 'E3 warn': 77, 'E5 warn': 5 });
      expect(evaluated(of, 'E4')).toBe(873);
    });
  });

  describe('ciqual', () => {
    beforeAll(async () => {
      of = await judged('ciqual');
    });
    test('has 3484 foods, and cells that are missing, traces, or below a limit', () => {
      expect([of.read.length, of.repaired, of.duplicates, of.keys, of.quarantined]).toEqual([3484, 0, 0, 3484, 0]);
      const numeric = (field: string) => contracts.food.fields[field]?.kind === 'number';
      const qualifiers = of.rows.flatMap(({ qualifiers = {} }) => Object.values(qualifiers));
      const traces = qualifiers.filter((qualifier) => qualifier === 'trace').length;
      expect([missing(of, numeric), traces, qualifiers.length - traces]).toEqual([83_246, 2_514, 20_075]);
    });
    test('gives the findings', () => {
      const { 'M1 info': _, ...findings } = of.findings;
      expect(findings).toEqual({ 'F9 error': 2, 'F9b info': 181, 'F9c info': 63, 'F11 info': 388 });
    });
    test('has 3323 foods whose energy can be judged', () => {
      expect([evaluated(of, 'F5'), of.rows.length - evaluated(of, 'F5')!]).toEqual([3323, 161]);
    });
  });
});
