/** Rules on the mass of foods: no negative nutrient (F1), and no more in 100 g than 100 g hold (F2, F3, F20). */
import type { Contract, Field } from '../contracts/contract.ts';
import type { SourceDefinition } from '../source/definition.ts';
import { mappedFields, numberAt, quantity, rounded } from './operands.ts';
import { defineRule } from './rule.ts';

/** Numbers of a food that say nothing of its composition. */
const notNutrients: ReadonlySet<string> = new Set(['portion_g', 'drink_ml', 'jones_factor']);

const gramsPer: Readonly<Record<string, number>> = { g: 1, mg: 1e-3, ug: 1e-6 };

const isNumeric = (field: Field | undefined): field is Extract<Field, { unit: string }> =>
  field?.kind === 'number' || field?.kind === 'integer';

/** The nutrients and energies that a source maps. */
function nutrients(source: SourceDefinition, contract: Contract): string[] {
  return mappedFields(source).filter((name) => isNumeric(contract.fields[name]) && !notNutrients.has(name));
}

const isPer100g = (source: SourceDefinition): boolean => (source.constants.basis ?? 'per_100g') === 'per_100g';

/** Nothing contains less than none of a nutrient. */
export const f1 = defineRule<{ min: number }, { min: number; fields: readonly string[] }>({
  id: 'F1',
  version: 1,
  recordTypes: ['food'],
  dimension: 'validity',
  severities: ['error'],
  operands: [],
  source: 'A quantity of a nutrient cannot be negative',
  params: { min: 0 },
  appliesTo: (source, contract) => nutrients(source, contract).length > 0,
  bind: (params, source, contract) => [{ params: { ...params, fields: nutrients(source, contract) } }],
  judge({ values }, { min, fields }) {
    let evaluated = false;
    let negative: string[] | undefined;
    for (let i = 0; i < fields.length; i++) {
      const value = values[fields[i]!];
      if (typeof value !== 'number') continue;
      evaluated = true;
      if (value >= min) continue;
      negative ??= [];
      negative.push(fields[i]!);
    }
    if (negative === undefined) return evaluated ? 'pass' : undefined;
    const field = negative[0]!;
    return { severity: 'error', field, params: { fields: negative, value: values[field] as number } };
  },
  message: {
    fr: 'Valeur négative ({value:number}) pour {fields:fields} : un aliment ne peut pas en contenir moins que rien.',
    en: 'Negative value ({value:number}) for {fields:fields}: a food cannot contain less than none.',
    de: 'Negativer Wert ({value:number}) für {fields:fields}: Weniger als nichts kann ein Lebensmittel nicht enthalten.',
    it: 'Valore negativo ({value:number}) per {fields:fields}: un alimento non può contenerne meno di niente.',
  },
  advice: {
    fr: 'Corrigez la valeur d’après la source, ou videz-la si la source s’en servait pour « inconnu ».',
    en: 'Correct the value from the source, or clear it if the source used it for “unknown”.',
    de: 'Korrigieren Sie den Wert anhand der Quelle oder leeren Sie ihn, wenn die Quelle damit „unbekannt“ meinte.',
    it: 'Correggete il valore in base alla fonte, o svuotatelo se la fonte lo usava per «sconosciuto».',
  },
});

interface MassLimit {
  readonly max: number;
}
interface BoundMassLimit extends MassLimit {
  readonly fields: readonly { readonly name: string; readonly grams: number }[];
}

function massFields(source: SourceDefinition, contract: Contract): BoundMassLimit['fields'] {
  return nutrients(source, contract).flatMap((name) => {
    const field = contract.fields[name];
    const grams = isNumeric(field) ? gramsPer[field.unit] : undefined;
    return grams === undefined ? [] : [{ name, grams }];
  });
}

/** 100 g hold at most 100 g of one nutrient; 105 for liquids whose 100 ml weigh more. */
export const f2 = defineRule<MassLimit, BoundMassLimit>({
  id: 'F2',
  version: 1,
  recordTypes: ['food'],
  dimension: 'validity',
  severities: ['error'],
  operands: ['basis'],
  source: 'Mass balance of 100 g, 5 % for liquids denser than water, as in Open Food Facts',
  params: { max: 105 },
  appliesTo: isPer100g,
  bind: (params, source, contract) => [{ params: { ...params, fields: massFields(source, contract) } }],
  judge({ values }, { max, fields }) {
    if (values.basis !== 'per_100g') return undefined;
    let evaluated = false;
    for (let i = 0; i < fields.length; i++) {
      const { name, grams } = fields[i]!;
      const value = values[name];
      if (typeof value !== 'number') continue;
      evaluated = true;
      if (value * grams > max)
        return { severity: 'error', field: name, params: { value: rounded(value * grams), max } };
    }
    return evaluated ? 'pass' : undefined;
  },
  message: {
    fr: '{field:field} : {value:number} g pour 100 g d’aliment, plus que le maximum possible ({max:number} g).',
    en: '{field:field}: {value:number} g per 100 g of food, more than can be ({max:number} g).',
    de: '{field:field}: {value:number} g je 100 g Lebensmittel, mehr als möglich ({max:number} g).',
    it: '{field:field}: {value:number} g per 100 g di alimento, più del massimo possibile ({max:number} g).',
  },
  advice: {
    fr: 'Vérifiez l’unité (g, mg, µg) et la quantité de référence de la source, puis corrigez la valeur.',
    en: 'Check the unit (g, mg, µg) and the reference quantity of the source, then correct the value.',
    de: 'Prüfen Sie die Einheit (g, mg, µg) und die Bezugsmenge der Quelle und korrigieren Sie den Wert.',
    it: 'Verificate l’unità (g, mg, µg) e la quantità di riferimento della fonte, poi correggete il valore.',
  },
});

/** Fat, carbohydrates, protein and salt are different parts of the same 100 g. */
export const f3 = defineRule({
  id: 'F3',
  version: 1,
  recordTypes: ['food'],
  dimension: 'consistency',
  severities: ['error'],
  operands: ['basis', 'fat_g', 'carbohydrate_g', 'protein_g'],
  optional: ['salt_g'],
  source: 'Mass balance of 100 g, 5 % for liquids denser than water, as in Open Food Facts',
  params: { max: 105 },
  appliesTo: isPer100g,
  judge({ values, qualifiers }, { max }) {
    if (values.basis !== 'per_100g') return undefined;
    const fat = quantity(values.fat_g, qualifiers.fat_g);
    const carbohydrate = quantity(values.carbohydrate_g, qualifiers.carbohydrate_g);
    const protein = quantity(values.protein_g, qualifiers.protein_g);
    if (fat === undefined || carbohydrate === undefined || protein === undefined) return undefined;
    const sum = fat + carbohydrate + protein + (quantity(values.salt_g, qualifiers.salt_g) ?? 0);
    return sum <= max ? 'pass' : { severity: 'error', params: { sum: rounded(sum), max } };
  },
  message: {
    fr: 'Lipides, glucides, protéines et sel font ensemble {sum:number} g pour 100 g, plus que {max:number} g.',
    en: 'Fat, carbohydrates, protein and salt add up to {sum:number} g per 100 g, more than {max:number} g.',
    de: 'Fett, Kohlenhydrate, Eiweiß und Salz ergeben zusammen {sum:number} g je 100 g, mehr als {max:number} g.',
    it: 'Grassi, carboidrati, proteine e sale danno insieme {sum:number} g per 100 g, più di {max:number} g.',
  },
  advice: {
    fr: 'Cherchez la valeur trop grande (unité, virgule décalée, colonne voisine) et corrigez-la.',
    en: 'Look for the value that is too large (unit, shifted decimal point, neighbouring column) and correct it.',
    de: 'Suchen Sie den zu großen Wert (Einheit, verschobenes Komma, Nachbarspalte) und korrigieren Sie ihn.',
    it: 'Cercate il valore troppo grande (unità, virgola spostata, colonna vicina) e correggetelo.',
  },
});

const partsOfFood = ['water_g', 'protein_g', 'carbohydrate_g', 'fat_g', 'ash_g'] as const;

/** Water, macronutrients and ash are different parts of the same 100 g. */
export const f20 = defineRule({
  id: 'F20',
  version: 1,
  recordTypes: ['food'],
  dimension: 'consistency',
  severities: ['error'],
  operands: ['basis', ...partsOfFood],
  source: 'Proximate composition of 100 g (water, protein, carbohydrates, fat, ash), 5 % for liquids denser than water',
  params: { max: 105 },
  appliesTo: isPer100g,
  judge(subject, { max }) {
    if (subject.values.basis !== 'per_100g') return undefined;
    let sum = 0;
    for (let i = 0; i < partsOfFood.length; i++) {
      const part = numberAt(subject, partsOfFood[i]!);
      if (part === undefined) return undefined;
      sum += part;
    }
    return sum <= max ? 'pass' : { severity: 'error', params: { sum: rounded(sum), max } };
  },
  message: {
    fr: 'Eau, protéines, glucides, lipides et cendres font ensemble {sum:number} g pour 100 g, plus que {max:number} g.',
    en: 'Water, protein, carbohydrates, fat and ash add up to {sum:number} g per 100 g, more than {max:number} g.',
    de: 'Wasser, Eiweiß, Kohlenhydrate, Fett und Asche ergeben zusammen {sum:number} g je 100 g, mehr als {max:number} g.',
    it: 'Acqua, proteine, carboidrati, grassi e ceneri danno insieme {sum:number} g per 100 g, più di {max:number} g.',
  },
  advice: {
    fr: 'Cherchez la valeur trop grande (unité, virgule décalée, colonne voisine) et corrigez-la.',
    en: 'Look for the value that is too large (unit, shifted decimal point, neighbouring column) and correct it.',
    de: 'Suchen Sie den zu großen Wert (Einheit, verschobenes Komma, Nachbarspalte) und korrigieren Sie ihn.',
    it: 'Cercate il valore troppo grande (unità, virgola spostata, colonna vicina) e correggetelo.',
  },
});

export const foodMassRules = [f1, f2, f3, f20] as const;
