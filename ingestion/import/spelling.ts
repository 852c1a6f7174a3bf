/**
 * How the keys of an import compare. Pinned: an import of the first release goes on comparing them exactly, so that whoever
 * ends it gives the same ids.
 */
import { comparedKeyHash } from '../../domain/ids.ts';
import type { Typed } from '../../domain/source/mapping.ts';
import { comparingKeys, type KeyComparison } from '../../domain/source/record-key.ts';
import type { Vault } from '../../eventstore/sealing/vault.ts';
import type { Run } from './run.ts';

type Identity = Pick<Run, 'definition' | 'contract' | 'pins'>;

/** Whether the run knows people and records under every spelling of their key. */
export const comparesSpellings = ({ pins }: Pick<Run, 'pins'>): boolean => (pins.reader ?? 1) >= 2;

export interface Spelling {
  /** What the spellings of a row's key have in common. */
  readonly compared: (typed: Typed) => string;
  /** What the read model is asked for. */
  readonly hashOf: (compared: string) => number;
  /** Whether a key's text is a spelling of a compared key. */
  readonly isSpellingOf: (key: string, compared: string) => boolean;
  /** The row as if it spelled its key like another row of the same key. */
  readonly spelledAs: (typed: Typed, key: string) => Typed;
}

/** Undefined where keys compare exactly: in runs of the first release, and for sources whose rows have none. */
export function spellingOf(run: Identity, hashes: Pick<Vault['hashes'], 'key'>): Spelling | undefined {
  const { definition, contract } = run;
  if (!comparesSpellings(run) || definition.naturalKey.length === 0) return undefined;
  const keys: KeyComparison = comparingKeys(contract, definition.naturalKey);
  const hashOf = contract.personal ? hashes.key : comparedKeyHash;
  return {
    compared: ({ values }) => keys.ofValues(values),
    hashOf: (compared) => hashOf(contract.type, definition.name, compared),
    isSpellingOf: (key, compared) => keys.ofText(key) === compared,
    spelledAs: (typed, key) => ({ ...typed, values: keys.spelledAs(typed.values, key) }),
  };
}
