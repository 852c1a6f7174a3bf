/**
 * What a person did in one local day, as a tracker or a diary counts it. About a person.
 * A local day has at most 25 hours (the day that summer time ends).
 */
import { localised } from '../language.ts';
import type { Contract } from './contract.ts';
import { integer, type Labels, number, ofPerson, oneOf } from './fields.ts';
import { energySpentKcal, localDate, personKey } from './person-fields.ts';

const minutes = (...labels: Labels) => number(labels, 'min', 0, 1_500);
/** 25 h at 80 km/h: farther than any day's own movement. */
const metres = (...labels: Labels) => number(labels, 'm', 0, 2_000_000);

export const dailyActivity: Contract = {
  type: 'daily_activity',
  version: 1,
  labels: localised('Activité quotidienne', 'Daily activity', 'Tagesaktivität', 'Attività giornaliera'),
  personal: true,
  fields: ofPerson({
    person_key: personKey,
    local_date: localDate,
    /** Ten steps a second for a whole day stay below it. */
    steps: integer(['Pas', 'Steps', 'Schritte', 'Passi'], 'count', 0, 1_000_000),
    energy_kcal: energySpentKcal,
    distance_m: metres('Distance', 'Distance', 'Strecke', 'Distanza'),
    active_min: minutes('Minutes actives', 'Active minutes', 'Aktive Minuten', 'Minuti attivi'),
    sleep_min: minutes('Sommeil', 'Sleep', 'Schlaf', 'Sonno'),
    mean_heart_rate_bpm: number(
      ['Fréquence cardiaque moyenne', 'Mean heart rate', 'Mittlere Herzfrequenz', 'Frequenza cardiaca media'],
      'bpm',
      0,
      500,
    ),
    workout_type: oneOf(["Type d'entraînement", 'Workout type', 'Trainingsart', 'Tipo di allenamento'], {
      none: ['Aucun', 'None', 'Keines', 'Nessuno'],
      walking: ['Marche', 'Walking', 'Gehen', 'Camminata'],
      running: ['Course', 'Running', 'Laufen', 'Corsa'],
      cycling: ['Vélo', 'Cycling', 'Radfahren', 'Ciclismo'],
      swimming: ['Natation', 'Swimming', 'Schwimmen', 'Nuoto'],
      yoga: ['Yoga', 'Yoga', 'Yoga', 'Yoga'],
      gym: ['Salle de sport', 'Gym workout', 'Fitnessstudio', 'Palestra'],
      other: ['Autre', 'Other', 'Andere', 'Altro'],
    }),
    weather: oneOf(['Météo', 'Weather', 'Wetter', 'Meteo'], {
      clear: ['Dégagé', 'Clear', 'Klar', 'Sereno'],
      clouds: ['Nuageux', 'Cloudy', 'Bewölkt', 'Nuvoloso'],
      fog: ['Brouillard', 'Fog', 'Nebel', 'Nebbia'],
      rain: ['Pluie', 'Rain', 'Regen', 'Pioggia'],
      snow: ['Neige', 'Snow', 'Schnee', 'Neve'],
      other: ['Autre', 'Other', 'Andere', 'Altro'],
    }),
    location: oneOf(['Lieu', 'Location', 'Ort', 'Luogo'], {
      home: ['Domicile', 'Home', 'Zuhause', 'Casa'],
      gym: ['Salle de sport', 'Gym', 'Fitnessstudio', 'Palestra'],
      office: ['Bureau', 'Office', 'Büro', 'Ufficio'],
      park: ['Parc', 'Park', 'Park', 'Parco'],
      other: ['Autre', 'Other', 'Andere', 'Altro'],
    }),
    mood: oneOf(['Humeur', 'Mood', 'Stimmung', 'Umore'], {
      happy: ['Joyeuse', 'Happy', 'Fröhlich', 'Felice'],
      neutral: ['Neutre', 'Neutral', 'Neutral', 'Neutro'],
      stressed: ['Stressée', 'Stressed', 'Gestresst', 'Stressato'],
      tired: ['Fatiguée', 'Tired', 'Müde', 'Stanco'],
      other: ['Autre', 'Other', 'Andere', 'Altro'],
    }),
    tracker_distance_m: metres(
      'Distance mesurée par le traceur',
      'Distance measured by the tracker',
      'Vom Tracker gemessene Strecke',
      'Distanza misurata dal dispositivo',
    ),
    logged_distance_m: metres(
      'Distance des activités saisies',
      'Distance of logged activities',
      'Strecke der eingetragenen Aktivitäten',
      'Distanza delle attività registrate',
    ),
    very_active_distance_m: metres(
      'Distance très active',
      'Very active distance',
      'Sehr aktive Strecke',
      'Distanza molto attiva',
    ),
    moderately_active_distance_m: metres(
      'Distance modérément active',
      'Moderately active distance',
      'Mäßig aktive Strecke',
      'Distanza moderatamente attiva',
    ),
    light_active_distance_m: metres(
      'Distance légèrement active',
      'Lightly active distance',
      'Leicht aktive Strecke',
      'Distanza leggermente attiva',
    ),
    sedentary_distance_m: metres(
      'Distance sédentaire',
      'Sedentary distance',
      'Sitzend zurückgelegte Strecke',
      'Distanza sedentaria',
    ),
    very_active_min: minutes(
      'Minutes très actives',
      'Very active minutes',
      'Sehr aktive Minuten',
      'Minuti molto attivi',
    ),
    fairly_active_min: minutes(
      'Minutes assez actives',
      'Fairly active minutes',
      'Ziemlich aktive Minuten',
      'Minuti abbastanza attivi',
    ),
    lightly_active_min: minutes(
      'Minutes légèrement actives',
      'Lightly active minutes',
      'Leicht aktive Minuten',
      'Minuti leggermente attivi',
    ),
    sedentary_min: minutes('Minutes sédentaires', 'Sedentary minutes', 'Sitzende Minuten', 'Minuti sedentari'),
  }),
  derivations: [],
};
