import { filterOf, questionOf, wrongIn } from '#lib/access/filter.ts';
import { actorNames } from '#lib/records/actors.server.ts';
import { recordTypes, typeLabel } from '#lib/records/contracts.server.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import type { PageServerLoad } from './$types.js';

const pageSize = 50;

export const load: PageServerLoad = async (event) => {
  const { services, language } = event.locals;
  const caller = callerOf(event);
  const filter = filterOf(event.url.searchParams);
  const after = event.url.searchParams.get('after');
  const isCursor = after !== null && /^\d{1,18}$/.test(after);
  const wrong = wrongIn(filter);
  const question = { ...questionOf(wrong.length > 0 ? filterOf(new URLSearchParams()) : filter), limit: pageSize };
  // Whoever may not see it is told so, whatever they ask.
  const [actors, page] = await Promise.all([
    services.accessActors(caller),
    services.accessLog(caller, { ...question, ...(isCursor && { after }) }),
  ]);
  return {
    filter,
    wrong,
    entries: wrong.length > 0 ? [] : page.items,
    next: wrong.length > 0 ? null : page.next,
    after: isCursor,
    actors,
    names: await actorNames(
      services,
      actors.map((actor) => ({ actor })),
    ),
    me: `user:${caller.id}`,
    types: Object.fromEntries(recordTypes.map((type) => [type, typeLabel(type, language) ?? type])),
  };
};
