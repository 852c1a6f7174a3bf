/** An import that would take something away without a word waits for a person, and touches nothing until then. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../domain/json.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { realDataPresent, realFile } from '../../test/real-data.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { dailyFood } from '../sources/daily-food.ts';
import { freeExerciseDb } from '../sources/exercises.ts';
import { trackerDailyActivity } from '../sources/tracker.ts';
import { answerHold, type HoldAnswer } from './answer-hold.ts';
import { foodFile, foodRequest } from './foods.test-support.ts';
import { giveUp } from './give-up.ts';
import { ingest, resumeInterrupted, SourceWaits } from './ingest.ts';
import type { ImportReport } from './report.ts';

let system: TestSystem;
let definition: SourceDefinition = dailyFood;
let number = 0;
beforeAll(async () => {
  system = await freshSystem();
});
/** A source of its own for every test. */
beforeEach(() => {
  definition = { ...dailyFood, name: `foods-${++number}`, trust: 'auto' };
});
afterAll(() => system.remove());

const bundled = readFileSync(path.resolve(import.meta.dirname, '../../datasets/bundled/sample-food.csv'), 'utf8');
const run = (content: string, more: Parameters<typeof foodRequest>[1] = {}): Promise<ImportReport> =>
  ingest(system.ingestion, foodRequest(content, { definition, ...more }));
const foods = (n: number, protein = 10) => Array.from({ length: n }, (_, i) => ({ name: `Food ${i}`, protein }));

/** What is published of the source, and every event of its records: both must stay as they are while an import is held. */
async function published(): Promise<string> {
  const { rows } = await system.sql.query(
    `select p.* from published.food p join records.record r using (record_id) where r.source = $1 order by record_id`,
    [definition.name],
  );
  return canonicalJson(rows.map((row) => ({ ...row, published_position: String(row.published_position) })));
}
const values = async (): Promise<number> =>
  Number(
    (
      await system.sql.query(
        `select coalesce(sum(num_nonnulls(energy_kcal, protein_g, carbohydrate_g, fat_g, fibre_g, sugars_g, sodium_mg,
           cholesterol_mg, category, meal_type, drink_ml)), 0) as n
         from published.food p join records.record r using (record_id) where r.source = $1`,
        [definition.name],
      )
    ).rows[0].n,
  );

const people = {
  operator: 'user:00000000-0000-4000-8000-000000000001',
  second: 'user:00000000-0000-4000-8000-000000000002',
} as const;
const answer = (report: ImportReport, actor: keyof typeof people, what: HoldAnswer) =>
  answerHold(system.ingestion, {
    import: report.import!,
    actor: people[actor],
    reason: 'looked at it',
    commandId: crypto.randomUUID(),
    answer: what,
  });
const statusOf = async (id: string | null): Promise<unknown> =>
  (await system.sql.query("select status, failure->>'code' as code from imports.import_run where import_id = $1", [id]))
    .rows[0];

const renamed = (text: string, names: Readonly<Record<string, string>>): string => {
  const [header = '', ...rows] = text.split('\n');
  const columns = header.split(',').map((name) => names[name] ?? name);
  return [columns.join(','), ...rows].join('\n');
};

describe('a file whose columns are renamed', () => {
  const names = { 'Protein (g)': 'Eiweiss', 'Fat (g)': 'Lipides totaux', 'Sodium (mg)': 'col_9' };

  test('is held, and nothing published changes', async () => {
    await run(foodFile(foods(40)));
    const before = await published();
    const report = await run(renamed(foodFile(foods(40)), names));
    expect(report).toMatchObject({ status: 'held', counts: { read: 0 } });
    expect(report.hold?.reasons).toMatchObject([
      {
        code: 'missing-columns',
        columns: ['Protein (g)', 'Fat (g)', 'Sodium (mg)'],
        records: 40,
        publishedValues: 120,
      },
    ]);
    expect(report.columns).toMatchObject({ absent: Object.keys(names), unknown: Object.values(names) });
    expect(await published()).toBe(before);
  });

  test('is told so by a dry run, which appends nothing', async () => {
    await run(bundledAs());
    const head = await system.store.head();
    const dry = await run(renamed(bundledAs(), names), { dryRun: true });
    expect(dry).toMatchObject({ status: 'held', dryRun: true, import: null });
    expect(dry.hold?.reasons[0]?.publishedValues).toBeGreaterThan(0);
    expect(await system.store.head()).toBe(head);
  });

  test('maps with the proposed columns, and after a second person agrees no value is lost', async () => {
    await run(bundledAs());
    const [before, count] = [await published(), await values()];
    const held = await run(renamed(bundledAs(), names));
    const proposal = held.hold?.reasons[0]?.proposal?.columns ?? [];
    expect(Object.fromEntries(proposal.map(({ column, to }) => [column, to]))).toEqual(names);
    const columns = proposal.map(({ column, to, unit }) => ({ column, to, ...(unit !== undefined && { unit }) }));
    expect(await answer(held, 'operator', { kind: 'map', columns })).toMatchObject({ next: 'second-person' });
    expect(await answer(held, 'operator', { kind: 'agree' })).toMatchObject({ refusal: { code: 'own-mapping' } });
    expect(await answer(held, 'second', { kind: 'agree' })).toMatchObject({ next: 'run' });
    await resumeInterrupted(system.ingestion, definition);
    expect(await statusOf(held.import)).toEqual({ status: 'failed', code: 'mapped' });
    expect(await published()).toBe(before);
    expect(await values()).toBe(count);
    const again = await run(renamed(bundledAs(), names));
    expect(again).toMatchObject({ alreadyImported: true });
  });

  test.each([
    ['a column that the file has itself', [{ column: 'Food_Item', to: 'Protein' }], 'column-there'],
    [
      'two columns of the file for one',
      [
        { column: 'Protein (g)', to: 'Protein' },
        { column: 'Protein (g)', to: 'Lipides' },
      ],
      'column-mapped-twice',
    ],
    [
      'one column of the file for two',
      [
        { column: 'Protein (g)', to: 'Protein' },
        { column: 'Fat (g)', to: 'Protein' },
      ],
      'column-in-use',
    ],
    ['a column of the file that another is read from', [{ column: 'Protein (g)', to: 'Food_Item' }], 'column-in-use'],
    ['a column that the file has not', [{ column: 'Protein (g)', to: 'Lebensmittel' }], 'no-such-column-in-file'],
    ['a column that the source has not', [{ column: 'Iron', to: 'Protein' }], 'no-such-column-in-source'],
  ])('does not map %s', async (_, columns, problem) => {
    await run(foodFile(foods(30)));
    const held = await run(renamed(foodFile(foods(30)), { 'Protein (g)': 'Protein', 'Fat (g)': 'Lipides' }));
    const refused = await answer(held, 'operator', { kind: 'map', columns });
    expect(refused).toMatchObject({ kind: 'refused', refusal: { code: 'mapping-unusable', params: { problem } } });
    expect(await statusOf(held.import)).toMatchObject({ status: 'held' });
  });

  test('with a needed column among them is held too, cannot be accepted as it is, and can be mapped', async () => {
    await run(bundledAs());
    const before = await published();
    const more = { ...names, Food_Item: 'Aliment' };
    const held = await run(renamed(bundledAs(), more));
    expect(held).toMatchObject({ status: 'held', hold: { reasons: [{ code: 'missing-columns', needed: true }] } });
    expect(await answer(held, 'operator', { kind: 'accept' })).toMatchObject({ refusal: { code: 'needs-mapping' } });
    const columns = Object.entries(more).map(([column, to]) => ({ column, to }));
    await answer(held, 'operator', { kind: 'map', columns });
    await answer(held, 'second', { kind: 'map', columns });
    await resumeInterrupted(system.ingestion, definition);
    expect(await published()).toBe(before);
  });
});

test('a key column that is called something nobody knows is found by its values', async () => {
  await run(bundledAs());
  const held = await run(renamed(bundledAs(), { Food_Item: 'col_1', 'Protein (g)': 'col_2' }));
  const [reason] = held.hold?.reasons ?? [];
  expect(reason).toMatchObject({ code: 'missing-columns', needed: true });
  expect(Object.fromEntries(reason?.proposal?.columns.map(({ column, to }) => [column, to]) ?? [])).toEqual({
    Food_Item: 'col_1',
    'Protein (g)': 'col_2',
  });
});

/** The bundled foods under the names of the test's columns. */
function bundledAs(): string {
  const header = foodFile([]).split('\n')[0]!;
  const [own = '', ...rows] = bundled.trimEnd().split(/\r?\n/);
  const width = header.split(',').length;
  expect(own.split(',')).toHaveLength(width);
  return `${[header, ...rows].join('\n')}\n`;
}

describe('a snapshot that lacks much of what stood', () => {
  test.each([
    ['is cut off', foods(60)],
    ['holds one row', foods(1)],
    ['is of other foods', foods(100).map(({ name }) => ({ name: `Other ${name}` }))],
  ])('is held where it %s', async (_, rows) => {
    await run(foodFile(foods(100)));
    const before = await published();
    const report = await run(foodFile(rows));
    const [reason] = report.hold?.reasons ?? [];
    expect(report.status).toBe('held');
    expect(reason).toMatchObject({ code: 'shrunken', stood: 100 });
    expect(reason?.records).toBe(rows[0]?.name === 'Food 0' ? 100 - rows.length : 100);
    expect(await published()).toBe(before);
  });

  test('goes on when a person accepts it, and its source goes on after it', async () => {
    await run(foodFile(foods(100)));
    const held = await run(foodFile(foods(50)));
    expect(await answer(held, 'operator', { kind: 'accept' })).toMatchObject({ next: 'run' });
    await resumeInterrupted(system.ingestion, definition);
    expect(await statusOf(held.import)).toEqual({ status: 'completed', code: null });
    const next = await run(foodFile([...foods(50), { name: 'One more' }]));
    expect(next).toMatchObject({ status: 'completed', counts: { unchanged: 50, new: 1 }, noLongerStated: 50 });
    const back = await run(foodFile(foods(100)));
    expect(back).toMatchObject({ status: 'completed', noLongerStated: 1 });
  });

  test('gives way to a newer file', async () => {
    await run(foodFile(foods(100)));
    const held = await run(foodFile(foods(3)));
    const newer = await run(foodFile(foods(101)));
    expect(newer).toMatchObject({ status: 'completed', counts: { new: 1, unchanged: 100 } });
    expect(await statusOf(held.import)).toEqual({ status: 'failed', code: 'superseded' });
  });

  test('is still held when the same file comes again, and ends when a person rejects it', async () => {
    await run(foodFile(foods(100)));
    const held = await run(foodFile(foods(3)));
    expect(await run(foodFile(foods(3)))).toMatchObject({ status: 'held', import: held.import });
    await answer(held, 'operator', { kind: 'reject' });
    expect(await statusOf(held.import)).toEqual({ status: 'failed', code: 'rejected' });
    expect(await answer(held, 'operator', { kind: 'accept' })).toMatchObject({ refusal: { code: 'not-held' } });
    expect(await run(foodFile(foods(100)))).toMatchObject({ alreadyImported: true });
  });

  test.each(['review', 'withdraw'] as const)(
    'unstates what it lacks once accepted, where its source says %s; it returns',
    async (onMissing) => {
      definition = { ...definition, onMissing };
      await run(foodFile(foods(60)));
      const before = await values();
      const held = await run(foodFile(foods(20)));
      expect(held.status).toBe('held');
      await answer(held, 'operator', { kind: 'accept' });
      await resumeInterrupted(system.ingestion, definition);
      const { rows } = await system.sql.query(
        'select status, count(*)::int as n from records.record where source = $1 group by status order by status',
        [definition.name],
      );
      const gone = onMissing === 'review' ? 'open' : 'withdrawn';
      expect(rows).toEqual(
        [
          { status: gone, n: 40 },
          { status: 'published', n: 20 },
        ].sort((a, b) => (a.status < b.status ? -1 : 1)),
      );
      expect(await values()).toBe(onMissing === 'review' ? before : (before * 20) / 60);
      const back = await run(foodFile(foods(60)));
      expect(back).toMatchObject({ status: 'completed', noLongerStated: 0 });
      expect(await values()).toBe(before);
    },
  );
});

test('a record whose row cannot be read is stated all the same', async () => {
  definition = { ...definition, onMissing: 'withdraw' };
  await run(foodFile(foods(30)));
  const report = await run(foodFile(foods(30).map((food, i) => (i < 4 ? { ...food, kcal: 'many' } : food))));
  expect(report).toMatchObject({ status: 'completed', counts: { quarantined: 4, unchanged: 26 }, noLongerStated: 0 });
});

test('a column that is there and empties is held', async () => {
  await run(foodFile(foods(80)));
  const emptied = foodFile(foods(80).map((food) => ({ ...food, protein: '' as never })));
  const report = await run(emptied);
  expect(report.hold?.reasons).toMatchObject([
    { code: 'emptied-columns', columns: ['Protein (g)'], records: 80, publishedValues: 80 },
  ]);
});

test('a first file that lacks more than half of its columns is held', async () => {
  const report = await run('Food_Item,Calories (kcal)\nBread,250\n');
  expect(report).toMatchObject({ status: 'held', hold: { reasons: [{ code: 'missing-columns', records: 0 }] } });
  await answer(report, 'operator', { kind: 'accept' });
  await resumeInterrupted(system.ingestion, definition);
  expect(await statusOf(report.import)).toEqual({ status: 'completed', code: null });
});

test('a source of changes waits while an import of it is held', async () => {
  definition = { ...definition, delivers: 'changes' };
  await run(foodFile(foods(30)));
  const held = await run(renamed(foodFile(foods(30, 11)), { 'Protein (g)': 'P' }));
  expect(held.status).toBe('held');
  await expect(run(foodFile(foods(31)))).rejects.toThrow(SourceWaits);
  await answer(held, 'operator', { kind: 'reject' });
  expect(await run(foodFile(foods(31)))).toMatchObject({ status: 'completed', counts: { new: 1 } });
});

test('any import is ended by one command, and the same bytes may come again', async () => {
  await run(foodFile(foods(40)));
  const held = await run(foodFile(foods(2)));
  const ended = { import: held.import!, reason: 'wrong file', actor: people.operator, commandId: crypto.randomUUID() };
  expect(await giveUp(system.ingestion, ended)).toBeUndefined();
  expect(await statusOf(held.import)).toEqual({ status: 'failed', code: 'given-up' });
  expect(await giveUp(system.ingestion, ended)).toBeUndefined();
  const another = { ...ended, commandId: crypto.randomUUID() };
  expect(await giveUp(system.ingestion, another)).toMatchObject({ code: 'already-ended' });
  expect((await run(foodFile(foods(2)))).status).toBe('held');
});

describe.skipIf(!realDataPresent)('a real file that was published', () => {
  test('loses no value when three of its columns are renamed: held, mapped as proposed, agreed to, read anew', async () => {
    const text = readFileSync(realFile('daily_food/daily_food_nutrition_dataset.csv'), 'utf8').replaceAll('\r\n', '\n');
    await run(text);
    const [before, count] = [await published(), await values()];
    const names = { 'Protein (g)': 'Protéines', 'Calories (kcal)': 'kcal', 'Cholesterol (mg)': 'x7' };
    const held = await run(renamed(text, names));
    expect(held).toMatchObject({ status: 'held', counts: { read: 0 } });
    expect(await published()).toBe(before);
    const proposal = held.hold?.reasons[0]?.proposal?.columns ?? [];
    expect(Object.fromEntries(proposal.map(({ column, to }) => [column, to]))).toEqual(names);
    const columns = proposal.map(({ column, to, unit }) => ({ column, to, ...(unit !== undefined && { unit }) }));
    await answer(held, 'operator', { kind: 'map', columns });
    await answer(held, 'second', { kind: 'agree', columns });
    await resumeInterrupted(system.ingestion, definition);
    expect([await published(), await values()]).toEqual([before, count]);
  });
});

describe('days of a person', () => {
  const days = (steps: readonly (readonly [day: string, steps: number])[]): string =>
    `Id,ActivityDate,TotalSteps\n${steps.map(([day, n]) => `ada,${day},${n}`).join('\n')}\n`;
  const month = (m: number) => Array.from({ length: 28 }, (_, i) => [`${m}/${i + 1}/2026`, 5_000 + i] as const);
  const tracker = (delivers: 'snapshot' | 'changes'): SourceDefinition => ({
    ...trackerDailyActivity,
    name: `tracker-${number}`,
    columns: trackerDailyActivity.columns.slice(0, 3),
    legalBasis: 'synthetic',
    delivers,
    trust: 'auto',
  });
  const steps = async (): Promise<unknown> =>
    (
      await system.sql.query(
        `select p.local_date::text, p.steps from personal.daily_activity p join records.record r using (record_id)
         where r.source = $1 order by 1`,
        [definition.name],
      )
    ).rows;

  test('of which a total falls are held, and the published total stays', async () => {
    definition = tracker('changes');
    await run(
      days([
        ['4/1/2026', 13_162],
        ['4/2/2026', 8_000],
      ]),
    );
    const before = await steps();
    const held = await run(
      days([
        ['4/1/2026', 224],
        ['4/2/2026', 8_000],
      ]),
    );
    expect(held.hold?.reasons).toMatchObject([{ code: 'falling', records: 1, publishedValues: 1, rows: [2] }]);
    expect(await steps()).toEqual(before);
    await answer(held, 'operator', { kind: 'reject' });
    const more = await run(
      days([
        ['4/1/2026', 13_200],
        ['4/2/2026', 8_000],
      ]),
    );
    expect(more).toMatchObject({ status: 'completed', counts: { revised: 1, unchanged: 1 } });
  });

  test('of an older month, sent in place of everything, are held', async () => {
    definition = tracker('snapshot');
    await run(days(month(4)));
    const before = await steps();
    const held = await run(days(month(3)));
    expect(held).toMatchObject({ status: 'held', hold: { reasons: [{ code: 'shrunken', records: 28, stood: 28 }] } });
    expect(await steps()).toEqual(before);
  });
});

test('after all that, the read model built anew from the log is the one in use', async () => {
  for (const { name } of await system.engine.status())
    expect(await system.engine.rebuild(name)).toMatchObject({ equal: true });
});

test('of JSON, a column that no object has is told as absent, and not as mapped', async () => {
  definition = { ...freeExerciseDb, name: `exercises-${number}` };
  const exercises = (muscles: string): string =>
    JSON.stringify([
      {
        id: 'a',
        name: 'Curl',
        level: 'beginner',
        category: 'strength',
        [muscles]: ['biceps'],
        instructions: ['Lift.'],
      },
    ]);
  const first = await run(exercises('primaryMuscles'));
  expect(first.columns.mapped).toContain('primaryMuscles');
  const dry = await run(exercises('Muskeln'), { dryRun: true });
  const held = await run(exercises('Muskeln'));
  for (const { columns } of [dry, held]) {
    expect(columns.absent).toContain('primaryMuscles');
    expect(columns.mapped).not.toContain('primaryMuscles');
    expect(columns.unknown).toEqual(['Muskeln']);
  }
});
