/** The contracts of all record types. */
import { biometricMeasure } from './biometric-measure.ts';
import type { Contract, RecordType } from './contract.ts';
import { dailyActivity } from './daily-activity.ts';
import { dietAssessment } from './diet-assessment.ts';
import { exercise } from './exercise.ts';
import { food } from './food.ts';
import { sleepPeriod } from './sleep-period.ts';
import { userProfile } from './user-profile.ts';
import { workoutSession } from './workout-session.ts';

export const contracts: Readonly<Record<RecordType, Contract>> = {
  food,
  exercise,
  user_profile: userProfile,
  diet_assessment: dietAssessment,
  workout_session: workoutSession,
  daily_activity: dailyActivity,
  sleep_period: sleepPeriod,
  biometric_measure: biometricMeasure,
};
