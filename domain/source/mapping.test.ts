import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zodSchema } from '../contracts/derived.ts';
import { contracts } from '../contracts/index.ts';
import type { RawCell } from '../record/events.ts';
import type { ColumnMapping, SourceDefinition } from './definition.ts';
import { type CompiledMapping, compileMapping } from './mapping.ts';

const foods: SourceDefinition = {
  name: 'foods',
  version: 1,
  recordType: 'food',
  title: { fr: 'Aliments', en: 'Foods', de: 'Lebensmittel', it: 'Alimenti' },
  format: 'csv',
  dialect: {},
  columns: [
    { column: ['Food', 'Item'], field: 'name' },
    { column: 'Energy (kcal)', field: 'energy_kcal' },
    { column: 'Salt (mg)', field: 'salt_g', unit: 'mg', qualified: true, missing: ['-', 'N/A'] },
    { column: 'Meal', field: 'meal_type', map: { Brunch: 'breakfast', None: null } },
  ],
  constants: { basis: 'portion' },
  repairs: [],
  naturalKey: ['name'],
  person: null,
  licence: { name: 'CC0-1.0', redistributable: true, verifiedBy: null },
  legalBasis: 'open-data',
  cadence: null,
  delivers: 'snapshot',
  onMissing: 'keep',
  trust: 'auto',
  timeZone: 'Europe/Paris',
  traits: {},
  justification: 'A test.',
};
const header = ['Food', 'Energy (kcal)', 'Salt (mg)', 'Meal'];

function compiled(definition: SourceDefinition, names: readonly string[]): CompiledMapping {
  const mapping = compileMapping(definition, contracts[definition.recordType], names);
  if (mapping.kind === 'header-mismatch') throw new Error(mapping.message);
  return mapping;
}

/** Types one cell as one field of a type, with a mapping of its own. */
function typed(recordType: SourceDefinition['recordType'], column: Omit<ColumnMapping, 'column'>, cell: RawCell) {
  const definition = { ...foods, recordType, columns: [{ column: 'c', ...column }], constants: {}, naturalKey: [] };
  const contract = contracts[recordType];
  const free = Object.fromEntries(
    Object.entries(contract.fields).map(([name, field]) => [name, { ...field, required: undefined }]),
  );
  const mapping = compileMapping(definition, { ...contract, fields: free as never, derivations: [] }, ['c']);
  if (mapping.kind === 'header-mismatch') throw new Error(mapping.message);
  const row = mapping.row([cell]);
  if (row.kind === 'rejected') return row.params.expected;
  return row.qualifiers === undefined ? row.values[column.field ?? ''] : row.qualifiers;
}

describe('a header', () => {
  test('is found by name and synonym, without regard to case, white space and line breaks', () => {
    const mapping = compiled(foods, ['  ITEM', 'energy\n(kcal)', 'Salt\u00a0 (mg)', 'meal', 'Colour']);
    expect(mapping.columns.map(({ field }) => field)).toEqual(['name', 'energy_kcal', 'salt_g', 'meal_type', null]);
    expect(mapping.unknown).toEqual(['Colour']);
  });

  test('may lack a column that no record needs', () => {
    const mapping = compiled(foods, ['Food', 'Energy (kcal)', 'Meal']);
    expect(mapping.absent).toEqual(['Salt (mg)']);
    expect(mapping.row(['Rice', '130', ''])).toMatchObject({
      kind: 'typed',
      values: { name: 'Rice', energy_kcal: 130 },
    });
  });

  test('with two names of one column gives whichever is filled', () => {
    const mapping = compiled(foods, ['Item', 'Energy (kcal)', 'Salt (mg)', 'Meal', 'Food']);
    expect(mapping.unknown).toEqual([]);
    expect(mapping.row(['Rice', '130', '', '', ''])).toMatchObject({ key: 'Rice' });
    expect(mapping.row(['Rice', '130', '', '', 'Bread'])).toMatchObject({ key: 'Bread' });
  });

  test('that lacks a needed column is refused, and the message says which', () => {
    const mismatch = compileMapping(foods, contracts.food, ['Dish', 'Energy (kcal)', 'Salt (mg)', 'Meal']);
    expect(mismatch).toMatchObject({ kind: 'header-mismatch', missing: ['Food'], unknown: ['Dish'] });
    expect(mismatch.kind === 'header-mismatch' && mismatch.message).toContain('lacks "Food"; it has "Dish"');
  });

  test('of quite another file is refused even where no column is needed', () => {
    const sessions: SourceDefinition = {
      ...foods,
      recordType: 'workout_session',
      columns: [
        { column: 'Age', field: 'age_years' },
        { column: 'Weight', field: 'weight_kg' },
        { column: 'Height', field: 'height_m' },
      ],
      constants: {},
      naturalKey: [],
      person: 'record',
    };
    expect(compileMapping(sessions, contracts.workout_session, ['Age', 'Name', 'City'])).toMatchObject({
      kind: 'header-mismatch',
      missing: ['Weight', 'Height'],
    });
  });
});

describe('a synonym with settings of its own', () => {
  const energy: SourceDefinition = {
    ...foods,
    columns: [
      { column: 'Food', field: 'name' },
      {
        column: ['Energy (kcal)', { name: 'Energy (kJ)', unit: 'kj', decimal: ',', missing: ['k. A.'] }],
        field: 'energy_kcal',
        missing: ['-'],
      },
    ],
  };

  test('is read by them where the file has it, and by those of the column otherwise', () => {
    const kcal = compiled(energy, ['Food', 'Energy (kcal)']);
    expect(kcal.row(['Milk', '64.5'])).toMatchObject({ values: { energy_kcal: 64.5 } });
    expect(kcal.row(['Milk', '-'])).toMatchObject({ values: { name: 'Milk' } });
    expect(kcal.row(['Milk', 'k. A.'])).toMatchObject({ reason: 'untypable-cell' });
    const kj = compiled(energy, ['ENERGY  (kJ)', 'Food']);
    expect(kj.row(['269,868', 'Milk'])).toMatchObject({ values: { energy_kcal: 64.5 } });
    expect(kj.row(['k. A.', 'Milk'])).toMatchObject({ values: { name: 'Milk' } });
    expect(kj.row(['-', 'Milk'])).toMatchObject({ params: { column: 'ENERGY  (kJ)' } });
  });

  test('stands beside the others in one file: each cell is read by its own', () => {
    const { row, columns } = compiled(energy, ['Food', 'Energy (kJ)', 'Energy (kcal)']);
    expect(columns.map(({ field }) => field)).toEqual(['name', 'energy_kcal', 'energy_kcal']);
    expect(row(['Milk', '269,868', '']).kind === 'typed' && row(['Milk', '269,868', ''])).toMatchObject({
      values: { energy_kcal: 64.5 },
    });
    expect(row(['Milk', '999', '64.5'])).toMatchObject({ values: { energy_kcal: 64.5 } });
    expect(row(['Milk', 'lots', ''])).toMatchObject({ params: { column: 'Energy (kJ)', value: 'lots' } });
  });

  test('of JSON may be a path', () => {
    const mapping = compiled(
      {
        ...energy,
        format: 'json',
        columns: [
          { column: 'Food', field: 'name' },
          { column: ['energy.kcal', { name: 'energy.kj', unit: 'kj' }], field: 'energy_kcal' },
        ],
      },
      ['Food', 'Energy'],
    );
    expect(mapping.row(['Milk', { KCAL: 64.5 }])).toMatchObject({ values: { energy_kcal: 64.5 } });
  });
});

test('a dot in a name is a path in JSON alone', () => {
  const dotted: SourceDefinition = {
    ...foods,
    columns: [foods.columns[0]!, { column: 'Vit. D', field: 'vitamin_d_ug' }],
  };
  expect(compiled(dotted, ['Food', 'Vit. D']).row(['Milk', '0.1'])).toMatchObject({ values: { vitamin_d_ug: 0.1 } });
  expect(compiled(dotted, ['Food', 'Vit']).absent).toEqual(['Vit. D']);
  expect(compiled({ ...dotted, format: 'json' }, ['Food', 'Vit']).absent).toEqual([]);
});

describe('a row', () => {
  const { row } = compiled(foods, header);

  test('becomes typed values in canonical units, with sorted keys, and its natural key', () => {
    const result = row([' Rice\u00a0', '130', '5', 'Lunch']);
    expect(result).toEqual({
      kind: 'typed',
      key: 'Rice',
      values: { basis: 'portion', energy_kcal: 130, meal_type: 'lunch', name: 'Rice', salt_g: 0.005 },
    });
    expect(result.kind === 'typed' && Object.keys(result.values)).toEqual([
      'basis',
      'energy_kcal',
      'meal_type',
      'name',
      'salt_g',
    ]);
  });

  test('has no key for what is missing, never null', () => {
    expect(row(['Rice', '', ' - ', 'none'])).toEqual({
      kind: 'typed',
      key: 'Rice',
      values: { basis: 'portion', name: 'Rice' },
    });
  });

  test('says with a qualifier what its source says of a number', () => {
    expect(row(['Rice', '1', 'traces', ''])).toMatchObject({ qualifiers: { salt_g: 'trace' } });
    expect(row(['Rice', '1', '<\n200', ''])).toMatchObject({ qualifiers: { salt_g: { below: 0.2 } } });
    const qualified = row(['Rice', '1', '< 200', '']);
    expect(qualified.kind === 'typed' && 'salt_g' in qualified.values).toBe(false);
  });

  test('with a cell that does not fit is set aside, with column, value and what was expected', () => {
    expect(row(['Rice', 'lots', '5', 'Lunch'])).toEqual({
      kind: 'rejected',
      reason: 'untypable-cell',
      params: { column: 'Energy (kcal)', value: 'lots', expected: 'number' },
    });
    expect(row(['Rice', '1', '5', 'Elevenses'])).toMatchObject({
      reason: 'untypable-cell',
      params: { expected: 'enum' },
    });
  });

  test('without its key is set aside', () => {
    expect(row(['\u00a0', '130', '5', 'Lunch'])).toMatchObject({ reason: 'missing-key', params: { column: 'Food' } });
  });

  test('with other cells than the header is set aside', () => {
    expect(row(['Rice', '130', '5'])).toMatchObject({ reason: 'ragged-row', params: { cells: 3, expected: 4 } });
    expect(row(['Rice', '130', '5', '', ''])).toMatchObject({ reason: 'ragged-row' });
  });
});

test('an object of JSON may have fewer and more cells than the header, and a column may lie within one', () => {
  const { row } = compiled(
    { ...foods, format: 'json', columns: [foods.columns[0]!, { column: 'nutrition.energy', field: 'energy_kcal' }] },
    ['Food', 'nutrition'],
  );
  const values = { basis: 'portion', energy_kcal: 130, name: 'Rice' };
  expect(row(['Rice', { energy: 130 }, 'extra'])).toEqual({ kind: 'typed', key: 'Rice', values });
  expect(row(['Rice'])).toMatchObject({ kind: 'typed', key: 'Rice' });
  expect(row(['Rice', { power: 130 }])).toMatchObject({ kind: 'typed' });
});

describe('a key', () => {
  const days: SourceDefinition = {
    ...foods,
    recordType: 'daily_activity',
    columns: [
      { column: 'Id', field: 'person_key' },
      { column: 'Day', field: 'local_date' },
      { column: 'Steps', field: 'steps' },
    ],
    constants: {},
    naturalKey: ['person_key', 'local_date'],
    person: { field: 'person_key', namespace: 'tracker' },
  };
  const { row } = compiled(days, ['Id', 'Day', 'Steps']);

  test('of several fields is the JSON array of its parts; who it is about stands beside it', () => {
    expect(row(['6962181067', '2016-04-12', '1'])).toMatchObject({
      key: '["6962181067","2016-04-12"]',
      personKey: '6962181067',
    });
  });

  test('is whole or none', () => {
    expect(row(['6962181067', '', '1'])).toMatchObject({ reason: 'missing-key', params: { column: 'Day' } });
  });
});

describe('a row that is broken', () => {
  const mended = compiled(
    { ...foods, repairs: [{ repair: 'ragged-join', column: 'Food' }, { repair: 'escaped-prefix' }] },
    header,
  );

  test('by a comma is joined, and the repair says so', () => {
    expect(mended.row(['Milk (2%', ' 1 cup)', '122', '5', 'Snack'])).toMatchObject({
      key: 'Milk (2%, 1 cup)',
      repairs: [{ repair: 'ragged-join', column: 0, to: 'Milk (2%, 1 cup)' }],
    });
  });

  test('stays ragged where the joined row cannot be typed', () => {
    expect(mended.row(['Milk (2%', ' 1 cup)', 'Dairy', '122', '5'])).toMatchObject({ reason: 'ragged-row' });
  });

  test('by an escape is mended in its cell', () => {
    expect(mended.row(['Milk', '\\t122', '5', '\\nSnack'])).toEqual({
      kind: 'typed',
      key: 'Milk',
      values: { basis: 'portion', energy_kcal: 122, meal_type: 'snack', name: 'Milk', salt_g: 0.005 },
      repairs: [
        { repair: 'escaped-prefix', column: 1, to: '122' },
        { repair: 'escaped-prefix', column: 3, to: 'Snack' },
      ],
    });
  });

  test('and one that is whole has no repairs', () => {
    expect(mended.row(['Milk', '122', '5', 'Snack'])).not.toHaveProperty('repairs');
  });
});

describe('a cell', () => {
  test.each([
    ['34.0', 34],
    [34, 34],
    ['34.5', 'integer'],
    [34.5, 'integer'],
    ['1e16', 'integer'],
    [true, 'integer'],
    [null, undefined],
  ])('%j as a whole number is %j', (cell, expected) => {
    expect(typed('daily_activity', { field: 'steps' }, cell)).toBe(expected);
  });

  test.each([
    ['49,9', 49.9],
    ['49.9', 'number'],
    [49.9, 49.9],
    ['1 000', 'number'],
  ])('%j with decimal comma is %j', (cell, expected) => {
    expect(typed('food', { field: 'fat_g', decimal: ',' }, cell)).toBe(expected);
  });

  test('with the word None is a value where it is mapped or listed, and does not fit elsewhere', () => {
    expect(typed('diet_assessment', { field: 'disease' }, 'None')).toBe('none');
    expect(typed('food', { field: 'fat_g' }, 'None')).toBe('number');
    expect(typed('food', { field: 'fat_g', missing: ['None'] }, 'None')).toBeUndefined();
    expect(typed('food', { field: 'fat_g', missing: ['-9'] }, -9)).toBeUndefined();
    expect(typed('food', { field: 'category', missing: ['false'] }, false)).toBeUndefined();
    expect(typed('food', { field: 'category' }, 'None')).toBe('None');
  });

  test('with an id beyond 2^31 stays text; a number of JSON too large to be exact does not fit', () => {
    expect(typed('food', { field: 'external_code' }, '1503960366')).toBe('1503960366');
    expect(typed('food', { field: 'external_code' }, '00042')).toBe('00042');
    expect(typed('food', { field: 'external_code' }, 2 ** 53)).toBe('text');
  });

  test('with a list comes from JSON, a single value, or text with a separator', () => {
    expect(typed('exercise', { field: 'equipment' }, ['rope', ' bench '])).toEqual(['rope', 'bench']);
    expect(typed('exercise', { field: 'equipment' }, '["rope"]')).toEqual(['rope']);
    expect(typed('exercise', { field: 'equipment', wrap: true }, 'rope')).toEqual(['rope']);
    expect(typed('exercise', { field: 'equipment', separator: ';' }, 'rope; bench')).toEqual(['rope', 'bench']);
    expect(typed('exercise', { field: 'equipment' }, [])).toEqual([]);
    expect(typed('exercise', { field: 'equipment', wrap: true }, null)).toBeUndefined();
    expect(typed('exercise', { field: 'equipment' }, 'rope')).toBe('list');
    expect(typed('exercise', { field: 'equipment' }, ['rope', ''])).toBe('list');
  });

  test('loses what its column strips', () => {
    expect(
      typed('exercise', { field: 'instructions', strip: '^Step:\\d+ ' }, ['Step:1 Stand.', 'Step:12 Sit.']),
    ).toEqual(['Stand.', 'Sit.']);
  });

  test.each([
    ['True', true],
    ['false', false],
    [true, true],
    ['yes', 'boolean'],
  ])('%j as yes or no is %j', (cell, expected) => {
    expect(typed('biometric_measure', { field: 'manual' }, cell)).toBe(expected);
  });

  test('of a date or an instant is read in the order and zone of its source', () => {
    expect(typed('sleep_period', { field: 'local_date', date: 'M/D/YYYY' }, '4/12/2016 12:00:00 AM')).toBe(
      '2016-04-12',
    );
    expect(typed('biometric_measure', { field: 'measured_at', date: 'M/D/YYYY' }, '5/2/2016 11:59:59 PM')).toBe(
      '2016-05-02T21:59:59.000Z',
    );
    expect(typed('sleep_period', { field: 'local_date' }, '4/12/2016')).toBe('date');
  });

  test('that no database can keep does not fit', () => {
    expect(typed('food', { field: 'category' }, 'a\0b')).toBe('text');
    expect(typed('food', { field: 'category' }, '\ud800')).toBe('text');
  });
});

describe('any cells at all', () => {
  const cell: fc.Arbitrary<RawCell> = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('traces', '< 5', '-', 'None', '1.5', '\\t7', '(', '2023-01-01', '[]', '["a"]'),
    fc.jsonValue() as fc.Arbitrary<RawCell>,
  );
  const sources: readonly SourceDefinition[] = [
    {
      ...foods,
      repairs: [{ repair: 'ragged-join', column: 'Food' }, { repair: 'escaped-prefix' }, { repair: 'blank-item' }],
    },
    {
      ...foods,
      recordType: 'exercise',
      columns: [
        { column: 'Food', field: 'external_id' },
        { column: 'Energy (kcal)', field: 'name', strip: '^x+' },
        { column: 'Salt (mg)', field: 'instructions' },
        { column: 'Meal.deep.er', field: 'equipment', wrap: true },
      ],
      constants: {},
      naturalKey: ['external_id', 'name'],
    },
    {
      ...foods,
      recordType: 'biometric_measure',
      columns: [
        { column: 'Food', field: 'person_key' },
        { column: 'Energy (kcal)', field: 'measured_at', date: 'D/M/YYYY' },
        { column: 'Salt (mg)', field: 'weight_kg', unit: 'lb' },
        { column: 'Meal', field: 'manual', map: { yes: true } },
      ],
      constants: {},
      naturalKey: ['person_key', 'measured_at'],
      person: { field: 'person_key' },
    },
  ];

  test('never make typing throw, and typed values are of their kind, with sorted keys', () => {
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.array(cell, { minLength: 3, maxLength: 6 }), (definition, cells) => {
        const result = compiled(definition, header).row(cells);
        if (result.kind === 'rejected') {
          expect(JSON.stringify(result)).not.toContain('\\u0000');
          return;
        }
        const names = Object.keys(result.values);
        expect(names).toEqual([...names].sort());
        const { error } = zodSchema(contracts[definition.recordType]).safeParse(result.values);
        // Limits are a rule's business: a value outside is a finding, not a row that cannot be typed.
        const kinds = (error?.issues ?? []).filter(({ code }) => code !== 'too_small' && code !== 'too_big');
        expect(kinds).toEqual([]);
        expect(compiled(definition, header).row(cells)).toEqual(result);
      }),
      { numRuns: 1_000 },
    );
  });
});
