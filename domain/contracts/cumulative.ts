/**
 * Totals that only grow while their day lasts: a lower one stated later is a day that was cut off, or another device's.
 * Beside the contracts and not in them: it changes nothing that is stated, hashed or exported.
 */
import type { RecordType } from './contract.ts';

const cumulative: Readonly<Partial<Record<RecordType, readonly string[]>>> = {
  daily_activity: [
    'steps',
    'energy_kcal',
    'distance_m',
    'active_min',
    'tracker_distance_m',
    'logged_distance_m',
    'very_active_distance_m',
    'moderately_active_distance_m',
    'light_active_distance_m',
    'very_active_min',
    'fairly_active_min',
    'lightly_active_min',
  ],
};

/** Fields of a record type that are totals of a day. */
export const cumulativeFields = (type: RecordType): readonly string[] => cumulative[type] ?? [];
