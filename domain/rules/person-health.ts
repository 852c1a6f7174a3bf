/** Rules on what a diet consultation says of a person: disease against values (U13) and severity (U14), activity against hours (U19). */
import { numberAt, rounded } from './operands.ts';
import { judgedBmi, u6, u7 } from './person-body.ts';
import { defineRule, type Verdict } from './rule.ts';

/** A disease whose own measure does not show it. A treated patient may have normal values: information. */
export const u13 = defineRule({
  id: 'U13',
  version: 1,
  recordTypes: ['diet_assessment'],
  dimension: 'consistency',
  severities: ['info'],
  field: 'disease',
  operands: ['disease'],
  optional: ['bmi_stated', 'bmi', 'systolic_mmhg', 'glucose_mg_per_dl'],
  source:
    'WHO: obesity is BMI ≥ 30; ESC/ESH: hypertension is systolic ≥ 140 mmHg; ADA: diabetes is fasting glucose ≥ 126 mg/dL',
  params: {
    obesity: { field: 'bmi', min: 30 },
    hypertension: { field: 'systolic_mmhg', min: 140 },
    diabetes: { field: 'glucose_mg_per_dl', min: 126 },
  },
  judge(subject, params) {
    const condition = subject.values.disease;
    if (condition !== 'obesity' && condition !== 'hypertension' && condition !== 'diabetes') return undefined;
    const { field, min } = params[condition];
    const value = condition === 'obesity' ? judgedBmi(subject) : numberAt(subject, field);
    if (value === undefined) return undefined;
    if (value >= min) return 'pass';
    return { severity: 'info', params: { condition, measure: field, value: rounded(value), min } };
  },
  message: {
    fr: 'Maladie déclarée : {condition:value.disease} ; mais {measure:field} vaut {value:number}, moins que {min:number}.',
    en: 'Stated disease: {condition:value.disease}; but {measure:field} is {value:number}, below {min:number}.',
    de: 'Angegebene Krankheit: {condition:value.disease}; aber {measure:field} ist {value:number}, weniger als {min:number}.',
    it: 'Malattia dichiarata: {condition:value.disease}; ma {measure:field} è {value:number}, meno di {min:number}.',
  },
  advice: {
    fr: 'Possible sous traitement : rien à faire, sauf si la valeur ou la maladie est fausse à la source.',
    en: 'Possible under treatment: nothing to do, unless the value or the disease is wrong at the source.',
    de: 'Unter Behandlung möglich: nichts zu tun, außer Wert oder Krankheit sind an der Quelle falsch.',
    it: 'Possibile sotto trattamento: niente da fare, salvo che il valore o la malattia sia errato alla fonte.',
  },
});

/** Nothing is mild or severe where there is no disease. */
export const u14 = defineRule({
  id: 'U14',
  version: 1,
  recordTypes: ['diet_assessment'],
  dimension: 'consistency',
  severities: ['warn'],
  field: 'severity',
  operands: ['disease', 'severity'],
  source: 'Definition: a severity is that of a disease',
  params: { none: 'none' },
  judge({ values }, { none }) {
    if (values.disease === undefined) return undefined;
    if (values.disease !== none || values.severity === undefined) return 'pass';
    return { severity: 'warn', params: { severity: values.severity }, suggestion: { field: 'severity', value: null } };
  },
  message: {
    fr: 'Gravité « {severity:value.severity} » déclarée sans maladie.',
    en: 'Severity “{severity:value.severity}” is stated without a disease.',
    de: 'Schweregrad „{severity:value.severity}“ ist ohne Krankheit angegeben.',
    it: 'Gravità «{severity:value.severity}» dichiarata senza malattia.',
  },
  advice: {
    fr: 'Acceptez la proposition de vider la gravité, ou complétez la maladie.',
    en: 'Accept the suggestion to clear the severity, or add the disease.',
    de: 'Übernehmen Sie den Vorschlag, den Schweregrad zu leeren, oder ergänzen Sie die Krankheit.',
    it: 'Accettate la proposta di svuotare la gravità, o aggiungete la malattia.',
  },
});

/** Who is sedentary does not exercise an hour a day; who is active exercises at all. */
export const u19 = defineRule({
  id: 'U19',
  version: 1,
  recordTypes: ['diet_assessment'],
  dimension: 'consistency',
  severities: ['info'],
  field: 'activity_level',
  operands: ['activity_level', 'exercise_h_per_week'],
  source:
    'WHO guidelines on physical activity 2020 (150 to 300 min a week for adults), with a wide margin on both sides',
  params: { sedentaryBelow: 7, activeFrom: 1 },
  judge(subject, { sedentaryBelow, activeFrom }): Verdict {
    const condition = subject.values.activity_level;
    const hours = numberAt(subject, 'exercise_h_per_week');
    if (typeof condition !== 'string' || hours === undefined) return undefined;
    if (condition === 'sedentary' && hours >= sedentaryBelow)
      return { severity: 'info', params: { condition, hours, expectedBelow: sedentaryBelow } };
    if (condition === 'active' && hours < activeFrom)
      return { severity: 'info', params: { condition, hours, expectedFrom: activeFrom } };
    return 'pass';
  },
  message: {
    fr: 'Niveau d’activité « {condition:value.activity_level} » avec {hours:number} h d’exercice par semaine[ (attendu : moins de {expectedBelow:number} h)][ (attendu : au moins {expectedFrom:number} h)].',
    en: 'Activity level “{condition:value.activity_level}” with {hours:number} h of exercise a week[ (expected: below {expectedBelow:number} h)][ (expected: at least {expectedFrom:number} h)].',
    de: 'Aktivitätsniveau „{condition:value.activity_level}“ bei {hours:number} h Bewegung pro Woche[ (erwartet: unter {expectedBelow:number} h)][ (erwartet: mindestens {expectedFrom:number} h)].',
    it: 'Livello di attività «{condition:value.activity_level}» con {hours:number} h di esercizio a settimana[ (atteso: meno di {expectedBelow:number} h)][ (atteso: almeno {expectedFrom:number} h)].',
  },
  advice: {
    fr: 'Rien à faire pour publier ; corrigez le niveau ou les heures si vous connaissez la bonne valeur.',
    en: 'Nothing to do before publishing; correct the level or the hours if you know the right value.',
    de: 'Vor der Veröffentlichung nichts zu tun; korrigieren Sie Niveau oder Stunden, wenn Sie den Wert kennen.',
    it: 'Niente da fare per pubblicare; correggete il livello o le ore se conoscete il valore giusto.',
  },
});

export const personRules = [u6, u7, u13, u14, u19] as const;
