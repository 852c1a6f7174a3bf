/** Sources as people are shown them. */
import { contracts } from '../domain/contracts/index.ts';
import type { Language } from '../domain/language.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';
import { definitionInForce } from '../ingestion/import/source.ts';
import type { Caller } from './caller.ts';
import type { ServiceParts } from './parts.ts';
import { demand } from './policy.ts';
import { refusal } from './words.ts';

export interface SourceItem {
  readonly name: string;
  readonly title: string;
  readonly recordType: string;
  readonly format: string;
  readonly licence: string;
  readonly redistributable: boolean;
  readonly cadence: string | null;
  readonly trust: 'auto' | 'clean' | 'review';
  readonly personal: boolean;
}

export interface SourceDetail extends SourceItem {
  readonly definition: SourceDefinition;
}

const itemOf = (definition: SourceDefinition, language: Language): SourceItem => ({
  name: definition.name,
  title: definition.title[language],
  recordType: definition.recordType,
  format: definition.format,
  licence: definition.licence.name,
  redistributable: definition.licence.redistributable,
  cadence: definition.cadence,
  trust: definition.trust,
  personal: contracts[definition.recordType].personal,
});

/** Those that files can be ingested from. */
export function sources({ catalogue }: Pick<ServiceParts, 'catalogue'>, caller: Caller): readonly SourceItem[] {
  demand(caller, 'sources:read');
  return catalogue().sources.map(({ definition }) => itemOf(definition, caller.language));
}

/** A source by the definition that its next file is read with: the columns that people mapped included. @throws Refused `no-such-source` */
export async function source(
  { catalogue, ingestion }: Pick<ServiceParts, 'catalogue' | 'ingestion'>,
  caller: Caller,
  name: string,
): Promise<SourceDetail> {
  demand(caller, 'sources:read');
  const found = catalogue().find(name);
  if (!found) throw refusal('no-such-source', { source: name });
  const definition = await definitionInForce(ingestion, found);
  return { ...itemOf(definition, caller.language), definition };
}
