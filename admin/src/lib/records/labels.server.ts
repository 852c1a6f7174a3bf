import type { RecordType } from '../../../../domain/contracts/contract.ts';
import { contracts } from '../../../../domain/contracts/index.ts';
import type { Language } from '../../../../domain/language.ts';
import type { ValueLabels } from './values.ts';

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
