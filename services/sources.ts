/** Sources as people are shown them. */
import { contracts } from '../domain/contracts/index.ts';
import type { Language } from '../domain/language.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';
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

/** @throws Refused `no-such-source` */
export function source({ catalogue }: Pick<ServiceParts, 'catalogue'>, caller: Caller, name: string): SourceDetail {
  demand(caller, 'sources:read');
  const definition = catalogue().find(name);
  if (!definition) throw refusal('no-such-source', { source: name });
  return { ...itemOf(definition, caller.language), definition };
}
