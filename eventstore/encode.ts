/** What is checked and made of an append before anything is sent: the same on every store. */
import { type Expected, limits, type Metadata, type NewEvent, type StreamName, TooLarge, type Write } from './store.ts';

/** A write that is fit to be sent. */
export interface EncodedWrite {
  readonly stream: StreamName;
  readonly expected: Expected;
  readonly events: readonly NewEvent[];
  /** The data of each event, as JSON text. */
  readonly texts: readonly string[];
  /** UTF-8 bytes of data and metadata, or a bound above them. */
  readonly bytes: number;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
const namePattern = /^[^\u0000-\u001f\u007f\ud800-\udfff]{1,200}$/u;
const actorPattern = /^(system|user:.+|policy:.+)$/;

/** Highest version of a stream: what an `int` column holds. */
const maxVersion = 2_147_483_647;

/** Bytes of an event's metadata besides the actor, at most: three UUIDs, a time, a number, and their names. */
const metadataBytes = 256;

/**
 * Checks writes and turns their data into JSON.
 * @throws TypeError for what no caller may send (an id that is no UUID, a stream named twice, no events …) · TooLarge
 */
export function encode(writes: readonly Write[]): EncodedWrite[] {
  if (writes.length === 0) throw new TypeError('an append needs at least one write');
  const streams = new Set<StreamName>();
  return writes.map((write) => {
    if (streams.has(write.stream)) throw new TypeError(`one append names the stream ${write.stream} twice`);
    streams.add(write.stream);
    return encodeWrite(write);
  });
}

function encodeWrite({ stream, expected, events }: Write): EncodedWrite {
  if (!namePattern.test(stream)) throw new TypeError(`no name of a stream: ${JSON.stringify(stream)}`);
  if (expected !== 'none' && !(Number.isInteger(expected) && expected >= 0 && expected <= maxVersion - events.length))
    throw new TypeError(`no version of a stream: ${expected}`);
  if (events.length === 0) throw new TypeError(`an append to ${stream} without events`);
  const texts: string[] = [];
  let bytes = 0;
  for (const event of events) {
    checkEvent(event);
    const text = JSON.stringify(event.data);
    const size = eventBytes(text, event.metadata);
    if (size > limits.eventBytes) throw new TooLarge({ stream, bytes: size, limit: limits.eventBytes });
    texts.push(text);
    bytes += size;
  }
  if (bytes > limits.appendBytesPerStream) {
    bytes = texts.reduce((sum, text, i) => sum + exactBytes(text, events[i]!.metadata), 0);
    if (bytes > limits.appendBytesPerStream) throw new TooLarge({ stream, bytes, limit: limits.appendBytesPerStream });
  }
  return { stream, expected, events, texts, bytes };
}

/** A bound above the bytes of an event that costs nothing; the exact count where the bound is not enough. */
function eventBytes(text: string, metadata: Metadata): number {
  const bound = (text.length + metadata.actor.length) * 3 + metadataBytes;
  return bound > limits.eventBytes ? exactBytes(text, metadata) : bound;
}

const exactBytes = (text: string, metadata: Metadata): number =>
  Buffer.byteLength(text) + Buffer.byteLength(JSON.stringify(metadata));

function checkEvent({ id, type, data, metadata }: NewEvent): void {
  if (!uuidPattern.test(id)) throw new TypeError(`no UUID: ${id}`);
  if (!namePattern.test(type)) throw new TypeError(`no type of an event: ${JSON.stringify(type)}`);
  if (typeof data !== 'object' || data === null) throw new TypeError(`the data of a ${type} are no object`);
  const { commandId, correlationId, causationId, actor, at, v } = metadata;
  if (!uuidPattern.test(commandId)) throw new TypeError(`no UUID: ${commandId}`);
  if (!uuidPattern.test(correlationId)) throw new TypeError(`no UUID: ${correlationId}`);
  if (causationId !== undefined && !uuidPattern.test(causationId)) throw new TypeError(`no UUID: ${causationId}`);
  if (!actorPattern.test(actor) || !namePattern.test(actor)) throw new TypeError(`no actor: ${JSON.stringify(actor)}`);
  if (!isTime(at)) throw new TypeError(`no time in ISO 8601, UTC, with milliseconds: ${at}`);
  if (!(Number.isInteger(v) && v > 0 && v < 32_768)) throw new TypeError(`no schema version: ${v}`);
}

let lastTime = '';

/** Bulk events share one time, so the last one is remembered. */
function isTime(text: string): boolean {
  if (text === lastTime) return true;
  const time = new Date(text);
  if (Number.isNaN(time.getTime()) || time.toISOString() !== text || !/^(?!0000)\d{4}-/.test(text)) return false;
  lastTime = text;
  return true;
}
