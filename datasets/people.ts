/**
 * Made-up people and their days: the same person, by the same id, in every file about people. Everything follows from the
 * seed and the person's number, so any file can be made alone, at any size.
 */
import { fixed, type Random, randomFor, within } from './random.ts';

export interface Person {
  readonly index: number;
  /** `P00001` … */
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly sex: 'Female' | 'Male';
  readonly birthYear: number;
  /** In the autumn of 2026. */
  readonly age: number;
  readonly heightCm: number;
  /** At the first day. */
  readonly weightKg: number;
  readonly goal: 'lose_weight' | 'gain_muscle' | 'maintain' | 'improve_sleep';
  readonly activity: 'Sedentary' | 'Moderate' | 'Active';
  readonly restingHeartRate: number;
  readonly experience: 1 | 2 | 3;
  readonly bodyFatPercent: number;
}

/** What one person did on one day; the files on activity, sleep, sessions and weight are views of it. */
export interface Day {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly steps: number;
  readonly distanceKm: number;
  readonly activeMinutes: number;
  readonly asleepMinutes: number;
  readonly inBedMinutes: number;
  readonly meanHeartRate: number;
  readonly energyKcal: number;
  readonly weightKg: number;
  readonly session?: Session;
}

export interface Session {
  /** Local time, `HH:MM` */
  readonly start: string;
  readonly type: 'Cardio' | 'HIIT' | 'Strength' | 'Yoga';
  readonly minutes: number;
  readonly energyKcal: number;
  readonly maxHeartRate: number;
  readonly averageHeartRate: number;
  readonly waterLitres: number;
}

export const daysInFile = 14;
/** A Monday. */
const firstDay = Date.UTC(2026, 9, 5);

const female = [
  'Aline',
  'Béatrice',
  'Chiara',
  'Delia',
  'Élodie',
  'Franziska',
  'Giulia',
  'Hanna',
  'Inès',
  'Jana',
  'Lea',
  'Maëlle',
];
const male = [
  'Aurel',
  'Bruno',
  'Cédric',
  'Dario',
  'Émile',
  'Fabio',
  'Gaël',
  'Henrik',
  'Ivo',
  'Jonas',
  'Luca',
  'Matteo',
];
const families = [
  ['Abeille', 'Berger', 'Colombo', 'Delacroix', 'Egger', 'Fontana', 'Girard', 'Huber', 'Imhof', 'Jolivet', 'Keller'],
  [
    'Lambert',
    'Moretti',
    'Noël',
    'Oberli',
    'Perrin',
    'Quadri',
    'Rossi',
    'Schäfer',
    'Thévenot',
    'Uhl',
    'Vasseur',
    'Zanetti',
  ],
].flat();

export function personAt(seed: number, index: number): Person {
  const random = randomFor(seed, 'person', index);
  const sex = random.chance(0.5) ? 'Female' : 'Male';
  const age = random.int(19, 72);
  const heightCm = Math.round(within(random.normal(sex === 'Male' ? 177 : 164, 7), 148, 202));
  const bmi = within(random.normal(25.5, 4), 18.6, 38);
  const activity = random.pick(['Sedentary', 'Moderate', 'Active'] as const);
  const fat = 1.2 * bmi + 0.23 * age - 5.4 - (sex === 'Male' ? 10.8 : 0);
  return {
    index,
    id: `P${String(index + 1).padStart(5, '0')}`,
    givenName: random.pick(sex === 'Female' ? female : male),
    familyName: random.pick(families),
    sex,
    birthYear: 2026 - age,
    age,
    heightCm,
    weightKg: fixed(bmi * (heightCm / 100) ** 2, 1),
    goal: bmi > 27 ? 'lose_weight' : random.pick(['gain_muscle', 'maintain', 'improve_sleep'] as const),
    activity,
    restingHeartRate: Math.round(within(random.normal(activity === 'Active' ? 56 : 66, 5), 46, 84)),
    experience: random.int(1, 3) as 1 | 2 | 3,
    bodyFatPercent: fixed(within(fat, 9, 46), 1),
  };
}

function dayAt(seed: number, person: Person, day: number): Day {
  const random = randomFor(seed, 'day', person.index, day);
  const session = random.chance({ Sedentary: 0.15, Moderate: 0.35, Active: 0.6 }[person.activity])
    ? sessionOf(person, random)
    : undefined;
  const usual = { Sedentary: 4_500, Moderate: 7_500, Active: 10_500 }[person.activity];
  const steps = Math.round(within(random.normal(usual, usual * 0.22), 900, 26_000));
  const stride = (person.heightCm / 100) * within(random.normal(0.415, 0.01), 0.38, 0.45);
  const asleepMinutes = Math.round(within(random.normal(440, 45), 270, 600));
  const activeMinutes = Math.round(within(steps / 105 + (session?.minutes ?? 0), 5, 400));
  const basal = 10 * person.weightKg + 6.25 * person.heightCm - 5 * person.age + (person.sex === 'Male' ? 5 : -161);
  return {
    date: new Date(firstDay + day * 86_400_000).toISOString().slice(0, 10),
    steps,
    distanceKm: fixed((steps * stride) / 1_000, 2),
    activeMinutes,
    asleepMinutes,
    inBedMinutes: asleepMinutes + random.int(8, 55),
    meanHeartRate: person.restingHeartRate + random.int(9, 18),
    // Mifflin–St Jeor at rest, a fifth for the day, what steps and training take besides.
    energyKcal: Math.round(basal * 1.2 + steps * 0.0005 * person.weightKg + (session?.energyKcal ?? 0)),
    weightKg: fixed(person.weightKg - (person.goal === 'lose_weight' ? 0.06 * day : 0) + random.normal(0, 0.25), 1),
    ...(session && { session }),
  };
}

/** Energy by metabolic equivalents (kcal per kg and hour), within what the type is known for. */
function sessionOf(person: Person, random: Random): Session {
  const type = random.pick(['Cardio', 'HIIT', 'Strength', 'Yoga'] as const);
  const usual = { Cardio: 7.5, HIIT: 8.8, Strength: 5.2, Yoga: 3 }[type];
  // Nobody burns 20 kcal a minute for long.
  const met = Math.min(within(random.normal(usual, 0.6), 2, 12), (18 * 60) / person.weightKg);
  const minutes = random.int(4, 15) * 6;
  // Tanaka, Monahan and Seals 2001: 208 − 0.7 × age.
  const most = 208 - 0.7 * person.age;
  const maxHeartRate = Math.round(most * within(random.normal(type === 'Yoga' ? 0.72 : 0.92, 0.03), 0.6, 1));
  const averageHeartRate = Math.round(
    person.restingHeartRate + (maxHeartRate - person.restingHeartRate) * within(random.normal(0.65, 0.05), 0.45, 0.8),
  );
  return {
    start: `${String(random.int(6, 20)).padStart(2, '0')}:${random.pick(['00', '15', '30', '45'])}`,
    type,
    minutes,
    energyKcal: Math.round((met * person.weightKg * minutes) / 60),
    maxHeartRate,
    averageHeartRate,
    waterLitres: fixed(within(random.normal(minutes / 90 + 0.4, 0.15), 0.2, 3.5), 1),
  };
}

/** A share of the people's days, in the order of days: how trackers deliver. */
export function* daysOf(seed: number, people: number): Generator<{ person: Person; day: Day }> {
  const everybody = Array.from({ length: people }, (_, index) => personAt(seed, index));
  for (let day = 0; day < daysInFile; day++)
    for (const person of everybody) yield { person, day: dayAt(seed, person, day) };
}

/** People needed for a count of rows, when each of them gives `each` on average. */
export const peopleFor = (rows: number, each: number): number => Math.max(1, Math.ceil(rows / each));
