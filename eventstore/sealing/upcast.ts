/**
 * Old events in their newest shape. The log is never rewritten: where an event's type gets a new shape, its schema version
 * (`metadata.v`) is raised, and a step is added here that makes the new shape from the one before it.
 */
import type { JsonObject } from '../../domain/json.ts';
import type { RecordedEvent } from '../store.ts';

/** Makes the data of one version from those of the version before. Pure. The parts of an erased subject's event may be absent. */
export type Upcaster = (data: JsonObject) => JsonObject;

/** By type: the first step makes version 2 of version 1, the next one 3 of 2. A type that never changed is left out. */
export type Upcasters = Readonly<Record<string, readonly Upcaster[]>>;

/** The steps of this release. A step that a release has shipped is never changed: `upcast.test.ts` holds golden events. */
export const upcasters: Upcasters = {
  // Version 1 quoted the headers of files: `old-names.ts` has taken that out below. Version 2 quotes nothing of people.
  ImportFailed: [(data) => data],
};

/** The newest schema version of a type: what is written into `metadata.v`. */
export const newestVersion = (type: string, steps: Upcasters = upcasters): number => (steps[type]?.length ?? 0) + 1;

/**
 * The event in its newest shape, unsealed data given.
 * @throws NewerEvent for an event of a version that this release does not know
 */
export function upcast(event: RecordedEvent, steps: Upcasters = upcasters): RecordedEvent {
  const newest = newestVersion(event.type, steps);
  const { v } = event.metadata;
  if (v === newest) return event;
  if (v > newest) throw new NewerEvent(event, newest);
  let data = event.data as JsonObject;
  for (const step of steps[event.type]!.slice(v - 1)) data = step(data);
  // Its envelope holds the old shape.
  const { envelope: _, ...rest } = event;
  return { ...rest, data, metadata: { ...event.metadata, v: newest } };
}

/** An event that a newer release wrote: read as an old one, it could be misunderstood. */
export class NewerEvent extends Error {
  override readonly name = 'NewerEvent';
  constructor({ type, stream, version, metadata }: RecordedEvent, newest: number) {
    super(
      `${stream} ${version} is a ${type} of version ${metadata.v}, and this release knows versions up to ${newest}: ` +
        'run the release that wrote it, or a newer one',
    );
  }
}
