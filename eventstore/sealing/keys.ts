/**
 * Keys and how they come from each other. A key-encryption key (from the environment) wraps data keys; a data key is
 * never used itself: what is used are keys derived from it, one a purpose.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { type Hasher, type Uuid, uuidOf } from '../../domain/ids.ts';
import { hmacSha256, hmacSha512, type MacKey, macKey } from './mac.ts';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
export const keyBytes = 32;

/** A key-encryption key under the name it goes by in the database. */
export interface KeyEncryptionKey {
  /** The first 8 bytes of its sha256. */
  readonly id: Buffer;
  readonly key: KeyObject;
}

/** The key-encryption key in use, and those that still open what was wrapped before a rotation. */
export interface KeyRing {
  readonly current: KeyEncryptionKey;
  readonly former: readonly KeyEncryptionKey[];
}

/** @throws TypeError for a key that is not 32 bytes long. */
export function keyRing(current: Buffer, former: readonly Buffer[] = []): KeyRing {
  return { current: keyEncryptionKey(current), former: former.map(keyEncryptionKey) };
}

function keyEncryptionKey(key: Buffer): KeyEncryptionKey {
  if (key.length !== keyBytes) throw new TypeError(`a key-encryption key has ${keyBytes} bytes, not ${key.length}`);
  return { id: createHash('sha256').update(key).digest().subarray(0, 8), key: createSecretKey(key) };
}

/** A key as it lies in the database: nonce ‖ ciphertext ‖ tag, 60 bytes. */
export interface WrappedKey {
  readonly kek: Buffer;
  readonly wrapped: Buffer;
}

/** @param owner what the key belongs to (a subject's id, `secret:…`, `original:…`): a wrapped key opens for no other owner. */
export function wrap(ring: KeyRing, owner: string, key: Buffer): WrappedKey {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, ring.current.key, nonce).setAAD(Buffer.from(owner));
  const wrapped = Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return { kek: ring.current.id, wrapped };
}

/** @throws UnknownKey where the ring does not hold the key that wrapped it; Error where it was changed or belongs to another owner. */
export function unwrap(ring: KeyRing, owner: string, { kek, wrapped }: WrappedKey): Buffer {
  const by = [ring.current, ...ring.former].find((candidate) => candidate.id.equals(kek));
  if (!by) throw new UnknownKey(kek);
  const decipher = createDecipheriv(algorithm, by.key, wrapped.subarray(0, nonceBytes)).setAAD(Buffer.from(owner));
  decipher.setAuthTag(wrapped.subarray(-tagBytes));
  return Buffer.concat([decipher.update(wrapped.subarray(nonceBytes, -tagBytes)), decipher.final()]);
}

/** The keys in the database were wrapped by a key-encryption key that is not at hand. */
export class UnknownKey extends Error {
  override readonly name = 'UnknownKey';
  constructor(kek: Buffer) {
    super(
      `the keys in the database are wrapped by the key-encryption key ${kek.toString('hex')}, which is not the one given: ` +
        'set KEY_ENCRYPTION_KEY to the key that this database was made with',
    );
  }
}

/** What is derived from one subject's data key, each when first asked for. */
export interface SubjectKeys {
  readonly subject: Uuid;
  /** Encrypts envelopes. A key object: with bytes every cipher makes one of its own (measured on Node 24: 12 against 4 µs). */
  readonly sealing: KeyObject;
  /** Makes their nonces. */
  readonly nonces: MacKey;
  /** Hashes content: a plain hash of a weight can be guessed. */
  readonly hashing: MacKey;
  /** Makes the ids of the subject's records. */
  readonly identity: MacKey;
}

/** One block of HKDF-Expand (RFC 5869) with SHA-512, two keys: the data key is uniformly random already, so nothing is extracted first. */
function derive(dataKey: MacKey, purpose: string): readonly [MacKey, MacKey] {
  const block = hmacSha512(dataKey, `healthai ${purpose}\u0001`, 'binary');
  return [block.slice(0, keyBytes), block.slice(keyBytes)];
}

export function subjectKeys(subject: Uuid, dataKey: Buffer): SubjectKeys {
  const key = macKey(dataKey);
  let forSealing: readonly [MacKey, MacKey] | undefined;
  let forNaming: readonly [MacKey, MacKey] | undefined;
  let cipherKey: KeyObject | undefined;
  const sealing = () => {
    forSealing ??= derive(key, 'sealing');
    return forSealing;
  };
  const naming = () => {
    forNaming ??= derive(key, 'naming');
    return forNaming;
  };
  return {
    subject,
    get sealing() {
      cipherKey ??= createSecretKey(sealing()[0], 'binary');
      return cipherKey;
    },
    get nonces() {
      return sealing()[1];
    },
    get hashing() {
      return naming()[0];
    },
    get identity() {
      return naming()[1];
    },
  };
}

const hashers = new WeakMap<SubjectKeys, Hasher>();

/**
 * Hashes a subject's content: HMAC-SHA256 under a key of theirs, base64url, 43 characters. Nobody can check a guess once
 * the key is gone. The same keys give the same function, so that what is hashed again and again can be remembered by it.
 */
export function hasher(keys: SubjectKeys): Hasher {
  let hash = hashers.get(keys);
  if (hash === undefined) {
    hash = (text) => hmacSha256(keys.hashing, text, 'base64url');
    hashers.set(keys, hash);
  }
  return hash;
}

/**
 * The id of a record of a personal type with a natural key: the same for the same subject, source and key, and not to be
 * told from random without the subject's key. A UUID of version 8 (RFC 9562: meaning given by its maker).
 */
export function personalRecordId(keys: SubjectKeys, recordType: string, source: string, key: string): Uuid {
  return uuidOf(hmacSha256(keys.identity, [recordType, source, key].join('\u001f'), 'hex'), 8);
}
