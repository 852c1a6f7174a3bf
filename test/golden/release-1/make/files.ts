/** The files that are delivered: pieces of the bundled data of the first release, and small ones in which every outcome occurs. */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ExcelJS from 'exceljs';
import type { Json } from './place.ts';

const bundled = (release: string, name: string): string => path.join(release, 'datasets/bundled', name);

/** The header and the first rows of a bundled file, and rows behind them. */
export function csvPiece(release: string, name: string, rows: number, more: readonly string[] = []): string {
  const lines = fs.readFileSync(bundled(release, name), 'utf8').split('\n');
  return `${[...lines.slice(0, rows + 1), ...more].join('\n')}\n`;
}

/** The n-th row of a bundled file, from 1, with other cells in some places. */
export function rowOf(
  release: string,
  name: string,
  n: number,
  changed: Readonly<Record<number, string>> = {},
): string {
  const cells = fs.readFileSync(bundled(release, name), 'utf8').split('\n')[n]!.split(',');
  return cells.map((cell, i) => changed[i] ?? cell).join(',');
}

export function jsonPiece(release: string, name: string, items: number): string {
  const all: Json[] = JSON.parse(fs.readFileSync(bundled(release, name), 'utf8'));
  return `[\n${all
    .slice(0, items)
    .map((item) => JSON.stringify(item))
    .join(',\n')}\n]\n`;
}

export async function xlsxPiece(release: string, name: string, rows: number): Promise<Buffer> {
  const { xlsxFile } = await import(pathToFileURL(path.join(release, 'datasets/xlsx.ts')).href);
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(bundled(release, name));
  const sheet = book.worksheets[0]!;
  const cells = (row: number): readonly unknown[] => (sheet.getRow(row).values as unknown[]).slice(1);
  const header = cells(1) as string[];
  const items = Array.from({ length: rows }, (_, i) =>
    Object.fromEntries(header.map((column, at) => [column, cells(i + 2)[at] ?? null])),
  );
  return xlsxFile(sheet.name, header, items);
}

export interface Food {
  readonly name: string;
  readonly kcal?: number | string;
  readonly protein?: number;
}

const foodHeader =
  'Food_Item,Category,Calories (kcal),Protein (g),Carbohydrates (g),Fat (g),Fiber (g),Sugars (g),Sodium (mg),Cholesterol (mg),Meal_Type,Water_Intake (ml)';
const foodRow = ({ name, kcal = 117, protein = 10 }: Food): string =>
  `${name},Meal,${kcal},${protein},10,4,1,2,100,5,Lunch,0`;
export const foodFile = (foods: readonly Food[]): string => `${[foodHeader, ...foods.map(foodRow)].join('\n')}\n`;

/** New ones, doubtful ones, exact duplicates, other statements of one key, rows that cannot be read. */
export const mixedFoods = (n: number): Food[] =>
  Array.from({ length: n }, (_, i): Food => {
    if (i % 11 === 3) return { name: `Food ${i}`, kcal: 900 };
    if (i % 13 === 7) return { name: `Food ${i - 7}`, protein: 11 };
    if (i % 17 === 9) return { name: `Food ${i - 1}` };
    if (i % 19 === 5) return { name: `Food ${i}`, kcal: 'many' };
    return { name: `Food ${i}` };
  });

/** The same some days later: every fifth changed, the last three gone, two more. */
export const mixedFoodsLater = (n: number): Food[] => [
  ...mixedFoods(n)
    .slice(0, -3)
    .map((food, i) => (i % 5 === 0 ? { ...food, protein: 10.5 } : food)),
  { name: 'Late food 1' },
  { name: 'Late food 2' },
];

const sessionHeader =
  'Age,Gender,Weight (kg),Height (m),Max_BPM,Avg_BPM,Resting_BPM,Session_Duration (hours),Calories_Burned,Workout_Type,Fat_Percentage,Water_Intake (liters),Workout_Frequency (days/week),Experience_Level,BMI';

type Session = readonly (number | string)[];

/** The n-th session of a made-up member: sessions of different numbers differ in nearly every field. */
const session = (n: number): Session => {
  const weight = 55 + (n % 41);
  const height = (1.6 + (n % 37) / 100).toFixed(2);
  const bmi = (weight / Number(height) ** 2).toFixed(2);
  const beats = [170 + (n % 17), 120 + (n % 29), 50 + (n % 23)];
  const effort = [(1 + (n % 47) / 100).toFixed(2), 600 + n, ['Yoga', 'HIIT', 'Cardio', 'Strength'][n % 4]!];
  const rest = [(15 + (n % 19) / 10).toFixed(1), (2 + (n % 13) / 10).toFixed(1), 2 + (n % 4), 1 + (n % 3), bmi];
  return [20 + (n % 43), n % 2 === 0 ? 'Male' : 'Female', weight, height, ...beats, ...effort, ...rest];
};
const sessions = (n: number, from = 0): Session[] => Array.from({ length: n }, (_, i) => session(from + i));
const sessionFile = (all: readonly Session[]): string =>
  `${[sessionHeader, ...all.map((one) => one.join(','))].join('\n')}\n`;

/** A session stated twice, one that cannot be read. */
export const mixedSessions = (n: number): string =>
  sessionFile([...sessions(n), session(1), session(n + 1).with(0, 'young')]);

/** Two with other energy, one gone, one more. */
export const mixedSessionsLater = (n: number): string =>
  sessionFile([...sessions(n - 1).map((one, i) => (i % 5 === 2 ? one.with(8, 1_234) : one)), session(n + 7)]);

/** Stated BMIs that contradict weight and height: the column is taken out of the way. */
export const contradictingSessions = (n: number): string => sessionFile(sessions(n).map((one) => one.with(14, 41.5)));

const assessmentHeader =
  'Patient_ID,Age,Gender,Weight_kg,Height_cm,BMI,Disease_Type,Severity,Physical_Activity_Level,Daily_Caloric_Intake,Cholesterol_mg/dL,Blood_Pressure_mmHg,Glucose_mg/dL,Dietary_Restrictions,Allergies,Preferred_Cuisine,Weekly_Exercise_Hours,Adherence_to_Diet_Plan,Dietary_Nutrient_Imbalance_Score,Diet_Recommendation';
const assessment = (id: string, weight: number | string): string =>
  `${id},41,Female,${weight},171,${(Number(weight) / 1.71 ** 2 || 26.5).toFixed(1)},None,Mild,Sedentary,2131,199,131,97,None,None,Mexican,3.1,77.1,2.1,Balanced`;

/** One patient stated twice with different weights, one whose weight cannot be read. @param by weights are this much higher */
export const assessments = (n: number, by = 0): string =>
  `${[
    assessmentHeader,
    ...Array.from({ length: n }, (_, i) => assessment(`K${i}`, 77 + (i % 3 === 0 ? by : 0))),
    assessment('K1', 79),
    assessment('K2', 'heavy'),
  ].join('\n')}\n`;

/** Exact duplicates in the middle, so many that an import tells of its progress before its end. */
export const withRepeats = (file: string, times: number): string => {
  const [header, first, ...rest] = file.split('\n').slice(0, -1) as [string, string, ...string[]];
  const middle = rest.length >> 1;
  const repeats = Array.from({ length: times }, () => first);
  return `${[header, first, ...rest.slice(0, middle), ...repeats, ...rest.slice(middle)].join('\n')}\n`;
};
