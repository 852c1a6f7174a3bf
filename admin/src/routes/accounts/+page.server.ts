import { fail } from '@sveltejs/kit';
import { rolesIn } from '#lib/accounts/roles-in.server.ts';
import { formOf } from '#lib/forms.server.ts';
import { isRefused } from '#lib/refusals.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import { wordsOf } from '#lib/words/catalogue.ts';
import type { Actions, PageServerLoad } from './$types.js';

const pageSize = 25;

export const load: PageServerLoad = async (event) => {
  const { services } = event.locals;
  const caller = callerOf(event);
  const [q = '', after] = ['q', 'after'].map((name) => event.url.searchParams.get(name) || undefined);
  const { items, next, total } = await services.administration.list(caller, {
    q: q.slice(0, 254),
    ...(after !== undefined && { after }),
    limit: pageSize,
  });
  return { accounts: items, next, total, q, after: after ?? null, mayManage: services.may(caller, 'accounts:manage') };
};

export const actions: Actions = {
  add: async (event) => {
    const { locals } = event;
    const form = await formOf(event);
    const email = String(form.get('email') ?? '').trim();
    const roles = rolesIn(form);
    const words = wordsOf(locals.language).accounts.wrong;
    const errors = [
      ...(email === '' ? [{ field: 'email', message: words.email }] : []),
      ...(roles.length === 0 ? [{ field: 'roles', message: words.roles }] : []),
    ];
    if (errors.length > 0) return fail(400, { email, roles, errors });
    try {
      const { email: added, password } = await locals.services.administration.add(callerOf(event), { email, roles });
      return { added, password };
    } catch (error) {
      if (!isRefused(error)) throw error;
      return fail(error.status, { email, roles, errors: [{ field: 'email', message: error.text(locals.language) }] });
    }
  },
};
