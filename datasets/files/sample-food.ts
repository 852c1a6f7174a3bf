/** Foods per portion, in the columns of a list of everyday foods. Names carry the portion; energy is 4/4/9 of the macronutrients. */
import {
  conflictingRow,
  type Dataset,
  exactDuplicate,
  missingCell,
  type Row,
  untypable,
  wrongCell,
} from '../dataset.ts';
import { fixed, type Random, randomFor } from '../random.ts';
import { baseFoods, styles } from './foods.ts';

const energy = 'Calories (kcal)';
const header = [
  'Food_Item',
  'Category',
  energy,
  'Protein (g)',
  'Carbohydrates (g)',
  'Fat (g)',
  'Fiber (g)',
  'Sugars (g)',
  'Sodium (mg)',
  'Cholesterol (mg)',
  'Meal_Type',
  'Water_Intake (ml)',
] as const;
type Food = Readonly<Record<(typeof header)[number], string | number>>;

/** Portions in the order food × style × portion; beyond those, further products of the same name are numbered. */
const combinations = baseFoods.length * styles.length * 2;
/** Shares no factor with the combinations, so that walking by it meets each once. */
const stride = 151;

function foodAt(seed: number, index: number): Food {
  const round = Math.floor(index / combinations);
  const at = ((index % combinations) * stride) % combinations;
  const base = baseFoods[at % baseFoods.length]!;
  const style = styles[Math.floor(at / baseFoods.length) % styles.length]!;
  const [said, grams] = base.portions[Math.floor(at / baseFoods.length / styles.length)]!;
  const random = randomFor(seed, 'food', index);
  const scale = (grams / 100) * random.normal(1, style === '' ? 0 : 0.03);
  const amount = (nth: 0 | 1 | 2 | 3 | 4): number => fixed(base.per100[nth] * scale, 1);
  const [protein, sugars, fibre, fat] = [amount(0), amount(2), amount(3), amount(4)];
  // Rounding must not make parts larger than their whole.
  const whole = fixed(Math.max(amount(1), sugars + fibre), 1);
  return {
    Food_Item: `${style}${base.name}${round > 0 ? ` No. ${round + 1}` : ''} (${said})`,
    Category: base.category,
    [energy]: Math.round(4 * protein + 4 * whole + 9 * fat),
    'Protein (g)': protein,
    'Carbohydrates (g)': whole,
    'Fat (g)': fat,
    'Fiber (g)': fibre,
    'Sugars (g)': sugars,
    'Sodium (mg)': Math.round(base.per100[5] * scale),
    'Cholesterol (mg)': Math.round(base.per100[6] * scale),
    Meal_Type: base.meal,
    'Water_Intake (ml)': base.category.startsWith('Beverage') ? grams : random.pick([0, 0, 0, 120, 250]),
  };
}

const n = (row: Row, column: string): number => Number(row[column]);
const other = (_: Row, random: Random): string => random.pick(['Leftovers', 'Mixed Dish', 'Convenience']);

export const sampleFood: Dataset = {
  source: 'sample-food',
  format: 'csv',
  header,
  bundled: 300,
  *rows(seed, count) {
    for (let index = 0; index < count; index++) yield foodAt(seed, index);
  },
  anomalies: [
    {
      kind: 'unquoted-comma',
      column: 'Food_Item',
      expects: ['G8'],
      share: 0.012,
      change: (row) => ({
        row: { ...row, Food_Item: { unquoted: String(row.Food_Item).replace(' (', ' (plain, ') } },
      }),
    },
    exactDuplicate('Food_Item', 0.015),
    conflictingRow('Category', 0.008, (row, random) => ({ ...row, Category: other(row, random) })),
    wrongCell({ kind: 'energy-in-kilojoules', column: energy, expects: ['F5'], share: 0.01 }, (row) =>
      n(row, energy) > 40 ? Math.round(n(row, energy) * 4.184) : undefined,
    ),
    wrongCell({ kind: 'energy-digit-lost', column: energy, expects: ['F5'], share: 0.006 }, (row) =>
      n(row, energy) >= 100 ? Math.floor(n(row, energy) / 10) : undefined,
    ),
    wrongCell({ kind: 'energy-a-little-off', column: energy, expects: ['F5'], share: 0.006 }, (row) =>
      n(row, energy) > 80 && n(row, 'Fiber (g)') < 2 ? Math.round(n(row, energy) * 1.22 + 5) : undefined,
    ),
    {
      kind: 'sugars-and-carbohydrates-swapped',
      column: 'Sugars (g)',
      // The swapped carbohydrates no longer give the energy either.
      expects: ['F9', 'F10b', 'F5'],
      share: 0.008,
      change(row) {
        const [sugars, carbohydrates] = [n(row, 'Sugars (g)'), n(row, 'Carbohydrates (g)')];
        const fibre = n(row, 'Fiber (g)');
        if (carbohydrates - sugars < 15 || sugars <= fibre + 1 || fibre === 0 || n(row, energy) > 6 * carbohydrates)
          return undefined;
        return { row: { ...row, 'Sugars (g)': carbohydrates, 'Carbohydrates (g)': sugars } };
      },
    },
    wrongCell({ kind: 'fibre-tenfold', column: 'Fiber (g)', expects: ['F10', 'F10b'], share: 0.006 }, (row) => {
      const tenfold = fixed(n(row, 'Fiber (g)') * 10, 1);
      // Little enough that the energy still fits one convention: only the parts contradict the whole.
      return tenfold > n(row, 'Carbohydrates (g)') + 1 && tenfold < 60 ? tenfold : undefined;
    }),
    wrongCell({ kind: 'negative-amount', column: 'Sodium (mg)', expects: ['D1', 'F1'], share: 0.004 }, (row) =>
      n(row, 'Sodium (mg)') > 0 ? -n(row, 'Sodium (mg)') : undefined,
    ),
    ...missingCell(['Cholesterol (mg)', 'Meal_Type'], 0.012),
    untypable(energy, 'about 200', 0.004),
    {
      // Energy from alcohol stands in no column: the value is right, and the rule cannot know it.
      kind: 'alcohol-without-column',
      column: energy,
      expects: [],
      share: 0.006,
      change(row) {
        if (!String(row.Category).startsWith('Beverage')) return undefined;
        const mixed = { Food_Item: `Spirit with ${row.Food_Item}`, Category: 'Beverage/Alcohol' };
        return { row: { ...row, ...mixed, [energy]: n(row, energy) + 98 } };
      },
    },
    wrongCell({ kind: 'sodium-in-grams', column: 'Sodium (mg)', expects: [], share: 0.006 }, (row) =>
      n(row, 'Sodium (mg)') >= 200 ? fixed(n(row, 'Sodium (mg)') / 1_000, 2) : undefined,
    ),
  ],
};
