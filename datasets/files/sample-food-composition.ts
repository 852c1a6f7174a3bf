/** A table of composition per 100 g with French conventions: decimal commas, `traces`, `< 0,2`, `-` for what is not known. */
import { type Dataset, missingCell, type Row, wrongCell } from '../dataset.ts';
import { fixed, type Random, randomFor } from '../random.ts';

/** Headers break their lines, as those of printed tables do. */
const column = {
  group: 'alim_grp_code',
  groupName: 'alim_grp_nom_fr',
  code: 'alim_code',
  name: 'alim_nom_fr',
  kj: 'Energie,\nRèglement\nUE N° 1169\n2011 (kJ\n100 g)',
  kcal: 'Energie,\nRèglement\nUE N° 1169\n2011 (kcal\n100 g)',
  water: 'Eau (g\n100 g)',
  protein: 'Protéines,\nN x\nfacteur de\nJones (g\n100 g)',
  carbohydrates: 'Glucides (g\n100 g)',
  fat: 'Lipides (g\n100 g)',
  sugars: 'Sucres (g\n100 g)',
  fructose: 'Fructose (g\n100 g)',
  glucose: 'Glucose (g\n100 g)',
  lactose: 'Lactose (g\n100 g)',
  sucrose: 'Saccharose\n(g 100 g)',
  starch: 'Amidon (g\n100 g)',
  fibre: 'Fibres\nalimentaires\n(g 100 g)',
  ash: 'Cendres (g\n100 g)',
  saturated: 'AG saturés\n(g 100 g)',
  cholesterol: 'Cholestérol\n(mg 100 g)',
  salt: 'Sel chlorure\nde sodium (g\n100 g)',
  calcium: 'Calcium (mg\n100 g)',
  iron: 'Fer (mg 100\ng)',
  magnesium: 'Magnésium\n(mg 100 g)',
  potassium: 'Potassium\n(mg 100 g)',
  sodium: 'Sodium (mg\n100 g)',
  vitaminC: 'Vitamine C\n(mg 100 g)',
  vitaminB12: 'Vitamine B12\n(µg 100 g)',
} as const;

/** The names of the columns, for the source's mapping and for tests. */
export const compositionColumns = column;

interface Base {
  readonly group: keyof typeof groups;
  readonly name: string;
  /** g per 100 g: protein, fructose, glucose, lactose, sucrose, starch, fibre, fat, saturated fat. */
  readonly grams: readonly [number, number, number, number, number, number, number, number, number];
  /** mg per 100 g: cholesterol, sodium, calcium, iron, magnesium, potassium, vitamin C; then µg of vitamin B12. */
  readonly small: readonly [number, number, number, number, number, number, number, number];
}

const groups = {
  '02': 'fruits, légumes, légumineuses et oléagineux',
  '03': 'produits céréaliers',
  '04': 'viandes, œufs, poissons et assimilés',
  '05': 'produits laitiers et assimilés',
} as const;

const base = (group: keyof typeof groups, name: string, grams: Base['grams'], small: Base['small']): Base => ({
  group,
  name,
  grams,
  small,
});

/** Magnitudes as any table shows them, rounded, written down for this generator. */
const bases: readonly Base[] = [
  base('02', 'Pomme', [0.3, 6, 2.4, 0, 2.1, 0.1, 2.3, 0.2, 0.1], [0, 1, 6, 0.1, 5, 110, 5, 0]),
  base('02', 'Poire', [0.4, 6.4, 2.8, 0, 0.8, 0, 3, 0.2, 0], [0, 1, 9, 0.2, 7, 120, 4, 0]),
  base('02', 'Carotte', [0.8, 0.6, 0.6, 0, 3.6, 0.3, 2.7, 0.2, 0], [0, 60, 32, 0.3, 11, 300, 6, 0]),
  base('02', 'Brocoli', [2.8, 0.7, 0.5, 0, 0.1, 0.1, 2.6, 0.4, 0.1], [0, 30, 45, 0.7, 20, 310, 80, 0]),
  base('02', 'Courgette', [1.2, 1, 0.8, 0, 0.1, 0.1, 1.1, 0.3, 0.1], [0, 6, 18, 0.4, 18, 260, 18, 0]),
  base('02', 'Tomate', [0.9, 1.4, 1.2, 0, 0, 0.1, 1.2, 0.2, 0], [0, 5, 9, 0.3, 10, 240, 15, 0]),
  base('02', 'Épinard', [2.7, 0.1, 0.1, 0, 0.1, 0.2, 2.3, 0.4, 0.1], [0, 75, 110, 2.6, 65, 500, 30, 0]),
  base('02', 'Pomme de terre', [2, 0.2, 0.3, 0, 0.3, 15, 2, 0.1, 0], [0, 5, 8, 0.6, 22, 410, 14, 0]),
  base('02', 'Lentille', [9, 0.1, 0.1, 0, 1.3, 15, 7.6, 0.5, 0.1], [0, 4, 22, 2.8, 33, 340, 1.4, 0]),
  base('02', 'Pois chiche', [8.4, 0.1, 0.1, 0, 2.1, 18, 7, 2.6, 0.3], [0, 8, 48, 2.4, 42, 260, 1.2, 0]),
  base('02', 'Haricot rouge', [8.6, 0.1, 0.1, 0, 1.2, 14, 7.4, 0.6, 0.1], [0, 3, 34, 2.3, 41, 370, 1, 0]),
  base('02', 'Amande', [21, 0.1, 0.1, 0, 4.3, 0.7, 11.8, 51, 4], [0, 2, 255, 3.6, 255, 690, 0, 0]),
  base('02', 'Noisette', [15, 0.1, 0.1, 0, 4.1, 0.5, 9.8, 60, 4.6], [0, 1, 120, 4, 160, 650, 5, 0]),
  base('03', 'Riz blanc', [2.6, 0, 0, 0, 0.1, 28, 0.5, 0.4, 0.1], [0, 3, 9, 0.2, 12, 30, 0, 0]),
  base('03', 'Riz complet', [2.8, 0, 0, 0, 0.4, 25, 1.9, 1, 0.2], [0, 4, 8, 0.5, 42, 80, 0, 0]),
  base('03', 'Pâtes', [5.4, 0.1, 0.1, 0, 0.4, 27, 1.8, 0.8, 0.2], [0, 3, 12, 0.5, 18, 40, 0, 0]),
  base('03', 'Semoule de blé', [5.2, 0.1, 0.1, 0, 0.3, 26, 1.9, 0.6, 0.1], [0, 4, 11, 0.5, 15, 55, 0, 0]),
  base('03', 'Quinoa', [4.6, 0.3, 0.4, 0, 0.9, 21, 3, 2, 0.3], [0, 6, 20, 1.6, 60, 180, 0, 0]),
  base('03', 'Flocons d’avoine', [12, 0.1, 0.2, 0, 0.9, 57, 10, 7, 1.3], [0, 5, 52, 4, 130, 370, 0, 0]),
  base('03', 'Pain complet', [9.4, 1.2, 0.9, 0.1, 0.4, 39, 7, 2.2, 0.5], [0, 520, 60, 2.3, 72, 240, 0, 0]),
  base('04', 'Filet de poulet', [28, 0, 0, 0, 0, 0.2, 0, 2.8, 0.8], [75, 62, 9, 0.5, 30, 330, 0, 0.3]),
  base('04', 'Filet de dinde', [27, 0, 0, 0, 0, 0.1, 0, 1.9, 0.6], [66, 60, 11, 0.6, 31, 340, 0, 0.9]),
  base('04', 'Bœuf', [26, 0, 0, 0, 0, 0.1, 0, 9.5, 3.9], [72, 65, 8, 2.6, 24, 340, 0, 2.2]),
  base('04', 'Filet de porc', [25, 0, 0, 0, 0, 0.2, 0, 6.2, 2.3], [69, 58, 9, 1, 27, 390, 0, 0.6]),
  base('04', 'Saumon', [21, 0, 0, 0, 0, 0, 0, 13, 2.6], [55, 55, 11, 0.4, 28, 370, 0, 4.2]),
  base('04', 'Cabillaud', [20, 0, 0, 0, 0, 0, 0, 0.8, 0.2], [52, 85, 15, 0.2, 30, 360, 0, 1.3]),
  base('04', 'Sardine', [23, 0, 0, 0, 0, 0, 0, 11, 3], [88, 130, 290, 1.8, 36, 400, 0, 9.5]),
  base('04', 'Œuf', [12.6, 0, 0.3, 0, 0, 0, 0, 10, 2.8], [380, 130, 55, 1.8, 11, 130, 0, 1.4]),
  base('05', 'Yaourt', [3.8, 0, 0.1, 4.3, 0.1, 0, 0, 2.9, 1.9], [11, 48, 130, 0, 12, 170, 0.5, 0.3]),
  base('05', 'Fromage blanc', [7.2, 0, 0.1, 3.6, 0, 0, 0, 3.1, 2], [12, 36, 115, 0.1, 10, 130, 0.4, 0.4]),
  base('05', 'Lait', [3.3, 0, 0, 4.8, 0, 0, 0, 1.6, 1], [6, 43, 118, 0, 11, 155, 0.5, 0.3]),
  base('05', 'Emmental', [28, 0, 0, 0.2, 0, 0, 0, 29, 18.6], [90, 210, 980, 0.2, 40, 100, 0, 2]),
];

/** How it is prepared; of water it loses or gains the share given. */
const preparations = [
  ['au naturel', 1],
  ['à la vapeur', 1],
  ['au four', 0.88],
  ['à la poêle', 0.85],
  ['en conserve', 1.03],
  ['en purée', 1.05],
  ['au bouillon', 1.04],
  ['en salade', 1.02],
  ['en terrine', 0.94],
] as const;

/** As the table writes numbers; amounts too small to be measured are traces, or below a limit. */
function written(value: number, decimals: number, random: Random): string {
  const rounded = fixed(value, decimals);
  if (rounded > 0 || value === 0) return String(rounded).replace('.', ',');
  return random.chance(0.5) ? 'traces' : `< ${String(5 / 10 ** (decimals + 1)).replace('.', ',')}`;
}

function foodAt(seed: number, index: number): Row {
  const random = randomFor(seed, 'composition', index);
  const from = bases[index % bases.length]!;
  const round = Math.floor(index / bases.length);
  const [preparation, watery] = preparations[round % preparations.length]!;
  const batch = Math.floor(round / preparations.length);
  const dry = (value: number): number => fixed((value / watery) * random.normal(1, 0.02), 2);
  const [protein, fructose, glucose, lactose, sucrose, starch, fibre, fat, saturated] = from.grams.map(dry) as [
    ...Base['grams'],
  ];
  // Sums are made of the rounded parts, so that no part is larger than its whole.
  const sugars = fixed(fructose + glucose + lactose + sucrose, 2);
  const carbohydrates = fixed(sugars + starch, 2);
  const sodium = Math.round(from.small[1] * random.normal(1, 0.05));
  const ash = fixed(0.5 + sodium / 400, 2);
  const solid = protein + carbohydrates + fibre + fat + ash;
  const mineral = (nth: 0 | 2 | 3 | 4 | 5 | 6 | 7, decimals: number): string =>
    written((from.small[nth] / watery) * random.normal(1, 0.04), decimals, random);
  const plain = (value: number): string => String(value).replace('.', ',');
  // Regulation (EU) 1169/2011, annex XIV.
  const kcal = 4 * protein + 4 * carbohydrates + 9 * fat + 2 * fibre;
  const kj = 17 * protein + 17 * carbohydrates + 37 * fat + 8 * fibre;
  return {
    [column.group]: from.group,
    [column.groupName]: groups[from.group],
    [column.code]: String(90_001 + index),
    [column.name]: `${from.name}, ${preparation}${batch > 0 ? `, lot ${batch + 1}` : ''}`,
    [column.kj]: plain(Math.round(kj)),
    [column.kcal]: plain(fixed(kcal, 1)),
    [column.water]: plain(fixed(Math.max(0, 100 - solid), 2)),
    [column.protein]: plain(protein),
    [column.carbohydrates]: plain(carbohydrates),
    [column.fat]: plain(fat),
    [column.sugars]: plain(sugars),
    [column.fructose]: plain(fructose),
    [column.glucose]: plain(glucose),
    [column.lactose]: plain(lactose),
    [column.sucrose]: plain(sucrose),
    [column.starch]: plain(starch),
    [column.fibre]: plain(fibre),
    [column.ash]: plain(ash),
    [column.saturated]: plain(Math.min(saturated, fat)),
    [column.cholesterol]: mineral(0, 0),
    [column.salt]: plain(fixed((sodium * 2.5) / 1_000, 3)),
    [column.calcium]: mineral(2, 0),
    [column.iron]: mineral(3, 1),
    [column.magnesium]: mineral(4, 0),
    [column.potassium]: mineral(5, 0),
    [column.sodium]: plain(sodium),
    [column.vitaminC]: mineral(6, 1),
    [column.vitaminB12]: mineral(7, 1),
  };
}

const n = (row: Row, name: string): number => Number(String(row[name]).replace(',', '.'));
const text = (value: number): string => String(value).replace('.', ',');

export const sampleFoodComposition: Dataset = {
  source: 'sample-food-composition',
  format: 'xlsx',
  header: Object.values(column),
  bundled: 280,
  *rows(seed, count) {
    for (let index = 0; index < count; index++) yield foodAt(seed, index);
  },
  anomalies: [
    ...missingCell([column.vitaminC, column.vitaminB12, column.magnesium, column.iron], 0.06, '-'),
    {
      kind: 'energies-swapped',
      column: column.kj,
      expects: ['F8', 'F5'],
      share: 0.008,
      change: (row) =>
        n(row, column.kcal) > 30 && n(row, column.kcal) < 200
          ? { row: { ...row, [column.kj]: row[column.kcal]!, [column.kcal]: row[column.kj]! } }
          : undefined,
    },
    wrongCell(
      { kind: 'decimal-comma-lost', column: column.protein, expects: ['F2', 'F3', 'F20', 'F5'], share: 0.008 },
      (row) => {
        const shifted = Math.round(n(row, column.protein) * 100);
        return n(row, column.protein) > 2 && n(row, column.protein) % 1 !== 0 ? text(shifted) : undefined;
      },
    ),
    wrongCell({ kind: 'water-of-another-food', column: column.water, expects: ['F20'], share: 0.008 }, (row) =>
      n(row, column.water) < 80 ? '92,4' : undefined,
    ),
    wrongCell({ kind: 'saturated-above-fat', column: column.saturated, expects: ['F9'], share: 0.008 }, (row) =>
      n(row, column.fat) > 0.5 ? text(fixed(n(row, column.fat) * 1.3, 2)) : undefined,
    ),
    wrongCell({ kind: 'sugar-above-sum', column: column.sucrose, expects: ['F9b'], share: 0.008 }, (row) =>
      n(row, column.sugars) > 2 ? text(fixed(n(row, column.sugars) + 1.1, 2)) : undefined,
    ),
    wrongCell({ kind: 'starch-above-carbohydrates', column: column.starch, expects: ['F9c'], share: 0.008 }, (row) =>
      n(row, column.starch) > 5 ? text(fixed(n(row, column.carbohydrates) + 2.3, 2)) : undefined,
    ),
    wrongCell({ kind: 'salt-of-sodium-in-grams', column: column.salt, expects: ['F11'], share: 0.01 }, (row) =>
      n(row, column.sodium) > 40 ? text(fixed(n(row, column.sodium) / 1_000, 3)) : undefined,
    ),
    wrongCell({ kind: 'energy-of-a-whole-pack', column: column.kj, expects: ['F4', 'F8'], share: 0.006 }, (row) =>
      n(row, column.kj) > 800 ? text(n(row, column.kj) * 5) : undefined,
    ),
    wrongCell({ kind: 'unit-of-a-trace-element', column: column.iron, expects: [], share: 0.008 }, (row) =>
      n(row, column.iron) >= 0.5 ? text(fixed(n(row, column.iron) * 1_000, 0)) : undefined,
    ),
  ],
};
