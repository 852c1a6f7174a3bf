/**
 * The long log is written without what follows from the rest of it: random-looking ids are all that does not compress. An
 * event that loses something has
 * - `id`: n where it is the n-th id of its command,
 * - `metadata.commandId`: the row, where it is the command of that row of the import,
 * - `stream`: the record type alone, where the record's id follows from type, source and key.
 * The digest of the log as it was is kept beside it, and is compared whenever it is read.
 */
import { hash } from 'node:crypto';
import type { KeptEvent } from '../kept.ts';

const namespace = Buffer.from('0c2f1c5d5f2b5b2c9d0a6f6e7b1f3a44', 'hex');

/** The name-based id of the first release (RFC 9562, version 5). Written out: what follows must not follow later code. */
function uuidv5(...parts: readonly (string | number)[]): string {
  const digest = hash('sha1', Buffer.concat([namespace, Buffer.from(parts.join('\u001f'))]), 'hex');
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** An event as it is written: ids that follow from others are numbers. */
export type ShortEvent = Omit<KeptEvent, 'id' | 'metadata'> & {
  readonly id: string | number;
  readonly metadata: Omit<NonNullable<KeptEvent['metadata']>, 'commandId'> & { readonly commandId: string | number };
};

/** Ordinals that are tried: no command of the first release writes more events. */
const ordinals = [0, 1, 2];

interface Stated {
  readonly origin?: { readonly source: string; readonly row: number };
  readonly key?: string;
}

/** What stands for the command, or the stream, where it follows from what the event states. */
const streamOf = (type: string, { origin, key }: Stated): string | undefined =>
  origin && key !== undefined ? `${type}-${uuidv5(type, origin.source, key)}` : undefined;

/** Writes an event shorter. */
export function shortened(event: KeptEvent): KeptEvent | ShortEvent {
  const { id, stream, metadata, data } = event;
  if (metadata === null) return event;
  const stated = data as Stated;
  const type = stream.slice(0, stream.indexOf('-'));
  const ordinal = ordinals.find((n) => uuidv5(metadata.commandId, n) === id);
  const row = stated.origin?.row;
  const ofRow = row !== undefined && uuidv5(metadata.correlationId, row) === metadata.commandId;
  return {
    ...event,
    stream: streamOf(type, stated) === stream ? type : stream,
    id: ordinal ?? id,
    metadata: { ...metadata, commandId: ofRow ? row : metadata.commandId },
  };
}

/** The event as it was. */
export function restored(event: KeptEvent | ShortEvent): KeptEvent {
  const { id, stream, metadata, data } = event;
  if (metadata === null) return event as KeptEvent;
  const { commandId } = metadata;
  const command = typeof commandId === 'number' ? uuidv5(metadata.correlationId, commandId) : commandId;
  return {
    ...event,
    stream: stream.includes('-') ? stream : (streamOf(stream, data as Stated) ?? stream),
    id: typeof id === 'number' ? uuidv5(command, id) : id,
    metadata: { ...metadata, commandId: command },
  };
}
