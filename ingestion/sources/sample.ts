/**
 * The bundled sources: made-up foods, exercises and people in the shapes of the real ones, with anomalies put in on purpose.
 * They share the columns of the sources that they are shaped like, and one set of person ids, so people link across them.
 */
import { localised } from '../../domain/language.ts';
import type { ColumnMapping, SourceDefinition } from '../../domain/source/definition.ts';
import { ciqual } from './ciqual.ts';
import { dailyFood } from './daily-food.ts';
import { dietRecommendations } from './diet-recommendations.ts';
import { exerciseDb } from './exercises.ts';
import { fitnessTracker } from './fitness-tracker.ts';
import { gymMembersSynthetic } from './gym-members.ts';
import { trackerSleep, trackerWeight } from './tracker.ts';

const made = {
  version: 1,
  licence: {
    name: 'CC0-1.0',
    redistributable: true,
    verifiedBy: null,
    note: 'Made by the generator of this product: no content of anybody else, and nobody that exists.',
  },
  legalBasis: 'synthetic',
  cadence: null,
  delivers: 'snapshot',
  onMissing: 'keep',
  timeZone: 'Europe/Paris',
} as const;

const person = { field: 'person_key', namespace: 'sample' } as const;

/** Of the French table, what the generator writes. */
const composition = new Set([
  ...['group_code', 'group_name', 'external_code', 'name', 'energy_kj', 'energy_kcal', 'water_g', 'protein_g'],
  ...[
    'carbohydrate_g',
    'fat_g',
    'sugars_g',
    'fructose_g',
    'glucose_g',
    'lactose_g',
    'sucrose_g',
    'starch_g',
    'fibre_g',
  ],
  ...['ash_g', 'saturated_fat_g', 'cholesterol_mg', 'salt_g', 'calcium_mg', 'iron_mg', 'magnesium_mg', 'potassium_mg'],
  ...['sodium_mg', 'vitamin_c_mg', 'vitamin_b12_ug'],
]);

/** An empty list is stated by the word: nobody was not asked. */
const listOf = (column: string, field: string): ColumnMapping => ({
  column,
  field,
  separator: '|',
  map: { none: null },
});

export const sampleSources: readonly SourceDefinition[] = [
  {
    ...dailyFood,
    ...made,
    name: 'sample-food',
    title: localised('Exemple : aliments', 'Sample: foods', 'Beispiel: Lebensmittel', 'Esempio: alimenti'),
    justification:
      'Shows from the first minute how foods per portion are judged: energies, swapped columns, commas without quotes. Trusted up to warnings: no person is concerned.',
  },
  {
    ...ciqual,
    ...made,
    name: 'sample-food-composition',
    title: localised(
      'Exemple : composition des aliments',
      'Sample: food composition',
      'Beispiel: Lebensmittelzusammensetzung',
      'Esempio: composizione degli alimenti',
    ),
    columns: ciqual.columns.filter(({ field }) => field !== null && composition.has(field)),
    justification:
      'A spreadsheet with French conventions: decimal commas, traces, limits of detection. Trusted up to warnings: no person is concerned.',
  },
  {
    ...exerciseDb,
    ...made,
    name: 'sample-exercise',
    title: localised('Exemple : exercices', 'Sample: exercises', 'Beispiel: Übungen', 'Esempio: esercizi'),
    columns: [
      ...exerciseDb.columns.filter(({ field }) => field !== 'media_urls'),
      { column: 'level', field: 'level' },
      { column: 'category', field: 'category' },
    ],
    justification:
      'Exercises with muscles, steps and a level of difficulty, which the open catalogue of the same shape lacks. Trusted up to warnings: no person is concerned.',
  },
  {
    ...made,
    name: 'sample-profile',
    recordType: 'user_profile',
    title: localised('Exemple : profils', 'Sample: profiles', 'Beispiel: Profile', 'Esempio: profili'),
    format: 'csv',
    dialect: {},
    columns: [
      { column: 'person_id', field: 'person_key' },
      { column: 'given_name', field: 'given_name' },
      { column: 'family_name', field: 'family_name' },
      { column: 'email', field: 'email' },
      { column: 'birth_date', field: 'birth_date' },
      { column: 'sex', field: 'sex' },
      { column: 'height_cm', field: 'height_m', unit: 'cm' },
      { column: 'weight_kg', field: 'weight_kg' },
      { column: 'target_weight_kg', field: 'target_weight_kg' },
      { column: 'goal', field: 'goal' },
      { column: 'plan', field: 'plan' },
      { column: 'activity_level', field: 'activity_level' },
      listOf('diets', 'diets'),
      listOf('allergies', 'allergies'),
      { column: 'country', field: 'country' },
    ],
    constants: {},
    repairs: [],
    naturalKey: ['person_key'],
    person,
    trust: 'clean',
    traits: {},
    justification:
      'The people whom the other files are about, with aims and subscriptions: what an application would send. Only clean rows pass alone.',
  },
  {
    ...dietRecommendations,
    ...made,
    name: 'sample-assessment',
    title: localised('Exemple : bilans', 'Sample: assessments', 'Beispiel: Befunde', 'Esempio: valutazioni'),
    person: { field: 'patient_id', namespace: 'sample' },
    justification:
      'Diet consultations of the same people, with values that fit their condition but where they were made not to. Only clean rows pass alone.',
  },
  {
    ...gymMembersSynthetic,
    ...made,
    name: 'sample-session',
    title: localised('Exemple : séances', 'Sample: sessions', 'Beispiel: Einheiten', 'Esempio: sessioni'),
    columns: [
      { column: 'Person_ID', field: 'person_key' },
      { column: 'Started_At', field: 'started_at' },
      ...gymMembersSynthetic.columns,
    ],
    naturalKey: ['person_key', 'started_at'],
    person,
    justification:
      'Training sessions of the same people, with their time, so that sessions, days and weights can be seen together. Only clean rows pass alone.',
  },
  {
    ...fitnessTracker,
    ...made,
    name: 'sample-activity',
    title: localised('Exemple : journées', 'Sample: days', 'Beispiel: Tage', 'Esempio: giornate'),
    person,
    justification:
      'Two weeks of days of the same people, as a tracker counts them. Only clean rows pass alone; days stated twice wait for a person.',
  },
  {
    ...trackerSleep,
    ...made,
    name: 'sample-sleep',
    title: localised('Exemple : sommeil', 'Sample: sleep', 'Beispiel: Schlaf', 'Esempio: sonno'),
    person,
    justification: 'The nights of the same two weeks, with dates as Americans write them. Only clean rows pass alone.',
  },
  {
    ...trackerWeight,
    ...made,
    name: 'sample-weight',
    title: localised('Exemple : poids', 'Sample: weight', 'Beispiel: Gewicht', 'Esempio: peso'),
    person,
    justification: 'Weighings of the same two weeks, every fourth day. Only clean rows pass alone.',
  },
];
