import { fieldLabel, typeLabel } from '#lib/records/contracts.server.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import { columnsOf } from '#lib/sources/columns.server.ts';
import type { PageServerLoad } from './$types.js';

/** Imports on the page of their source; the list shows all. */
const latestShown = 5;

export const load: PageServerLoad = async (event) => {
  const { services } = event.locals;
  const caller = callerOf(event);
  const { definition, consent, ...item } = await services.source(caller, event.params.name);
  const mayImports = services.may(caller, 'imports:read');
  const [quality, imports] = await Promise.all([
    services.quality(caller, item.name),
    mayImports ? services.imports(caller, { source: item.name, limit: latestShown }) : { items: [] },
  ]);
  const labelOf = (field: string): string => fieldLabel(definition.recordType, field, caller.language);
  return {
    item,
    consent: consent && { message: consent.message, advice: consent.advice, recorded: consent.people > 0 },
    typeLabel: typeLabel(item.recordType, caller.language) ?? item.recordType,
    version: definition.version,
    justification: definition.justification,
    licence: definition.licence,
    legalBasis: definition.legalBasis,
    naturalKey: definition.naturalKey.map(labelOf),
    columns: columnsOf(definition, labelOf),
    quality: {
      ...quality,
      dimensions: quality.dimensions.toSorted((a, b) => a.score - b.score),
      fields: quality.fields
        .filter(({ bad }) => bad > 0)
        .toSorted((a, b) => b.bad - a.bad)
        .slice(0, 10)
        .map((one) => ({ ...one, label: one.field === '' ? null : labelOf(one.field) })),
    },
    imports: imports.items,
    mayImports,
  };
};
