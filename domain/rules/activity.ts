/** Rules on days and nights: stride (A4), active minutes (A5), the length of a day (A6), mean heart rate (A9), sleep (B3). */
import { fieldsOf, numberAt, rounded } from './operands.ts';
import { defineRule } from './rule.ts';

/** Metres a step. Whatever the workout: a ride or a swim that counts steps is a mistake of the tracker as well. */
export const a4 = defineRule({
  id: 'A4',
  version: 1,
  recordTypes: ['daily_activity'],
  dimension: 'consistency',
  severities: ['warn'],
  field: 'distance_m',
  operands: ['steps', 'distance_m'],
  source: 'Engineering convention: walking and running strides lie between 0.3 and 2.0 m',
  params: { minSteps: 500, min: 0.3, max: 2 },
  judge(subject, { minSteps, min, max }) {
    const steps = numberAt(subject, 'steps');
    const distance = numberAt(subject, 'distance_m');
    if (steps === undefined || distance === undefined || steps < minSteps) return undefined;
    const stride = distance / steps;
    if (stride >= min && stride <= max) return 'pass';
    return { severity: 'warn', params: { steps, distance, stride: rounded(stride), min, max } };
  },
  message: {
    fr: '{distance:number} m en {steps:number} pas font {stride:number} m par pas, hors de {min:number} à {max:number} m.',
    en: '{distance:number} m in {steps:number} steps make {stride:number} m a step, outside {min:number} to {max:number} m.',
    de: '{distance:number} m mit {steps:number} Schritten ergeben {stride:number} m je Schritt, außerhalb von {min:number} bis {max:number} m.',
    it: '{distance:number} m in {steps:number} passi danno {stride:number} m a passo, fuori da {min:number} a {max:number} m.',
  },
  advice: {
    fr: 'Vérifiez l’unité de la distance (m, km, miles) et si un trajet en véhicule a été compté.',
    en: 'Check the unit of the distance (m, km, miles), and whether a ride was counted.',
    de: 'Prüfen Sie die Einheit der Strecke (m, km, Meilen) und ob eine Fahrt mitgezählt wurde.',
    it: 'Verificate l’unità della distanza (m, km, miglia) e se è stato contato un tragitto in veicolo.',
  },
});

/** Sixteen active hours leave no night. */
export const a5 = defineRule({
  id: 'A5',
  version: 1,
  recordTypes: ['daily_activity'],
  dimension: 'validity',
  severities: ['warn'],
  field: 'active_min',
  operands: ['active_min'],
  source: 'Engineering convention: more than 16 active hours in a day',
  params: { max: 960 },
  judge(subject, { max }) {
    const active = numberAt(subject, 'active_min');
    if (active === undefined) return undefined;
    return active <= max ? 'pass' : { severity: 'warn', params: { active, max } };
  },
  message: {
    fr: '{active:number} minutes actives en un jour, plus que {max:number}.',
    en: '{active:number} active minutes in a day, more than {max:number}.',
    de: '{active:number} aktive Minuten an einem Tag, mehr als {max:number}.',
    it: '{active:number} minuti attivi in un giorno, più di {max:number}.',
  },
  advice: {
    fr: 'Vérifiez ce que la source compte comme actif ; corrigez ou approuvez si la journée était bien ainsi.',
    en: 'Check what the source counts as active; correct it, or approve if the day was like that.',
    de: 'Prüfen Sie, was die Quelle als aktiv zählt; korrigieren Sie, oder geben Sie frei, wenn der Tag so war.',
    it: 'Verificate che cosa la fonte conta come attivo; correggete, o approvate se la giornata è stata così.',
  },
});

/** Being active and being asleep do not fit into more than the day has. */
export const a6 = defineRule({
  id: 'A6',
  version: 1,
  recordTypes: ['daily_activity'],
  dimension: 'consistency',
  severities: ['error'],
  operands: ['active_min', 'sleep_min'],
  source: 'A day has 1440 minutes, and nobody is active and asleep at once',
  params: { max: 1440 },
  judge(subject, { max }) {
    const active = numberAt(subject, 'active_min');
    const sleep = numberAt(subject, 'sleep_min');
    if (active === undefined || sleep === undefined) return undefined;
    const sum = active + sleep;
    return sum <= max ? 'pass' : { severity: 'error', params: { active, sleep, sum: rounded(sum), max } };
  },
  message: {
    fr: '{active:number} min d’activité et {sleep:number} min de sommeil font {sum:number} min : un jour en a {max:number}.',
    en: '{active:number} active minutes and {sleep:number} minutes of sleep make {sum:number}: a day has {max:number}.',
    de: '{active:number} aktive Minuten und {sleep:number} Minuten Schlaf ergeben {sum:number}: Ein Tag hat {max:number}.',
    it: '{active:number} minuti attivi e {sleep:number} minuti di sonno fanno {sum:number}: un giorno ne ha {max:number}.',
  },
  advice: {
    fr: 'Corrigez l’une des deux durées, ou videz celle dont la source est douteuse.',
    en: 'Correct one of the two durations, or clear the doubtful one.',
    de: 'Korrigieren Sie eine der beiden Dauern oder leeren Sie die zweifelhafte.',
    it: 'Correggete una delle due durate, o svuotate quella dubbia.',
  },
});

/** The mean over a whole day is close to rest. */
export const a9 = defineRule({
  id: 'A9',
  version: 1,
  recordTypes: ['daily_activity'],
  dimension: 'validity',
  severities: ['warn'],
  field: 'mean_heart_rate_bpm',
  operands: ['mean_heart_rate_bpm'],
  source: 'Engineering convention: the mean heart rate of 24 hours lies between 35 and 140',
  params: { min: 35, max: 140 },
  judge(subject, { min, max }) {
    const rate = numberAt(subject, 'mean_heart_rate_bpm');
    if (rate === undefined) return undefined;
    return rate >= min && rate <= max ? 'pass' : { severity: 'warn', params: { rate, min, max } };
  },
  message: {
    fr: 'Fréquence cardiaque moyenne de la journée : {rate:number}, hors de {min:number} à {max:number}.',
    en: 'Mean heart rate of the day: {rate:number}, outside {min:number} to {max:number}.',
    de: 'Mittlere Herzfrequenz des Tages: {rate:number}, außerhalb von {min:number} bis {max:number}.',
    it: 'Frequenza cardiaca media della giornata: {rate:number}, fuori da {min:number} a {max:number}.',
  },
  advice: {
    fr: 'Vérifiez si la source donne la moyenne de la journée ou celle d’une séance.',
    en: 'Check whether the source gives the mean of the day or that of a session.',
    de: 'Prüfen Sie, ob die Quelle den Mittelwert des Tages oder den einer Einheit angibt.',
    it: 'Verificate se la fonte dà la media della giornata o quella di una sessione.',
  },
});

/** Hours slept in one day; what the field is called depends on the record type. */
export const b3 = defineRule<{ min: number; max: number }, { min: number; max: number; asleep: string }>({
  id: 'B3',
  version: 1,
  recordTypes: ['daily_activity', 'sleep_period'],
  dimension: 'validity',
  severities: ['warn'],
  operands: [],
  optional: ['sleep_min', 'asleep_min'],
  source: 'National Sleep Foundation 2015: 7 to 9 hours recommended for adults; below 3 or above 14 hours is doubtful',
  params: { min: 180, max: 840 },
  bind(params, source, contract) {
    const available = fieldsOf(source, contract);
    const asleep = ['sleep_min', 'asleep_min'].filter((field) => available.has(field));
    return asleep.map((field) => ({ field, params: { ...params, asleep: field } }));
  },
  judge(subject, { min, max, asleep }) {
    const minutes = numberAt(subject, asleep);
    if (minutes === undefined) return undefined;
    if (minutes >= min && minutes <= max) return 'pass';
    return { severity: 'warn', params: { hours: rounded(minutes / 60), min: min / 60, max: max / 60 } };
  },
  message: {
    fr: '{hours:number} h de sommeil, hors de {min:number} à {max:number} h.',
    en: '{hours:number} h of sleep, outside {min:number} to {max:number} h.',
    de: '{hours:number} h Schlaf, außerhalb von {min:number} bis {max:number} h.',
    it: '{hours:number} h di sonno, fuori da {min:number} a {max:number} h.',
  },
  advice: {
    fr: 'Vérifiez si l’appareil était porté toute la nuit ; corrigez, videz ou approuvez.',
    en: 'Check whether the device was worn all night; correct, clear or approve.',
    de: 'Prüfen Sie, ob das Gerät die ganze Nacht getragen wurde; korrigieren, leeren oder freigeben.',
    it: 'Verificate se il dispositivo è stato indossato tutta la notte; correggete, svuotate o approvate.',
  },
});

export const activityRules = [a4, a5, a6, a9, b3] as const;
