import type { RecordType } from '../../../../domain/contracts/contract.ts';
import { contracts } from '../../../../domain/contracts/index.ts';
import type { Language } from '../../../../domain/language.ts';

/** What a record type is called. An import that failed before it was known has none. */
export const typeLabel = (type: string | null, language: Language): string | null =>
  type === null ? null : (contracts[type as RecordType]?.labels[language] ?? type);
