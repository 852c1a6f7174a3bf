import { redirect } from '@sveltejs/kit';
import { endSession } from '#lib/session/session.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** Nothing ends by following a link. */
export const load: PageServerLoad = () => redirect(303, '/');

export const actions: Actions = {
  default: async (event) => {
    await endSession(event.locals.services.accounts, event);
    redirect(303, '/login?ended');
  },
};
