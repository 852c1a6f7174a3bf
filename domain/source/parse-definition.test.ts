import { describe, expect, test } from 'vitest';
import { parseDefinition, statedSource } from './parse-definition.ts';

/** The smallest definition that can be used. */
const canteen = {
  name: 'canteen',
  recordType: 'food',
  title: 'Dishes of the canteen',
  format: 'csv',
  columns: [
    { column: 'dish', field: 'name' },
    { column: 'energy', field: 'energy_kcal', unit: 'kj', decimal: ',' },
  ],
  constants: { basis: 'portion' },
  naturalKey: ['name'],
  licence: { name: 'own', redistributable: false },
  legalBasis: 'open-data',
  delivers: 'snapshot',
  justification: 'We cook it.',
};

const problems = (json: unknown): string => {
  const parsed = parseDefinition(json);
  return parsed.kind === 'definition' ? '' : parsed.message;
};
const withColumn = (column: object) => ({ ...canteen, columns: [...canteen.columns, { column: 'x', ...column }] });

test('a definition in JSON gets the careful defaults for what it leaves out', () => {
  expect(parseDefinition(canteen)).toMatchObject({
    kind: 'definition',
    definition: {
      version: 1,
      title: { fr: 'Dishes of the canteen', it: 'Dishes of the canteen' },
      trust: 'review',
      onMissing: 'keep',
      timeZone: 'UTC',
      person: null,
      repairs: [],
      licence: { verifiedBy: null },
    },
  });
});

describe('a definition is refused, with the place named,', () => {
  test.each([
    ['for an unknown key', { ...canteen, colour: 'red' }, 'colour'],
    ['for a name that no stream can bear', { ...canteen, name: 'Canteen 1' }, 'name: small letters'],
    ['for a time zone that does not exist', { ...canteen, timeZone: 'Europe/Atlantis' }, 'timeZone: a time zone'],
    ['for a rhythm that is none', { ...canteen, cadence: 'daily' }, 'cadence: a duration'],
    ['for a field that the contract lacks', withColumn({ field: 'taste' }), 'columns.2.field: food has no field taste'],
    ['for a field filled twice', withColumn({ field: 'name' }), 'columns.2.field: name is filled by two columns'],
    ['for a column named twice', withColumn({ column: 'DISH', field: 'category' }), '"DISH" names two columns'],
    ['for a unit that is none', withColumn({ field: 'fat_g', unit: 'cups' }), 'columns.2.unit: a unit out of'],
    ['for a unit of something else', withColumn({ field: 'fat_g', unit: 'km' }), 'km cannot be converted to g'],
    [
      'for a decimal sign of a text',
      withColumn({ field: 'category', decimal: ',' }),
      'decimal and qualified are for numbers',
    ],
    ['for a date order of a number', withColumn({ field: 'fat_g', date: 'M/D/YYYY' }), 'not a date'],
    ['for a list of what is none', withColumn({ field: 'category', wrap: true }), 'wrap and separator are for lists'],
    [
      'for a value outside its field',
      withColumn({ field: 'meal_type', map: { B: 'brunch' } }),
      '"brunch" is no value of meal_type',
    ],
    [
      'for a pattern that does not compile',
      withColumn({ field: 'category', strip: '(' }),
      'is not a regular expression',
    ],
    ['for a pattern that can take for ever', withColumn({ field: 'category', strip: '(a+)+$' }), 'can take very long'],
    ['for a required field left empty', { ...canteen, constants: {} }, 'food needs basis; no column fills it'],
    ['for a constant of the wrong kind', { ...canteen, constants: { basis: 'dozen' } }, '"dozen" is no value of basis'],
    ['for a key that nothing fills', { ...canteen, naturalKey: ['external_code'] }, 'no column fills external_code'],
    ['for people in a type without', { ...canteen, person: 'record' }, 'person: food is about nobody'],
    ['for consent of nobody', { ...canteen, legalBasis: 'consent' }, 'consent is given by a person'],
    ['for own data about nobody', { ...canteen, legalBasis: 'own' }, 'legalBasis: own is for data about people'],
    ['for a purpose that is no code', { ...canteen, purpose: 'Coaching!' }, 'purpose: a code'],
    ['for a repair of no column', { ...canteen, repairs: [{ repair: 'ragged-join' }] }, 'ragged-join needs the column'],
  ])('%s', (_, json, message) => {
    expect(problems(json)).toContain(message);
  });

  test.each([
    ['in the field’s unit', {}, 'columns.1.column.1: "Energy (kJ)" states kj and "Energy (kcal)" kcal, but both'],
    ['in one of theirs', { unit: 'kj' }, 'columns.1.column.0: "Energy (kcal)" states kcal and "Energy (kJ)" kj'],
  ])('where two names of a column state different units, and both are read %s', (_, more, message) => {
    const column = ['Energy (kcal)', 'Energy (kJ)'];
    const energy = { ...canteen, columns: [canteen.columns[0], { column, field: 'energy_kcal', ...more }] };
    expect(problems(energy)).toContain(message);
  });

  test.each([
    ['Salt (g)', 'Salt (mg)', 'salt_g'],
    ['Sodium_mg', 'Sodium_g', 'sodium_mg'],
    ['Protein (g/100 g)', 'Protein (mg/100 g)', 'protein_g'],
  ])('where “%s” and “%s” feed one field; what to write instead is said, and accepted', (first, second, field) => {
    const said = problems(withColumn({ column: [first, second], field }));
    const instead: unknown = JSON.parse(/write (\{.*\})$/m.exec(said)?.[1] ?? 'null');
    expect(instead).toMatchObject({ name: second });
    expect(problems(withColumn({ column: [first, instead], field }))).toBe('');
  });

  test('but not where a synonym says its unit, or names state one and the same', () => {
    const names = (column: unknown[]) => problems(withColumn({ column, field: 'energy_kj' }));
    expect(names(['Energy (kJ)', { name: 'Energy (kcal)', unit: 'kcal' }])).toBe('');
    expect(names(['Energy (kJ)', 'Energie, kJ', 'Brennwert'])).toBe('');
    expect(names(['Energy (kJ)', { name: 'Energy (kcal)', unit: 'kj' }])).toBe('');
  });

  test('with the place within a synonym', () => {
    const synonym = (more: object) => withColumn({ column: ['x', { name: 'y', ...more }], field: 'fat_g' });
    expect(problems(synonym({ unit: 'cups' }))).toContain('columns.2.column.1.unit: a unit out of');
    expect(problems(synonym({ unit: 'km' }))).toContain('columns.2.column.1.unit: km cannot be converted to g');
    expect(problems(synonym({ strip: '(' }))).toContain('columns.2.column.1.strip: is not a regular expression');
    expect(problems(synonym({ colour: 'red' }))).toContain('colour');
    expect(problems(synonym({ name: 'DISH' }))).toContain('"DISH" names two columns');
  });

  test('where people are not named in a type about people', () => {
    const nights = {
      ...canteen,
      recordType: 'sleep_period',
      columns: [
        { column: 'who', field: 'person_key' },
        { column: 'day', field: 'local_date' },
      ],
      constants: {},
      naturalKey: ['person_key', 'local_date'],
    };
    expect(problems(nights)).toContain('person: sleep_period is about people');
    expect(problems({ ...nights, person: { field: 'person_key' } })).toBe('');
    expect(problems({ ...nights, person: 'record' })).toContain('"record" is for sources without a natural key');
  });

  test('where it states what is computed', () => {
    const sessions = { ...canteen, recordType: 'workout_session', person: 'record', constants: {}, naturalKey: [] };
    const columns = [{ column: 'BMI', field: 'bmi' }];
    expect(problems({ ...sessions, columns })).toContain('bmi is computed and cannot be stated; use bmi_stated');
  });

  test('with all problems at once', () => {
    expect(problems({ ...canteen, name: 'A', trust: 'blind', format: 'pdf' }).split('\n')).toHaveLength(3);
  });

  test.each([null, 1, 'x', []])('for %j', (json) => expect(problems(json)).not.toBe(''));
});

test('what can be understood of a definition is known, however wrong the rest', () => {
  expect(statedSource({ ...canteen, trust: 'blind', columns: 7 })).toEqual({
    recordType: 'food',
    title: { fr: canteen.title, en: canteen.title, de: canteen.title, it: canteen.title },
    format: 'csv',
    licence: 'own',
    redistributable: false,
    cadence: null,
    trust: null,
  });
  expect(statedSource(['no object'])).toMatchObject({ recordType: null, title: null, licence: null, trust: 'review' });
});
