import { describe, expect, test } from 'vitest';
import { contracts } from '../contracts/index.ts';
import { applyMapping, type RenamedColumn } from './apply-mapping.ts';
import type { SourceDefinition } from './definition.ts';
import { compileMapping } from './mapping.ts';
import { parseDefinition } from './parse-definition.ts';

function parsed(json: unknown): SourceDefinition {
  const result = parseDefinition(json);
  if (result.kind === 'invalid-definition') throw new Error(result.message);
  return result.definition;
}
const canteen = parsed({
  name: 'canteen',
  version: 3,
  recordType: 'food',
  title: 'Dishes of the canteen',
  format: 'csv',
  columns: [
    { column: 'Dish', field: 'name' },
    { column: ['Energy (kcal)', 'Calories'], field: 'energy_kcal' },
    { column: 'Salt (mg)', field: 'salt_g', unit: 'mg' },
    { column: 'Remark', field: null },
  ],
  constants: { basis: 'portion' },
  naturalKey: ['name'],
  licence: { name: 'own', redistributable: false },
  legalBasis: 'open-data',
  delivers: 'snapshot',
  justification: 'We cook it.',
});

const apply = (...renamed: RenamedColumn[]) => applyMapping(canteen, contracts.food, renamed);
function applied(...renamed: RenamedColumn[]): SourceDefinition {
  const result = apply(...renamed);
  if (result.kind === 'invalid-definition') throw new Error(result.message);
  return result.definition;
}
const refused = (...renamed: RenamedColumn[]): string => {
  const result = apply(...renamed);
  return result.kind === 'definition' ? '' : result.message;
};

describe('a further name', () => {
  test('comes last, with its unit where that is another; everything else stays', () => {
    const after = applied({ column: 'Energy (kcal)', to: 'Energy (kJ)', unit: 'kj' }, { column: 'Dish', to: 'Plat' });
    expect(after).toEqual({
      ...canteen,
      columns: [
        { column: ['Dish', 'Plat'], field: 'name' },
        { column: ['Energy (kcal)', 'Calories', { name: 'Energy (kJ)', unit: 'kj' }], field: 'energy_kcal' },
        ...canteen.columns.slice(2),
      ],
    });
    expect(parsed(JSON.parse(JSON.stringify(after)))).toEqual(after);
  });

  test('is read in its unit, and the old one as before', () => {
    const after = applied({ column: 'calories', to: 'Energy (kJ)', unit: 'kj' });
    for (const [name, cell, value] of [
      ['Energy (kJ)', '268', 64.0535372849],
      ['Calories', '64', 64],
    ] as const) {
      const mapping = compileMapping(after, contracts.food, ['Dish', name, 'Salt (mg)', 'Remark']);
      if (mapping.kind === 'header-mismatch') throw new Error(mapping.message);
      expect(mapping.row(['Milk', cell, '100', ''])).toMatchObject({ values: { energy_kcal: value, salt_g: 0.1 } });
    }
  });

  test('without a unit, or with the column’s own, is a name and nothing else', () => {
    expect(applied({ column: 'Salt (mg)', to: ' Sel ', unit: 'mg' }).columns[2]).toEqual({
      column: ['Salt (mg)', 'Sel'],
      field: 'salt_g',
      unit: 'mg',
    });
  });

  test('that states another unit than it is in keeps the unit that was decided', () => {
    expect(applied({ column: 'Calories', to: 'Energy (kJ)', unit: 'kcal' }).columns[1]?.column).toContainEqual({
      name: 'Energy (kJ)',
      unit: 'kcal',
    });
  });

  test('that the column has already changes nothing: twice is once', () => {
    const renamed = [
      { column: 'Calories', to: 'Energy (kJ)', unit: 'kj' },
      { column: 'Remark', to: 'Note' },
    ];
    const once = applied(...renamed);
    expect(applyMapping(once, contracts.food, renamed)).toEqual({ kind: 'definition', definition: once });
    expect(applied({ column: 'Dish', to: 'DISH' })).toEqual(canteen);
    expect(applied()).toEqual(canteen);
  });
});

describe('a further name is refused, with its place,', () => {
  test.each<[string, RenamedColumn[], string]>([
    ['for a column that is none', [{ column: 'Fat', to: 'Lipides' }], 'mapping.0.column: canteen has no column "Fat"'],
    [
      'that another column has',
      [{ column: 'Dish', to: 'calories' }],
      'mapping.0.to: "calories" names the column "Energy (kcal)" already',
    ],
    [
      'that another column gets',
      [
        { column: 'Dish', to: 'Note' },
        { column: 'Remark', to: 'Note' },
      ],
      'mapping.1.to: "Note" names the column "Dish" already',
    ],
    [
      'that is read in another unit already',
      [{ column: 'Calories', to: 'Calories', unit: 'kj' }],
      'mapping.0.unit: "Calories" is read in kcal already, not in kj',
    ],
    ['that is blank', [{ column: 'Dish', to: ' ' }], 'mapping.0.to: a column needs a name'],
    [
      'in a unit of something else',
      [{ column: 'Calories', to: 'kilos', unit: 'kg' }],
      'columns.1.column.2.unit: kg cannot be converted to kcal',
    ],
    ['in a unit that is none', [{ column: 'Calories', to: 'E', unit: 'cups' }], 'columns.1.column'],
    ['in a unit, for what is kept as raw', [{ column: 'Remark', to: 'Note', unit: 'g' }], 'columns.3.column.1.unit'],
    [
      'without the unit that it states',
      [{ column: 'Calories', to: 'Energy (kJ)' }],
      'columns.1.column.2: "Energy (kJ)" states kj',
    ],
    ['that is too long', [{ column: 'Dish', to: 'x'.repeat(501) }], 'columns.0.column'],
  ])('%s', (_, renamed, message) => expect(refused(...renamed)).toContain(message));

  test('but not for what the definition was accepted with', () => {
    const old: SourceDefinition = { ...canteen, timeZone: 'Europe/Paris' };
    expect(parseDefinition(JSON.parse(JSON.stringify(old))).kind).toBe('invalid-definition');
    expect(applyMapping(old, contracts.food, [{ column: 'Dish', to: 'Plat' }]).kind).toBe('definition');
  });
});
