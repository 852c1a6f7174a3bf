import { describe, expect, test } from 'vitest';
import { languages } from '../language.ts';
import { recordTypes } from './contract.ts';
import { energyAndMacronutrients, fattyAcids, minerals, vitamins } from './food-nutrients.ts';
import { contracts } from './index.ts';

const all = Object.values(contracts);

test('every record type has one contract, under its own name', () => {
  expect(Object.keys(contracts)).toEqual([...recordTypes]);
  for (const [type, contract] of Object.entries(contracts)) expect(contract.type).toBe(type);
});

describe.each(all)('the contract of $type', ({ personal, fields, labels }) => {
  test('says its own name, every field and every value in four languages', () => {
    const texts = [labels];
    for (const field of Object.values(fields)) {
      texts.push(field.labels);
      if (field.kind === 'enum') for (const value of field.values) texts.push(field.valueLabels![value]!);
    }
    for (const text of texts) {
      expect(Object.keys(text)).toEqual([...languages]);
      for (const language of languages) expect(text[language].trim()).not.toBe('');
    }
  });

  test('names fields as SQL does, and says the same of no two of them', () => {
    const names = Object.keys(fields);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]{0,62}$/);
    for (const language of languages) {
      const said = Object.values(fields).map((field) => field.labels[language] + ('unit' in field ? field.unit : ''));
      expect(new Set(said).size).toBe(names.length);
    }
  });

  test('marks all fields of a person, and no others', () => {
    for (const field of Object.values(fields)) expect(field.personal).toBe(personal || undefined);
  });

  test('has limits that leave out nothing possible: no negative amounts, and room above', () => {
    for (const field of Object.values(fields)) {
      if (field.kind !== 'number' && field.kind !== 'integer') continue;
      expect(field.min).toBeGreaterThanOrEqual(0);
      expect(field.max).toBeGreaterThan(field.min);
    }
  });
});

test('a food can hold the 74 constituents of the French table, and trans fat besides', () => {
  const constituents = Object.keys({ ...energyAndMacronutrients, ...fattyAcids, ...minerals, ...vitamins });
  expect(constituents).toHaveLength(75);
  expect(Object.keys(contracts.food.fields)).toEqual(expect.arrayContaining(constituents));
});

test('what a record cannot be without is kept small', () => {
  const required = all.map(({ type, fields }) => [type, Object.keys(fields).filter((name) => fields[name]!.required)]);
  expect(Object.fromEntries(required)).toEqual({
    food: ['name', 'basis'],
    exercise: ['external_id', 'name'],
    user_profile: ['person_key'],
    diet_assessment: ['patient_id'],
    workout_session: [],
    daily_activity: ['person_key', 'local_date'],
    sleep_period: ['person_key', 'local_date'],
    biometric_measure: ['person_key', 'measured_at'],
  });
});

test('media without a licence are restricted', () => {
  expect(contracts.exercise.fields.media_urls!.restricted).toBe(true);
});
