/**
 * Whether somebody is shown a person in clear: who a record is about, its cells as read, what was judged of it and what
 * people wrote of it. This is the one place that decides it. It rests on who asks and on how the record stands now, never
 * on the moment of it that is looked at: a record that waited once is not for whoever looks back.
 */
import type { RecordNow } from '../projections/queries/record.ts';
import type { Caller } from './caller.ts';
import { statedPurpose } from './clear-text.ts';
import { allows } from './policy.ts';

/** The purpose of whoever works on the queue, as the access log has it. */
export const queuePurpose = 'queue';

/**
 * For what a caller is shown the person of a record in clear: auditors for the purpose that they state, and those who work
 * on the queue while it waits. Not where it waits only because of what they did themselves: else whoever wanted to know
 * who somebody is would only have to correct something of them.
 * @returns undefined where the person stays a pseudonym
 * @throws Refused `purpose-unclear`
 */
export function purposeInClear(
  caller: Caller,
  { status, waitsOnlyBy }: Pick<RecordNow, 'status' | 'waitsOnlyBy'>,
): string | undefined {
  if (caller.purpose?.trim() && allows(caller, 'record:people-for-purpose')) return statedPurpose(caller);
  const isGivenByQueue = status === 'open' && !waitsOnlyBy.includes(`user:${caller.id}`);
  return isGivenByQueue && allows(caller, 'record:people-in-queue') ? queuePurpose : undefined;
}
