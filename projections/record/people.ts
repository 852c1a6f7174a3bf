/** What the records of people need besides events: keyed hashes and sealing. The event store's sealing provides it. */
import type { Hasher, Uuid } from '../../domain/ids.ts';
import type { ToSeal } from '../../eventstore/sealing/objects.ts';

export interface People {
  /** Keyed hashes of subjects' content; a subject whose key is destroyed is left out. */
  hashers(subjects: readonly Uuid[]): Promise<ReadonlyMap<Uuid, Hasher>>;
  /** Deterministic: the same object at the same place gives the same envelope. Null where the subject's key is destroyed. */
  seal(items: readonly ToSeal[]): Promise<readonly (object | null)[]>;
}
