/** The real files through the whole product: what `healthai ingest` prints of each, and that the same file again appends nothing. */
import { createReadStream } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Counts } from '../domain/import/events.ts';
import { ingest } from '../ingestion/import/ingest.ts';
import { source } from '../ingestion/sources/index.ts';
import { realDataPresent, realFile } from '../test/real-data.ts';
import { freshSystem, type TestSystem } from '../test/system.ts';

interface Expected {
  readonly file: string;
  readonly counts: Partial<Counts> & { readonly read: number; readonly new: number };
  /** `<rule> <severity>` → judged rows. */
  readonly findings: Readonly<Record<string, number>>;
  /** Rules that must not occur. */
  readonly never: readonly string[];
}

const expected: Readonly<Record<string, Expected>> = {
  'daily-food': {
    file: 'daily_food/daily_food_nutrition_dataset.csv',
    counts: { read: 651, new: 593, duplicate: 54, conflicting: 4, quarantined: 0, repaired: 6 },
    findings: { 'F5 error': 20, 'F10 warn': 2, 'F10b warn': 12, 'G11 error': 8, 'G8 info': 6 },
    never: ['F5 warn', 'F9'],
  },
  'diet-recommendations': {
    file: 'diet_recommendations/diet_recommendations_dataset.csv',
    counts: { read: 1000, new: 1000, repaired: 0 },
    findings: { 'U7 warn': 17, 'U13 info': 377, 'U14 warn': 204, 'U19 info': 144 },
    never: ['U6', 'M1'],
  },
  'gym-members': {
    file: 'gym_members/gym_members_exercise_tracking.csv',
    counts: { read: 973, new: 973 },
    findings: { 'W2 error': 23, 'W3 error': 5, 'W3 warn': 72, 'W5 warn': 43, 'U7 warn': 38 },
    never: ['W4', 'U6', 'W5 error'],
  },
  'gym-members-synthetic': {
    file: 'gym_members/fitness_tracker_peers_1800.csv',
    counts: { read: 1800, new: 1800, repaired: 40 },
    findings: {
      'W2 error': 67,
      'W3 error': 5,
      'W3 warn': 86,
      'W4 error': 35,
      'W4 warn': 195,
      'W5 error': 167,
      'W5 warn': 264,
      'U6 error': 1643,
      'U6 warn': 80,
      'U7 warn': 298,
      'M1 info': 441,
      'G3 info': 40,
    },
    never: [],
  },
  'fitness-tracker': {
    file: 'fitness_tracker/fitness_tracker_dataset.csv',
    counts: { read: 1000, new: 634, conflicting: 366 },
    findings: { 'A4 warn': 379, 'A5 warn': 327, 'A6 error': 251, 'A9 warn': 329, 'B3 warn': 258, 'G11 error': 632 },
    never: [],
  },
  exercisedb: {
    file: 'exercisedb/exercisedb_v1_exercises.json',
    counts: { read: 1500, new: 1500, repaired: 5 },
    findings: { 'E2 info': 2, 'G5 info': 5 },
    never: ['E4'],
  },
  'free-exercise-db': {
    file: 'free_exercise_db/exercises.json',
    counts: { read: 873, new: 873, repaired: 2 },
    findings: { 'E2 info': 9, 'E3 warn': 77, 'E5 warn': 5 },
    never: ['E4'],
  },
  ciqual: {
    file: 'ciqual/table_ciqual_2025_fr_2025_11_03.xlsx',
    counts: { read: 3484, new: 3484 },
    findings: { 'F9 error': 2, 'F9b info': 181, 'F9c info': 63, 'F11 info': 388 },
    never: ['F5', 'F2', 'F3', 'F4', 'F8', 'F20'],
  },
};

describe.skipIf(!realDataPresent)('the real files, through the whole product', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await freshSystem();
  });
  afterAll(() => system?.remove());
  const run = (name: string, file: string) =>
    ingest(system.ingestion, {
      definition: source(name)!,
      content: createReadStream(realFile(file)),
      fileName: 'original',
      trigger: 'command',
    });

  test.each(Object.entries(expected))(
    '%s gives the counts of the oracle, and nothing when it comes again',
    async (name, { file, counts, findings, never }) => {
      const report = await run(name, file);
      expect(report.counts).toMatchObject(counts);
      const { read, repaired: _, ...outcomes } = report.counts;
      expect(Object.values(outcomes).reduce((sum, n) => sum + n, 0)).toBe(read);
      const found = Object.fromEntries(
        report.findings.map(({ rule, severity, count }) => [`${rule} ${severity}`, count]),
      );
      expect(found).toMatchObject(findings);
      for (const rule of never)
        expect(Object.keys(found).filter((key) => `${key} `.startsWith(`${rule} `))).toEqual([]);
      const records = report.records.published + report.records.open + report.records.rejected;
      expect(records).toBe(report.counts.new);

      const head = await system.store.head();
      const again = await run(name, file);
      expect(again).toMatchObject({ alreadyImported: true, import: report.import, records: report.records });
      expect(again.counts).toMatchObject({ read, unchanged: read, new: 0 });
      expect(await system.store.head()).toBe(head);
    },
  );

  test('a column that contradicts its derivation holds no record', async () => {
    const { rows } = await system.sql.query(
      `select count(*)::int as n from records.record where source = 'gym-members-synthetic' and status = 'published'`,
    );
    expect(rows[0].n).toBeGreaterThan(900);
  });

  test('the read model built anew from the log is the one in use', async () => {
    for (const { name } of await system.engine.status())
      expect(await system.engine.rebuild(name)).toMatchObject({ equal: true });
  });
});
