/** Days of made-up tracker users. One user and day occur several times with other values: a person chooses. */
import type { SourceDefinition } from '../../domain/source/definition.ts';

export const fitnessTracker: SourceDefinition = {
  name: 'fitness-tracker',
  version: 1,
  recordType: 'daily_activity',
  title: {
    fr: "Journées d'un traceur d'activité",
    en: 'Days of a fitness tracker',
    de: 'Tage eines Fitness-Trackers',
    it: 'Giornate di un fitness tracker',
  },
  format: 'csv',
  dialect: {},
  columns: [
    { column: 'user_id', field: 'person_key' },
    { column: 'date', field: 'local_date' },
    { column: 'steps', field: 'steps' },
    { column: 'calories_burned', field: 'energy_kcal' },
    { column: 'distance_km', field: 'distance_m', unit: 'km' },
    { column: 'active_minutes', field: 'active_min' },
    { column: 'sleep_hours', field: 'sleep_min', unit: 'h' },
    { column: 'heart_rate_avg', field: 'mean_heart_rate_bpm' },
    { column: 'workout_type', field: 'workout_type', map: { None: 'none', 'Gym Workout': 'gym' } },
    { column: 'weather_conditions', field: 'weather' },
    { column: 'location', field: 'location' },
    { column: 'mood', field: 'mood' },
  ],
  constants: {},
  repairs: [],
  naturalKey: ['person_key', 'local_date'],
  person: { field: 'person_key' },
  licence: {
    name: 'CC0-1.0',
    redistributable: true,
    verifiedBy: null,
    note: 'As stated by third parties; a person must read it before anything is redistributed.',
  },
  legalBasis: 'synthetic',
  cadence: null,
  delivers: 'snapshot',
  onMissing: 'keep',
  trust: 'clean',
  timeZone: 'UTC',
  traits: {},
  justification:
    'Daily steps, minutes and energy as a tracker counts them, made up, with several statements for the same user and day. Only clean rows pass alone.',
};
