import { typeLabel } from '#lib/records/contracts.server.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import type { PageServerLoad } from './$types.js';

const pageSize = 25;

export const load: PageServerLoad = async (event) => {
  const { services } = event.locals;
  const caller = callerOf(event);
  const after = Number(event.url.searchParams.get('after')) || undefined;
  const detail = await services.import(caller, event.params.id);
  const quarantined = await services.quarantined(caller, detail.import, { ...(after && { after }), limit: pageSize });
  return {
    detail,
    typeLabel: typeLabel(detail.recordType, caller.language),
    quarantined: quarantined.items,
    next: quarantined.next,
    after: after ?? null,
    may: { queue: services.may(caller, 'queue:read'), sources: services.may(caller, 'sources:read') },
  };
};
