/** A food, a drink or a dish, with what it contains per portion or per 100 g. Not about a person. */
import { localised } from '../language.ts';
import type { Contract } from './contract.ts';
import { number, oneOf, required, text } from './fields.ts';
import { energyAndMacronutrients, fattyAcids, minerals, vitamins } from './food-nutrients.ts';

export const food: Contract = {
  type: 'food',
  version: 1,
  labels: localised('Aliment', 'Food', 'Lebensmittel', 'Alimento'),
  personal: false,
  keysWithoutCase: ['name'],
  fields: {
    name: required(text(['Nom', 'Name', 'Name', 'Nome'], 300)),
    basis: required(
      oneOf(['Base des teneurs', 'Basis of the amounts', 'Bezug der Mengen', 'Base delle quantità'], {
        portion: ['par portion', 'per portion', 'je Portion', 'per porzione'],
        per_100g: ['pour 100 g', 'per 100 g', 'je 100 g', 'per 100 g'],
      }),
    ),
    portion_text: text(['Portion', 'Portion', 'Portion', 'Porzione'], 100),
    portion_g: number(
      ['Poids de la portion', 'Weight of the portion', 'Gewicht der Portion', 'Peso della porzione'],
      'g',
      0,
      10_000,
    ),
    category: text(['Catégorie', 'Category', 'Kategorie', 'Categoria'], 100),
    meal_type: oneOf(['Repas', 'Meal', 'Mahlzeit', 'Pasto'], {
      breakfast: ['Petit-déjeuner', 'Breakfast', 'Frühstück', 'Colazione'],
      lunch: ['Déjeuner', 'Lunch', 'Mittagessen', 'Pranzo'],
      dinner: ['Dîner', 'Dinner', 'Abendessen', 'Cena'],
      snack: ['Collation', 'Snack', 'Zwischenmahlzeit', 'Spuntino'],
      side: ['Accompagnement', 'Side dish', 'Beilage', 'Contorno'],
    }),
    drink_ml: number(
      ['Boisson prise avec le repas', 'Drink taken with the meal', 'Getränk zur Mahlzeit', 'Bevanda durante il pasto'],
      'ml',
      0,
      20_000,
    ),
    external_code: text(['Code de la source', 'Code of the source', 'Code der Quelle', 'Codice della fonte'], 50),
    group_code: text(['Code du groupe', 'Group code', 'Gruppencode', 'Codice del gruppo'], 20),
    subgroup_code: text(['Code du sous-groupe', 'Subgroup code', 'Untergruppencode', 'Codice del sottogruppo'], 20),
    subsubgroup_code: text(
      [
        'Code du sous-sous-groupe',
        'Sub-subgroup code',
        'Code der Unter-Untergruppe',
        'Codice del sottogruppo di secondo livello',
      ],
      20,
    ),
    group_name: text(['Groupe', 'Group', 'Gruppe', 'Gruppo']),
    subgroup_name: text(['Sous-groupe', 'Subgroup', 'Untergruppe', 'Sottogruppo']),
    subsubgroup_name: text(['Sous-sous-groupe', 'Sub-subgroup', 'Unter-Untergruppe', 'Sottogruppo di secondo livello']),
    scientific_name: text(['Nom scientifique', 'Scientific name', 'Wissenschaftlicher Name', 'Nome scientifico']),
    ...energyAndMacronutrients,
    ...fattyAcids,
    ...minerals,
    ...vitamins,
    /** Grams of protein per gram of nitrogen: pure amino acids and proteins lie between 1 and 16 (16 g N in 100 g gives 6.25). */
    jones_factor: number(['Facteur de Jones', 'Jones factor', 'Jones-Faktor', 'Fattore di Jones'], 'ratio', 0, 16),
  },
  derivations: [],
};
