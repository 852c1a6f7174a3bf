import { fail, redirect } from '@sveltejs/kit';
import { formOf } from '#lib/forms.server.ts';
import { isRefused } from '#lib/refusals.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import { wordsOf } from '#lib/words/catalogue.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = (event) => ({
  // Whoever has no role yet signed in with a password that somebody else made.
  needed: callerOf(event).roles.length === 0,
  done: event.url.searchParams.has('done'),
});

export const actions: Actions = {
  default: async (event) => {
    const { locals } = event;
    const form = await formOf(event);
    const [current, chosen, again] = ['current', 'chosen', 'again'].map((name) => String(form.get(name) ?? ''));
    const words = wordsOf(locals.language).password.wrong;
    const errors = [
      ...(current === '' ? [{ field: 'current', message: words.current }] : []),
      ...(chosen === '' ? [{ field: 'chosen', message: words.chosen }] : []),
      ...(chosen !== '' && chosen !== again ? [{ field: 'again', message: words.again }] : []),
    ];
    if (errors.length > 0) return fail(400, { errors });
    const { id, email, session = '' } = callerOf(event);
    try {
      const passwords = { current: current ?? '', chosen: chosen ?? '' };
      await locals.services.accounts.changePassword({ id, email, session }, passwords, locals.address);
    } catch (error) {
      if (!isRefused(error)) throw error;
      if (error.retryAfter !== undefined) event.setHeaders({ 'Retry-After': `${error.retryAfter}` });
      const field = error.code === 'weak-password' ? 'chosen' : 'current';
      return fail(error.status, { errors: [{ field, message: error.text(locals.language) }] });
    }
    redirect(303, '/password?done');
  },
};
