import { fail, redirect } from '@sveltejs/kit';
import { formOf } from '#lib/forms.server.ts';
import { isRefused } from '#lib/refusals.ts';
import { nextPath } from '#lib/session/next.ts';
import { keepSession } from '#lib/session/session.server.ts';
import { wordsOf } from '#lib/words/catalogue.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = ({ locals, url }) => {
  if (locals.caller) redirect(303, nextPath(url.searchParams.get('next')));
  return { next: url.searchParams.get('next'), ended: url.searchParams.has('ended') };
};

export const actions: Actions = {
  default: async (event) => {
    const { locals } = event;
    const form = await formOf(event);
    const email = String(form.get('email') ?? '').trim();
    const password = String(form.get('password') ?? '');
    const words = wordsOf(locals.language).login;
    const errors = [
      ...(email === '' ? [{ field: 'email', message: words.needsEmail }] : []),
      ...(password === '' ? [{ field: 'password', message: words.needsPassword }] : []),
    ];
    if (errors.length > 0) return fail(400, { email, errors });
    try {
      keepSession(event, await locals.services.accounts.signIn(email, password, locals.address));
    } catch (error) {
      if (!isRefused(error)) throw error;
      if (error.retryAfter !== undefined) event.setHeaders({ 'Retry-After': `${error.retryAfter}` });
      return fail(error.status, { email, errors: [{ field: 'email', message: error.text(locals.language) }] });
    }
    redirect(303, nextPath(String(form.get('next') ?? '')));
  },
};
