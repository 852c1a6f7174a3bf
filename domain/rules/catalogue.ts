/** Every rule of the product, by id and version. A rule never changes: a new threshold or formula is a new version beside the old one. */
import type { RecordType } from '../contracts/contract.ts';
import { activityRules } from './activity.ts';
import { d1 } from './bounds.ts';
import { exerciseRules } from './exercise.ts';
import { foodEnergyRules } from './food-energy.ts';
import { foodMassRules } from './food-mass.ts';
import { foodPartRules } from './food-parts.ts';
import { c1, genericRules } from './generic.ts';
import { personRules } from './person-health.ts';
import type { Rule } from './rule.ts';
import { workoutRules } from './workout.ts';

/** In the order in which findings are listed: the contract first, then what is missing, then the families. */
export const catalogue: readonly Rule[] = [
  d1,
  ...genericRules,
  ...foodMassRules,
  ...foodEnergyRules,
  ...foodPartRules,
  ...exerciseRules,
  ...personRules,
  ...workoutRules,
  ...activityRules,
  c1,
];

const concerns = (rule: Rule, recordType: RecordType): boolean =>
  rule.recordTypes === 'all' || rule.recordTypes.includes(recordType);

/** A rule by id and version, as it is for a record type. */
export const ruleOf = (id: string, version: number, recordType: RecordType): Rule | undefined =>
  catalogue.find((rule) => rule.id === id && rule.version === version && concerns(rule, recordType));
