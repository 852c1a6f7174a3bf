/**
 * The envelope: an object of a person, encrypted under a key of theirs. One an object, never one a field.
 *
 * The nonce is made from the plaintext and its associated data (as in a synthetic IV), so sealing the same object for the
 * same place gives the same bytes: a retry is the same append, a table built again has the same checksum. Equal objects at
 * different places differ.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Uuid } from '../../domain/ids.ts';
import { canonicalJson, type JsonObject } from '../../domain/json.ts';
import type { SubjectKeys } from './keys.ts';
import { hmacSha256 } from './mac.ts';

export interface Sealed {
  readonly $sealed: Uuid;
  /** Base64 of format (1 byte) ‖ nonce (12) ‖ ciphertext ‖ tag (16). */
  readonly c: string;
}

/** Format 1: AES-256-GCM over the canonical JSON, UTF-8. */
const format = 1;
const head = 13;
const tagBytes = 16;

/** What binds an event's envelope to its place. */
export const eventPlace = (stream: string, eventId: Uuid): string => `${stream}\u0000${eventId}`;

/** What binds a row of a record's history to its place. */
export const historyPlace = (stream: string, version: number): string => `history\u0000${stream}\u0000${version}`;

/** What a record's history holds: an envelope of its own, or that of the event which states the content, with the event's id. */
export interface KeptEnvelope extends Sealed {
  readonly event?: Uuid;
}

export const keptEnvelope = ({ $sealed, c }: Sealed, event: Uuid): KeptEnvelope => ({ $sealed, c, event });

/** Where an envelope of a record's history opens. */
export const keptPlace = ({ event }: KeptEnvelope, stream: string, version: number): string =>
  event === undefined ? historyPlace(stream, version) : eventPlace(stream, event);

/**
 * Seals an object for a place.
 * @param place the associated data: it is not stored, and the envelope opens with exactly the same alone.
 * @throws TypeError for what has no canonical JSON.
 */
export function seal(keys: SubjectKeys, place: string, plain: object): Sealed {
  const text = canonicalJson(plain);
  const nonce = hmacSha256(keys.nonces, `${place.length}\u0000${place}${text}`).subarray(0, 12);
  const cipher = createCipheriv('aes-256-gcm', keys.sealing, nonce).setAAD(Buffer.from(place));
  const body = cipher.update(text, 'utf8');
  cipher.final();
  const bytes = Buffer.allocUnsafe(head + body.length + tagBytes);
  bytes[0] = format;
  nonce.copy(bytes, 1);
  body.copy(bytes, head);
  cipher.getAuthTag().copy(bytes, head + body.length);
  return { $sealed: keys.subject, c: bytes.toString('base64') };
}

/** @throws BrokenEnvelope where it was changed, moved to another place, or sealed for another subject. */
export function open(keys: SubjectKeys, place: string, sealed: Sealed): JsonObject {
  const bytes = Buffer.from(sealed.c, 'base64');
  if (bytes[0] !== format || bytes.length < head + tagBytes) throw new BrokenEnvelope('has no known format', place);
  const body = bytes.length - tagBytes;
  const decipher = createDecipheriv('aes-256-gcm', keys.sealing, bytes.subarray(1, head)).setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(body));
  try {
    const text = decipher.update(bytes.subarray(head, body), undefined, 'utf8') + decipher.final('utf8');
    return JSON.parse(text) as JsonObject;
  } catch (cause) {
    throw new BrokenEnvelope('does not authenticate', place, { cause });
  }
}

/** Whether a value read from JSON is an envelope. */
export const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' && value !== null && '$sealed' in value && 'c' in value;

/** An envelope that cannot be what was written at its place: data were changed or moved, or the keys are another installation's. */
export class BrokenEnvelope extends Error {
  override readonly name = 'BrokenEnvelope';
  constructor(what: string, place: string, options?: ErrorOptions) {
    super(`the envelope at ${place.replaceAll('\u0000', ' / ')} ${what}`, options);
  }
}
