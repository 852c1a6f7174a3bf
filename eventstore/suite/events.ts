/** Events and streams for the suite: a stream of its own for every test, a category of its own where it filters. */
import { randomUUID } from 'node:crypto';
import type { EventStore, Expected, Metadata, NewEvent, RecordedEvent, StreamName, Write } from '../store.ts';

export const metadata = (with_: Partial<Metadata> = {}): Metadata => ({
  commandId: randomUUID(),
  correlationId: randomUUID(),
  actor: 'system',
  at: '2026-01-31T08:00:00.000Z',
  v: 1,
  ...with_,
});

export const event = (data: object = {}, type = 'Happened', with_: Partial<Metadata> = {}): NewEvent => ({
  id: randomUUID(),
  type,
  data,
  metadata: metadata(with_),
});

export const newStream = (category = 'food'): StreamName => `${category}-${randomUUID()}`;

/** A category that nobody else writes to. */
export const newCategory = (): string => `category_${randomUUID().replaceAll('-', '')}`;

export const write = (stream: StreamName, expected: Expected, ...events: NewEvent[]): Write => ({
  stream,
  expected,
  events: events.length > 0 ? events : [event()],
});

/** `count` events whose data tell their number. */
export const numbered = (count: number, from = 0): NewEvent[] =>
  Array.from({ length: count }, (_, i) => event({ number: from + i }));

export const all = (store: EventStore, stream: StreamName): Promise<RecordedEvent[]> =>
  Array.fromAsync(store.readStream(stream));

/** What was sent, of an event that was read. */
export const sentOf = ({ id, type, data, metadata }: RecordedEvent): NewEvent => ({ id, type, data, metadata });

export const ids = (events: readonly NewEvent[]): string[] => events.map(({ id }) => id);
