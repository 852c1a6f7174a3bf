import { typeLabel } from '#lib/records/types.server.ts';
import { callerOf } from '#lib/session/caller.server.ts';
import { contracts } from '../../../../../domain/contracts/index.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { services } = event.locals;
  const caller = callerOf(event);
  const { definition, ...item } = await services.source(caller, event.params.name);
  const quality = await services.quality(caller, item.name);
  const { fields } = contracts[definition.recordType];
  const labelOf = (field: string): string => fields[field]?.labels[caller.language] ?? field;
  return {
    item,
    typeLabel: typeLabel(item.recordType, caller.language) ?? item.recordType,
    version: definition.version,
    justification: definition.justification,
    licence: definition.licence,
    legalBasis: definition.legalBasis,
    naturalKey: definition.naturalKey.map(labelOf),
    columns: definition.columns.map(({ column, field, unit }) => ({
      column: typeof column === 'string' ? column : (column[0] ?? ''),
      label: field === null ? null : labelOf(field),
      unit: unit ?? null,
    })),
    quality: {
      ...quality,
      dimensions: quality.dimensions.toSorted((a, b) => a.score - b.score),
      fields: quality.fields
        .filter(({ bad }) => bad > 0)
        .toSorted((a, b) => b.bad - a.bad)
        .slice(0, 10)
        .map((one) => ({ ...one, label: one.field === '' ? null : labelOf(one.field) })),
    },
    mayImports: services.may(caller, 'imports:read'),
  };
};
