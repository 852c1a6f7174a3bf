/** Real source files that are not part of this repository: tests that need them are skipped, visibly, where they are missing. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../../shared/data/', import.meta.url);

/** Path of a real file, by its name below the data folder: `daily_food/daily_food_nutrition_dataset.csv`. */
export const realFile = (name: string): string => fileURLToPath(new URL(name, folder));

/** Whether the real files are on this machine: `describe.skipIf(!realDataPresent)`. */
export const realDataPresent: boolean = existsSync(folder);
