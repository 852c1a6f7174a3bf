/** One training session: who trained, how long, how hard. About a person, often without a name. */
import { localised } from '../language.ts';
import type { Contract } from './contract.ts';
import { identifying, instant, integer, number, ofPerson, oneOf, text } from './fields.ts';
import { ageYears, bmi, bmiStated, bodyFatPercent, energySpentKcal, heightM, sex, weightKg } from './person-fields.ts';

/** No heart beats faster than 500 times a minute; the fastest published rates lie below. */
const heartRateMost = 500;

export const workoutSession: Contract = {
  type: 'workout_session',
  version: 1,
  labels: localised("Séance d'entraînement", 'Workout session', 'Trainingseinheit', 'Sessione di allenamento'),
  personal: true,
  fields: ofPerson({
    person_key: identifying(
      text(['Clé de la personne', "Person's key", 'Schlüssel der Person', 'Chiave della persona']),
    ),
    started_at: instant(['Début', 'Start', 'Beginn', 'Inizio']),
    age_years: ageYears,
    sex,
    weight_kg: weightKg,
    height_m: heightM,
    max_heart_rate_bpm: number(
      ['Fréquence cardiaque maximale', 'Maximum heart rate', 'Maximale Herzfrequenz', 'Frequenza cardiaca massima'],
      'bpm',
      0,
      heartRateMost,
    ),
    average_heart_rate_bpm: number(
      ['Fréquence cardiaque moyenne', 'Average heart rate', 'Mittlere Herzfrequenz', 'Frequenza cardiaca media'],
      'bpm',
      0,
      heartRateMost,
    ),
    resting_heart_rate_bpm: number(
      ['Fréquence cardiaque au repos', 'Resting heart rate', 'Ruheherzfrequenz', 'Frequenza cardiaca a riposo'],
      'bpm',
      0,
      heartRateMost,
    ),
    /** Ten days: longer than any race without sleep. */
    duration_min: number(['Durée', 'Duration', 'Dauer', 'Durata'], 'min', 0, 14_400),
    energy_kcal: energySpentKcal,
    workout_type: oneOf(["Type d'entraînement", 'Workout type', 'Trainingsart', 'Tipo di allenamento'], {
      cardio: ['Cardio', 'Cardio', 'Ausdauer', 'Cardio'],
      hiit: ['HIIT', 'HIIT', 'HIIT', 'HIIT'],
      strength: ['Musculation', 'Strength', 'Krafttraining', 'Forza'],
      yoga: ['Yoga', 'Yoga', 'Yoga', 'Yoga'],
      other: ['Autre', 'Other', 'Andere', 'Altro'],
    }),
    body_fat_percent: bodyFatPercent,
    water_l: number(['Eau bue', 'Water drunk', 'Getrunkenes Wasser', 'Acqua bevuta'], 'l', 0, 100),
    frequency_per_week: number(
      ['Séances par semaine', 'Sessions a week', 'Einheiten pro Woche', 'Sessioni a settimana'],
      'per_week',
      0,
      1_000,
    ),
    experience_level: integer(
      [
        "Niveau d'expérience (1 à 3)",
        'Experience level (1 to 3)',
        'Erfahrung (1 bis 3)',
        'Livello di esperienza (da 1 a 3)',
      ],
      'count',
      1,
      3,
    ),
    bmi_stated: bmiStated,
    bmi,
  }),
  derivations: ['bmi'],
};
