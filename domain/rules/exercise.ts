/** Rules on the exercises of a catalogue: muscles (E2), equipment (E3), level (E4), instructions (E5). */
import type { Value } from '../record/events.ts';
import { mappedFields } from './operands.ts';
import { defineRule } from './rule.ts';

const listOf = (value: Value | undefined): readonly string[] => (Array.isArray(value) ? value : []);

/** A muscle is either the target or a secondary one. */
export const e2 = defineRule({
  id: 'E2',
  version: 1,
  recordTypes: ['exercise'],
  dimension: 'consistency',
  severities: ['info'],
  field: 'secondary_muscles',
  operands: ['target_muscles', 'secondary_muscles'],
  source: 'Definition of the two lists: a secondary muscle assists the target, so it is another one',
  params: {},
  judge({ values }) {
    if (values.target_muscles === undefined || values.secondary_muscles === undefined) return undefined;
    const targets = listOf(values.target_muscles);
    const secondary = listOf(values.secondary_muscles);
    const both = secondary.filter((muscle) => targets.includes(muscle));
    if (both.length === 0) return 'pass';
    return {
      severity: 'info',
      params: { muscles: both },
      suggestion: { field: 'secondary_muscles', value: secondary.filter((muscle) => !targets.includes(muscle)) },
    };
  },
  message: {
    fr: '{muscles:list} : à la fois muscle cible et muscle secondaire.',
    en: '{muscles:list}: both a target muscle and a secondary one.',
    de: '{muscles:list}: zugleich Zielmuskel und Nebenmuskel.',
    it: '{muscles:list}: muscolo bersaglio e muscolo secondario insieme.',
  },
  advice: {
    fr: 'Acceptez la proposition : le muscle cible est retiré des muscles secondaires.',
    en: 'Accept the suggestion: the target muscle is taken out of the secondary ones.',
    de: 'Übernehmen Sie den Vorschlag: Der Zielmuskel wird aus den Nebenmuskeln gestrichen.',
    it: 'Accettate la proposta: il muscolo bersaglio è tolto dai muscoli secondari.',
  },
});

/** Without equipment nobody knows what to bring; an exercise without any says so ("body only"). */
export const e3 = defineRule({
  id: 'E3',
  version: 1,
  recordTypes: ['exercise'],
  dimension: 'completeness',
  severities: ['warn'],
  field: 'equipment',
  operands: ['equipment'],
  source: 'Both exercise catalogues name the body itself as equipment: an empty value is unknown, not none',
  params: {},
  judge: ({ values }) => (listOf(values.equipment).length > 0 ? 'pass' : { severity: 'warn' }),
  message: {
    fr: 'Le matériel n’est pas indiqué.',
    en: 'No equipment is given.',
    de: 'Es ist kein Gerät angegeben.',
    it: 'L’attrezzatura non è indicata.',
  },
  advice: {
    fr: 'Indiquez le matériel, ou « poids du corps » si l’exercice n’en demande pas.',
    en: 'Give the equipment, or “body only” if the exercise needs none.',
    de: 'Geben Sie das Gerät an, oder „Körpergewicht“, wenn keines nötig ist.',
    it: 'Indicate l’attrezzatura, o «corpo libero» se l’esercizio non ne richiede.',
  },
});

/** A source that gives levels gives each exercise one of three. */
export const e4 = defineRule({
  id: 'E4',
  version: 1,
  recordTypes: ['exercise'],
  dimension: 'completeness',
  severities: ['warn'],
  field: 'level',
  operands: ['level'],
  source: 'Schema of free-exercise-db: beginner, intermediate or expert',
  params: { levels: ['beginner', 'intermediate', 'expert'] },
  appliesTo: (source) => mappedFields(source).includes('level'),
  judge({ values }, { levels }) {
    const { level } = values;
    if (level !== undefined && levels.includes(level as string)) return 'pass';
    return { severity: 'warn', params: { levels, ...(level !== undefined && { value: level }) } };
  },
  message: {
    fr: 'Le niveau de difficulté[ « {value} »] n’est pas l’un de {levels:list}.',
    en: 'The level of difficulty[ “{value}”] is not one of {levels:list}.',
    de: 'Der Schwierigkeitsgrad[ „{value}“] ist keiner von {levels:list}.',
    it: 'Il livello di difficoltà[ «{value}»] non è tra {levels:list}.',
  },
  advice: {
    fr: 'Choisissez le niveau d’après la description de l’exercice.',
    en: 'Choose the level from the description of the exercise.',
    de: 'Wählen Sie den Schwierigkeitsgrad anhand der Beschreibung der Übung.',
    it: 'Scegliete il livello in base alla descrizione dell’esercizio.',
  },
});

/** Nobody can do an exercise that is not described. */
export const e5 = defineRule({
  id: 'E5',
  version: 1,
  recordTypes: ['exercise'],
  dimension: 'completeness',
  severities: ['warn'],
  field: 'instructions',
  operands: ['instructions'],
  source: 'An exercise is shown to users with at least one step of instructions',
  params: { minSteps: 1 },
  judge({ values }, { minSteps }) {
    const steps = listOf(values.instructions).length;
    return steps >= minSteps ? 'pass' : { severity: 'warn', params: { steps, minSteps } };
  },
  message: {
    fr: 'Pas d’instructions : {steps:number} étape, au moins {minSteps:number} attendue.',
    en: 'No instructions: {steps:number} steps, at least {minSteps:number} expected.',
    de: 'Keine Anleitung: {steps:number} Schritte, mindestens {minSteps:number} erwartet.',
    it: 'Nessuna istruzione: {steps:number} passi, almeno {minSteps:number} atteso.',
  },
  advice: {
    fr: 'Ajoutez les étapes, ou rejetez l’exercice s’il ne peut pas être montré ainsi.',
    en: 'Add the steps, or reject the exercise if it cannot be shown like this.',
    de: 'Ergänzen Sie die Schritte oder lehnen Sie die Übung ab, wenn sie so nicht gezeigt werden kann.',
    it: 'Aggiungete i passi, o rifiutate l’esercizio se non può essere mostrato così.',
  },
});

export const exerciseRules = [e2, e3, e4, e5] as const;
