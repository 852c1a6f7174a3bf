import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contracts } from '../contracts/index.ts';
import type { RawCell, Values } from '../record/events.ts';
import type { ColumnMapping, SourceDefinition } from './definition.ts';
import { firstNameOf, nameKey } from './header.ts';
import { parseDefinition } from './parse-definition.ts';
import { type ProposedColumn, proposeMapping } from './propose-mapping.ts';

const contract = contracts.food;

function dishes(...columns: readonly ColumnMapping[]): SourceDefinition {
  const parsed = parseDefinition({
    name: 'dishes',
    recordType: 'food',
    title: 'Dishes',
    format: 'csv',
    columns: [{ column: 'Dish', field: 'name' }, ...columns],
    constants: { basis: 'per_100g' },
    naturalKey: ['name'],
    licence: { name: 'own', redistributable: false },
    legalBasis: 'open-data',
    delivers: 'snapshot',
    justification: 'We cook them.',
  });
  if (parsed.kind === 'invalid-definition') throw new Error(parsed.message);
  return parsed.definition;
}

/** All columns but the dish are absent; `unknown` names what the file has instead, in its order. */
function propose(
  columns: readonly ColumnMapping[],
  unknown: Readonly<Record<string, readonly RawCell[]>>,
  known: readonly (Values | undefined)[] = [],
): readonly ProposedColumn[] {
  const places = Object.entries(unknown).map(([name, cells], i) => ({ index: i + 1, name, cells }));
  return proposeMapping({ contract, definition: dishes(...columns), absent: columns, unknown: places, known });
}
const pairs = (proposed: readonly ProposedColumn[]) => proposed.map(({ column, to, unit }) => [column, to, unit]);

/** Numbers that look random and are the same in every run. */
const scattered = (seed: number, rows = 40): number[] =>
  Array.from(
    { length: rows },
    (_, i) => Math.round(((Math.sin(seed * 1000 + i * 12.9898) + 1) * 43758.5453) % 1000) / 10,
  );
const recordsOf = (fields: Readonly<Record<string, readonly number[]>>): Values[] =>
  scattered(0).map((_, i) => Object.fromEntries(Object.entries(fields).map(([field, values]) => [field, values[i]!])));
const written = (numbers: readonly number[]): string[] => numbers.map(String);

const protein: ColumnMapping = { column: 'Protein (g)', field: 'protein_g' };
const fat: ColumnMapping = { column: 'Fat (g)', field: 'fat_g' };
const energy: ColumnMapping = { column: 'Energy (kcal)', field: 'energy_kcal' };

describe('by values', () => {
  const [p, f] = [scattered(1), scattered(2)];
  const known = recordsOf({ protein_g: p, fat_g: f });

  test('a column is found whatever it is called, and says how many rows agree', () => {
    expect(propose([protein, fat], { col_1: written(f), col_2: written(p) }, known)).toEqual([
      { column: 'Protein (g)', field: 'protein_g', to: 'col_2', by: ['values'], score: 1, agreeing: 40, compared: 40 },
      { column: 'Fat (g)', field: 'fat_g', to: 'col_1', by: ['values'], score: 1, agreeing: 40, compared: 40 },
    ]);
  });

  test('a column is found although it bears the name of another', () => {
    const proposed = propose([protein, fat], { Fett: written(p), Eiweiß: written(f) }, known);
    expect(pairs(proposed)).toEqual([
      ['Protein (g)', 'Fett', undefined],
      ['Fat (g)', 'Eiweiß', undefined],
    ]);
  });

  test('a column that has its name and other values is none', () => {
    expect(propose([protein], { Protein: written(f) }, known)).toEqual([]);
  });

  test('a column is found although people corrected some of its values, and some rows are new', () => {
    const corrected = known.map((record, i) => (i % 5 === 0 ? { ...record, protein_g: 99.9 } : record));
    const partly = corrected.map((record, i) => (i % 4 === 1 ? undefined : record));
    const [proposed] = propose([protein], { col_1: written(p) }, partly);
    expect(proposed).toMatchObject({ to: 'col_1', by: ['values'], agreeing: 24, compared: 30 });
  });

  test('zeros that two columns share do not tell them apart; the rest does', () => {
    const sparse = p.map((n, i) => (i % 8 === 0 ? n : 0));
    const other = f.map((n, i) => (i % 8 === 4 ? n : 0));
    const both = recordsOf({ protein_g: sparse, fat_g: other });
    expect(pairs(propose([protein, fat], { col_1: written(other), col_2: written(sparse) }, both))).toEqual([
      ['Protein (g)', 'col_2', undefined],
      ['Fat (g)', 'col_1', undefined],
    ]);
    expect(propose([protein], { col_1: written(other) }, both)).toEqual([]);
  });

  test.each([
    ['constant', p.map(() => 5)],
    ['nearly empty', p.map((n, i) => (i < 5 ? n : undefined))],
  ])('a column that is %s proves nothing', (_, values) => {
    const few = values.map((n): Values => (n === undefined ? {} : { protein_g: n }));
    expect(propose([protein], { col_1: values.map((n) => n ?? '') }, few)).toEqual([]);
    expect(propose([protein], { Protein: values.map((n) => n ?? '') }, few)).toMatchObject([{ by: ['name'] }]);
  });

  test('of two columns with the same values the better named is taken, then the first in the file', () => {
    expect(propose([protein], { col_1: written(p), Proteins: written(p) }, known)).toMatchObject([{ to: 'Proteins' }]);
    expect(propose([protein], { col_1: written(p), col_2: written(p) }, known)).toMatchObject([{ to: 'col_1' }]);
  });
});

describe('by name', () => {
  test.each([
    ['Protéines', 'Protein (g)'],
    ['Gesamtfett', undefined],
    ['Lipides (g/100 g)', 'Fat (g)'],
    ['total_fat', 'Fat (g)'],
    ['prot', 'Protein (g)'],
    ['Portein', 'Protein (g)'],
    ['Energie', 'Energy (kcal)'],
    ['Saturated fat', undefined],
    ['col_17', undefined],
  ])('%s is %s', (name, column) => {
    expect(propose([protein, fat, energy], { [name]: ['1', '2'] })[0]?.column).toBe(column);
  });

  test('a name that fits two absent columns, or two names for one, are left to people', () => {
    const two: ColumnMapping[] = [
      { column: 'Vitamin D2', field: 'vitamin_d2_ug' },
      { column: 'Vitamin D3', field: 'vitamin_d3_ug' },
    ];
    expect(propose(two, { 'Vitamin D': ['1'] })).toEqual([]);
    expect(propose([protein], { Protéines: ['1'], Proteine: ['2'] })).toEqual([]);
  });

  test('a column that no field is fed by is found too', () => {
    const remark: ColumnMapping = { column: 'Remark', field: null };
    expect(propose([remark], { Remarks: ['x'] })).toEqual([
      { column: 'Remark', field: null, to: 'Remarks', by: ['name'], score: 0.72, agreeing: 0, compared: 0 },
    ]);
  });

  test('a column whose cells are mostly nothing that the field can hold is none', () => {
    expect(propose([protein], { Proteins: ['3,2', '4,1', '8'] })).toEqual([]);
    expect(propose([protein], { Proteins: ['3.2', 'n/a', '8'] })).toHaveLength(1);
    expect(propose([protein], { Proteins: ['1e9', '-3', '8'] })).toEqual([]);
  });
});

describe('by unit', () => {
  const kcal = scattered(3).map((n) => Math.round(n * 9));
  const known = recordsOf({ energy_kcal: kcal });
  const kj = kcal.map((n) => String(Math.round(n * 4.184)));

  test('the values say which, without a name', () => {
    expect(propose([energy], { col_1: kj }, known)).toMatchObject([
      { to: 'col_1', unit: 'kj', by: ['values', 'unit'], score: 1, agreeing: 40 },
    ]);
  });

  test('the name says which, without values, and with too few of them', () => {
    expect(propose([energy], { 'Energy (kJ)': ['268', '1046'] })).toMatchObject([{ unit: 'kj', by: ['name', 'unit'] }]);
    const two = [{ energy_kcal: 64 }, { energy_kcal: 250 }];
    expect(propose([energy], { 'Energy (kJ)': ['268', '1046'] }, two)).toMatchObject([
      { unit: 'kj', by: ['name', 'unit'], agreeing: 2, compared: 2 },
    ]);
    expect(propose([energy], { Energie: ['268', '1046'] }, two)).toMatchObject([{ unit: 'kj', agreeing: 2 }]);
  });

  test('the values contradict what the name says: the unit is said, as the name says another', () => {
    expect(propose([energy], { 'Energy (kJ)': written(kcal) }, known)).toMatchObject([
      { unit: 'kcal', by: ['name', 'values', 'unit'] },
    ]);
  });

  test('one row that agrees by coincidence does not overrule the name', () => {
    const stale = [{ energy_kcal: 500 }, { energy_kcal: 120 }, { energy_kcal: 300 }];
    expect(propose([energy], { 'Energy (kJ)': ['500', '1046', '268'] }, stale)).toMatchObject([{ unit: 'kj' }]);
    expect(propose([energy], { Energie: ['500', '1046', '268'] }, stale)[0]).not.toHaveProperty('unit');
  });

  test('of two columns that differ in their unit each is found', () => {
    const kilojoules: ColumnMapping = { column: 'Energy (kJ)', field: 'energy_kj' };
    expect(pairs(propose([kilojoules, energy], { 'Énergie (kcal)': ['64'], 'Énergie (kJ)': ['268'] }))).toEqual([
      ['Energy (kJ)', 'Énergie (kJ)', undefined],
      ['Energy (kcal)', 'Énergie (kcal)', undefined],
    ]);
  });

  test('a name with a unit of something else is no name of the field', () => {
    expect(propose([protein], { 'Protein (ml)': ['3'] })).toEqual([]);
  });
});

describe('whatever the columns', () => {
  const fields = ['energy_kcal', 'protein_g', 'fat_g', 'sugars_g', 'salt_g', 'sodium_mg', 'category', 'meal_type'];
  const meals = ['breakfast', 'lunch', 'dinner', 'snack', 'side'];
  const valuesOf = (field: string, seed: number): (number | string)[] =>
    scattered(seed + fields.indexOf(field) * 7).map((n) => {
      if (field === 'meal_type') return meals[Math.floor(n * 7) % meals.length]!;
      return field === 'category' ? `Group ${Math.floor(n)}` : n;
    });
  const columns = fields.map((field): ColumnMapping => ({ column: `Old ${field}`, field }));
  const newName = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((name) => nameKey(name) !== '' && !nameKey(name).startsWith('old'));
  const renaming = fc.record({
    seed: fc.integer({ min: 1, max: 10_000 }),
    renamed: fc.subarray(columns, { minLength: 1 }),
    names: fc.uniqueArray(newName, { minLength: fields.length, maxLength: fields.length, selector: nameKey }),
    order: fc.array(fc.nat(), { minLength: fields.length, maxLength: fields.length }),
  });

  const asked = (seed: number, renamed: readonly ColumnMapping[], names: readonly string[]) => {
    const values = new Map(fields.map((field) => [field, valuesOf(field, seed)]));
    const known = scattered(0).map((_, i) =>
      Object.fromEntries(fields.map((field) => [field, values.get(field)![i]!])),
    );
    const unknown = renamed.map(({ field }, i) => ({
      index: i + 1,
      name: names[i]!,
      cells: values.get(field!)!.map(String),
    }));
    return { contract, definition: dishes(...columns), absent: renamed, unknown, known };
  };

  test('any of them renamed to anything are all found, by their values', () => {
    fc.assert(
      fc.property(renaming, ({ seed, renamed, names }) => {
        const proposed = proposeMapping(asked(seed, renamed, names));
        const expected = renamed.map((mapping, i) => [firstNameOf(mapping), names[i]]);
        expect(new Set(proposed.map(({ column, to }) => JSON.stringify([column, to])))).toEqual(
          new Set(expected.map((pair) => JSON.stringify(pair))),
        );
        for (const { by, agreeing } of proposed) expect([by.includes('values'), agreeing]).toEqual([true, 40]);
      }),
    );
  });

  test('the order in which unknown columns are handed over changes nothing, with known values or without', () => {
    fc.assert(
      fc.property(renaming, fc.boolean(), ({ seed, renamed, names, order }, told) => {
        const question = asked(seed, renamed, told ? names : renamed.map(({ field }) => `the ${field}`));
        const known = told ? question.known : [];
        const shuffled = question.unknown
          .map((column, i) => ({ column, by: order[i]! }))
          .sort((a, b) => a.by - b.by)
          .map(({ column }) => column);
        expect(proposeMapping({ ...question, known, unknown: shuffled })).toEqual(
          proposeMapping({ ...question, known }),
        );
      }),
    );
  });
});
