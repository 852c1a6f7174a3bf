import { beforeAll, describe, expect, test } from 'vitest';
import { zodSchema } from '../../domain/contracts/derived.ts';
import { contracts } from '../../domain/contracts/index.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { RawCell } from '../../domain/record/events.ts';
import { type CompiledMapping, compileMapping, type Rejected, type Typed } from '../../domain/source/mapping.ts';
import { allRows, bytesIn, file, rowsOnly } from '../../test/reading.ts';
import { realDataPresent, realFile } from '../../test/real-data.ts';
import { openCsv } from '../readers/csv.ts';
import { openJson } from '../readers/json.ts';
import type { OpenedFile } from '../readers/reader.ts';
import { openXlsx } from '../readers/xlsx.ts';
import { source } from './index.ts';

interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly RawCell[])[];
}

async function tableOf(opened: OpenedFile): Promise<Table> {
  const rows = await allRows(opened);
  expect(rows.filter(({ kind }) => kind === 'unreadable')).toEqual([]);
  return { header: opened.header, rows: rowsOnly(rows).map(({ cells }) => cells) };
}

const csv = async (name: string): Promise<Table> => tableOf(await openCsv({}, file(bytesIn(realFile(name)))));
const json = async (name: string): Promise<Table> => tableOf(await openJson({}, file(bytesIn(realFile(name)))));

const xlsx = async (name: string): Promise<Table> =>
  tableOf(await openXlsx({ sheet: 1 }, file(bytesIn(realFile(name)))));

interface TypedFile {
  readonly mapping: CompiledMapping;
  readonly typed: readonly Typed[];
  readonly rejected: readonly Rejected[];
}

function typeAll(name: string, { header, rows }: Table): TypedFile {
  const definition = source(name)!;
  const mapping = compileMapping(definition, contracts[definition.recordType], header);
  if (mapping.kind === 'header-mismatch') throw new Error(mapping.message);
  const results = rows.map(mapping.row);
  return {
    mapping,
    typed: results.filter((row) => row.kind === 'typed'),
    rejected: results.filter((row) => row.kind === 'rejected'),
  };
}

const repaired = ({ typed }: TypedFile): number => typed.filter((row) => row.repairs !== undefined).length;
const distinct = (items: Iterable<unknown>): number => new Set(items).size;
const keys = ({ typed }: TypedFile): number => distinct(typed.map(({ key }) => key));
const missing = ({ typed }: TypedFile, field: string): number =>
  typed.filter(({ values, qualifiers }) => values[field] === undefined && qualifiers?.[field] === undefined).length;
const count = ({ typed }: TypedFile, field: string, value: unknown): number =>
  typed.filter(({ values }) => values[field] === value).length;

const files: readonly [name: string, rows: number, open: () => Promise<Table>][] = [
  ['daily-food', 651, () => csv('daily_food/daily_food_nutrition_dataset.csv')],
  ['diet-recommendations', 1000, () => csv('diet_recommendations/diet_recommendations_dataset.csv')],
  ['gym-members', 973, () => csv('gym_members/gym_members_exercise_tracking.csv')],
  ['gym-members-synthetic', 1800, () => csv('gym_members/fitness_tracker_peers_1800.csv')],
  ['fitness-tracker', 1000, () => csv('fitness_tracker/fitness_tracker_dataset.csv')],
  ['exercisedb', 1500, () => json('exercisedb/exercisedb_v1_exercises.json')],
  ['free-exercise-db', 873, () => json('free_exercise_db/exercises.json')],
  ['ciqual', 3484, () => xlsx('ciqual/table_ciqual_2025_fr_2025_11_03.xlsx')],
];

describe.skipIf(!realDataPresent)('the real file of', () => {
  const read = new Map<string, TypedFile>();
  const typedFile = (name: string): TypedFile => read.get(name)!;
  beforeAll(async () => {
    for (const [name, , open] of files) read.set(name, typeAll(name, await open()));
  });

  test.each(files)('%s is typed whole: %d rows, all within the limits of the contract', (name, rows) => {
    const { mapping, typed, rejected } = typedFile(name);
    expect(rejected).toEqual([]);
    expect(typed).toHaveLength(rows);
    expect([mapping.unknown, mapping.absent]).toEqual([[], []]);
    const schema = zodSchema(contracts[source(name)!.recordType]);
    expect(typed.map(({ values }) => schema.safeParse(values)).filter(({ success }) => !success)).toEqual([]);
  });

  test('daily-food: 6 joined names, 597 distinct rows, 593 foods, nothing missing', () => {
    const file = typedFile('daily-food');
    expect(repaired(file)).toBe(6);
    expect(distinct(file.typed.map(({ values }) => canonicalJson(values)))).toBe(597);
    expect(keys(file)).toBe(593);
    for (const field of file.mapping.fields) expect(missing(file, field)).toBe(0);
    expect(file.typed.find(({ key }) => key === 'Milk (2%, 1 cup)')?.values).toMatchObject({
      energy_kcal: 122,
      basis: 'portion',
    });
    expect(['breakfast', 'lunch', 'dinner', 'snack', 'side'].map((meal) => count(file, 'meal_type', meal))).toEqual([
      94, 150, 225, 181, 1,
    ]);
    expect(file.typed.filter(({ key }) => /[àìùé]/.test(key ?? '')).length).toBeGreaterThan(0);
  });

  test('diet-recommendations: the word None is a value in 861 cells', () => {
    const file = typedFile('diet-recommendations');
    expect(repaired(file)).toBe(0);
    expect(keys(file)).toBe(1000);
    expect([
      count(file, 'disease', 'none'),
      count(file, 'restrictions', 'none'),
      count(file, 'allergies', 'none'),
    ]).toEqual([204, 334, 323]);
    for (const field of file.mapping.fields) expect(missing(file, field)).toBe(0);
    expect(file.typed[0]).toMatchObject({
      key: 'P0001',
      personKey: 'P0001',
      values: { height_m: 1.6, bmi_stated: 22.8, bmi: 22.8125 },
    });
    const off = file.typed.filter(({ values }) => Math.abs(Number(values.bmi) - Number(values.bmi_stated)) > 0.06);
    expect(off).toHaveLength(0);
  });

  test('gym-members: no key, no name, hours as minutes', () => {
    const file = typedFile('gym-members');
    expect(file.typed[0]).not.toHaveProperty('key');
    expect(file.typed[0]).not.toHaveProperty('personKey');
    expect(file.typed[0]?.values).toMatchObject({ duration_min: 101.4, workout_type: 'yoga', experience_level: 3 });
    for (const field of file.mapping.fields) expect(missing(file, field)).toBe(0);
  });

  test('gym-members-synthetic: 40 escaped cells mended, 491 missing, BMI computable in 1723 rows', () => {
    const file = typedFile('gym-members-synthetic');
    expect(repaired(file)).toBe(40);
    const missingCells = {
      age_years: 10,
      sex: 71,
      weight_kg: 22,
      height_m: 26,
      max_heart_rate_bpm: 21,
      average_heart_rate_bpm: 30,
      resting_heart_rate_bpm: 19,
      duration_min: 23,
      energy_kcal: 23,
      workout_type: 61,
      body_fat_percent: 16,
      water_l: 24,
      frequency_per_week: 58,
      experience_level: 57,
      bmi_stated: 30,
    };
    for (const [field, cells] of Object.entries(missingCells))
      expect([field, missing(file, field)]).toEqual([field, cells]);
    expect(Object.values(missingCells).reduce((a, b) => a + b)).toBe(491);
    const both = file.typed.filter(({ values }) => values.weight_kg && values.height_m && values.bmi_stated);
    expect(both).toHaveLength(1723);
    expect(both.filter(({ values }) => Math.abs(Number(values.bmi) - Number(values.bmi_stated)) > 0.5)).toHaveLength(
      1643,
    );
  });

  test('fitness-tracker: 634 user-days, 266 of them stated more than once by 632 rows', () => {
    const file = typedFile('fitness-tracker');
    const rows = new Map<string | undefined, number>();
    for (const { key } of file.typed) rows.set(key, (rows.get(key) ?? 0) + 1);
    const repeated = [...rows.values()].filter((n) => n > 1);
    expect([rows.size, repeated.length, repeated.reduce((a, b) => a + b)]).toEqual([634, 266, 632]);
    expect(count(file, 'workout_type', 'none')).toBe(145);
    expect(file.typed[0]).toMatchObject({
      key: '["468","2023-01-01"]',
      personKey: '468',
      values: { distance_m: 16_100, sleep_min: 90 },
    });
    expect(file.typed.filter(({ values }) => Number(values.sleep_min) < 180)).toHaveLength(258);
  });

  test('exercisedb: 5 names mended, 8737 steps without their numbers', () => {
    const file = typedFile('exercisedb');
    expect(repaired(file)).toBe(5);
    expect(keys(file)).toBe(1500);
    expect(distinct(file.typed.map(({ values }) => values.name))).toBe(1494);
    const steps = file.typed.flatMap(({ values }) => values.instructions as readonly string[]);
    expect(steps).toHaveLength(8737);
    expect(steps.filter((step) => step.startsWith('Step:'))).toEqual([]);
  });

  test('free-exercise-db: 2 lists without their blank step, nulls are missing', () => {
    const file = typedFile('free-exercise-db');
    expect(repaired(file)).toBe(2);
    expect(keys(file)).toBe(873);
    expect([missing(file, 'force'), missing(file, 'mechanic'), missing(file, 'equipment')]).toEqual([29, 87, 77]);
    expect(missing(file, 'level')).toBe(0);
    expect(file.typed.filter(({ values }) => (values.instructions as readonly string[]).length === 0)).toHaveLength(5);
  });

  test('ciqual: every cell of the 75 numeric columns is a number, missing, a trace or below a limit', () => {
    const file = typedFile('ciqual');
    const numeric = file.mapping.fields.filter((name) => {
      const kind = contracts.food.fields[name]?.kind;
      return kind === 'number';
    });
    expect(numeric).toHaveLength(75);
    const qualifiers = file.typed.flatMap((row) => Object.values(row.qualifiers ?? {}));
    expect(qualifiers.filter((qualifier) => qualifier === 'trace')).toHaveLength(2_514);
    expect(qualifiers.filter((qualifier) => qualifier !== 'trace')).toHaveLength(20_075);
    expect(numeric.reduce((sum, field) => sum + missing(file, field), 0)).toBe(83_246);
    expect(missing(file, 'energy_kcal')).toBe(143);
    expect(keys(file)).toBe(3484);
    expect(distinct(file.typed.map(({ values }) => values.name))).toBe(3484);
    expect(file.typed[0]?.values).toMatchObject({
      basis: 'per_100g',
      external_code: '24999',
      group_code: '00',
      subgroup_code: '0000',
      protein_g: 4.41,
      jones_factor: 6.25,
      energy_kcal: 255,
    });
    expect(file.typed.filter(({ values }) => /^\s|\s$/u.test(String(values.name)))).toEqual([]);
  });
});
