/** Sealed objects outside the log: the history and the findings of personal records, which stay sealed at rest. */
import type { Uuid } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import { open, type Sealed, seal } from './envelope.ts';
import type { Subjects } from './subjects.ts';

export interface ToSeal {
  readonly subject: Uuid;
  /** What binds it to its row, such as `historyPlace(stream, version)`. */
  readonly place: string;
  readonly plain: object;
}

/** Seals objects, in their order, with one question for keys; undefined for an object whose subject is erased. */
export async function sealObjects(
  vault: Pick<Subjects, 'open'>,
  items: readonly ToSeal[],
): Promise<readonly (Sealed | undefined)[]> {
  const keys = await vault.open(items.map((item) => item.subject));
  return items.map(({ subject, place, plain }) => {
    const key = keys.get(subject);
    return key === undefined || key === 'erased' ? undefined : seal(key, place, plain);
  });
}

export interface ToOpen {
  readonly sealed: Sealed;
  readonly place: string;
}

/**
 * Opens objects, in their order, with one question for keys; undefined for an object whose subject is erased.
 * @throws BrokenEnvelope where an object is not what was sealed for its place
 */
export async function openObjects(
  vault: Pick<Subjects, 'open'>,
  items: readonly ToOpen[],
): Promise<readonly (JsonObject | undefined)[]> {
  const keys = await vault.open(items.map((item) => item.sealed.$sealed));
  return items.map(({ sealed, place }) => {
    const key = keys.get(sealed.$sealed);
    return key === undefined || key === 'erased' ? undefined : open(key, place, sealed);
  });
}
