/** Rules on the body mass index: stated against computed (U6), plausible at all (U7). */
import { fieldsOf, numberAt, rounded } from './operands.ts';
import { defineRule, type Subject } from './rule.ts';

interface ToleranceParams {
  readonly warn: number;
  readonly error: number;
}

/**
 * The BMI that rules judge: the stated one, unless its column is unreliable; then the derived one, which is the stated one
 * where weight or height are missing.
 */
export function judgedBmi(subject: Subject): number | undefined {
  const stated = numberAt(subject, 'bmi_stated');
  if (stated === undefined || subject.context.unreliable?.includes('bmi_stated'))
    return numberAt(subject, 'bmi') ?? stated;
  return stated;
}

/**
 * The stated BMI against weight and height. The warning's tolerance is that of the source's rounding: half of its last
 * decimal place, plus 0.01 for the rounding of weight and height.
 */
export const u6 = defineRule<ToleranceParams>({
  id: 'U6',
  version: 1,
  recordTypes: ['diet_assessment', 'workout_session'],
  dimension: 'consistency',
  severities: ['warn', 'error'],
  field: 'bmi_stated',
  operands: ['bmi_stated', 'bmi', 'weight_kg', 'height_m'],
  source: 'Definition of the body mass index: weight in kg / (height in m)² (WHO)',
  params: { warn: 0.06, error: 0.5 },
  compares: { stated: 'bmi_stated', derived: 'bmi' },
  bind: (params, source) => [{ params: { ...params, warn: source.traits.bmiTolerance ?? params.warn } }],
  judge(subject, { warn, error }) {
    const stated = numberAt(subject, 'bmi_stated');
    const weight = numberAt(subject, 'weight_kg');
    const height = numberAt(subject, 'height_m');
    if (stated === undefined || weight === undefined || height === undefined || height <= 0) return undefined;
    const computed = weight / (height * height);
    const gap = Math.abs(stated - computed);
    if (gap <= warn) return 'pass';
    const derived = rounded(Math.round(computed * 100) / 100);
    return {
      severity: gap > error ? 'error' : 'warn',
      params: { stated, computed: derived, weight, height },
      suggestion: { field: 'bmi_stated', value: derived },
    };
  },
  message: {
    fr: 'IMC déclaré : {stated:number} ; {weight:number} kg pour {height:number} m donnent {computed:number}.',
    en: 'Stated BMI: {stated:number}; {weight:number} kg at {height:number} m give {computed:number}.',
    de: 'Angegebener BMI: {stated:number}; {weight:number} kg bei {height:number} m ergeben {computed:number}.',
    it: 'IMC dichiarato: {stated:number}; {weight:number} kg per {height:number} m danno {computed:number}.',
  },
  advice: {
    fr: 'L’IMC calculé fait foi ; vérifiez le poids et la taille si eux aussi semblent faux.',
    en: 'The computed BMI counts; check weight and height if they look wrong too.',
    de: 'Der berechnete BMI gilt; prüfen Sie Gewicht und Größe, wenn auch sie falsch scheinen.',
    it: 'Vale l’IMC calcolato; verificate peso e altezza se anch’essi sembrano errati.',
  },
});

/** A BMI that hardly anybody has, or that nobody has. */
export const u7 = defineRule({
  id: 'U7',
  version: 1,
  recordTypes: ['diet_assessment', 'workout_session', 'biometric_measure'],
  dimension: 'validity',
  severities: ['warn', 'error'],
  operands: [],
  optional: ['bmi_stated', 'bmi'],
  source:
    'WHO classes of the body mass index with wide margins: severe thinness begins below 16, obesity class III at 40',
  params: { warn: { min: 15, max: 60 }, error: { min: 10, max: 100 } },
  appliesTo(source, contract) {
    const available = fieldsOf(source, contract);
    return available.has('bmi_stated') || (available.has('weight_kg') && available.has('height_m'));
  },
  judge(subject, { warn, error }) {
    const bmi = judgedBmi(subject);
    if (bmi === undefined) return undefined;
    if (bmi >= warn.min && bmi <= warn.max) return 'pass';
    const impossible = bmi < error.min || bmi > error.max;
    const { min, max } = impossible ? error : warn;
    const field = bmi === subject.values.bmi_stated ? 'bmi_stated' : 'bmi';
    return { severity: impossible ? 'error' : 'warn', field, params: { bmi: rounded(bmi), min, max } };
  },
  message: {
    fr: 'IMC de {bmi:number}, hors de {min:number} à {max:number}.',
    en: 'BMI of {bmi:number}, outside {min:number} to {max:number}.',
    de: 'BMI von {bmi:number}, außerhalb von {min:number} bis {max:number}.',
    it: 'IMC di {bmi:number}, fuori da {min:number} a {max:number}.',
  },
  advice: {
    fr: 'Vérifiez le poids et la taille (unités, valeurs inversées), puis corrigez-les ou approuvez.',
    en: 'Check weight and height (units, swapped values), then correct them or approve.',
    de: 'Prüfen Sie Gewicht und Größe (Einheiten, vertauschte Werte), dann korrigieren oder freigeben.',
    it: 'Verificate peso e altezza (unità, valori scambiati), poi correggeteli o approvate.',
  },
});
