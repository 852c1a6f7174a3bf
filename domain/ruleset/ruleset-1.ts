/**
 * Ruleset 1 of every record type: the rules it names, as `id@version`. A rule's parameters are those it has in that
 * version. It never changes: the next selection, or the next number in it, is ruleset 2.
 */
import type { RecordType } from '../contracts/contract.ts';

const everywhere = ['D1@1', 'G3@1', 'G5@1', 'G8@1', 'G11@1', 'M1@1'] as const;

export const ruleset1: Readonly<Record<RecordType, readonly string[]>> = {
  food: [
    ...everywhere,
    ...['F1@1', 'F2@1', 'F3@1', 'F20@1', 'F5@1', 'F4@1', 'F8@1', 'F9@1', 'F9b@1', 'F9c@1', 'F10@1', 'F10b@1', 'F11@1'],
  ],
  exercise: [...everywhere, 'E2@1', 'E3@1', 'E4@1', 'E5@1'],
  user_profile: [...everywhere],
  diet_assessment: [...everywhere, 'U6@1', 'U7@1', 'U13@1', 'U14@1', 'U19@1'],
  workout_session: [...everywhere, 'U6@1', 'U7@1', 'W2@1', 'W3@1', 'W4@1', 'W5@1'],
  daily_activity: [...everywhere, 'A4@1', 'A5@1', 'A6@1', 'A9@1', 'B3@1'],
  sleep_period: [...everywhere, 'B3@1'],
  biometric_measure: [...everywhere, 'U7@1'],
};
