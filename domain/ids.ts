import { hash } from 'node:crypto';

/** A UUID in its canonical lower-case form. */
export type Uuid = string;

/** The namespace of every name-based id of this product: uuidv5(DNS, 'healthai.coach'). */
const namespace = Buffer.from('0c2f1c5d5f2b5b2c9d0a6f6e7b1f3a44', 'hex');

/**
 * A name-based id (RFC 9562, version 5). Equal parts give equal ids on every machine.
 * @param parts joined by U+001F, which no part may contain unescaped by its caller.
 */
export function uuidv5(...parts: readonly (string | number)[]): Uuid {
  // One call into the hash, on one buffer: half the cost of a hash object (measured), and an import makes four ids a row.
  const digest = hash('sha1', Buffer.concat([namespace, Buffer.from(parts.join('\u001f'))]), 'hex');
  return uuidOf(digest, 5);
}

/** The first 128 bits of a digest as a UUID of RFC 9562. @param digest hexadecimal, 32 digits or more */
export function uuidOf(digest: string, version: 5 | 8): Uuid {
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-${version}${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** The id of the n-th event that a command appends (n counts from 0). A retry of the command gives the same ids. */
export const eventId = (commandId: Uuid, ordinal: number): Uuid => uuidv5(commandId, ordinal);

/** The id of a record of a type without people: a re-import finds its record again. */
export const recordId = (recordType: string, source: string, key: string): Uuid => uuidv5(recordType, source, key);

/**
 * What records of a type without people are looked for by, whatever the spelling of their key: 52 bits, so that a double and a
 * column of eight bytes hold it. Different keys may have the same one: whoever looks compares the keys that are found.
 * @param compared what the spellings of a key share
 */
export const comparedKeyHash = (recordType: string, source: string, compared: string): number =>
  hashOf52Bits(hash('sha1', `compared key\u001f${recordType}\u001f${source}\u001f${compared}`, 'hex'));

/** The first 52 bits of a digest. @param digest hexadecimal */
export const hashOf52Bits = (digest: string): number => Number.parseInt(digest.slice(0, 13), 16);

/** Turns a canonical text into a hash: SHA-256, or for a person's data an HMAC under a key of theirs. 43 characters, base64url. */
export type Hasher = (text: string) => string;

/** SHA-256 of a text, base64url: 43 characters. */
export const sha256: Hasher = (text) => hash('sha256', text, 'base64url');
