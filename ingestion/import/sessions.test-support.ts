/** Files in the shape of `gym-members`, made for tests. */
import { Readable } from 'node:stream';
import { gymMembers } from '../sources/gym-members.ts';
import type { IngestRequest } from './ingest.ts';

const header =
  'Age,Gender,Weight (kg),Height (m),Max_BPM,Avg_BPM,Resting_BPM,Session_Duration (hours),Calories_Burned,Workout_Type,Fat_Percentage,Water_Intake (liters),Workout_Frequency (days/week),Experience_Level,BMI';

export type Session = readonly (number | string)[];

const types = ['Yoga', 'HIIT', 'Cardio', 'Strength'];

/** The n-th session of a made-up member: sessions of different numbers differ in nearly every field. */
export const session = (n: number): Session => {
  const weight = 55 + (n % 41);
  const height = 1.6 + (n % 37) / 100;
  return [
    20 + (n % 43),
    n % 2 === 0 ? 'Male' : 'Female',
    weight,
    height.toFixed(2),
    170 + (n % 17),
    120 + (n % 29),
    50 + (n % 23),
    (1 + (n % 47) / 100).toFixed(2),
    600 + n,
    types[n % 4]!,
    (15 + (n % 19) / 10).toFixed(1),
    (2 + (n % 13) / 10).toFixed(1),
    2 + (n % 4),
    1 + (n % 3),
    (weight / Number(height.toFixed(2)) ** 2).toFixed(2),
  ];
};

export const sessions = (n: number, from = 0): Session[] => Array.from({ length: n }, (_, i) => session(from + i));

/** The same session with other energy. */
export const withEnergy = (one: Session, kcal: number | string): Session => one.with(8, kcal);

export const sessionFile = (all: readonly Session[]): string =>
  `${[header, ...all.map((one) => one.join(','))].join('\n')}\n`;

export const sessionRequest = (all: readonly Session[], more: Partial<IngestRequest> = {}): IngestRequest => ({
  definition: gymMembers,
  content: Readable.from([Buffer.from(sessionFile(all))]),
  fileName: 'members.csv',
  trigger: 'command',
  ...more,
});
