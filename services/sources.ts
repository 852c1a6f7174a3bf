/** Sources as people are shown them. */
import { type ConsentNeeded, consentNotice } from '../domain/consent/words.ts';
import { contracts } from '../domain/contracts/index.ts';
import type { Language } from '../domain/language.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';
import { problemOf, type SourceCatalogue } from '../ingestion/catalogue.ts';
import { definitionInForce } from '../ingestion/import/source.ts';
import type { Caller } from './caller.ts';
import { consentNeeded } from './consents.ts';
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

/** A definition of the installation's own by which nothing can be read, as far as it can be understood. */
export interface RefusedSource {
  readonly name: string;
  readonly title: string | null;
  readonly recordType: string | null;
  readonly format: string | null;
  /** What is wrong, with the places in the definition; in English, as definitions are. */
  readonly problem: string;
}

export interface SourceDetail extends SourceItem {
  readonly definition: SourceDefinition;
  /** What its rows need people's consent for, and what becomes of those without; null where they need none. */
  readonly consent: SourceConsent | null;
}

export interface SourceConsent extends ConsentNeeded {
  readonly message: string;
  readonly advice: string;
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

/** Those that are defined, and by which no file can be ingested until somebody corrects their definition. */
export function refusedSources(
  { catalogue }: Pick<ServiceParts, 'catalogue'>,
  caller: Caller,
): readonly RefusedSource[] {
  demand(caller, 'sources:read');
  return catalogue().rejected.map((rejected) => ({
    name: rejected.name,
    title: rejected.stated.title?.[caller.language] ?? null,
    recordType: rejected.stated.recordType,
    format: rejected.stated.format,
    problem: problemOf(rejected),
  }));
}

/** A source by the definition that its next file is read with: the columns that people mapped included. @throws Refused `no-such-source`, `invalid-source` */
export async function source(
  { catalogue, ingestion, sql }: Pick<ServiceParts, 'catalogue' | 'ingestion' | 'sql'>,
  caller: Caller,
  name: string,
): Promise<SourceDetail> {
  demand(caller, 'sources:read');
  const definition = await definitionInForce(ingestion, definitionIn(catalogue(), name));
  const needed = await consentNeeded({ sql }, definition);
  const consent = needed ? { ...needed, ...consentNotice(needed, caller.language) } : null;
  return { ...itemOf(definition, caller.language), definition, consent };
}

/** The definition that files are read by. @throws Refused `no-such-source`, `invalid-source` */
export function definitionIn({ find, rejected }: SourceCatalogue, name: string): SourceDefinition {
  const definition = find(name);
  if (definition) return definition;
  const unusable = rejected.find((one) => one.name === name);
  throw unusable
    ? refusal('invalid-source', { source: name, problem: problemOf(unusable) })
    : refusal('no-such-source', { source: name });
}
