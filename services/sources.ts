/** Sources as people are shown them. */
import type { SourceDefinition } from '../domain/source/definition.ts';

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
