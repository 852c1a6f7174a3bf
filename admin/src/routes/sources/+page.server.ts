import { typeLabel } from '#lib/records/contracts.server.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { services } = event.locals;
  const caller = callerOf(event);
  const [sources, refused, { quality }] = await Promise.all([
    services.sources(caller),
    services.refusedSources(caller),
    services.overview(caller),
  ]);
  return {
    sources: sources.map((source) => ({
      ...source,
      typeLabel: typeLabel(source.recordType, caller.language) ?? source.recordType,
      overall: quality.find((one) => one.source === source.name)?.overall ?? null,
    })),
    refused,
  };
};
