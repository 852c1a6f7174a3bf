/** What the made-up people do: days, nights, sessions and weighings. Four views of the same days. */
import {
  conflictingRow,
  type Dataset,
  exactDuplicate,
  missingCell,
  type Row,
  untypable,
  wrongCell,
} from '../dataset.ts';
import { type Day, daysInFile, daysOf, type Person, peopleFor } from '../people.ts';
import { fixed, randomFor } from '../random.ts';

const n = (row: Row, column: string): number => Number(row[column]);

/** The first rows of a view of the people's days; `each`: rows that a person gives on average, or a little less. */
function* view(
  seed: number,
  count: number,
  each: number,
  rowOf: (person: Person, day: Day) => Row | undefined,
): Generator<Row> {
  let left = count;
  for (const { person, day } of daysOf(seed, peopleFor(count, each))) {
    const row = left > 0 ? rowOf(person, day) : undefined;
    if (!row) continue;
    yield row;
    left -= 1;
  }
}

export const sampleActivity: Dataset = {
  source: 'sample-activity',
  format: 'csv',
  header: [
    'user_id',
    'date',
    'steps',
    'calories_burned',
    'distance_km',
    'active_minutes',
    'sleep_hours',
    'heart_rate_avg',
    'workout_type',
    'weather_conditions',
    'location',
    'mood',
  ],
  bundled: 40 * daysInFile,
  rows: (seed, count) =>
    view(seed, count, daysInFile, (person, day) => {
      const random = randomFor(seed, 'surroundings', person.index, day.date);
      return {
        user_id: person.id,
        date: day.date,
        steps: day.steps,
        calories_burned: day.energyKcal,
        distance_km: day.distanceKm,
        active_minutes: day.activeMinutes,
        sleep_hours: fixed(day.asleepMinutes / 60, 2),
        heart_rate_avg: day.meanHeartRate,
        workout_type: day.session
          ? { Cardio: 'Running', HIIT: 'Gym Workout', Strength: 'Gym Workout', Yoga: 'Yoga' }[day.session.type]
          : 'None',
        weather_conditions: random.pick(['Clear', 'Clouds', 'Rain', 'Fog']),
        location: day.session ? random.pick(['Gym', 'Park', 'Home']) : random.pick(['Office', 'Home', 'Other']),
        mood: random.pick(['Happy', 'Neutral', 'Neutral', 'Tired', 'Stressed']),
      };
    }),
  anomalies: [
    exactDuplicate('user_id', 0.007),
    conflictingRow('steps', 0.009, (row) => ({
      ...row,
      steps: Math.round(n(row, 'steps') * 0.8),
      distance_km: fixed(n(row, 'distance_km') * 0.8, 2),
    })),
    // More than 2 000 km is outside the contract, too.
    wrongCell({ kind: 'metres-for-kilometres', column: 'distance_km', expects: ['D1', 'A4'], share: 0.007 }, (row) =>
      n(row, 'distance_km') > 2.1 ? fixed(n(row, 'distance_km') * 1_000, 0) : undefined,
    ),
    wrongCell({ kind: 'distance-of-a-ride', column: 'distance_km', expects: ['A4'], share: 0.007 }, (row) =>
      fixed(n(row, 'distance_km') + 38, 2),
    ),
    wrongCell({ kind: 'distance-not-counted', column: 'distance_km', expects: ['A4'], share: 0.007 }, (row) =>
      fixed(n(row, 'distance_km') / 10, 2),
    ),
    wrongCell(
      { kind: 'device-always-active', column: 'active_minutes', expects: ['A5', 'A6'], share: 0.005 },
      () => 1_380,
    ),
    wrongCell({ kind: 'day-longer-than-a-day', column: 'active_minutes', expects: ['A6'], share: 0.005 }, (row) => {
      const minutes = Math.round(1_440 - n(row, 'sleep_hours') * 60) + 40;
      return minutes <= 960 ? minutes : undefined;
    }),
    wrongCell({ kind: 'heart-rate-of-a-session', column: 'heart_rate_avg', expects: ['A9'], share: 0.007 }, () => 152),
    wrongCell({ kind: 'sensor-slipped', column: 'heart_rate_avg', expects: ['A9'], share: 0.005 }, () => 22),
    wrongCell({ kind: 'night-not-worn', column: 'sleep_hours', expects: ['B3'], share: 0.007 }, () => 0.9),
    wrongCell({ kind: 'negative-amount', column: 'steps', expects: ['D1'], share: 0.003 }, (row) => -n(row, 'steps')),
    untypable('date', '2026-10-32', 0.003),
    ...missingCell(['heart_rate_avg', 'calories_burned'], 0.012),
    wrongCell({ kind: 'energy-of-another-person', column: 'calories_burned', expects: [], share: 0.005 }, (row) =>
      Math.round(n(row, 'calories_burned') * 1.9),
    ),
  ],
};

/** `10/5/2026 12:00:00 AM`, as trackers write a night. */
const american = (date: string, time = '12:00:00 AM'): string => {
  const [year, month, day] = date.split('-').map(Number);
  return `${month}/${day}/${year} ${time}`;
};

export const sampleSleep: Dataset = {
  source: 'sample-sleep',
  format: 'csv',
  header: ['Id', 'SleepDay', 'TotalSleepRecords', 'TotalMinutesAsleep', 'TotalTimeInBed'],
  bundled: 40 * daysInFile,
  rows: (seed, count) =>
    view(seed, count, daysInFile, (person, day) => ({
      Id: person.id,
      SleepDay: american(day.date),
      TotalSleepRecords: day.asleepMinutes < 330 ? 2 : 1,
      TotalMinutesAsleep: day.asleepMinutes,
      TotalTimeInBed: day.inBedMinutes,
    })),
  anomalies: [
    exactDuplicate('Id', 0.01),
    conflictingRow('TotalMinutesAsleep', 0.005, (row) => ({
      ...row,
      TotalMinutesAsleep: n(row, 'TotalMinutesAsleep') - 61,
    })),
    wrongCell({ kind: 'hours-for-minutes', column: 'TotalMinutesAsleep', expects: ['B3'], share: 0.009 }, (row) =>
      Math.round(n(row, 'TotalMinutesAsleep') / 60),
    ),
    wrongCell({ kind: 'nights-added-up', column: 'TotalMinutesAsleep', expects: ['B3'], share: 0.007 }, (row) =>
      n(row, 'TotalMinutesAsleep') > 430 ? n(row, 'TotalMinutesAsleep') * 2 : undefined,
    ),
    untypable('SleepDay', '2026-13-01', 0.003),
    ...missingCell(['TotalSleepRecords'], 0.007),
    wrongCell(
      { kind: 'asleep-longer-than-in-bed', column: 'TotalTimeInBed', expects: [], share: 0.007 },
      (row) => n(row, 'TotalMinutesAsleep') - 35,
    ),
  ],
};

const pounds = (kilograms: number): number => fixed(kilograms / 0.45359237, 2);

export const sampleWeight: Dataset = {
  source: 'sample-weight',
  format: 'csv',
  header: ['Id', 'Date', 'WeightKg', 'WeightPounds', 'Fat', 'BMI', 'IsManualReport', 'LogId'],
  bundled: 40 * 3.5,
  rows: (seed, count) =>
    view(seed, count, 3.5, (person, day) => {
      const at = (Date.parse(day.date) / 86_400_000 + person.index) % 4;
      if (at !== 0) return undefined;
      const random = randomFor(seed, 'weighing', person.index, day.date);
      return {
        Id: person.id,
        Date: american(day.date, `7:${String(random.int(0, 59)).padStart(2, '0')}:00 AM`),
        WeightKg: day.weightKg,
        WeightPounds: pounds(day.weightKg),
        Fat: person.bodyFatPercent,
        BMI: fixed(day.weightKg / (person.heightCm / 100) ** 2, 2),
        IsManualReport: random.chance(0.3) ? 'True' : 'False',
        LogId: String(Date.parse(day.date) + random.int(0, 999)),
      };
    }),
  anomalies: [
    exactDuplicate('Id', 0.01),
    ...missingCell(['Fat', 'BMI'], 0.05),
    {
      kind: 'body-of-nobody',
      column: 'WeightKg',
      expects: ['U7'],
      share: 0.012,
      change: (row) => ({
        row: { ...row, WeightKg: fixed(n(row, 'WeightKg') * 10, 1), BMI: fixed(n(row, 'BMI') * 10, 2) },
      }),
    },
    wrongCell(
      { kind: 'pounds-for-kilograms', column: 'WeightKg', expects: [], share: 0.012 },
      (row) => row.WeightPounds,
    ),
    wrongCell({ kind: 'digits-exchanged', column: 'WeightKg', expects: [], share: 0.012 }, (row) => {
      const [tens, ones] = String(row.WeightKg);
      return n(row, 'WeightKg') < 100 && tens !== ones
        ? Number(`${ones}${tens}${String(row.WeightKg).slice(2)}`)
        : undefined;
    }),
    untypable('WeightKg', '7l.4', 0.006),
  ],
};

export const sampleSession: Dataset = {
  source: 'sample-session',
  format: 'csv',
  header: [
    'Person_ID',
    'Started_At',
    'Age',
    'Gender',
    'Weight (kg)',
    'Height (m)',
    'Max_BPM',
    'Avg_BPM',
    'Resting_BPM',
    'Session_Duration (hours)',
    'Calories_Burned',
    'Workout_Type',
    'Fat_Percentage',
    'Water_Intake (liters)',
    'Workout_Frequency (days/week)',
    'Experience_Level',
    'BMI',
  ],
  bundled: 180,
  rows: (seed, count) =>
    view(seed, count, 4.5, (person, day) => {
      if (!day.session) return undefined;
      const { session } = day;
      const heightM = person.heightCm / 100;
      return {
        Person_ID: person.id,
        Started_At: `${day.date}T${session.start}:00`,
        Age: person.age,
        Gender: person.sex,
        'Weight (kg)': day.weightKg,
        'Height (m)': heightM,
        Max_BPM: session.maxHeartRate,
        Avg_BPM: session.averageHeartRate,
        Resting_BPM: person.restingHeartRate,
        'Session_Duration (hours)': fixed(session.minutes / 60, 1),
        Calories_Burned: session.energyKcal,
        Workout_Type: session.type,
        Fat_Percentage: person.bodyFatPercent,
        'Water_Intake (liters)': session.waterLitres,
        'Workout_Frequency (days/week)': { Sedentary: 1, Moderate: 2, Active: 4 }[person.activity],
        Experience_Level: person.experience,
        BMI: fixed(day.weightKg / heightM ** 2, 2),
      };
    }),
  anomalies: [
    exactDuplicate('Person_ID', 0.01),
    conflictingRow('Calories_Burned', 0.01, (row) => ({
      ...row,
      Calories_Burned: Math.round(n(row, 'Calories_Burned') * 0.9),
    })),
    {
      kind: 'heart-rates-swapped',
      column: 'Avg_BPM',
      expects: ['W2'],
      share: 0.015,
      change: (row) => ({ row: { ...row, Max_BPM: row.Avg_BPM!, Avg_BPM: row.Max_BPM! } }),
    },
    wrongCell(
      { kind: 'heart-rate-of-a-fault', column: 'Max_BPM', expects: ['W3'], share: 0.012 },
      (row) => Math.round(208 - 0.7 * n(row, 'Age')) + 41,
    ),
    wrongCell(
      { kind: 'heart-rate-above-age', column: 'Max_BPM', expects: ['W3'], share: 0.012 },
      (row) => Math.round(208 - 0.7 * n(row, 'Age')) + 25,
    ),
    wrongCell(
      { kind: 'minutes-for-hours', column: 'Session_Duration (hours)', expects: ['W5'], share: 0.012 },
      (row) =>
        n(row, 'Session_Duration (hours)') <= 1.5 ? fixed(n(row, 'Session_Duration (hours)') * 60, 0) : undefined,
    ),
    wrongCell(
      { kind: 'energy-in-kilojoules', column: 'Calories_Burned', expects: ['W4', 'W5'], share: 0.012 },
      (row) => {
        const rate = (n(row, 'Calories_Burned') * 4.184) / (n(row, 'Session_Duration (hours)') * 60);
        const met = (rate * 60) / n(row, 'Weight (kg)');
        return rate > 21 && met > 17 ? Math.round(n(row, 'Calories_Burned') * 4.184) : undefined;
      },
    ),
    wrongCell(
      { kind: 'escaped-prefix', column: 'Workout_Type', expects: ['G3'], share: 0.02 },
      (row) => `\\t${row.Workout_Type}`,
    ),
    wrongCell({ kind: 'stated-bmi-wrong', column: 'BMI', expects: ['U6'], share: 0.02 }, (row) =>
      fixed(n(row, 'BMI') - 4.5, 2),
    ),
    untypable('Workout_Type', 'Zumba?', 0.006),
    ...missingCell(['Water_Intake (liters)', 'Fat_Percentage'], 0.02),
    wrongCell({ kind: 'age-of-another-person', column: 'Age', expects: [], share: 0.012 }, (row) => n(row, 'Age') - 11),
  ],
};
