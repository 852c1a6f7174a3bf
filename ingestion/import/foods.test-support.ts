/** Files in the shape of `daily-food`, made for tests. */
import { Readable } from 'node:stream';
import { dailyFood } from '../sources/daily-food.ts';
import type { IngestRequest } from './ingest.ts';

const header =
  'Food_Item,Category,Calories (kcal),Protein (g),Carbohydrates (g),Fat (g),Fiber (g),Sugars (g),Sodium (mg),Cholesterol (mg),Meal_Type,Water_Intake (ml)';

export interface Food {
  readonly name: string;
  readonly kcal?: number | string;
  readonly protein?: number | string;
  readonly category?: string;
}

/** A row whose energy fits its macronutrients, unless told otherwise. */
const row = ({ name, kcal = 117, protein = 10, category = 'Meal' }: Food): string =>
  `"${name}",${category},${kcal},${protein},10,4,1,2,100,5,Lunch,0`;

export const foodFile = (foods: readonly Food[]): string => `${[header, ...foods.map(row)].join('\n')}\n`;

export const foodRequest = (content: string, more: Partial<IngestRequest> = {}): IngestRequest => ({
  definition: dailyFood,
  content: Readable.from([Buffer.from(content)]),
  fileName: 'foods.csv',
  trigger: 'command',
  ...more,
});

/** `n` foods, some doubtful, some stated twice, some unreadable: all outcomes occur at many places of the file. */
export const mixedFoods = (n: number): Food[] =>
  Array.from({ length: n }, (_, i): Food => {
    if (i % 17 === 3) return { name: `Food ${i}`, kcal: 900 };
    if (i % 31 === 7) return { name: `Food ${i - 7}`, protein: 11 };
    if (i % 29 === 11) return { name: `Food ${i - 1}` };
    if (i % 37 === 5) return { name: `Food ${i}`, kcal: 'many' };
    return { name: `Food ${i}` };
  });
