/** Foods with their nutrients per portion. The portion is written in the name, never 100 g. */
import type { SourceDefinition } from '../../domain/source/definition.ts';

export const dailyFood: SourceDefinition = {
  name: 'daily-food',
  version: 1,
  recordType: 'food',
  title: {
    fr: 'Aliments du quotidien, par portion',
    en: 'Everyday foods, per portion',
    de: 'Alltägliche Lebensmittel, je Portion',
    it: 'Alimenti quotidiani, per porzione',
  },
  format: 'csv',
  dialect: {},
  columns: [
    { column: ['Food_Item', 'Food Item'], field: 'name' },
    { column: 'Category', field: 'category' },
    { column: 'Calories (kcal)', field: 'energy_kcal' },
    { column: 'Protein (g)', field: 'protein_g' },
    { column: 'Carbohydrates (g)', field: 'carbohydrate_g' },
    { column: 'Fat (g)', field: 'fat_g' },
    { column: ['Fiber (g)', 'Fibre (g)'], field: 'fibre_g' },
    { column: 'Sugars (g)', field: 'sugars_g' },
    { column: 'Sodium (mg)', field: 'sodium_mg' },
    { column: 'Cholesterol (mg)', field: 'cholesterol_mg' },
    { column: ['Meal_Type', 'Meal Type'], field: 'meal_type' },
    { column: ['Water_Intake (ml)', 'Water Intake (ml)'], field: 'drink_ml' },
  ],
  constants: { basis: 'portion' },
  repairs: [{ repair: 'ragged-join', column: 'Food_Item' }],
  naturalKey: ['name'],
  person: null,
  licence: {
    name: 'CC0-1.0',
    redistributable: true,
    verifiedBy: null,
    note: 'As stated by third parties; a person must read it before anything is redistributed.',
  },
  legalBasis: 'open-data',
  cadence: null,
  delivers: 'snapshot',
  onMissing: 'keep',
  trust: 'auto',
  timeZone: 'UTC',
  traits: { carbohydrates: 'total', portion: 'in-name' },
  justification:
    'A food list with nutrients per portion, as users write meals down. Trusted up to warnings: no person is concerned, every value is checked against its energy.',
};
