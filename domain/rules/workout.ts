/** Rules on workout sessions: heart rates (W2, W3) and energy spent (W4, W5). */
import { numberAt, rounded } from './operands.ts';
import { defineRule } from './rule.ts';

/** An average lies below its maximum. */
export const w2 = defineRule({
  id: 'W2',
  version: 1,
  recordTypes: ['workout_session'],
  dimension: 'consistency',
  severities: ['error'],
  field: 'average_heart_rate_bpm',
  operands: ['average_heart_rate_bpm', 'max_heart_rate_bpm'],
  source: 'Arithmetic: an average does not exceed the maximum of the same session',
  params: {},
  judge(subject) {
    const average = numberAt(subject, 'average_heart_rate_bpm');
    const maximum = numberAt(subject, 'max_heart_rate_bpm');
    if (average === undefined || maximum === undefined) return undefined;
    return average <= maximum ? 'pass' : { severity: 'error', params: { average, maximum } };
  },
  message: {
    fr: 'Fréquence cardiaque moyenne ({average:number}) supérieure à la maximale ({maximum:number}).',
    en: 'The average heart rate ({average:number}) is above the maximum ({maximum:number}).',
    de: 'Die mittlere Herzfrequenz ({average:number}) liegt über der maximalen ({maximum:number}).',
    it: 'La frequenza cardiaca media ({average:number}) supera la massima ({maximum:number}).',
  },
  advice: {
    fr: 'Vérifiez si les deux valeurs sont inversées ; corrigez celle qui est fausse ou videz-la.',
    en: 'Check whether the two values are swapped; correct the wrong one, or clear it.',
    de: 'Prüfen Sie, ob die Werte vertauscht sind; korrigieren oder leeren Sie den falschen.',
    it: 'Verificate se i due valori sono scambiati; correggete quello errato o svuotatelo.',
  },
});

/** A heart rate far above what the age lets expect: 208 − 0.7 · age, whose standard error is 7 to 11 beats. */
export const w3 = defineRule({
  id: 'W3',
  version: 1,
  recordTypes: ['workout_session'],
  dimension: 'validity',
  severities: ['warn', 'error'],
  field: 'max_heart_rate_bpm',
  operands: ['max_heart_rate_bpm', 'age_years'],
  source: 'Tanaka, Monahan, Seals 2001 (J Am Coll Cardiol 37:153): maximum heart rate = 208 − 0.7 · age',
  params: { intercept: 208, perYear: 0.7, warn: 20, error: 30 },
  judge(subject, { intercept, perYear, warn, error }) {
    const maximum = numberAt(subject, 'max_heart_rate_bpm');
    const age = numberAt(subject, 'age_years');
    if (maximum === undefined || age === undefined) return undefined;
    const expected = intercept - perYear * age;
    if (maximum <= expected + warn) return 'pass';
    const severity = maximum > expected + error ? 'error' : 'warn';
    return { severity, params: { maximum, age, expected: rounded(expected), above: rounded(maximum - expected) } };
  },
  message: {
    fr: 'Fréquence cardiaque maximale de {maximum:number} à {age:number} ans : {above:number} au-dessus des {expected:number} attendus à cet âge.',
    en: 'Maximum heart rate of {maximum:number} at the age of {age:number}: {above:number} above the {expected:number} expected at that age.',
    de: 'Maximale Herzfrequenz von {maximum:number} mit {age:number} Jahren: {above:number} über den erwarteten {expected:number}.',
    it: 'Frequenza cardiaca massima di {maximum:number} a {age:number} anni: {above:number} sopra i {expected:number} attesi a quell’età.',
  },
  advice: {
    fr: 'Vérifiez l’âge et la mesure : un capteur mal placé donne de telles valeurs.',
    en: 'Check the age and the measurement: a badly placed sensor gives such values.',
    de: 'Prüfen Sie Alter und Messung: Ein schlecht sitzender Sensor liefert solche Werte.',
    it: 'Verificate l’età e la misura: un sensore mal posizionato dà valori simili.',
  },
});

/** Energy spent a minute. */
export const w4 = defineRule({
  id: 'W4',
  version: 1,
  recordTypes: ['workout_session'],
  dimension: 'validity',
  severities: ['warn', 'error'],
  field: 'energy_kcal',
  operands: ['energy_kcal', 'duration_min'],
  source: 'Engineering convention: trained athletes sustain about 20 kcal a minute',
  params: { warn: 20, error: 30 },
  judge(subject, { warn, error }) {
    const energy = numberAt(subject, 'energy_kcal');
    const duration = numberAt(subject, 'duration_min');
    if (energy === undefined || duration === undefined || duration <= 0) return undefined;
    const rate = energy / duration;
    if (rate <= warn) return 'pass';
    return { severity: rate > error ? 'error' : 'warn', params: { energy, duration, rate: rounded(rate), max: warn } };
  },
  message: {
    fr: '{energy:number} kcal en {duration:number} min : {rate:number} kcal par minute, plus que {max:number}.',
    en: '{energy:number} kcal in {duration:number} min: {rate:number} kcal a minute, more than {max:number}.',
    de: '{energy:number} kcal in {duration:number} min: {rate:number} kcal je Minute, mehr als {max:number}.',
    it: '{energy:number} kcal in {duration:number} min: {rate:number} kcal al minuto, più di {max:number}.',
  },
  advice: {
    fr: 'Vérifiez la durée (heures ou minutes) et l’énergie, puis corrigez la valeur fausse.',
    en: 'Check the duration (hours or minutes) and the energy, then correct the wrong value.',
    de: 'Prüfen Sie die Dauer (Stunden oder Minuten) und die Energie und korrigieren Sie den falschen Wert.',
    it: 'Verificate la durata (ore o minuti) e l’energia, poi correggete il valore errato.',
  },
});

/** Energy a kilogram and an hour, which is the metabolic equivalent (MET): rest is 1, the hardest listed activity 23. */
export const w5 = defineRule({
  id: 'W5',
  version: 1,
  recordTypes: ['workout_session'],
  dimension: 'validity',
  severities: ['warn', 'error'],
  field: 'energy_kcal',
  operands: ['energy_kcal', 'weight_kg', 'duration_min'],
  source: 'Compendium of Physical Activities: 1 MET = 1 kcal/(kg·h); the highest entry is 23 (running at 14 mph)',
  params: { min: 1, warn: 16, error: 23 },
  judge(subject, { min, warn, error }) {
    const energy = numberAt(subject, 'energy_kcal');
    const weight = numberAt(subject, 'weight_kg');
    const duration = numberAt(subject, 'duration_min');
    if (energy === undefined || weight === undefined || duration === undefined) return undefined;
    if (weight <= 0 || duration <= 0) return undefined;
    const met = (energy * 60) / (weight * duration);
    if (met >= min && met <= warn) return 'pass';
    const severity = met < min || met > error ? 'error' : 'warn';
    return { severity, params: { energy, weight, duration, met: rounded(met), min, max: warn } };
  },
  message: {
    fr: '{energy:number} kcal pour {weight:number} kg en {duration:number} min font {met:number} MET, hors de {min:number} à {max:number}.',
    en: '{energy:number} kcal for {weight:number} kg in {duration:number} min make {met:number} MET, outside {min:number} to {max:number}.',
    de: '{energy:number} kcal bei {weight:number} kg in {duration:number} min ergeben {met:number} MET, außerhalb von {min:number} bis {max:number}.',
    it: '{energy:number} kcal per {weight:number} kg in {duration:number} min danno {met:number} MET, fuori da {min:number} a {max:number}.',
  },
  advice: {
    fr: 'Vérifiez l’énergie, le poids et la durée, puis corrigez la valeur fausse.',
    en: 'Check energy, weight and duration, then correct the wrong value.',
    de: 'Prüfen Sie Energie, Gewicht und Dauer und korrigieren Sie den falschen Wert.',
    it: 'Verificate energia, peso e durata, poi correggete il valore errato.',
  },
});

export const workoutRules = [w2, w3, w4, w5] as const;
