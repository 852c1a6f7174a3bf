/** Secrets of the installation: made at its first start, the same for ever after, wrapped like every other key. */
import { randomBytes } from 'node:crypto';
import { hashOf52Bits } from '../../domain/ids.ts';
import type { Ask } from './connection.ts';
import { type KeyRing, keyBytes, unwrap, type WrappedKey, wrap } from './keys.ts';
import { hmacSha256, type MacKey, macKey } from './mac.ts';

const names = ['lookup', 'suppression', 'installation'] as const;
export type Secrets = Readonly<Record<(typeof names)[number], MacKey>>;

export const secretOwner = (name: string): string => `secret:${name}`;

/**
 * The secrets; makes those that are missing. Two processes that start at once end with the same ones.
 * @throws UnknownKey where they were wrapped by a key-encryption key that the ring does not hold
 */
export async function loadSecrets(ask: Ask, ring: KeyRing): Promise<Secrets> {
  const fresh = names.map((name) => wrap(ring, secretOwner(name), randomBytes(keyBytes)).wrapped);
  await ask(
    `insert into keys.secret (name, kek, wrapped)
     select name, $3, wrapped from unnest($1::text[], $2::bytea[]) as fresh (name, wrapped)
     on conflict (name) do nothing`,
    [names, fresh, ring.current.id],
  );
  const { rows } = await ask<WrappedKey & { name: string }>('select name, kek, wrapped from keys.secret');
  const secret = (name: string): MacKey => {
    const row = rows.find((candidate) => candidate.name === name);
    if (!row) throw new Error(`the secret ${name} vanished while the vault was being opened`);
    return macKey(unwrap(ring, secretOwner(name), row));
  };
  return { lookup: secret('lookup'), suppression: secret('suppression'), installation: secret('installation') };
}

/** Hashes that only this installation can make, of what no single subject owns. */
export interface InstallationHashes {
  /** Of a personal file, from its sha256: what the log may hold in place of it. Hex, 64 characters. */
  readonly fileDigest: (sha256: string) => string;
  /** Of the canonical content of a row of a source without natural key: 32 bytes. */
  readonly row: (content: string) => Buffer;
  /** Of what a command says, so that it is known again: 32 bytes. */
  readonly command: (content: string) => Buffer;
  /** Of the compared key of a record about a person, like `comparedKeyHash`: different keys of one subject hardly ever share one. */
  readonly key: (recordType: string, source: string, compared: string) => number;
}

export const installationHashes = (secret: MacKey): InstallationHashes => ({
  fileDigest: (sha256) => hmacSha256(secret, `file\u0000${sha256}`, 'hex'),
  row: (content) => hmacSha256(secret, `row\u0000${content}`),
  command: (content) => hmacSha256(secret, `command\u0000${content}`),
  key: (recordType, source, compared) =>
    hashOf52Bits(hmacSha256(secret, `key\u0000${[recordType, source, compared].join('\u001f')}`, 'hex')),
});
