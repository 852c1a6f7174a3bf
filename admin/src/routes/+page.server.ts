import { callerOf } from '#lib/session/caller.server.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => ({
  overview: await event.locals.services.overview(callerOf(event)),
});
