/** Own sources, as an operator puts them into `DATA_DIR/sources`. */
import fs from 'node:fs';
import path from 'node:path';
import type { Place } from './place.ts';

const licence = { name: 'own', redistributable: false };
const own = { licence, justification: 'For the golden log.', delivers: 'snapshot' } as const;

/** A setting of spreadsheets in a source of CSV: the first release took it, and it had no effect. */
export const canteen = {
  ...own,
  name: 'canteen',
  recordType: 'food',
  title: 'Dishes of the canteen',
  format: 'csv',
  dialect: { delimiter: ';', headerRow: 3 },
  columns: [
    { column: ['dish', 'Gericht'], field: 'name' },
    { column: 'energy', field: 'energy_kcal', unit: 'kj', decimal: ',', missing: ['-'] },
    { column: 'protein', field: 'protein_g', decimal: ',', qualified: true },
    { column: 'kitchen', field: null },
  ],
  constants: { basis: 'portion' },
  naturalKey: ['name'],
  legalBasis: 'open-data',
  onMissing: 'withdraw',
  trust: 'auto',
  timeZone: 'Europe/Zurich',
};

export const dishes = (n: number, protein: string): string =>
  `${[
    'Gericht;energy;protein;kitchen',
    ...Array.from({ length: n }, (_, i) => `Dish ${i};${420 + i},5;${i % 4 === 0 ? protein : '3,1'};hot`),
    'Dish 1;-;traces;cold',
    'Dish 2;much;3,1;hot',
  ].join('\n')}\n`;

/** A list in JSON about people, at a path; later with another tolerance, so that what was judged is judged otherwise. */
export const clinic = {
  ...own,
  name: 'clinic',
  recordType: 'biometric_measure',
  title: {
    fr: 'Pesées du cabinet',
    en: 'Weighings of the practice',
    de: 'Wägungen der Praxis',
    it: 'Pesate dello studio',
  },
  format: 'json',
  dialect: { path: 'visits.list' },
  columns: [
    { column: 'patient.id', field: 'person_key' },
    { column: 'when', field: 'measured_at', date: 'D/M/YYYY' },
    { column: 'kg', field: 'weight_kg' },
    { column: 'note', field: null },
  ],
  naturalKey: ['person_key', 'measured_at'],
  person: { field: 'person_key', namespace: 'clinic' },
  legalBasis: 'synthetic',
  delivers: 'changes',
  trust: 'clean',
};

export const visits = (from: number, n: number): string =>
  `${JSON.stringify(
    {
      practice: 'Dr Golden',
      visits: {
        list: Array.from({ length: n }, (_, i) => ({
          patient: { id: `C${from + i}` },
          when: `${10 + i}/3/2026`,
          kg: i === 2 ? 412 : 70 + i,
          note: 'sober',
        })),
      },
    },
    null,
    1,
  )}\n`;

/** Carbohydrates are total, and later said to be available: energies are judged otherwise then. */
export const kitchen = (carbohydrates: 'total' | 'available') => ({
  ...own,
  name: 'kitchen',
  recordType: 'food',
  title: 'Recipes of the kitchen',
  format: 'csv',
  columns: [
    { column: 'recipe', field: 'name' },
    { column: 'kcal', field: 'energy_kcal' },
    { column: 'protein', field: 'protein_g' },
    { column: 'carbohydrate', field: 'carbohydrate_g' },
    { column: 'fat', field: 'fat_g' },
    { column: 'fibre', field: 'fibre_g' },
  ],
  constants: { basis: 'per_100g' },
  naturalKey: ['name'],
  legalBasis: 'open-data',
  trust: 'review',
  traits: { carbohydrates },
});

/** Fibre within the carbohydrates of bran: 216 kcal fit where they are total, not where they are available. */
export const recipes = (more: readonly string[] = []): string =>
  `${['recipe,kcal,protein,carbohydrate,fat,fibre', 'Bran,216,15,65,4,43', 'Soup,60,3,9,1,1', ...more].join('\n')}\n`;

/** Names of exercises, and nothing else: as little as a record can be. */
export const stuck = {
  ...own,
  name: 'stuck',
  recordType: 'exercise',
  title: 'A catalogue that shrank',
  format: 'csv',
  columns: [
    { column: 'id', field: 'external_id' },
    { column: 'name', field: 'name' },
  ],
  naturalKey: ['external_id'],
  legalBasis: 'open-data',
  trust: 'review',
};

export const catalogue = (n: number): string => `id,name\n${Array.from({ length: n }, (_, i) => `${i},E\n`).join('')}`;

export function define({ dataDir }: Place, definition: { readonly name: string }): void {
  const folder = path.join(dataDir, 'sources');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, `${definition.name}.json`), `${JSON.stringify(definition, null, 2)}\n`);
}
