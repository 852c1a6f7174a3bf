import { error } from '@sveltejs/kit';
import { typeLabel } from '#lib/records/types.server.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import { wordsOf } from '#lib/words/catalogue.ts';
import { recordTypes } from '../../../../domain/contracts/contract.ts';
import { contracts } from '../../../../domain/contracts/index.ts';
import { type ExportFormat, exportFormats } from '../../../../domain/export/format.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { services, language } = event.locals;
  const caller = callerOf(event);
  const [run, audit] = [services.may(caller, 'export:run'), services.may(caller, 'export:audit')];
  if (!run && !audit) error(403, wordsOf(language).exports.notYours);
  const { counts, position } = await services.overview(caller);
  return {
    formats: exportFormats as readonly ExportFormat[],
    position,
    /** Whoever exports by an auditor's right alone states a purpose each time. */
    purposeNeeded: !run,
    mayClear: audit,
    types: recordTypes.map((type) => ({
      type,
      label: typeLabel(type, language) ?? type,
      published: counts[type].published,
      personal: contracts[type].personal,
    })),
  };
};
