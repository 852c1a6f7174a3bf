/**
 * The codec between the domain and a store: personal records are sealed when written and opened when read, and old events
 * are brought to their newest shape. Above it nobody sees a difference, but for erased subjects: of their events the clear
 * parts are left, marked `erased`.
 */
import type { Uuid } from '../../domain/ids.ts';
import { inSlices } from '../slices.ts';
import {
  type Alongside,
  categoryOf,
  type EventStore,
  type NewEvent,
  type ReadStreamOptions,
  type RecordedEvent,
  type StreamName,
  type Write,
} from '../store.ts';
import { BrokenEnvelope, eventPlace, isSealed, open, seal } from './envelope.ts';
import { erasedParts, mergeParts, splitParts } from './parts.ts';
import type { OpenedKeys, Subjects } from './subjects.ts';
import { type Upcasters, upcast, upcasters } from './upcast.ts';

type Data = Readonly<Record<string, unknown>>;

/** Events of one stream that are opened together. */
const readTogether = 200;

/**
 * The same store with personal records sealed in it. Keys are asked for once an append and once a batch read.
 * @param personal record types that are about people: their categories
 * @throws from `append`: TypeError for an event of a personal record that names no subject · ErasedSubject for one with content whose subject has no key
 */
export function sealing(
  store: EventStore,
  vault: Pick<Subjects, 'open'>,
  personal: ReadonlySet<string>,
  steps: Upcasters = upcasters,
): EventStore {
  const isPersonal = (stream: StreamName): boolean => personal.has(categoryOf(stream));

  async function sealed(writes: readonly Write[]): Promise<readonly Write[]> {
    const subjects = new Set<Uuid>();
    for (const { stream, events } of writes)
      if (isPersonal(stream)) for (const event of events) subjects.add(subjectOf(stream, event));
    if (subjects.size === 0) return writes;
    const keys = await vault.open(subjects);
    return inSlices(writes, (write) =>
      isPersonal(write.stream)
        ? { ...write, events: write.events.map((event) => sealEvent(write.stream, event, keys)) }
        : write,
    );
  }

  async function opened(events: readonly RecordedEvent[]): Promise<readonly RecordedEvent[]> {
    const subjects = new Set<Uuid>();
    for (const { stream, data } of events) {
      if (isPersonal(stream) && 'subject' in data) subjects.add(data.subject as Uuid);
    }
    const keys = subjects.size > 0 ? await vault.open(subjects) : undefined;
    return events.map((event) => upcast(keys && isPersonal(event.stream) ? openEvent(event, keys) : event, steps));
  }

  const openedOne = async (event: RecordedEvent | undefined): Promise<RecordedEvent | undefined> =>
    event && (await opened([event]))[0];

  async function* readStream(stream: StreamName, options?: ReadStreamOptions): AsyncIterable<RecordedEvent> {
    let batch: RecordedEvent[] = [];
    for await (const event of store.readStream(stream, options)) {
      batch.push(event);
      if (batch.length < readTogether) continue;
      yield* await opened(batch);
      batch = [];
    }
    yield* await opened(batch);
  }

  return {
    capabilities: store.capabilities,
    async append(writes, alongside) {
      const toWrite = await sealed(writes);
      return store.append(toWrite, toWrite === writes ? alongside : alongside && inPlain(writes, alongside));
    },
    readStream,
    ...(store.readStreams && {
      async readStreams(streams, options) {
        const found = [...(await store.readStreams!(streams, options)).entries()];
        const events = await opened(found.flatMap(([, ofStream]) => ofStream));
        let from = 0;
        return new Map(
          found.map(([stream, { length }]) => {
            from += length;
            return [stream, events.slice(from - length, from)];
          }),
        );
      },
    }),
    async *readAll(options) {
      for await (const batch of store.readAll(options)) yield await opened(batch);
    },
    async *subscribe(options) {
      for await (const tail of store.subscribe(options)) yield { ...tail, events: await opened(tail.events) };
    },
    head: () => store.head(),
    at: async (position) => openedOne(await store.at(position)),
    positionAt: (time) => store.positionAt(time),
    find: async (eventId) => openedOne(await store.find(eventId)),
    close: () => store.close(),
  } satisfies EventStore;
}

/** What goes alongside sees the events as they were before they were sealed. */
function inPlain(writes: readonly Write[], alongside: Alongside): Alongside {
  const plain = new Map(writes.flatMap(({ events }) => events.map((event) => [event.id, event.data])));
  return (transaction, recorded) =>
    alongside(
      transaction,
      recorded.map((event) => {
        const data = plain.get(event.id) ?? event.data;
        return 'sealed' in event.data ? { ...event, data, envelope: event.data.sealed as object } : { ...event, data };
      }),
    );
}

function subjectOf(stream: StreamName, { type, data }: NewEvent): Uuid {
  if (!('subject' in data) || typeof data.subject !== 'string')
    throw new TypeError(`a ${type} of ${stream} names no subject, so it cannot be sealed`);
  return data.subject;
}

function sealEvent(stream: StreamName, event: NewEvent, keys: OpenedKeys): NewEvent {
  const { clear, secret } = splitParts(event.type, event.data as Data);
  if (!secret) return { ...event, data: clear };
  const key = keys.get(subjectOf(stream, event));
  if (key === undefined || key === 'erased') throw new ErasedSubject(stream, event.type);
  return { ...event, data: { ...clear, sealed: seal(key, eventPlace(stream, event.id), secret) } };
}

function openEvent(event: RecordedEvent, keys: OpenedKeys): RecordedEvent {
  const data = event.data as Data;
  const key = keys.get(data.subject as Uuid);
  if (key === undefined) return event;
  if (key === 'erased') return { ...event, data: erasedParts(data) };
  const envelope = data.sealed;
  if (envelope === undefined) return event;
  const place = eventPlace(event.stream, event.id);
  if (!isSealed(envelope) || envelope.$sealed !== key.subject) throw new BrokenEnvelope('is of another subject', place);
  return { ...event, data: mergeParts(data, open(key, place, envelope)), envelope };
}

/** Content of an erased subject was to be appended: there is no key to seal it with, and there must not be one. */
export class ErasedSubject extends Error {
  override readonly name = 'ErasedSubject';
  constructor(stream: StreamName, type: string) {
    super(`a ${type} of ${stream} cannot be sealed: its subject was erased`);
  }
}
