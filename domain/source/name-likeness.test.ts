import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparedName, nameLikeness, wordLikeness } from './name-likeness.ts';

const alike = (a: string, b: string): number => nameLikeness(comparedName(a), comparedName(b), () => 1);

describe('a name is compared', () => {
  test.each([
    ['Food_Item', ['food', 'item']],
    ['primaryMuscles', ['primary', 'muscles']],
    ['Protéines (g 100 g)', ['proteines']],
    ['Protein 2024', ['protein']],
    ['weight_kg', ['weight']],
    ['Eiweiß, g/100 g', ['eiweiss']],
    ["Type d'entraînement", ['type', 'entrainement']],
    ['Vitamin B 12 (µg)', ['vitamin', 'b12']],
    ['Vitamine C (mg 100 g) 2024', ['vitamine', 'c']],
    ['BMI (kg/m2)', ['bmi']],
    ['sleep_hours', ['sleep', 'hours']],
    ['2024', ['2024']],
    ['kcal', ['kcal']],
  ])('%s by its words %j', (name, words) => expect(comparedName(name).words).toEqual(words));
});

describe('words are alike', () => {
  test.each([
    ['protein', 'protein', 1],
    ['carb', 'carbohydrate', 0.9],
    ['carbs', 'carbohydrate', 0.85],
    ['avg', 'average', 0.85],
    ['wgt', 'weight', 0.85],
    ['cholestreol', 'cholesterol', 1 - 1 / 11],
    ['kalorien', 'calories', 1 - 1 / 8],
  ])('%s and %s', (a, b, score) => expect(wordLikeness(a, b)).toBeCloseTo(score));

  test.each([
    ['b6', 'b12'],
    ['galactose', 'lactose'],
    ['fructose', 'sucrose'],
    ['fat', 'salt'],
    ['steps', 'sleep'],
  ])('but not %s and %s', (a, b) => expect(wordLikeness(a, b)).toBe(0));
});

describe('names are alike', () => {
  test.each([
    ['Calories (kcal)', 'CALORIES [kcal]'],
    ['Food_Item', 'fooditem'],
    ['Water_Intake (ml)', 'waterIntake'],
    ['active_minutes', 'Minutes active'],
    ['heart_rate_max', 'HR max'],
    ['Body mass index', 'BMI'],
    ['Protein 2023', 'Protein 2024'],
  ])('wholly: %s and %s', (a, b) => expect(alike(a, b)).toBe(1));

  test.each([
    ['Fat (g)', 'Saturated fat (g)'],
    ['Vitamin D2', 'Vitamin D3'],
    ['Calories', 'col_17'],
    ['Workout_Type', 'Workout_Frequency'],
  ])('not wholly: %s and %s', (a, b) => expect(alike(a, b)).toBeLessThan(0.7));

  test('either way round, between 0 and 1, a name to itself wholly', () => {
    const words = fc.stringMatching(/^[A-Za-zéß]{1,9}$/);
    const name = fc.array(words, { minLength: 1, maxLength: 4 }).map((all) => all.join(' '));
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(alike(a, b)).toBeCloseTo(alike(b, a));
        expect(alike(a, b)).toBeGreaterThanOrEqual(0);
        expect(alike(a, b)).toBeLessThanOrEqual(1);
        expect(alike(a, a)).toBe(1);
      }),
    );
  });
});
