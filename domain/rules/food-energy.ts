/** Rules on the energy of foods: against the nutrients (F5), the physical ceiling (F4), kilojoules against kilocalories (F8). */
import type { SourceDefinition } from '../source/definition.ts';
import { quantity, rounded } from './operands.ts';
import { defineRule, type Subject, type Verdict } from './rule.ts';

/** kcal per gram: Regulation (EU) 1169/2011, Annex XIV. */
interface EnergyFactors {
  readonly carbohydrate: number;
  readonly polyol: number;
  readonly protein: number;
  readonly fat: number;
  readonly alcohol: number;
  readonly organicAcid: number;
  readonly fibre: number;
}
interface EnergyParams {
  readonly factors: EnergyFactors;
  /** Share of the computed energy and kcal on top by which the stated one may differ. */
  readonly warn: { readonly share: number; readonly kcal: number };
  readonly error: { readonly share: number; readonly kcal: number };
  /** Both at or below this, in kcal, are too small to compare. */
  readonly floor: number;
}
interface BoundEnergyParams extends EnergyParams {
  readonly carbohydrates: NonNullable<SourceDefinition['traits']['carbohydrates']>;
}

/**
 * Energy against nutrients. Where carbohydrates are *available* (EU) there is one formula. Where they are *total* (US)
 * fibre is inside them, and sources follow one of three conventions for it: one that fits is enough.
 */
export const f5 = defineRule<EnergyParams, BoundEnergyParams>({
  id: 'F5',
  version: 1,
  recordTypes: ['food'],
  dimension: 'consistency',
  severities: ['warn', 'error'],
  field: 'energy_kcal',
  operands: ['energy_kcal', 'protein_g', 'carbohydrate_g', 'fat_g'],
  optional: ['fibre_g', 'polyols_g', 'alcohol_g', 'organic_acids_g'],
  source:
    'Regulation (EU) 1169/2011, Annex XIV; three conventions for the fibre within total carbohydrates; tolerances after Open Food Facts',
  params: {
    factors: { carbohydrate: 4, polyol: 2.4, protein: 4, fat: 9, alcohol: 7, organicAcid: 3, fibre: 2 },
    warn: { share: 0.15, kcal: 5 },
    error: { share: 0.3, kcal: 5 },
    floor: 13,
  },
  bind: (params, source) => [{ params: { ...params, carbohydrates: source.traits.carbohydrates ?? 'available' } }],
  judge(subject, params) {
    const { values, qualifiers } = subject;
    const stated = quantity(values.energy_kcal, qualifiers.energy_kcal);
    const protein = quantity(values.protein_g, qualifiers.protein_g);
    const carbohydrate = quantity(values.carbohydrate_g, qualifiers.carbohydrate_g);
    const fat = quantity(values.fat_g, qualifiers.fat_g);
    if (stated === undefined || protein === undefined || carbohydrate === undefined || fat === undefined)
      return undefined;
    const { factors } = params;
    const fibre = quantity(values.fibre_g, qualifiers.fibre_g) ?? 0;
    const base = factors.protein * protein + factors.fat * fat;
    if (params.carbohydrates === 'available')
      return compared(stated, base + availableEnergy(subject, carbohydrate, fibre, factors), params);
    const whole = base + factors.carbohydrate * carbohydrate;
    const fibreApart = whole - factors.carbohydrate * fibre + factors.fibre * fibre;
    const fibreAdded = whole + factors.fibre * fibre;
    return compared(stated, best(stated, [whole, fibreApart, fibreAdded], params), params);
  },
  message: {
    fr: 'L’énergie déclarée, {stated:number} kcal, ne correspond pas aux nutriments, qui donnent {computed:number} kcal (écart admis : {low:number} à {high:number} kcal).',
    en: 'The stated energy, {stated:number} kcal, does not fit the nutrients, which give {computed:number} kcal (accepted: {low:number} to {high:number} kcal).',
    de: 'Die angegebene Energie von {stated:number} kcal passt nicht zu den Nährstoffen, die {computed:number} kcal ergeben (zulässig: {low:number} bis {high:number} kcal).',
    it: 'L’energia dichiarata, {stated:number} kcal, non corrisponde ai nutrienti, che danno {computed:number} kcal (ammesso: da {low:number} a {high:number} kcal).',
  },
  advice: {
    fr: 'Vérifiez l’énergie et les nutriments à la source. Si l’aliment contient de l’alcool que la source ne déclare pas, l’énergie peut être juste : approuvez-la ou complétez l’alcool.',
    en: 'Check energy and nutrients at the source. If the food contains alcohol that the source does not state, the energy may be right: approve it, or add the alcohol.',
    de: 'Prüfen Sie Energie und Nährstoffe an der Quelle. Enthält das Lebensmittel Alkohol, den die Quelle nicht angibt, kann die Energie stimmen: freigeben oder den Alkohol ergänzen.',
    it: 'Verificate energia e nutrienti alla fonte. Se l’alimento contiene alcol che la fonte non dichiara, l’energia può essere corretta: approvatela o aggiungete l’alcol.',
  },
});

function availableEnergy(subject: Subject, carbohydrate: number, fibre: number, factors: EnergyFactors): number {
  const { values, qualifiers } = subject;
  const polyols = quantity(values.polyols_g, qualifiers.polyols_g) ?? 0;
  const alcohol = quantity(values.alcohol_g, qualifiers.alcohol_g) ?? 0;
  const acids = quantity(values.organic_acids_g, qualifiers.organic_acids_g) ?? 0;
  return (
    factors.carbohydrate * (carbohydrate - polyols) +
    factors.polyol * polyols +
    factors.alcohol * alcohol +
    factors.organicAcid * acids +
    factors.fibre * fibre
  );
}

/** How far apart two energies are: 0 within the warning's tolerance, 1 within the error's, 2 beyond. */
function gapLevel(stated: number, computed: number, { warn, error, floor }: EnergyParams): 0 | 1 | 2 {
  if (Math.max(stated, computed) <= floor) return 0;
  const gap = Math.abs(stated - computed);
  if (gap <= warn.share * computed + warn.kcal) return 0;
  return gap <= error.share * computed + error.kcal ? 1 : 2;
}

/** The computed energy that the stated one fits best: tolerances grow with the energy, so the nearest need not be it. */
function best(stated: number, candidates: readonly number[], params: EnergyParams): number {
  let chosen = candidates[0]!;
  let level = gapLevel(stated, chosen, params);
  for (let i = 1; i < candidates.length && level > 0; i++) {
    const other = gapLevel(stated, candidates[i]!, params);
    if (other >= level) continue;
    chosen = candidates[i]!;
    level = other;
  }
  return chosen;
}

function compared(stated: number, computed: number, params: EnergyParams): Verdict {
  const level = gapLevel(stated, computed, params);
  if (level === 0) return 'pass';
  const { share, kcal } = level === 2 ? params.error : params.warn;
  const margin = share * computed + kcal;
  return {
    severity: level === 2 ? 'error' : 'warn',
    params: {
      stated,
      computed: rounded(computed),
      low: rounded(Math.max(0, computed - margin)),
      high: rounded(computed + margin),
    },
  };
}

/** Pure fat has 3700 kJ per 100 g: nothing eaten has more than 3800. */
export const f4 = defineRule({
  id: 'F4',
  version: 1,
  recordTypes: ['food'],
  dimension: 'validity',
  severities: ['error'],
  field: 'energy_kcal',
  operands: ['basis', 'energy_kcal'],
  optional: ['energy_kj'],
  source: 'Energy of pure fat (37 kJ/g, Regulation (EU) 1169/2011, Annex XIV) with a margin, as in Open Food Facts',
  params: { maxKj: 3800, kjPerKcal: 4.184 },
  appliesTo: (source) => (source.constants.basis ?? 'per_100g') === 'per_100g',
  judge({ values, qualifiers }, { maxKj, kjPerKcal }) {
    if (values.basis !== 'per_100g') return undefined;
    const kj = quantity(values.energy_kj, qualifiers.energy_kj);
    const kcal = quantity(values.energy_kcal, qualifiers.energy_kcal);
    if (kj === undefined && kcal === undefined) return undefined;
    const energy = Math.max(kj ?? 0, (kcal ?? 0) * kjPerKcal);
    if (energy <= maxKj) return 'pass';
    return { severity: 'error', params: { energy: rounded(energy), max: maxKj } };
  },
  message: {
    fr: 'L’énergie, {energy:number} kJ pour 100 g, dépasse {max:number} kJ : plus que de la graisse pure.',
    en: 'The energy, {energy:number} kJ per 100 g, exceeds {max:number} kJ: more than pure fat has.',
    de: 'Die Energie von {energy:number} kJ je 100 g übersteigt {max:number} kJ: mehr als reines Fett hat.',
    it: 'L’energia, {energy:number} kJ per 100 g, supera {max:number} kJ: più di quella del grasso puro.',
  },
  advice: {
    fr: 'Vérifiez l’unité (kJ ou kcal) et la quantité de référence, puis corrigez l’énergie.',
    en: 'Check the unit (kJ or kcal) and the reference quantity, then correct the energy.',
    de: 'Prüfen Sie die Einheit (kJ oder kcal) und die Bezugsmenge und korrigieren Sie die Energie.',
    it: 'Verificate l’unità (kJ o kcal) e la quantità di riferimento, poi correggete l’energia.',
  },
});

/** Kilojoules and kilocalories of the same energy differ by 4.184, and by rounding. */
export const f8 = defineRule({
  id: 'F8',
  version: 1,
  recordTypes: ['food'],
  dimension: 'consistency',
  severities: ['error'],
  field: 'energy_kj',
  operands: ['energy_kcal', 'energy_kj'],
  source: '1 kcal = 4.184 kJ; band of factors and rounding as in Open Food Facts',
  params: { minFactor: 3.7, maxFactor: 4.7, rounding: 2 },
  judge({ values, qualifiers }, { minFactor, maxFactor, rounding }) {
    const kcal = quantity(values.energy_kcal, qualifiers.energy_kcal);
    const kj = quantity(values.energy_kj, qualifiers.energy_kj);
    if (kcal === undefined || kj === undefined) return undefined;
    const low = minFactor * kcal - rounding;
    const high = maxFactor * kcal + rounding;
    if (kj >= low && kj <= high) return 'pass';
    return { severity: 'error', params: { kj, kcal, low: rounded(low), high: rounded(high) } };
  },
  message: {
    fr: '{kj:number} kJ et {kcal:number} kcal ne sont pas la même énergie : {kcal:number} kcal font entre {low:number} et {high:number} kJ.',
    en: '{kj:number} kJ and {kcal:number} kcal are not the same energy: {kcal:number} kcal are between {low:number} and {high:number} kJ.',
    de: '{kj:number} kJ und {kcal:number} kcal sind nicht dieselbe Energie: {kcal:number} kcal sind zwischen {low:number} und {high:number} kJ.',
    it: '{kj:number} kJ e {kcal:number} kcal non sono la stessa energia: {kcal:number} kcal sono tra {low:number} e {high:number} kJ.',
  },
  advice: {
    fr: 'Vérifiez si les deux colonnes sont inversées, puis corrigez celle qui est fausse.',
    en: 'Check whether the two columns are swapped, then correct the wrong one.',
    de: 'Prüfen Sie, ob die beiden Spalten vertauscht sind, und korrigieren Sie die falsche.',
    it: 'Verificate se le due colonne sono scambiate, poi correggete quella errata.',
  },
});

export const foodEnergyRules = [f5, f4, f8] as const;
