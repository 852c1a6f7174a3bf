import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import type { Values } from '../record/events.ts';
import type { Contract } from './contract.ts';
import { jsonSchema, migrate, schemaHash, sqlColumns, sqlDefinition, zodSchema } from './derived.ts';
import { contracts } from './index.ts';

const accepts = (contract: Contract, values: unknown): boolean => zodSchema(contract).safeParse(values).success;
const rice: Values = { name: 'Rice', basis: 'per_100g', energy_kcal: 130 };

describe('the validation of a contract', () => {
  test('accepts values within limits, with fields missing that are not required', () => {
    expect(accepts(contracts.food, rice)).toBe(true);
    expect(accepts(contracts.daily_activity, { person_key: '1', local_date: '2024-02-29', steps: 0 })).toBe(true);
  });

  test.each([
    ['a missing required field', { name: 'Rice' }],
    ['a field that the contract does not have', { ...rice, taste: 'good' }],
    ['an amount below nothing', { ...rice, fat_g: -1 }],
    ['an amount above the possible', { ...rice, fat_g: 20_000 }],
    ['a value outside an enumeration', { ...rice, meal_type: 'brunch' }],
    ['an empty text', { ...rice, name: '' }],
    ['a text that is too long', { ...rice, name: 'x'.repeat(301) }],
    ['null in place of an absent key', { ...rice, fat_g: null }],
    ['a number as text', { ...rice, fat_g: '1' }],
  ])('refuses %s', (_, values) => {
    expect(accepts(contracts.food, values)).toBe(false);
  });

  test.each([
    ['a day that does not exist', { local_date: '2023-02-29' }],
    ['half a step', { local_date: '2023-02-28', steps: 0.5 }],
  ])('refuses %s', (_, values) => {
    expect(accepts(contracts.daily_activity, { person_key: '1', ...values })).toBe(false);
  });
});

test('the public schema of a type says limits, units and labels', () => {
  expect(jsonSchema(contracts.workout_session)).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Workout session',
    additionalProperties: false,
    properties: {
      weight_kg: { type: 'number', minimum: 0.2, maximum: 1000, 'x-unit': 'kg', 'x-labels': { fr: 'Poids' } },
      experience_level: { type: 'integer', minimum: 1, maximum: 3 },
      sex: { enum: ['female', 'male', 'other', 'unknown'] },
      started_at: { type: 'string', format: 'date-time' },
    },
  });
  expect(jsonSchema(contracts.sleep_period)).toMatchObject({ required: ['person_key', 'local_date'] });
});

describe('the hash of a schema', () => {
  test('differs between types', () => {
    const hashes = Object.values(contracts).map(schemaHash);
    expect(new Set(hashes).size).toBe(hashes.length);
    for (const hash of hashes) expect(hash).toMatch(/^[\w-]{43}$/);
  });

  test('changes with a limit, not with a label', () => {
    const { sleep_period } = contracts;
    const field = sleep_period.fields.asleep_min!;
    const renamed = { ...field, labels: { fr: 'a', en: 'b', de: 'c', it: 'd' } };
    const widened = { ...field, max: 9_999 };
    const withField = (asleep_min: unknown) =>
      ({ ...sleep_period, fields: { ...sleep_period.fields, asleep_min } }) as Contract;
    expect(schemaHash(withField(renamed))).toBe(schemaHash(sleep_period));
    expect(schemaHash(withField(widened))).not.toBe(schemaHash(sleep_period));
  });
});

test('values of the current version need no migration, and a version that never was is refused', () => {
  expect(migrate(contracts.food, 1, rice)).toBe(rice);
  expect(() => migrate(contracts.food, 9, rice)).toThrow('version 9');
});

describe('the table of a contract', () => {
  let client: pg.Client;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await freshDatabase({ empty: true });
    drop = database.drop;
    client = new pg.Client(database.url);
    await client.connect();
    for (const contract of Object.values(contracts)) {
      await client.query(`create table ${contract.type} (${sqlColumns(contract).map(sqlDefinition).join(',\n')})`);
    }
  });
  afterAll(async () => {
    await client.end();
    await drop();
  });

  test('has typed columns, not null where required', () => {
    const column = (contract: Contract, name: string) => sqlColumns(contract).find((one) => one.name === name);
    expect(column(contracts.food, 'name')).toMatchObject({ type: 'text', notNull: true });
    expect(column(contracts.food, 'fat_g')).toMatchObject({ type: 'double precision', notNull: false });
    expect(column(contracts.daily_activity, 'steps')).toMatchObject({ type: 'integer' });
    expect(column(contracts.daily_activity, 'local_date')).toMatchObject({ type: 'date', notNull: true });
    expect(column(contracts.biometric_measure, 'measured_at')).toMatchObject({ type: 'timestamptz' });
    expect(column(contracts.exercise, 'equipment')).toMatchObject({ type: 'text[]' });
  });

  const insertFood = (values: Values) =>
    client.query(
      `insert into food (${Object.keys(values)}) values (${Object.keys(values).map((_, i) => `$${i + 1}`)})`,
      [...Object.values(values)],
    );

  test.each([
    ['food_fat_g_check', { ...rice, fat_g: -0.5 }],
    ['food_meal_type_check', { ...rice, meal_type: 'brunch' }],
    ['food_name_check', { ...rice, name: 'x'.repeat(301) }],
  ])('names the limit that was passed: %s', async (constraint, values) => {
    await expect(insertFood(values)).rejects.toMatchObject({ constraint });
  });

  test('gives every number back as it was', async () => {
    const amounts = fc.array(fc.double({ min: 0, max: 10_000, noNaN: true }), { minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(amounts, async (stated) => {
        const { rows } = await client.query<{ n: string }>(
          'select to_json(fat_g)::text as n from (select unnest($1::double precision[]) as fat_g) amounts',
          [stated],
        );
        expect(rows.map(({ n }) => Number(n))).toEqual(stated.map((n) => n + 0));
      }),
      { numRuns: 20 },
    );
  });
});
