/**
 * What proposals for renamed columns are worth, measured on the real files: three columns at a time get other names, and the
 * proposals are counted right, wrong or left out. The thresholds in `propose-mapping.ts` rest on these figures.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { contracts } from '../../domain/contracts/index.ts';
import { languages } from '../../domain/language.ts';
import type { RawCell, Values } from '../../domain/record/events.ts';
import { applyMapping } from '../../domain/source/apply-mapping.ts';
import type { ColumnMapping, SourceDefinition } from '../../domain/source/definition.ts';
import { firstNameOf, namesOf } from '../../domain/source/header.ts';
import { compileMapping } from '../../domain/source/mapping.ts';
import { parseDefinition } from '../../domain/source/parse-definition.ts';
import { type MappingQuestion, type ProposedColumn, proposeMapping } from '../../domain/source/propose-mapping.ts';
import { converter, convertible, unitNames } from '../../domain/source/units.ts';
import { allRows, bytesIn, file, rowsOnly } from '../../test/reading.ts';
import { realDataPresent, realFile } from '../../test/real-data.ts';
import { openCsv } from '../readers/csv.ts';
import { openJson } from '../readers/json.ts';
import type { OpenedFile } from '../readers/reader.ts';
import { openXlsx } from '../readers/xlsx.ts';
import { source } from './index.ts';

const files: readonly [name: string, open: () => Promise<OpenedFile>][] = [
  ['daily-food', () => openCsv({}, file(bytesIn(realFile('daily_food/daily_food_nutrition_dataset.csv'))))],
  [
    'diet-recommendations',
    () => openCsv({}, file(bytesIn(realFile('diet_recommendations/diet_recommendations_dataset.csv')))),
  ],
  ['gym-members', () => openCsv({}, file(bytesIn(realFile('gym_members/gym_members_exercise_tracking.csv'))))],
  ['fitness-tracker', () => openCsv({}, file(bytesIn(realFile('fitness_tracker/fitness_tracker_dataset.csv'))))],
  ['exercisedb', () => openJson({}, file(bytesIn(realFile('exercisedb/exercisedb_v1_exercises.json'))))],
  ['free-exercise-db', () => openJson({}, file(bytesIn(realFile('free_exercise_db/exercises.json'))))],
  ['ciqual', () => openXlsx({ sheet: 1 }, file(bytesIn(realFile('ciqual/table_ciqual_2025_fr_2025_11_03.xlsx'))))],
];

/** Names that a next delivery could bear: what other exports call the same, not what the contract's labels say. */
const otherNames: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'daily-food': {
    Food_Item: ['Food name', 'Aliment', 'Item'],
    Category: ['Catégorie', 'Food category', 'Kategorie'],
    'Calories (kcal)': ['Energy (kcal)', 'Kalorien', 'kcal', 'Énergie'],
    'Protein (g)': ['Protéines (g)', 'Proteins', 'prot_g', 'Eiweiß (g)'],
    'Carbohydrates (g)': ['Carbs (g)', 'Glucides (g)', 'Total carbohydrate', 'Kohlenhydrate'],
    'Fat (g)': ['Total Fat (g)', 'Lipides (g)', 'Fett', 'Fats'],
    'Fiber (g)': ['Fibres (g)', 'Dietary Fiber', 'Ballaststoffe'],
    'Sugars (g)': ['Sugar', 'Sucres (g)', 'Zucker (g)', 'Total sugars (g)'],
    'Sodium (mg)': ['Na (mg)', 'Natrium (mg)', 'sodium_content_mg'],
    'Cholesterol (mg)': ['Chol (mg)', 'Cholestérol', 'cholesterin_mg'],
    Meal_Type: ['Meal', 'Repas', 'Type of meal', 'Mahlzeit'],
    'Water_Intake (ml)': ['Water (ml)', 'Eau bue (ml)', 'Drink_ml'],
  },
  'gym-members': {
    Age: ['Age (years)', 'Âge', 'Alter'],
    Gender: ['Sexe', 'Geschlecht'],
    'Weight (kg)': ['Poids (kg)', 'Body_Weight_kg', 'Gewicht in kg', 'wgt'],
    'Height (m)': ['Taille (m)', 'Größe', 'hgt_m'],
    Max_BPM: ['Maximum BPM', 'Max heart rate', 'FC max', 'HR_max'],
    Avg_BPM: ['Average BPM', 'Mean_BPM', 'Average heart rate'],
    Resting_BPM: ['Rest BPM', 'Resting heart rate', 'Ruhepuls'],
    'Session_Duration (hours)': ['Duration (h)', 'Session length (h)', 'Durée (h)', 'Dauer_h'],
    Calories_Burned: ['Burned calories', 'Energy burned', 'Calories'],
    Workout_Type: ['Type of workout', 'Workout', "Type d'entraînement", 'Trainingsart'],
    Fat_Percentage: ['Body fat (%)', 'Fat %', 'Masse grasse (%)', 'Body_Fat_Pct'],
    'Water_Intake (liters)': ['Water (l)', 'Eau bue (l)', 'Water intake'],
    'Workout_Frequency (days/week)': ['Workout frequency', 'Sessions per week', 'Frequency (days/week)'],
    Experience_Level: ['Experience', 'Level of experience', "Niveau d'expérience"],
    BMI: ['IMC', 'BMI (kg/m2)', 'Body mass index'],
  },
  'fitness-tracker': {
    user_id: ['User', 'userId', 'person_id'],
    date: ['Day', 'ActivityDate', 'Datum', 'Jour'],
    steps: ['StepCount', 'Total steps', 'Schritte', 'Pas'],
    calories_burned: ['Calories', 'caloriesOut', 'Energy burned (kcal)'],
    distance_km: ['Distance', 'Distance (km)', 'Strecke_km', 'TotalDistance'],
    active_minutes: ['Active min', 'Minutes active', 'activeMinutes', 'Minutes actives'],
    sleep_hours: ['Sleep (h)', 'Hours of sleep', 'Sommeil (h)', 'SleepDuration_h'],
    heart_rate_avg: ['avg_hr', 'Average heart rate', 'HeartRate'],
    workout_type: ['Workout', 'WorkoutType', 'activity_type'],
    weather_conditions: ['Weather', 'Wetter', 'Météo'],
    location: ['Place', 'Lieu', 'loc'],
    mood: ['Humeur', 'Mood_Label', 'Stimmung'],
  },
  'free-exercise-db': {
    id: ['exercise_id', 'identifier', 'uid'],
    name: ['exercise_name', 'title', 'Nom'],
    force: ['force_type', 'Type de force'],
    level: ['difficulty', 'Niveau', 'level_name'],
    mechanic: ['mechanics', 'Mécanique'],
    equipment: ['equipments', 'Matériel', 'gear'],
    primaryMuscles: ['primary_muscles', 'target muscles', 'musclesPrimary'],
    secondaryMuscles: ['secondary_muscles', 'synergists', 'musclesSecondary'],
    instructions: ['steps', 'Consignes', 'instruction'],
    category: ['categories', 'Catégorie'],
    images: ['image_urls', 'Médias', 'pictures'],
  },
};

interface Sampled {
  readonly definition: SourceDefinition;
  readonly columns: readonly {
    readonly mapping: ColumnMapping;
    readonly index: number;
    readonly cells: readonly RawCell[];
  }[];
  readonly known: readonly (Values | undefined)[];
}

/** About a hundred rows, spread over the file; known is what the last row of the same key says. */
async function sampled(name: string, opened: OpenedFile): Promise<Sampled> {
  const definition = source(name)!;
  const rows = rowsOnly(await allRows(opened)).filter(({ cells }) => cells.length <= opened.header.length);
  const compiled = compileMapping(definition, contracts[definition.recordType], opened.header);
  if (compiled.kind === 'header-mismatch') throw new Error(compiled.message);
  const typed = rows.flatMap(({ cells }) => {
    const row = compiled.row(cells);
    return row.kind === 'typed' ? [{ cells, row }] : [];
  });
  const last = new Map(typed.map(({ row }) => [row.key, row.values]));
  const sample = typed.filter((_, i) => i % Math.ceil(typed.length / 100) === 0);
  const columns = definition.columns.map((mapping) => {
    const index = compiled.columns.findIndex(({ field }) => field === mapping.field);
    return { mapping, index, cells: sample.map(({ cells }) => cells[index] ?? null) };
  });
  const known = sample.map(({ row }) => (row.key === undefined ? row.values : last.get(row.key)));
  return { definition, columns, known };
}

type Rename = (sample: Sampled, column: ColumnMapping, turn: number) => string;

const bracketed = /^(.*?)\s*(\([^()]*\))?$/u;
const partsOf = (name: string): readonly [words: string, unit: string] => {
  const [, words = name, unit = ''] = bracketed.exec(name) ?? [];
  return [words, unit];
};
const wordsOf = (name: string): string[] =>
  name.split(/[\s_]/u.test(name) ? /[\s_]+/u : /(?<=\p{Ll})(?=\p{Lu})/u).filter((word) => word !== '');
const labelOf = ({ definition }: Sampled, column: ColumnMapping, turn: number): string => {
  const labels = contracts[definition.recordType].fields[column.field ?? '']?.labels;
  return labels === undefined ? '' : labels[languages[turn % languages.length]!];
};

/** Ways in which a column gets another name that still says what it is. */
const plausible: Readonly<Record<string, Rename>> = {
  'as other exports call it': ({ definition }, column, turn) => {
    const names = otherNames[definition.name]?.[firstNameOf(column)] ?? [];
    return names[turn % names.length] ?? `New_${firstNameOf(column)}`;
  },
  'in another language': labelOf,
  abbreviated: (_, column) => {
    const [words, unit] = partsOf(firstNameOf(column));
    return `${words.replace(/\p{L}{6,}/gu, (word) => word.slice(0, 4))}. ${unit}`;
  },
  'in other case and spacing': (_, column) => {
    const [words, unit] = partsOf(firstNameOf(column));
    return `${wordsOf(words).join('-').toUpperCase()}${unit} `;
  },
  'with its unit moved, or its words': (_, column) => {
    const [words, unit] = partsOf(firstNameOf(column));
    return unit === '' ? wordsOf(words).reverse().join(' ') : `${words}, ${unit.slice(1, -1)}`;
  },
  misspelt: (_, column) =>
    firstNameOf(column).replace(/\p{L}{5,}/u, (word) => `${word.slice(0, 2)}${word[3]}${word[2]}${word.slice(4)}`),
  'of another year': (_, column, turn) => `${firstNameOf(column)} ${2020 + (turn % 7)}`,
};
const meaningless: Rename = ({ columns }, column, turn) =>
  `col_${turn + columns.findIndex(({ mapping }) => mapping === column)}`;

/** Every three columns of a source of up to twenty; of a larger one, three neighbours and three far apart from each place. */
function* threes(width: number): Generator<readonly number[]> {
  for (let a = 0; a < width; a++) {
    if (width > 20) {
      yield [a, (a + 1) % width, (a + 2) % width];
      yield [a, (a + 7) % width, (a + 31) % width];
    } else for (let b = a + 1; b < width; b++) for (let c = b + 1; c < width; c++) yield [a, b, c];
  }
}

function question(
  sample: Sampled,
  absent: readonly number[],
  unknown: readonly { readonly place: number; readonly name: string; readonly cells?: readonly RawCell[] }[],
  known: MappingQuestion['known'],
): MappingQuestion {
  return {
    contract: contracts[sample.definition.recordType],
    definition: sample.definition,
    absent: absent.map((place) => sample.columns[place]!.mapping),
    unknown: unknown.map(({ place, name, cells }) => {
      const column = sample.columns[place]!;
      return { index: column.index, name, cells: cells ?? column.cells };
    }),
    known,
  };
}

const nothingKnown: MappingQuestion['known'] = [];
const nameOf = (sample: Sampled, place: number): string => firstNameOf(sample.columns[place]!.mapping);

/** A unit is said although it is the column's own where the new name states another. */
const inItsOwnUnit = (sample: Sampled, place: number, { unit }: ProposedColumn): boolean =>
  unit === undefined || unit === unitOf(sample, place);
function unitOf({ definition, columns }: Sampled, place: number): string | undefined {
  const { field, unit } = columns[place]!.mapping;
  const known = contracts[definition.recordType].fields[field ?? ''];
  return unit ?? (known !== undefined && 'unit' in known ? known.unit : undefined);
}

interface Tally {
  right: number;
  readonly wrong: string[];
  readonly leftOut: string[];
}

/** Renames three columns at a time, each three in one of the ways, and counts what is proposed for each of them. */
function measure(sample: Sampled, renames: readonly Rename[], known: MappingQuestion['known']): Tally {
  const tally: Tally = { right: 0, wrong: [], leftOut: [] };
  let turn = 0;
  for (const three of threes(sample.columns.length)) {
    const rename = renames[turn++ % renames.length]!;
    const renamed = three.map((place) => ({ place, name: rename(sample, sample.columns[place]!.mapping, turn) }));
    if (new Set(renamed.map(({ name }) => name)).size < renamed.length) continue;
    const proposals = proposeMapping(question(sample, three, renamed, known));
    for (const { place, name } of renamed) {
      const column = nameOf(sample, place);
      const proposal = proposals.find((one) => one.column === column);
      if (proposal === undefined) tally.leftOut.push(column);
      else if (proposal.to === name && inItsOwnUnit(sample, place, proposal)) tally.right++;
      else tally.wrong.push(`${column} from ${proposal.to}, not from ${name}`);
    }
  }
  return tally;
}

/** Columns with values that prove nothing in this sample: all the same, nearly none given, or nearly all zero. */
const silent: Readonly<Record<string, readonly string[]>> = {
  'fitness-tracker': ['date'],
  ciqual: [
    'Galactose (g 100 g)',
    'Alcool (éthanol) (g 100 g)',
    'Vitamine D2 (ergocalciférol) (µg 100 g)',
    'Vitamine K2 (µg 100 g)',
    'Acide folique (enrichissement) (µg 100 g)',
  ],
};

describe.skipIf(!realDataPresent)('three columns renamed in the real file of', () => {
  const samples = new Map<string, Sampled>();
  beforeAll(async () => {
    for (const [name, open] of files) samples.set(name, await sampled(name, await open()));
  });
  const names = files.map(([name]) => name);

  test.each(names)(
    '%s, with known values: all that tell are found, whatever they are called, and none is wrong',
    (name) => {
      const sample = samples.get(name)!;
      /** Each is called what another of the three is. */
      const misleading: Rename = (of, column, turn) => {
        const place = of.columns.findIndex(({ mapping }) => mapping === column);
        return labelOf(of, of.columns[(place + 1) % of.columns.length]!.mapping, turn);
      };
      const named = measure(sample, Object.values(plausible), sample.known);
      const nameless = measure(sample, [meaningless], sample.known);
      const misnamed = measure(sample, [misleading], sample.known);
      for (const { right, wrong, leftOut } of [named, nameless, misnamed]) {
        expect(wrong).toEqual([]);
        expect([...new Set(leftOut)].filter((column) => !(silent[name] ?? []).includes(column))).toEqual([]);
        expect(right).toBeGreaterThan(100);
      }
    },
  );
  /**
   * Per source, of names that other exports give the same columns and of the other ways to rename them: share of the columns
   * found, in percent. Of all that was proposed nothing was wrong.
   */
  const recall: Readonly<Record<string, readonly [asOthersCallIt: number, otherwise: number]>> = {
    'daily-food': [84, 100],
    'diet-recommendations': [100, 99],
    'gym-members': [89, 100],
    'fitness-tracker': [87, 100],
    exercisedb: [100, 100],
    'free-exercise-db': [76, 100],
    ciqual: [95, 100],
  };
  test.each(names)('%s, by name alone: none is wrong; how many are found', (name) => {
    const sample = samples.get(name)!;
    const { 'as other exports call it': others, ...otherwise } = plausible;
    const found = [[others!], Object.values(otherwise)].map((renames) => {
      const { right, wrong, leftOut } = measure(sample, renames, nothingKnown);
      expect(wrong).toEqual([]);
      return Math.round((100 * right) / (right + leftOut.length));
    });
    expect(found).toEqual(recall[name]);
  });

  /** One quantity by two methods, or one figure in two units: their values agree, and only people can tell them apart. */
  const twins = [
    ['energy_kj', 'energy_kj_jones'],
    ['energy_kcal', 'energy_kcal_jones'],
    ['protein_g', 'protein_n625_g'],
    ['folate_dfe_ug', 'folate_intrinsic_ug'],
  ];
  test.each(names)('%s: a column that is gone is not looked for in what others are renamed to', (name) => {
    const sample = samples.get(name)!;
    const places = [...sample.columns.keys()];
    for (const known of [sample.known, nothingKnown]) {
      // Of a wide table every fourth column: each of them is compared with all the others.
      for (const gone of places.filter((place) => places.length <= 20 || place % 4 === 1)) {
        const others = places.filter((place) => place !== gone);
        const renamed = others.map((place) => ({
          place,
          name: labelOf(sample, sample.columns[place]!.mapping, place),
        }));
        const proposals = proposeMapping(question(sample, [gone], renamed, known));
        const wrong = proposals.map(({ field, to }) => [field, renamed.find((one) => one.name === to)!.place] as const);
        for (const [field, place] of wrong) {
          const fields = [field, sample.columns[place]!.mapping.field].sort();
          expect(twins.map((pair) => [...pair].sort())).toContainEqual(fields);
        }
      }
    }
  });

  test.each(names)('%s: a column in another unit is proposed in that unit, by its values and by its name', (name) => {
    const sample = samples.get(name)!;
    let turned = 0;
    for (const [place, { mapping, cells }] of sample.columns.entries()) {
      const own = unitOf(sample, place);
      if (own === undefined || (silent[name] ?? []).includes(firstNameOf(mapping))) continue;
      for (const unit of unitNames.filter((one) => one !== own && convertible(one, own))) {
        const turn = converter(own, unit)!;
        const inUnit = cells.map((cell) => inOther(cell, mapping, turn));
        const renamed = [{ place, name: 'col_1', cells: inUnit }];
        const [proposal] = proposeMapping(question(sample, [place], renamed, sample.known));
        expect([mapping.field, unit, proposal]).toEqual([
          mapping.field,
          unit,
          expect.objectContaining({ to: 'col_1', unit, by: ['values', 'unit'] }),
        ]);
        turned++;
      }
    }
    if (['daily-food', 'gym-members', 'ciqual', 'fitness-tracker'].includes(name)) expect(turned).toBeGreaterThan(8);
  });
});

const cases = fileURLToPath(new URL('../../../shared/cases/readers/', import.meta.url));

/** The definition and the rows of a made-up file, with what is proposed for the names that its definition does not have. */
async function proposedFor(name: string, fileName = name) {
  const text = (ending: string): string => readFileSync(`${cases}${ending}`, 'utf8');
  const parsed = parseDefinition(JSON.parse(text(`${name}.source.json`)));
  if (parsed.kind === 'invalid-definition') throw new Error(parsed.message);
  const { definition } = parsed;
  const opened = await (definition.format === 'json'
    ? openJson({}, file(text(`${fileName}.json`)))
    : openCsv({}, file(text(`${fileName}.csv`))));
  const rows = rowsOnly(await allRows(opened)).map(({ cells }) => cells);
  const { header } = opened;
  const absent = definition.columns.filter((mapping) => !namesOf(mapping).some((one) => header.includes(one)));
  const unknown = header
    .map((column, index) => ({ index, name: column, cells: rows.map((cells) => cells[index] ?? null) }))
    .filter((column) => !definition.columns.some((mapping) => namesOf(mapping).includes(column.name)));
  const contract = contracts[definition.recordType];
  return {
    definition,
    contract,
    header,
    rows,
    ask: (known: MappingQuestion['known']) => proposeMapping({ contract, definition, absent, unknown, known }),
  };
}

describe.skipIf(!existsSync(cases))('the made-up file', () => {
  test('of kilocalories that came as kilojoules next: proposed in kJ, and read so once that is applied', async () => {
    const { definition, contract, header, rows, ask } = await proposedFor('renamed-column', 'renamed-column-2');
    const proposals = ask([{ energy_kcal: 64 }, { energy_kcal: 250 }]);
    expect(proposals).toMatchObject([
      { column: 'Energy (kcal)', to: 'Energy (kJ)', unit: 'kj', by: ['name', 'unit'], agreeing: 2, compared: 2 },
    ]);
    const applied = applyMapping(definition, contract, proposals);
    if (applied.kind === 'invalid-definition') throw new Error(applied.message);
    const mapping = compileMapping(applied.definition, contract, header);
    if (mapping.kind === 'header-mismatch') throw new Error(mapping.message);
    expect(rows.map(mapping.row)).toMatchObject([
      { values: { name: 'Milk', energy_kcal: 64.0535372849 } },
      { values: { name: 'Bread', energy_kcal: 250 } },
    ]);
  });

  test.each([
    ['csv45-unit-switch-header', 'Energy (kcal)', 'Energy (kJ)', 'kj'],
    ['hdr06-regex-year', 'Protein 2023', 'Protein 2024', undefined],
    ['json-key-case', 'protein', 'Protein', undefined],
  ])('%s: %s is proposed from %s', async (name, column, to, unit) => {
    const { ask } = await proposedFor(name);
    expect(ask([]).map((one) => [one.column, one.to, one.unit])).toEqual([[column, to, unit]]);
  });

  test('csv43: sodium chloride is not proposed as salt by one row of a value, and nothing as sugar', async () => {
    const { ask } = await proposedFor('csv43-column-missing-quietly');
    expect(ask([])).toEqual([]);
    expect(ask([{ salt_g: 0.1, sugars_g: 4.9 }])).toEqual([]);
  });
});

/** The cell's number in another unit, to four digits, as somebody would publish it; what is no number stays. */
function inOther(cell: RawCell, { decimal = '.' }: ColumnMapping, turn: (n: number) => number): RawCell {
  const n = typeof cell === 'string' && cell.trim() !== '' ? Number(cell.replace(decimal, '.')) : cell;
  if (typeof n !== 'number' || Number.isNaN(n)) return cell;
  const turned = String(Number(turn(n).toPrecision(4)));
  return typeof cell === 'number' ? Number(turned) : turned.replace('.', decimal);
}
