import { statusOf } from '#lib/imports/statuses.server.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import type { PageServerLoad } from './$types.js';

const pageSize = 25;

export const load: PageServerLoad = async (event) => {
  const { services } = event.locals;
  const caller = callerOf(event);
  const [source, after] = ['source', 'after'].map((name) => event.url.searchParams.get(name) || undefined);
  const status = statusOf(event.url.searchParams.get('status'));
  const [{ items, next }, sources, waiting] = await Promise.all([
    services.imports(caller, {
      ...(source && { source }),
      ...(status && { status }),
      ...(after && /^\d{1,18}$/.test(after) && { after }),
      limit: pageSize,
    }),
    services.may(caller, 'sources:read') ? services.sources(caller) : [],
    services.importsWaiting(caller),
  ]);
  return {
    imports: items,
    next,
    waiting,
    source: source ?? '',
    status: status ?? '',
    after: after ?? null,
    sources: sources.map(({ name }) => name),
    mayRun: services.may(caller, 'imports:run'),
  };
};
