/** Rules on parts and wholes of foods: a part is not larger than what it is part of (F9, F9b, F9c, F10, F10b); salt fits sodium (F11). */
import type { SourceDefinition } from '../source/definition.ts';
import { fieldsOf, numberAt, quantity, rounded } from './operands.ts';
import { defineRule } from './rule.ts';

interface Pair {
  readonly part: string;
  readonly whole: string;
}
interface PairParams {
  readonly tolerance: number;
  readonly pairs: readonly Pair[];
}

/**
 * A part alone is larger than its whole. Where the source says of the whole only that there are traces, nothing is
 * compared: an error rests on numbers.
 */
export const f9 = defineRule<PairParams, Pair & { tolerance: number }>({
  id: 'F9',
  version: 1,
  recordTypes: ['food'],
  dimension: 'consistency',
  severities: ['error'],
  operands: [],
  optional: ['sugars_g', 'carbohydrate_g', 'saturated_fat_g', 'trans_fat_g', 'fat_g'],
  source:
    'Definitions of Regulation (EU) 1169/2011, Annex I: sugars are carbohydrates, saturated and trans fats are fat',
  params: {
    tolerance: 0.001,
    pairs: [
      { part: 'sugars_g', whole: 'carbohydrate_g' },
      { part: 'saturated_fat_g', whole: 'fat_g' },
      { part: 'trans_fat_g', whole: 'fat_g' },
    ],
  },
  bind({ tolerance, pairs }, source, contract) {
    const available = fieldsOf(source, contract);
    return pairs
      .filter(({ part, whole }) => available.has(part) && available.has(whole))
      .map((pair) => ({ field: pair.part, params: { tolerance, ...pair } }));
  },
  judge(subject, { part, whole, tolerance }) {
    const partly = numberAt(subject, part);
    const wholly = subject.values[whole];
    if (partly === undefined || typeof wholly !== 'number') return undefined;
    if (partly <= wholly + tolerance) return 'pass';
    return { severity: 'error', params: { part, whole, stated: partly, of: wholly } };
  },
  message: {
    fr: '{part:field} : {stated:number} g, plus que {whole:field} ({of:number} g), dont c’est une partie.',
    en: '{part:field}: {stated:number} g, more than {whole:field} ({of:number} g), of which it is a part.',
    de: '{part:field}: {stated:number} g, mehr als {whole:field} ({of:number} g), wovon es ein Teil ist.',
    it: '{part:field}: {stated:number} g, più di {whole:field} ({of:number} g), di cui è una parte.',
  },
  advice: {
    fr: 'Vérifiez les deux valeurs à la source et corrigez celle qui est fausse.',
    en: 'Check both values at the source and correct the wrong one.',
    de: 'Prüfen Sie beide Werte an der Quelle und korrigieren Sie den falschen.',
    it: 'Verificate entrambi i valori alla fonte e correggete quello errato.',
  },
});

interface SumParams {
  readonly tolerance: number;
  readonly parts: readonly string[];
  readonly whole: string;
}

/** Several parts together are larger than their whole. A missing part counts as 0; at least one must be given. */
function sumWithin(id: string, whole: string, parts: readonly string[], citation: string) {
  return defineRule<SumParams>({
    id,
    version: 1,
    recordTypes: ['food'],
    dimension: 'consistency',
    severities: ['info'],
    field: whole,
    operands: [whole],
    optional: parts,
    source: citation,
    params: { tolerance: 0.001, parts, whole },
    // Of one part alone F9 speaks.
    appliesTo(source, contract) {
      const available = fieldsOf(source, contract);
      return parts.filter((part) => available.has(part)).length > 1;
    },
    judge(subject, params) {
      const wholly = numberAt(subject, params.whole);
      if (wholly === undefined) return undefined;
      let sum: number | undefined;
      for (let i = 0; i < params.parts.length; i++) {
        const part = numberAt(subject, params.parts[i]!);
        if (part !== undefined) sum = (sum ?? 0) + part;
      }
      if (sum === undefined) return undefined;
      if (sum <= wholly + params.tolerance) return 'pass';
      return {
        severity: 'info',
        params: { fields: params.parts, whole: params.whole, sum: rounded(sum), of: wholly },
      };
    },
    message: {
      fr: '{fields:fields} font ensemble {sum:number} g, plus que {whole:field} ({of:number} g).',
      en: '{fields:fields} add up to {sum:number} g, more than {whole:field} ({of:number} g).',
      de: '{fields:fields} ergeben zusammen {sum:number} g, mehr als {whole:field} ({of:number} g).',
      it: '{fields:fields} danno insieme {sum:number} g, più di {whole:field} ({of:number} g).',
    },
    advice: {
      fr: 'Le plus souvent un effet d’arrondi : rien à faire, sauf si l’écart dépasse les arrondis de la source.',
      en: 'Mostly an effect of rounding: nothing to do, unless the gap is larger than the source rounds.',
      de: 'Meist eine Folge des Rundens: nichts zu tun, außer der Abstand ist größer als die Rundung der Quelle.',
      it: 'Per lo più un effetto dell’arrotondamento: niente da fare, salvo che lo scarto superi gli arrotondamenti della fonte.',
    },
  });
}

export const f9b = sumWithin(
  'F9b',
  'sugars_g',
  ['fructose_g', 'glucose_g', 'lactose_g', 'maltose_g', 'sucrose_g'],
  'Sugars are all mono- and disaccharides (Regulation (EU) 1169/2011, Annex I): the five stated ones are parts of them',
);
export const f9c = sumWithin(
  'F9c',
  'carbohydrate_g',
  ['sugars_g', 'starch_g'],
  'Sugars and starch are disjoint parts of available carbohydrates (Regulation (EU) 1169/2011, Annex I)',
);

const isTotal = (source: SourceDefinition): boolean => source.traits.carbohydrates === 'total';

/** Where carbohydrates are total, fibre is one of them. */
export const f10 = defineRule({
  id: 'F10',
  version: 1,
  recordTypes: ['food'],
  dimension: 'consistency',
  severities: ['warn'],
  field: 'fibre_g',
  operands: ['fibre_g', 'carbohydrate_g'],
  source: 'Total carbohydrate by difference contains dietary fibre (21 CFR 101.9(c)(6))',
  params: { tolerance: 0.001 },
  appliesTo: isTotal,
  judge({ values, qualifiers }, { tolerance }) {
    const fibre = quantity(values.fibre_g, qualifiers.fibre_g);
    const carbohydrate = quantity(values.carbohydrate_g, qualifiers.carbohydrate_g);
    if (fibre === undefined || carbohydrate === undefined) return undefined;
    if (fibre <= carbohydrate + tolerance) return 'pass';
    return { severity: 'warn', params: { fibre, carbohydrate } };
  },
  message: {
    fr: '{fibre:number} g de fibres pour {carbohydrate:number} g de glucides totaux, qui doivent les contenir.',
    en: '{fibre:number} g of fibre, but only {carbohydrate:number} g of total carbohydrates, which should contain it.',
    de: '{fibre:number} g Ballaststoffe, aber nur {carbohydrate:number} g Kohlenhydrate insgesamt, die sie enthalten sollten.',
    it: '{fibre:number} g di fibre, ma solo {carbohydrate:number} g di carboidrati totali, che dovrebbero contenerle.',
  },
  advice: {
    fr: 'Vérifiez si la source donne ici des glucides sans fibres ; sinon corrigez l’une des deux valeurs.',
    en: 'Check whether the source gives carbohydrates without fibre here; otherwise correct one of the two values.',
    de: 'Prüfen Sie, ob die Quelle hier Kohlenhydrate ohne Ballaststoffe angibt; sonst korrigieren Sie einen der Werte.',
    it: 'Verificate se la fonte indica qui i carboidrati senza fibre; altrimenti correggete uno dei due valori.',
  },
});

/** Where carbohydrates are total, fibre and sugars are disjoint parts of them. */
export const f10b = defineRule({
  id: 'F10b',
  version: 1,
  recordTypes: ['food'],
  dimension: 'consistency',
  severities: ['warn'],
  field: 'carbohydrate_g',
  operands: ['fibre_g', 'sugars_g', 'carbohydrate_g'],
  source: 'Total carbohydrate by difference contains dietary fibre and sugars (21 CFR 101.9(c)(6))',
  params: { tolerance: 0.001 },
  appliesTo: isTotal,
  judge({ values, qualifiers }, { tolerance }) {
    const fibre = quantity(values.fibre_g, qualifiers.fibre_g);
    const sugars = quantity(values.sugars_g, qualifiers.sugars_g);
    const carbohydrate = quantity(values.carbohydrate_g, qualifiers.carbohydrate_g);
    if (fibre === undefined || sugars === undefined || carbohydrate === undefined) return undefined;
    if (fibre + sugars <= carbohydrate + tolerance) return 'pass';
    return { severity: 'warn', params: { fibre, sugars, sum: rounded(fibre + sugars), carbohydrate } };
  },
  message: {
    fr: 'Fibres ({fibre:number} g) et sucres ({sugars:number} g) font {sum:number} g, plus que les glucides totaux ({carbohydrate:number} g).',
    en: 'Fibre ({fibre:number} g) and sugars ({sugars:number} g) make {sum:number} g, more than the total carbohydrates ({carbohydrate:number} g).',
    de: 'Ballaststoffe ({fibre:number} g) und Zucker ({sugars:number} g) ergeben {sum:number} g, mehr als die Kohlenhydrate insgesamt ({carbohydrate:number} g).',
    it: 'Fibre ({fibre:number} g) e zuccheri ({sugars:number} g) fanno {sum:number} g, più dei carboidrati totali ({carbohydrate:number} g).',
  },
  advice: {
    fr: 'Vérifiez si la source donne ici des glucides sans fibres, ou si une valeur est arrondie ; corrigez au besoin.',
    en: 'Check whether the source gives carbohydrates without fibre here, or rounds one of the values; correct if needed.',
    de: 'Prüfen Sie, ob die Quelle hier Kohlenhydrate ohne Ballaststoffe angibt oder einen Wert rundet; bei Bedarf korrigieren.',
    it: 'Verificate se la fonte indica qui i carboidrati senza fibre o arrotonda un valore; correggete se necessario.',
  },
});

/** Labelled salt is sodium times 2.5. */
export const f11 = defineRule({
  id: 'F11',
  version: 1,
  recordTypes: ['food'],
  dimension: 'consistency',
  severities: ['info'],
  field: 'salt_g',
  operands: ['salt_g', 'sodium_mg'],
  source: 'Regulation (EU) 1169/2011, Annex I, point 11: salt = sodium × 2.5',
  params: { factor: 2.5, share: 0.1, grams: 0.001 },
  judge({ values, qualifiers }, { factor, share, grams }) {
    const salt = quantity(values.salt_g, qualifiers.salt_g);
    const sodium = quantity(values.sodium_mg, qualifiers.sodium_mg);
    if (salt === undefined || sodium === undefined) return undefined;
    const computed = (factor * sodium) / 1000;
    if (Math.abs(salt - computed) <= share * Math.max(salt, computed) + grams) return 'pass';
    return { severity: 'info', params: { salt, sodium, computed: rounded(computed) } };
  },
  message: {
    fr: 'Sel déclaré : {salt:number} g ; le sodium ({sodium:number} mg × 2,5) donne {computed:number} g.',
    en: 'Stated salt: {salt:number} g; the sodium ({sodium:number} mg × 2.5) gives {computed:number} g.',
    de: 'Angegebenes Salz: {salt:number} g; das Natrium ({sodium:number} mg × 2,5) ergibt {computed:number} g.',
    it: 'Sale dichiarato: {salt:number} g; il sodio ({sodium:number} mg × 2,5) dà {computed:number} g.',
  },
  advice: {
    fr: 'Les deux valeurs peuvent venir d’analyses différentes : utilisez le sodium si vous devez choisir.',
    en: 'The two values may come from different analyses: use the sodium where you have to choose.',
    de: 'Beide Werte können aus verschiedenen Analysen stammen: Im Zweifel das Natrium verwenden.',
    it: 'I due valori possono venire da analisi diverse: nel dubbio usate il sodio.',
  },
});

export const foodPartRules = [f9, f9b, f9c, f10, f10b, f11] as const;
