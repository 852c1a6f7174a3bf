/** The sources that a release ships. Further ones come as definitions in JSON (`parseDefinition` of `domain/source`). */
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { ciqual } from './ciqual.ts';
import { dailyFood } from './daily-food.ts';
import { dietRecommendations } from './diet-recommendations.ts';
import { exerciseDb, freeExerciseDb } from './exercises.ts';
import { fitnessTracker } from './fitness-tracker.ts';
import { gymMembers, gymMembersSynthetic } from './gym-members.ts';
import { sampleSources } from './sample.ts';
import { ownSources, trackerDailyActivity, trackerSleep, trackerWeight } from './tracker.ts';

export const sources: readonly SourceDefinition[] = [
  dailyFood,
  dietRecommendations,
  gymMembers,
  gymMembersSynthetic,
  fitnessTracker,
  exerciseDb,
  freeExerciseDb,
  ciqual,
  trackerDailyActivity,
  trackerSleep,
  trackerWeight,
  ...ownSources,
  ...sampleSources,
];

/** The shipped source of a name, if there is one. */
export const source = (name: string): SourceDefinition | undefined => sources.find((one) => one.name === name);
