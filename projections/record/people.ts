/** What the records of people need besides events: keyed hashes and sealing. The event store's sealing provides it. */
import type { Hasher, Uuid } from '../../domain/ids.ts';
import type { ToSeal } from '../../eventstore/sealing/objects.ts';

export interface People {
  /** Keyed hashes of subjects' content; a subject whose key is destroyed is left out. */
  hashers(subjects: readonly Uuid[]): Promise<ReadonlyMap<Uuid, Hasher>>;
  /** Ids of subjects' records, from record type, source and natural key; a subject whose key is destroyed is left out. */
  identities(
    subjects: readonly Uuid[],
  ): Promise<ReadonlyMap<Uuid, (recordType: string, source: string, key: string) => Uuid>>;
  /** Keyed: what records about people are looked for by, whatever the spelling of their natural key. */
  comparedKey(recordType: string, source: string, compared: string): number;
  /** Deterministic: the same object at the same place gives the same envelope. Null where the subject's key is destroyed. */
  seal(items: readonly ToSeal[]): Promise<readonly (object | null)[]>;
}
