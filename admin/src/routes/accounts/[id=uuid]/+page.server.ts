import { type ActionFailure, fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { rolesIn } from '#lib/accounts/roles-in.server.ts';
import { formOf } from '#lib/forms.server.ts';
import { isRefused } from '#lib/refusals.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import { wordsOf } from '#lib/words/catalogue.ts';
import type { Caller } from '../../../../../services/caller.ts';
import type { Actions, PageServerLoad } from './$types.js';

const deeds = ['roles', 'disabled', 'enabled', 'ended'] as const;
type Deed = (typeof deeds)[number];

interface Back {
  readonly errors?: readonly { readonly field?: string; readonly message: string }[];
  readonly password?: string;
}

export const load: PageServerLoad = async (event) => {
  const { services } = event.locals;
  const caller = callerOf(event);
  const { id } = event.params;
  const mayManage = services.may(caller, 'accounts:manage');
  const done = event.url.searchParams.get('done');
  return {
    account: await services.administration.one(caller, id),
    sessions: mayManage ? await services.administration.sessions(caller, id) : [],
    mayManage,
    mayReadJournal: services.may(caller, 'accounts:journal'),
    own: caller.id === id,
    done: deeds.find((deed) => deed === done) ?? null,
  };
};

/** Does what a form asks for, and shows the account as it is then; what is refused comes back with its reason. */
async function act(
  event: RequestEvent<{ id: string }>,
  deed: Deed,
  doing: (caller: Caller, id: string) => Promise<unknown>,
): Promise<ActionFailure<Back>> {
  try {
    await doing(callerOf(event), event.params.id);
  } catch (error) {
    return refusedForm(event, error);
  }
  redirect(303, `/accounts/${event.params.id}?done=${deed}`);
}

function refusedForm({ locals }: RequestEvent, error: unknown): ActionFailure<Back> {
  if (!isRefused(error)) throw error;
  return fail(error.status, { errors: [{ message: error.text(locals.language) }] });
}

export const actions: Actions = {
  roles: async (event) => {
    const held = rolesIn(await formOf(event));
    const { language, services } = event.locals;
    if (held.length === 0)
      return fail(400, { errors: [{ field: 'roles', message: wordsOf(language).accounts.wrong.roles }] });
    return act(event, 'roles', (caller, id) => services.administration.changeRoles(caller, id, held));
  },
  disable: (event) => act(event, 'disabled', event.locals.services.administration.disable),
  enable: (event) => act(event, 'enabled', event.locals.services.administration.enable),
  end: (event) => act(event, 'ended', event.locals.services.administration.endSessions),
  // Answered here and not led elsewhere: the password is in this answer, and in no other.
  reset: async (event): Promise<Back | ActionFailure<Back>> => {
    try {
      const { password } = await event.locals.services.administration.reset(callerOf(event), event.params.id);
      return { password };
    } catch (error) {
      return refusedForm(event, error);
    }
  },
};
