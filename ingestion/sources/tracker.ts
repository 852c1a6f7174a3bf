/**
 * Exports of a wrist tracker: days, nights and weighings of people who agreed to it, or of whoever runs the installation. They
 * share one set of person keys.
 */
import type { SourceDefinition } from '../../domain/source/definition.ts';

const shared = {
  version: 1,
  format: 'csv',
  dialect: {},
  constants: {},
  repairs: [],
  person: { field: 'person_key', namespace: 'tracker' },
  licence: {
    name: 'Personal data',
    redistributable: false,
    verifiedBy: null,
    note: 'Belongs to the people it is about; used on their consent, never redistributed.',
  },
  legalBasis: 'consent',
  cadence: 'P1D',
  delivers: 'changes',
  onMissing: 'keep',
  trust: 'clean',
  timeZone: 'UTC',
  traits: {},
} as const;

export const trackerDailyActivity: SourceDefinition = {
  ...shared,
  name: 'tracker-daily-activity',
  recordType: 'daily_activity',
  title: {
    fr: 'Traceur : activité quotidienne',
    en: 'Tracker: daily activity',
    de: 'Tracker: Tagesaktivität',
    it: 'Tracker: attività giornaliera',
  },
  columns: [
    { column: 'Id', field: 'person_key' },
    { column: ['ActivityDate', 'Date'], field: 'local_date', date: 'M/D/YYYY' },
    { column: 'TotalSteps', field: 'steps' },
    { column: 'TotalDistance', field: 'distance_m', unit: 'km' },
    { column: 'TrackerDistance', field: 'tracker_distance_m', unit: 'km' },
    { column: 'LoggedActivitiesDistance', field: 'logged_distance_m', unit: 'km' },
    { column: 'VeryActiveDistance', field: 'very_active_distance_m', unit: 'km' },
    { column: 'ModeratelyActiveDistance', field: 'moderately_active_distance_m', unit: 'km' },
    { column: 'LightActiveDistance', field: 'light_active_distance_m', unit: 'km' },
    { column: 'SedentaryActiveDistance', field: 'sedentary_distance_m', unit: 'km' },
    { column: 'VeryActiveMinutes', field: 'very_active_min' },
    { column: 'FairlyActiveMinutes', field: 'fairly_active_min' },
    { column: 'LightlyActiveMinutes', field: 'lightly_active_min' },
    { column: 'SedentaryMinutes', field: 'sedentary_min' },
    { column: 'Calories', field: 'energy_kcal' },
  ],
  naturalKey: ['person_key', 'local_date'],
  justification:
    'Steps, distances and minutes by intensity as the device counts them. Health data under consent: only clean rows pass alone.',
};

export const trackerSleep: SourceDefinition = {
  ...shared,
  name: 'tracker-sleep',
  recordType: 'sleep_period',
  title: {
    fr: 'Traceur : sommeil',
    en: 'Tracker: sleep',
    de: 'Tracker: Schlaf',
    it: 'Tracker: sonno',
  },
  columns: [
    { column: 'Id', field: 'person_key' },
    { column: ['SleepDay', 'Date'], field: 'local_date', date: 'M/D/YYYY' },
    { column: 'TotalSleepRecords', field: 'sleep_records' },
    { column: 'TotalMinutesAsleep', field: 'asleep_min' },
    { column: 'TotalTimeInBed', field: 'in_bed_min' },
  ],
  naturalKey: ['person_key', 'local_date'],
  justification: 'Time asleep and in bed by night. Health data under consent: only clean rows pass alone.',
};

export const trackerWeight: SourceDefinition = {
  ...shared,
  name: 'tracker-weight',
  recordType: 'biometric_measure',
  title: {
    fr: 'Traceur : poids',
    en: 'Tracker: weight',
    de: 'Tracker: Gewicht',
    it: 'Tracker: peso',
  },
  columns: [
    { column: 'Id', field: 'person_key' },
    { column: 'Date', field: 'measured_at', date: 'M/D/YYYY' },
    { column: 'WeightKg', field: 'weight_kg' },
    // The same weight once more: kept as read.
    { column: 'WeightPounds', field: null },
    { column: 'Fat', field: 'body_fat_percent' },
    { column: 'BMI', field: 'bmi_stated' },
    { column: 'IsManualReport', field: 'manual' },
    { column: 'LogId', field: 'log_id' },
  ],
  naturalKey: ['person_key', 'measured_at'],
  justification:
    'Weighings with their time; the log id of the export is not unique, so person and time are the key. Health data under consent: only clean rows pass alone.',
};

/** The same exports of one's own tracker: nobody else's consent is needed. */
const own = (
  { name, ...definition }: SourceDefinition,
  title: SourceDefinition['title'],
  justification: string,
): SourceDefinition => ({
  ...definition,
  name: name.replace('tracker-', 'own-'),
  title,
  person: { field: 'person_key', namespace: 'own' },
  licence: {
    name: 'Own data',
    redistributable: false,
    verifiedBy: null,
    note: 'About whoever runs the installation, by themselves; never redistributed.',
  },
  legalBasis: 'own',
  justification,
});

export const ownSources: readonly SourceDefinition[] = [
  own(
    trackerDailyActivity,
    {
      fr: 'Mon traceur : activité quotidienne',
      en: 'My tracker: daily activity',
      de: 'Mein Tracker: Tagesaktivität',
      it: 'Il mio tracker: attività giornaliera',
    },
    "The export of one's own tracker, by day. Health data: only clean rows pass alone.",
  ),
  own(
    trackerSleep,
    { fr: 'Mon traceur : sommeil', en: 'My tracker: sleep', de: 'Mein Tracker: Schlaf', it: 'Il mio tracker: sonno' },
    "The export of one's own tracker, by night. Health data: only clean rows pass alone.",
  ),
  own(
    trackerWeight,
    {
      fr: 'Mon traceur : pesées',
      en: 'My tracker: weighings',
      de: 'Mein Tracker: Wägungen',
      it: 'Il mio tracker: pesate',
    },
    "The export of one's own tracker, by weighing. Health data: only clean rows pass alone.",
  ),
];
