/** Training sessions of gym members without names, as published, and the synthetic file made from them. */
import type { ColumnMapping, SourceDefinition } from '../../domain/source/definition.ts';

const columns: readonly ColumnMapping[] = [
  { column: 'Age', field: 'age_years' },
  { column: ['Gender', 'Sex'], field: 'sex' },
  { column: 'Weight (kg)', field: 'weight_kg' },
  { column: 'Height (m)', field: 'height_m' },
  { column: 'Max_BPM', field: 'max_heart_rate_bpm' },
  { column: 'Avg_BPM', field: 'average_heart_rate_bpm' },
  { column: 'Resting_BPM', field: 'resting_heart_rate_bpm' },
  { column: 'Session_Duration (hours)', field: 'duration_min', unit: 'h' },
  { column: 'Calories_Burned', field: 'energy_kcal' },
  { column: 'Workout_Type', field: 'workout_type' },
  { column: 'Fat_Percentage', field: 'body_fat_percent' },
  { column: 'Water_Intake (liters)', field: 'water_l' },
  { column: 'Workout_Frequency (days/week)', field: 'frequency_per_week' },
  { column: 'Experience_Level', field: 'experience_level' },
  { column: 'BMI', field: 'bmi_stated' },
];

const note =
  'Quoted as CC0, CC BY 4.0 and Apache-2.0 by different people; a person must settle it before redistribution.';

export const gymMembers: SourceDefinition = {
  name: 'gym-members',
  version: 1,
  recordType: 'workout_session',
  title: {
    fr: "Séances d'adhérents de salles de sport",
    en: 'Sessions of gym members',
    de: 'Einheiten von Fitnessstudio-Mitgliedern',
    it: 'Sessioni di iscritti in palestra',
  },
  format: 'csv',
  dialect: {},
  columns,
  constants: {},
  repairs: [],
  naturalKey: [],
  person: 'record',
  licence: { name: 'CC0-1.0', redistributable: true, verifiedBy: null, note },
  legalBasis: 'anonymous',
  cadence: null,
  delivers: 'snapshot',
  onMissing: 'keep',
  trust: 'clean',
  timeZone: 'UTC',
  /** BMI is given to two decimals: half of the last digit, and a hundredth for the rounding of its operands. */
  traits: { bmiTolerance: 0.015 },
  justification:
    'Sessions with heart rates, energy and body composition, without names or dates: the base of the training analytics. A session can describe a person, so only clean rows pass alone.',
};

export const gymMembersSynthetic: SourceDefinition = {
  ...gymMembers,
  name: 'gym-members-synthetic',
  title: {
    fr: "Séances d'adhérents, fichier synthétique",
    en: 'Sessions of gym members, synthetic file',
    de: 'Einheiten von Mitgliedern, synthetische Datei',
    it: 'Sessioni di iscritti, file sintetico',
  },
  repairs: [{ repair: 'escaped-prefix' }],
  justification:
    'The same shape with gaps, escaped values and a BMI that contradicts weight and height: shows what judging is for. Only clean rows pass alone.',
};
