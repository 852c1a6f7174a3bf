/**
 * What pages ask of the contracts. Pages do not import the domain themselves: SvelteKit checks the types of a page's
 * `load` in a copy elsewhere, from where a path that leaves `src/` leads nowhere, and everything becomes `any`.
 */
import { type RecordType, recordTypes } from '../../../../domain/contracts/contract.ts';
import { contracts } from '../../../../domain/contracts/index.ts';
import { type ExportFormat, exportFormats } from '../../../../domain/export/format.ts';
import type { Language } from '../../../../domain/language.ts';
import type { ValueLabels } from './values.ts';

export { type ExportFormat, exportFormats, type RecordType, recordTypes };

/** What a record type is called. An import that failed before it was known has none. */
export const typeLabel = (type: string | null, language: Language): string | null =>
  type === null ? null : (contracts[type as RecordType]?.labels[language] ?? type);

/** What a field of a type is called. */
export const fieldLabel = (type: RecordType, field: string, language: Language): string =>
  contracts[type].fields[field]?.labels[language] ?? field;

/** Whether records of a type are about people. */
export const isPersonal = (type: RecordType): boolean => contracts[type].personal;

/** What the values of a record type's enums are called. */
export function valueLabelsOf(type: RecordType, language: Language): ValueLabels {
  const labelled = Object.entries(contracts[type].fields).flatMap(([name, field]) =>
    field.kind === 'enum' && field.valueLabels ? [[name, field.valueLabels] as const] : [],
  );
  return Object.fromEntries(
    labelled.map(([name, labels]) => [
      name,
      Object.fromEntries(Object.entries(labels).map(([value, label]) => [value, label[language]])),
    ]),
  );
}
