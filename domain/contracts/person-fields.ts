/**
 * Fields that several personal types share, so that a person's weight means the same everywhere.
 * Limits are those of what can exist at all: the heaviest person known weighed 635 kg and the tallest measured 2.72 m
 * (Guinness World Records); implausible values within them are found by rules.
 */
import { date, identifying, integer, list, number, oneOf, required, text } from './fields.ts';

export const personKey = required(
  identifying(text(['Clé de la personne', "Person's key", 'Schlüssel der Person', 'Chiave della persona'], 200)),
);
export const localDate = required(date(['Jour', 'Day', 'Tag', 'Giorno']));
export const ageYears = integer(['Âge', 'Age', 'Alter', 'Età'], 'years', 0, 150);
export const sex = oneOf(['Sexe', 'Sex', 'Geschlecht', 'Sesso'], {
  female: ['Femme', 'Female', 'Weiblich', 'Donna'],
  male: ['Homme', 'Male', 'Männlich', 'Uomo'],
  other: ['Autre', 'Other', 'Andere', 'Altro'],
  unknown: ['Non précisé', 'Not stated', 'Nicht angegeben', 'Non indicato'],
});
export const weightKg = number(['Poids', 'Weight', 'Gewicht', 'Peso'], 'kg', 0.2, 1_000);
export const heightM = number(['Taille', 'Height', 'Größe', 'Statura'], 'm', 0.2, 3);
export const bodyFatPercent = number(['Masse grasse', 'Body fat', 'Körperfett', 'Massa grassa'], 'percent', 0, 100);

const bmiMost = 1_000;
/** What a source says the BMI is. */
export const bmiStated = number(
  ['IMC déclaré', 'Stated BMI', 'Angegebener BMI', 'IMC dichiarato'],
  'kg_per_m2',
  0,
  bmiMost,
);
/** Weight / height², or the stated one where it cannot be computed. */
export const bmi = {
  ...number(['IMC', 'BMI', 'BMI', 'IMC'], 'kg_per_m2', 0, bmiMost),
  derivedBeside: 'bmi_stated',
} as const;

/** Energy that a body uses or takes in within a day or a session: no human comes near the limit. */
export const energySpentKcal = number(
  ['Énergie dépensée', 'Energy spent', 'Energieverbrauch', 'Energia spesa'],
  'kcal',
  0,
  100_000,
);

export const activityLevel = oneOf(["Niveau d'activité", 'Activity level', 'Aktivitätsniveau', 'Livello di attività'], {
  sedentary: ['Sédentaire', 'Sedentary', 'Sitzend', 'Sedentario'],
  moderate: ['Modéré', 'Moderate', 'Mäßig', 'Moderato'],
  active: ['Actif', 'Active', 'Aktiv', 'Attivo'],
});

export const diets = list(['Régimes', 'Diets', 'Ernährungsweisen', 'Diete'], 30);
export const allergies = list(['Allergies', 'Allergies', 'Allergien', 'Allergie'], 30);
