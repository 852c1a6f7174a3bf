/** Who the made-up people are, and what a consultation found of them. */
import { type Dataset, exactDuplicate, missingCell, type Row, untypable, wrongCell } from '../dataset.ts';
import { type Person, personAt } from '../people.ts';
import { fixed, type Random, randomFor, within } from '../random.ts';

const n = (row: Row, column: string): number => Number(row[column]);
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const diets = ['none', 'none', 'vegetarian', 'vegan', 'pescetarian', 'halal'] as const;
const allergens = ['none', 'none', 'none', 'peanuts', 'gluten', 'milk|eggs'] as const;

function profileOf(seed: number, person: Person): Row {
  const random = randomFor(seed, 'profile', person.index);
  const change = { lose_weight: -0.08, gain_muscle: 0.04, maintain: 0, improve_sleep: 0 }[person.goal];
  return {
    person_id: person.id,
    given_name: person.givenName,
    family_name: person.familyName,
    email: `${plain(person.givenName)}.${plain(person.familyName)}.${person.index + 1}@example.org`,
    birth_date: `${person.birthYear}-${String(random.int(1, 9)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`,
    sex: person.sex,
    height_cm: person.heightCm,
    weight_kg: person.weightKg,
    target_weight_kg: fixed(person.weightKg * (1 + change), 1),
    goal: person.goal,
    plan: random.pick(['free', 'free', 'premium', 'premium_plus', 'b2b']),
    activity_level: person.activity,
    diets: random.pick(diets),
    allergies: random.pick(allergens),
    country: random.pick(['FR', 'FR', 'CH', 'IT', 'DE']),
  };
}

export const sampleProfile: Dataset = {
  source: 'sample-profile',
  format: 'csv',
  header: [
    'person_id',
    'given_name',
    'family_name',
    'email',
    'birth_date',
    'sex',
    'height_cm',
    'weight_kg',
    'target_weight_kg',
    'goal',
    'plan',
    'activity_level',
    'diets',
    'allergies',
    'country',
  ],
  bundled: 40,
  *rows(seed, count) {
    for (let index = 0; index < count; index++) yield profileOf(seed, personAt(seed, index));
  },
  anomalies: [
    ...missingCell(['email', 'goal'], 0.05),
    untypable('birth_date', '1990-02-30', 0.02),
    wrongCell({ kind: 'metres-for-centimetres', column: 'height_cm', expects: ['D1'], share: 0.025 }, (row) =>
      fixed(n(row, 'height_cm') / 100, 2),
    ),
    wrongCell({ kind: 'pounds-for-kilograms', column: 'target_weight_kg', expects: [], share: 0.025 }, (row) =>
      fixed(n(row, 'target_weight_kg') / 0.45359237, 1),
    ),
  ],
};

type Disease = 'Obesity' | 'Diabetes' | 'Hypertension';

/** The condition fits the body, and the values fit the condition. */
function assessmentOf(seed: number, person: Person): Row {
  const random = randomFor(seed, 'assessment', person.index);
  const bmi = person.weightKg / (person.heightCm / 100) ** 2;
  const disease: Disease = bmi >= 30.2 ? 'Obesity' : random.pick(['Diabetes', 'Hypertension'] as const);
  const measured = (mean: number, deviation: number, min: number, max: number): number =>
    Math.round(within(random.normal(mean, deviation), min, max));
  const hours = { Sedentary: [0.2, 3], Moderate: [2, 6], Active: [4, 11] }[person.activity] as [number, number];
  return {
    Patient_ID: person.id,
    Age: person.age,
    Gender: person.sex,
    Weight_kg: person.weightKg,
    Height_cm: person.heightCm,
    BMI: fixed(bmi, 1),
    Disease_Type: disease,
    Severity: random.pick(['Mild', 'Moderate', 'Severe']),
    Physical_Activity_Level: person.activity,
    Daily_Caloric_Intake: measured(2_150, 350, 1_300, 3_600),
    'Cholesterol_mg/dL': measured(198, 24, 130, 290),
    Blood_Pressure_mmHg: disease === 'Hypertension' ? measured(153, 8, 141, 185) : measured(122, 8, 100, 138),
    'Glucose_mg/dL': disease === 'Diabetes' ? measured(152, 18, 127, 240) : measured(92, 8, 72, 118),
    Dietary_Restrictions: random.pick(['None', 'Low_Sodium', 'Low_Sugar']),
    Allergies: random.pick(['None', 'None', 'Peanuts', 'Gluten']),
    Preferred_Cuisine: random.pick(['Italian', 'French', 'Indian', 'Mexican', 'Chinese']),
    Weekly_Exercise_Hours: fixed(hours[0] + random.next() * (hours[1] - hours[0]), 1),
    Adherence_to_Diet_Plan: measured(78, 10, 45, 100),
    Dietary_Nutrient_Imbalance_Score: fixed(within(random.normal(2.2, 0.9), 0, 5), 1),
    Diet_Recommendation: { Obesity: 'Balanced', Diabetes: 'Low_Carb', Hypertension: 'Low_Sodium' }[disease],
  };
}

const setTo =
  (values: Row, fits: (row: Row) => boolean = () => true) =>
  (row: Row, _: Random): { row: Row } | undefined =>
    fits(row) ? { row: { ...row, ...values } } : undefined;

export const sampleAssessment: Dataset = {
  source: 'sample-assessment',
  format: 'csv',
  header: [
    'Patient_ID',
    'Age',
    'Gender',
    'Weight_kg',
    'Height_cm',
    'BMI',
    'Disease_Type',
    'Severity',
    'Physical_Activity_Level',
    'Daily_Caloric_Intake',
    'Cholesterol_mg/dL',
    'Blood_Pressure_mmHg',
    'Glucose_mg/dL',
    'Dietary_Restrictions',
    'Allergies',
    'Preferred_Cuisine',
    'Weekly_Exercise_Hours',
    'Adherence_to_Diet_Plan',
    'Dietary_Nutrient_Imbalance_Score',
    'Diet_Recommendation',
  ],
  bundled: 40,
  *rows(seed, count) {
    for (let index = 0; index < count; index++) yield assessmentOf(seed, personAt(seed, index));
  },
  anomalies: [
    exactDuplicate('Patient_ID', 0.025),
    {
      kind: 'severity-without-disease',
      column: 'Severity',
      expects: ['U14'],
      share: 0.04,
      change: setTo({ Disease_Type: 'None' }),
    },
    wrongCell({ kind: 'stated-bmi-wrong', column: 'BMI', expects: ['U6'], share: 0.025 }, (row) =>
      fixed(n(row, 'BMI') - 3, 1),
    ),
    {
      kind: 'weight-and-height-swapped',
      column: 'Weight_kg',
      // The stated BMI stays plausible: only the comparison shows it.
      expects: ['U6'],
      share: 0.025,
      change: (row) =>
        n(row, 'Weight_kg') > 60
          ? { row: { ...row, Weight_kg: row.Height_cm!, Height_cm: Math.round(n(row, 'Weight_kg')) } }
          : undefined,
    },
    {
      kind: 'disease-without-its-value',
      column: 'Disease_Type',
      expects: ['U13'],
      share: 0.05,
      change: setTo({ 'Glucose_mg/dL': 84 }, (row) => row.Disease_Type === 'Diabetes'),
    },
    wrongCell(
      { kind: 'activity-contradicts-hours', column: 'Physical_Activity_Level', expects: ['U19'], share: 0.025 },
      (row) => (n(row, 'Weekly_Exercise_Hours') >= 7 ? 'Sedentary' : undefined),
    ),
    wrongCell({ kind: 'body-of-nobody', column: 'BMI', expects: ['U7', 'U6'], share: 0.02 }, () => 78.4),
    ...missingCell(['Glucose_mg/dL'], 0.025),
    wrongCell({ kind: 'glucose-in-millimoles', column: 'Glucose_mg/dL', expects: [], share: 0.025 }, (row) =>
      row.Disease_Type === 'Diabetes' ? undefined : fixed(n(row, 'Glucose_mg/dL') / 18.016, 1),
    ),
  ],
};
