import { error, type RequestEvent } from '@sveltejs/kit';
import type { Caller } from '../../../../services/caller.ts';

/** Who asks, on a route that is not open to everybody. The hook has sent everybody else to sign in. */
export function callerOf({ locals }: Pick<RequestEvent, 'locals'>): Caller {
  return locals.caller ?? error(401, 'Sign in first.');
}
