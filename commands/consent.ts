/** Records or withdraws what a person agreed to, in the person's own stream. */
import { type Consent, foldConsents, recordConsent, withdrawConsent } from '../domain/consent/decide.ts';
import {
  type ConsentEvent,
  type ConsentRecorded,
  type ConsentWithdrawn,
  subjectStream,
} from '../domain/consent/events.ts';
import { eventId, type Uuid } from '../domain/ids.ts';
import type { Actor } from '../domain/record/events.ts';
import type { EventStore, Expected, Position, RecordedEvent } from '../eventstore/store.ts';

export interface ConsentCommand {
  /** A retry gives the same id, and changes nothing more. */
  readonly commandId: Uuid;
  readonly correlationId: Uuid;
  readonly actor: Actor;
  readonly change: ({ readonly kind: 'record' } & ConsentRecorded) | ({ readonly kind: 'withdraw' } & ConsentWithdrawn);
}

export interface Consents {
  readonly consents: readonly Consent[];
  /** Up to which the log tells of it. */
  readonly position: Position;
}

type Store = Pick<EventStore, 'readStream' | 'append' | 'head'>;

const isConsent = (event: RecordedEvent): boolean =>
  (event.type === 'ConsentRecorded' || event.type === 'ConsentWithdrawn') && !('erased' in event.data);

async function read(store: Store, subject: Uuid) {
  const events = await Array.fromAsync(store.readStream(subjectStream(subject)));
  const consents = foldConsents(
    events
      .filter(isConsent)
      .map(({ type, data, metadata }) => ({ event: { type, data } as ConsentEvent, at: metadata.at })),
  );
  const version: Expected = events.at(-1)?.version ?? 'none';
  return { consents, version, has: (id: Uuid) => events.some((event) => event.id === id) };
}

/** What a person has agreed to, purpose by purpose. */
export async function consentsOf(store: Store, subject: Uuid): Promise<Consents> {
  const { consents } = await read(store, subject);
  return { consents: [...consents.values()], position: await store.head() };
}

/** Answers what stands afterwards. What changes nothing appends nothing. */
export async function changeConsent(
  { commandId, correlationId, actor, change }: ConsentCommand,
  { store, now }: { readonly store: Store; readonly now: () => string },
): Promise<Consents> {
  const { kind, ...data } = change;
  const id = eventId(commandId, 0);
  for (;;) {
    const { consents, version, has } = await read(store, change.subject);
    const event = has(id)
      ? undefined
      : kind === 'record'
        ? recordConsent(consents, data as ConsentRecorded)
        : withdrawConsent(consents, data);
    if (event === undefined) return { consents: [...consents.values()], position: await store.head() };
    const metadata = { commandId, correlationId, actor, at: now(), v: 1 };
    await store.append([
      { stream: subjectStream(change.subject), expected: version, events: [{ id, ...event, metadata }] },
    ]);
  }
}
