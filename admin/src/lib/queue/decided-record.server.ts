import type { RequestEvent } from '@sveltejs/kit';
import { titleOf } from '../records/title.ts';
import { isRefused } from '../refusals.ts';
import { callerOf } from '../session/caller.server.ts';
import { type Deed, takeDecided } from './decided.server.ts';

/** What was just decided, and on what record: for the message that tells of it. */
export interface Decided {
  readonly deed: Deed;
  readonly id: string;
  readonly title: string;
}

export async function decidedRecord(event: RequestEvent): Promise<Decided | null> {
  const decided = takeDecided(event.cookies);
  if (!decided) return null;
  try {
    return { ...decided, title: titleOf(await event.locals.services.record(callerOf(event), decided.id)) };
  } catch (error) {
    if (isRefused(error)) return null;
    throw error;
  }
}
