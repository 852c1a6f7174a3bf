/** The streams of a batch with the state of their record after every event: folds of the prefixes of the stream. */
import type { RecordType } from '../../domain/contracts/contract.ts';
import { derive } from '../../domain/contracts/derivations.ts';
import { contracts } from '../../domain/contracts/index.ts';
import { type Hasher, sha256, type Uuid } from '../../domain/ids.ts';
import type { Values } from '../../domain/record/events.ts';
import { fold, type RecordState } from '../../domain/record/fold.ts';
import { historyEvent } from '../../domain/record/history.ts';
import { categoryOf, type RecordedEvent, type StreamName } from '../../eventstore/store.ts';
import type { ApplyContext } from '../projection.ts';
import type { People } from './people.ts';

/** One record's part of a batch. */
export interface RecordBatch {
  readonly stream: StreamName;
  readonly recordId: Uuid;
  readonly type: RecordType;
  /** Every event of the stream up to the end of the batch; index = version. */
  readonly events: readonly RecordedEvent[];
  /** The state after each of them. */
  readonly states: readonly RecordState[];
  /** Version of the first event that is new in this batch. */
  readonly first: number;
}

/** What folding needs besides events. */
export interface Foldings {
  /** The derivations of a record type's contract. */
  readonly derive: (type: RecordType) => (values: Values) => Values;
  /** The hash of a type without people. */
  readonly hash: Hasher;
  /** The keyed hashes of subjects; a subject whose key is destroyed is left out, and its events come erased. */
  readonly hashers: (subjects: readonly Uuid[]) => Promise<ReadonlyMap<Uuid, Hasher>>;
}

/** The contracts' derivations, plain hashes, and the keyed hashes of people. */
export const foldingsOf = (people: Pick<People, 'hashers'>): Foldings => ({
  derive: (type) => (values) => derive(contracts[type], values),
  hash: sha256,
  hashers: (subjects) => people.hashers(subjects),
});

/** @throws Error where the batch does not go on where the stream's earlier events end: events would be missing for ever. */
export async function statesOf(
  batch: readonly RecordedEvent[],
  context: ApplyContext,
  foldings: Foldings,
): Promise<readonly RecordBatch[]> {
  const streams = byStream(batch);
  const continued = [...streams.values()].filter((events) => events[0]?.version !== 0);
  const before = batch[0]?.position ?? 0n;
  const names = continued.map((events) => events[0]?.stream as StreamName);
  const earlier = continued.length === 0 ? new Map() : await context.earlier(names, before);
  const hashers = await hashersOf(streams.values(), foldings);

  const records: RecordBatch[] = [];
  for (const [stream, added] of streams) {
    const events = added[0]?.version === 0 ? added : [...(earlier.get(stream) ?? []), ...added];
    const first = events.length - added.length;
    events.forEach((event, index) => {
      if (event.version !== index)
        throw new Error(`${stream} has no event of version ${index} before ${event.version}`);
    });
    const type = categoryOf(stream) as RecordType;
    const hash = hashers.get(subjectOf(added)) ?? foldings.hash;
    const history = events.map(historyEvent);
    const derive = foldings.derive(type);
    const states = history.map((_, version) =>
      fold(version + 1 === history.length ? history : history.slice(0, version + 1), { hash, derive }),
    );
    records.push({ stream, recordId: stream.slice(type.length + 1), type, events, states, first });
  }
  return records;
}

function byStream(batch: readonly RecordedEvent[]): ReadonlyMap<StreamName, readonly RecordedEvent[]> {
  const streams = new Map<StreamName, RecordedEvent[]>();
  for (const event of batch) {
    const events = streams.get(event.stream);
    if (events === undefined) streams.set(event.stream, [event]);
    else events.push(event);
  }
  return streams;
}

const subjectOf = (events: readonly RecordedEvent[]): Uuid =>
  (events[0]?.data as { readonly subject?: Uuid } | undefined)?.subject ?? '';

async function hashersOf(
  streams: Iterable<readonly RecordedEvent[]>,
  foldings: Foldings,
): Promise<ReadonlyMap<Uuid, Hasher>> {
  const subjects = new Set<Uuid>();
  for (const events of streams) subjects.add(subjectOf(events));
  subjects.delete('');
  return subjects.size === 0 ? new Map() : foldings.hashers([...subjects]);
}
