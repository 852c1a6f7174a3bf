/** Clear text about people for an auditor: only for a purpose, and never without a note in the access log. */
import type { Position } from '../eventstore/store.ts';
import { rememberAccess, type ShownPerson } from './access.ts';
import type { Caller } from './caller.ts';
import type { ServiceParts } from './parts.ts';
import { isPurpose, purposeCharacters } from './purpose.ts';
import { refusal } from './words.ts';

/**
 * @param people who is shown, as far as they are a page of them; left out where it is a whole type
 * @throws Refused `purpose-needed`
 */
export async function showClearText(
  { sql }: Pick<ServiceParts, 'sql'>,
  caller: Caller,
  what: string,
  position: Position,
  people: readonly ShownPerson[] = [],
): Promise<void> {
  await rememberAccess(sql, { person: caller, what, purpose: statedPurpose(caller), position, people });
}

/** @throws Refused `purpose-needed`; `purpose-unclear` where what is stated is none */
export function statedPurpose({ purpose }: Caller): string {
  const stated = purpose?.trim();
  if (!stated) throw refusal('purpose-needed');
  if (!isPurpose(stated)) throw refusal('purpose-unclear', purposeCharacters);
  return stated;
}
