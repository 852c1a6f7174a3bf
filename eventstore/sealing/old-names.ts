/**
 * What the first release wrote about files of people in clear: where such a file came without its header line, its first
 * person stood in `ImportFailed` and in `ImportStarted`. These events stay as they are, and nobody is shown it: not the
 * projections, not the log as it is kept.
 */
import { contracts } from '../../domain/contracts/index.ts';
import type { ImportFailed, ImportStarted, SourceRegistered } from '../../domain/import/events.ts';
import { sourceStream } from '../../domain/import/fold.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { type KnownNames, knownNames, namedColumns } from '../../domain/source/named-columns.ts';
import type { EventStore, RecordedEvent } from '../store.ts';

/** Failures whose message and params quoted the header of a file, whatever its source, in events of version 1. */
const quoting: ReadonlySet<string> = new Set(['wrong-header', 'duplicate-column', 'unsafe-column']);

/** The same store, in which old events tell of a file's columns only what its source knows of them. */
export function withoutOldNames(store: EventStore): EventStore {
  /** Undefined for a source without people, of which every name is shown. */
  const bySource = new Map<string, KnownNames | undefined>();

  /** Definitions are only ever added, so names that are known stay known. None for a source that was never registered. */
  async function readNames(source: string): Promise<KnownNames | undefined> {
    const definitions: SourceDefinition[] = [];
    for await (const { type, data } of store.readStream(sourceStream(source)))
      if (type === 'SourceRegistered') definitions.push((data as SourceRegistered).definition);
    const known = knownNames(definitions);
    const personal = definitions.length === 0 || definitions.some(({ recordType }) => contracts[recordType].personal);
    const names = personal ? known : undefined;
    bySource.set(source, names);
    return names;
  }

  async function started(event: RecordedEvent): Promise<RecordedEvent> {
    const { pins } = event.data as ImportStarted;
    const { source, header } = pins;
    const isWhole = (names: KnownNames | undefined): boolean => !names || !differ(namedColumns(names, header), header);
    if (bySource.has(source) && isWhole(bySource.get(source))) return event;
    const names = await readNames(source);
    if (!names || isWhole(names)) return event;
    return { ...event, data: { ...event.data, pins: { ...pins, header: namedColumns(names, header) } } };
  }

  const one = async (event: RecordedEvent): Promise<RecordedEvent> => {
    if (event.type === 'ImportFailed') return withoutQuotes(event);
    return event.type === 'ImportStarted' ? started(event) : event;
  };
  const isConcerned = ({ type }: RecordedEvent): boolean => type === 'ImportFailed' || type === 'ImportStarted';
  const all = async (events: readonly RecordedEvent[]): Promise<readonly RecordedEvent[]> =>
    events.some(isConcerned) ? Promise.all(events.map(one)) : events;

  return {
    ...store,
    async *readStream(stream, options) {
      for await (const event of store.readStream(stream, options)) yield isConcerned(event) ? await one(event) : event;
    },
    ...(store.readStreams && {
      async readStreams(streams, options) {
        const found = await store.readStreams!(streams, options);
        const shown = await Promise.all(
          [...found].map(async ([stream, events]) => [stream, await all(events)] as const),
        );
        return new Map(shown);
      },
    }),
    async *readAll(options) {
      for await (const batch of store.readAll(options)) yield await all(batch);
    },
    async *subscribe(options) {
      for await (const tail of store.subscribe(options)) yield { ...tail, events: await all(tail.events) };
    },
    async at(position) {
      const event = await store.at(position);
      return event && one(event);
    },
    async find(eventId) {
      const event = await store.find(eventId);
      return event && one(event);
    },
  };
}

const differ = (one: readonly string[], other: readonly string[]): boolean =>
  one.some((name, index) => name !== other[index]);

function withoutQuotes(event: RecordedEvent): RecordedEvent {
  const { code } = event.data as ImportFailed;
  if (event.metadata.v !== 1 || !quoting.has(code)) return event;
  return { ...event, data: { ...event.data, message: '', params: {} } };
}
