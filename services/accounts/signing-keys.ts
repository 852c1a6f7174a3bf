/** The keys that access tokens are signed with: P-256, made and replaced by the system itself, public ones for everybody. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import type pg from 'pg';
import { type KeyRing, unwrap, type WrappedKey, wrap } from '../../eventstore/sealing/keys.ts';
import { signingOwner } from '../../eventstore/sealing/rotation.ts';

/** After this a new key signs. The former one still verifies until every token it signed has ended. */
const signsForDays = 30;
const verifiesForDays = signsForDays + 1;
/** Between two looks for keys that another process made, so that made-up key ids cost nothing. */
const lookAgainMs = 5_000;
/** Between two looks whether it is time for a new one. */
const freshMs = 3_600_000;

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: JsonWebKey;
}

export interface SigningKeys {
  /** The key that signs now. */
  current(): Promise<SigningKey>;
  /** A key that still verifies. */
  find(kid: string): Promise<SigningKey | undefined>;
  all(): Promise<readonly SigningKey[]>;
}

interface Row extends WrappedKey {
  readonly kid: string;
  readonly public_jwk: JsonWebKey;
  readonly signs: boolean;
}

export function signingKeysIn(sql: pg.Pool, ring: KeyRing): SigningKeys {
  let known: readonly (SigningKey & { readonly signs: boolean })[] = [];
  let readAt = Number.NEGATIVE_INFINITY;

  async function read(): Promise<void> {
    const { rows } = await sql.query<Row>(
      `select kid, kek, wrapped, public_jwk, created_at > now() - make_interval(days => $1) as signs
       from keys.signing where created_at > now() - make_interval(days => $2) order by created_at desc, kid`,
      [signsForDays, verifiesForDays],
    );
    known = rows.map((row) => ({ ...keyOf(ring, row), signs: row.signs }));
    readAt = performance.now();
  }

  async function create(): Promise<void> {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { d = '', ...publicJwk } = privateKey.export({ format: 'jwk' });
    const kid = await calculateJwkThumbprint(publicJwk as { kty: 'EC'; crv: string; x: string; y: string });
    const { kek, wrapped } = wrap(ring, signingOwner(kid), Buffer.from(d, 'base64url'));
    await sql.query('insert into keys.signing (kid, kek, wrapped, public_jwk) values ($1, $2, $3, $4)', [
      kid,
      kek,
      wrapped,
      publicJwk,
    ]);
  }

  return {
    async current() {
      if (performance.now() - readAt > freshMs) await read();
      if (!known.some(({ signs }) => signs)) {
        await create();
        await read();
      }
      // Two processes that start at once make one each: both verify.
      return known.find(({ signs }) => signs)!;
    },
    async find(kid) {
      const found = known.find((key) => key.kid === kid);
      if (found || performance.now() - readAt < lookAgainMs) return found;
      await read();
      return known.find((key) => key.kid === kid);
    },
    async all() {
      await this.current();
      return known;
    },
  };
}

function keyOf(ring: KeyRing, { kid, kek, wrapped, public_jwk: publicJwk }: Row): SigningKey {
  const d = unwrap(ring, signingOwner(kid), { kek, wrapped }).toString('base64url');
  return {
    kid,
    privateKey: createPrivateKey({ key: { ...publicJwk, d }, format: 'jwk' }),
    publicKey: createPublicKey({ key: publicJwk, format: 'jwk' }),
    publicJwk,
  };
}
