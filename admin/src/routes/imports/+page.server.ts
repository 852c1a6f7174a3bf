import { callerOf } from '#lib/session/caller.server.ts';
import type { PageServerLoad } from './$types.js';

const pageSize = 25;

export const load: PageServerLoad = async (event) => {
  const { services } = event.locals;
  const caller = callerOf(event);
  const [source, after] = ['source', 'after'].map((name) => event.url.searchParams.get(name) || undefined);
  const [{ items, next }, sources] = await Promise.all([
    services.imports(caller, { ...(source && { source }), ...(after && { after }), limit: pageSize }),
    services.sources(caller),
  ]);
  return {
    imports: items,
    next,
    source: source ?? '',
    after: after ?? null,
    sources: sources.map(({ name }) => name),
    mayRun: services.may(caller, 'imports:run'),
  };
};
