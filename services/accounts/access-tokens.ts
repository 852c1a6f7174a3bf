/**
 * Access tokens: short-lived JSON Web Tokens that say who somebody is and in which session, and nothing else. Whether the session
 * still lasts, and which roles are held, is looked up when a token is used.
 */
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Uuid } from '../../domain/ids.ts';
import type { SigningKeys } from './signing-keys.ts';

export const lifetimeSeconds = 900;

export const claims = { algorithm: 'ES256', issuer: 'healthai', audience: 'healthai-api' } as const;

/** Whom a token speaks for. */
export interface Speaker {
  readonly account: Uuid;
  readonly session: Uuid;
}

const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const payload = z.object({ sub: uuid, sid: uuid });

/** Whom the claims of a verified token speak for; undefined where they name no account and session. */
export function speakerIn(content: unknown): Speaker | undefined {
  const read = payload.safeParse(content);
  return read.success ? { account: read.data.sub, session: read.data.sid } : undefined;
}

export async function signAccessToken(keys: SigningKeys, { account, session }: Speaker): Promise<string> {
  const { kid, privateKey } = await keys.current();
  return new SignJWT({ sid: session })
    .setProtectedHeader({ alg: claims.algorithm, kid, typ: 'JWT' })
    .setSubject(account)
    .setIssuer(claims.issuer)
    .setAudience(claims.audience)
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds} s`)
    .sign(privateKey);
}

/** Whom a token speaks for; undefined for whatever this installation did not sign, or not for now. */
export async function speakerOf(keys: SigningKeys, token: string): Promise<Speaker | undefined> {
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = kid === undefined ? undefined : await keys.find(kid);
        if (!key) throw new UnknownKeyId();
        return key.publicKey;
      },
      { algorithms: [claims.algorithm], issuer: claims.issuer, audience: claims.audience },
    );
    return speakerIn(payload);
  } catch (error) {
    if (error instanceof UnknownKeyId || (error as { code?: string }).code?.startsWith('ERR_J')) return undefined;
    throw error;
  }
}

class UnknownKeyId extends Error {
  override readonly name = 'UnknownKeyId';
}
