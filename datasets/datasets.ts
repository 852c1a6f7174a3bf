/** The datasets that the product bundles, in the order in which a start imports them. */
import type { Dataset } from './dataset.ts';
import { sampleActivity, sampleSession, sampleSleep, sampleWeight } from './files/days-files.ts';
import { sampleAssessment, sampleProfile } from './files/people-files.ts';
import { sampleExercise } from './files/sample-exercise.ts';
import { sampleFood } from './files/sample-food.ts';
import { sampleFoodComposition } from './files/sample-food-composition.ts';

export const datasets: readonly Dataset[] = [
  sampleFood,
  sampleFoodComposition,
  sampleExercise,
  sampleProfile,
  sampleAssessment,
  sampleSession,
  sampleActivity,
  sampleSleep,
  sampleWeight,
];

/** The folder of the bundled files. */
export const bundledFolder: URL = new URL('./bundled/', import.meta.url);

/** What the bundled files are made with. */
export const bundledSeed = 20_261_005;
