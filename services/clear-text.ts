/** Clear text about people for an auditor: only for a purpose, and never without a note in the access log. */
import type { Position } from '../eventstore/store.ts';
import { rememberAccess } from './access.ts';
import type { Caller } from './caller.ts';
import type { ServiceParts } from './parts.ts';
import { refusal } from './words.ts';

/** @throws Refused `purpose-needed` */
export async function showClearText(
  { sql }: Pick<ServiceParts, 'sql'>,
  caller: Caller,
  what: string,
  position: Position,
): Promise<void> {
  const purpose = caller.purpose?.trim();
  if (!purpose) throw refusal('purpose-needed');
  await rememberAccess(sql, { person: caller, what, purpose, position });
}
