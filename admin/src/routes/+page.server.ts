import { typeLabel } from '#lib/records/contracts.server.ts';
import { together } from '#lib/records/dimensions.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { services } = event.locals;
  const caller = callerOf(event);
  const [{ counts, totals, open, imports, quality, position, asOf }, waiting] = await Promise.all([
    services.overview(caller),
    services.importsWaiting(caller),
  ]);
  event.depends('live:overview');
  return {
    totals,
    open,
    imports,
    waiting,
    position,
    asOf,
    types: Object.entries(counts).map(([type, count]) => ({
      type,
      label: typeLabel(type, caller.language) ?? type,
      ...count,
    })),
    dimensions: together(quality),
    sources: quality.map((one) => ({ ...one, typeLabel: typeLabel(one.recordType, caller.language) })),
    may: {
      queue: services.may(caller, 'queue:read'),
      imports: services.may(caller, 'imports:read'),
      sources: services.may(caller, 'sources:read'),
    },
  };
};
