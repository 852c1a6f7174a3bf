/** Events as the client hands them out, and what is put into an event's metadata. */
import type { AllStreamResolvedEvent, ResolvedEvent } from '@eventstore/db-client';
import type { Metadata, Position, RecordedEvent } from '../store.ts';

/** What the client hands out, of a stream or of the whole log. */
export type Resolved = ResolvedEvent | AllStreamResolvedEvent;

/** What the port knows of an event besides its data, as it is kept in the event's metadata. */
export const metadataBytes = ({ commandId, correlationId, causationId, actor, at, v }: Metadata): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ commandId, correlationId, causationId, actor, at, v }));

/** Where an event lies in the log. Commit and prepare position are one: there are no transactions. */
export const positionOf = ({ event }: Resolved): Position => event?.position?.commit ?? 0n;

/** An event of this product: not one of the server's own, nor of others who write to the same server. */
export const isOurs = ({ event }: Resolved): boolean =>
  event?.isJson === true &&
  !event.streamId.startsWith('$') &&
  !event.type.startsWith('$') &&
  typeof event.data === 'object' &&
  isMetadata(event.metadata);

/** @throws where the event is not ours: somebody else writes to our streams */
export function eventOf(resolved: Resolved): RecordedEvent {
  const { event } = resolved;
  const kept: unknown = event?.metadata;
  if (!event || !isOurs(resolved) || !isMetadata(kept))
    throw new Error(`${event?.id} of ${event?.streamId} is no event of this product`);
  const { commandId, correlationId, causationId, actor, at, v } = kept;
  const metadata: Metadata = { commandId, correlationId, actor, at, v };
  return {
    id: event.id,
    type: event.type,
    data: event.data as object,
    metadata: causationId === undefined ? metadata : { ...metadata, causationId },
    stream: event.streamId,
    version: Number(event.revision),
    position: positionOf(resolved),
    recordedAt: event.created.toISOString(),
  };
}

const isMetadata = (value: unknown): value is Metadata =>
  typeof value === 'object' && value !== null && 'commandId' in value && 'at' in value && 'v' in value;
