import { error } from '@sveltejs/kit';
import { exportFormats, isPersonal, recordTypes, typeLabel } from '#lib/records/contracts.server.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import { wordsOf } from '#lib/words/catalogue.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { services, language } = event.locals;
  const caller = callerOf(event);
  const [run, audit] = [services.may(caller, 'export:run'), services.may(caller, 'export:audit')];
  if (!run && !audit) error(403, wordsOf(language).exports.notYours);
  const { counts, position } = await services.overview(caller);
  return {
    formats: exportFormats,
    position,
    /** Whoever exports by an auditor's right alone states a purpose each time. */
    purposeNeeded: !run,
    mayClear: audit,
    types: recordTypes.map((type) => ({
      type,
      label: typeLabel(type, language) ?? type,
      published: counts[type].published,
      personal: isPersonal(type),
    })),
  };
};
