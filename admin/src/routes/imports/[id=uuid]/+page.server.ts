import { randomUUID } from 'node:crypto';
import { accept, agree, giveUp, map, reject } from '#lib/imports/answers.server.ts';
import { holdInWords } from '#lib/imports/reasons.server.ts';
import { actorNames } from '#lib/records/actors.server.ts';
import { typeLabel } from '#lib/records/contracts.server.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const pageSize = 25;

export const load: PageServerLoad = async (event) => {
  const { services } = event.locals;
  const caller = callerOf(event);
  const asked = event.url.searchParams.get('after') ?? '';
  const after = /^\d{1,9}$/.test(asked) ? Number(asked) : undefined;
  const { hold, ...detail } = await services.import(caller, event.params.id);
  const [quarantined, standing] = await Promise.all([
    services.quarantined(caller, detail.import, { ...(after && { after }), limit: pageSize }),
    services.importStanding(caller, detail.import),
  ]);
  const { mapping } = detail;
  const actors = [...standing.answers, ...(mapping ? [{ actor: mapping.by }] : [])];
  return {
    detail,
    hold: hold && holdInWords(hold, caller.language),
    standing,
    names: await actorNames(services, actors),
    me: `user:${caller.id}`,
    typeLabel: typeLabel(detail.recordType, caller.language),
    quarantined: quarantined.items,
    next: quarantined.next,
    after: after ?? null,
    may: { queue: services.may(caller, 'queue:read'), sources: services.may(caller, 'sources:read') },
    /** One for each form: sent twice, it is answered once. */
    commands: { answer: randomUUID(), agree: randomUUID(), giveUp: randomUUID() },
  };
};

export const actions: Actions = { map, agree, accept, reject, giveUp };
