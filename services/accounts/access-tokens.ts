/** Access tokens: short-lived JSON Web Tokens that say who somebody is and nothing else. Roles are looked up when used. */
import { jwtVerify, SignJWT } from 'jose';
import type { Uuid } from '../../domain/ids.ts';
import type { SigningKeys } from './signing-keys.ts';

export const lifetimeSeconds = 900;

export const claims = { algorithm: 'ES256', issuer: 'healthai', audience: 'healthai-api' } as const;

export async function signAccessToken(keys: SigningKeys, account: Uuid): Promise<string> {
  const { kid, privateKey } = await keys.current();
  return new SignJWT()
    .setProtectedHeader({ alg: claims.algorithm, kid, typ: 'JWT' })
    .setSubject(account)
    .setIssuer(claims.issuer)
    .setAudience(claims.audience)
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds} s`)
    .sign(privateKey);
}

/** The account that a token speaks for; undefined for whatever this installation did not sign, or not for now. */
export async function accountIn(keys: SigningKeys, token: string): Promise<Uuid | undefined> {
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
    return payload.sub;
  } catch (error) {
    if (error instanceof UnknownKeyId || (error as { code?: string }).code?.startsWith('ERR_J')) return undefined;
    throw error;
  }
}

class UnknownKeyId extends Error {
  override readonly name = 'UnknownKeyId';
}
