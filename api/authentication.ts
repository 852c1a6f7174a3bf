/** Who asks: the access token of a request, its session if that lasts, and the account behind it with the roles it holds now. */
import type { KeyObject } from 'node:crypto';
import type Koa from 'koa';
import jwt from 'koa-jwt';
import { z } from 'zod';
import type { Accounts, Holder } from '../services/accounts/accounts.ts';
import { Problem } from './problem.ts';

const payload = z.object({ exp: z.number() });

export interface Authenticated {
  readonly account: Holder;
  /** When the token ends, in milliseconds of the epoch. */
  readonly until: number;
}

export type Authenticate = (context: Koa.Context) => Promise<Authenticated>;

/** A fault while the key was looked up: no verdict on the token. */
class KeyFault extends Error {
  override readonly name = 'KeyFault';
}

/** Only tokens of ours: ES256 by a key of ours, for us, not over. */
export function authentication(accounts: Accounts): Authenticate {
  const { algorithm, issuer, audience } = accounts.claims;
  const keyOf = async ({ kid }: { readonly kid?: string }): Promise<KeyObject> => {
    const key = await accounts.publicKey(kid).catch((cause: unknown) => {
      throw new KeyFault('the key of a token cannot be looked up', { cause });
    });
    if (!key) throw new Error('no such key');
    return key;
  };
  const verify = jwt({
    // The package passes whatever it is given to `jsonwebtoken`, which takes a KeyObject; its own types do not know.
    secret: keyOf as unknown as jwt.SecretLoader,
    algorithms: [algorithm],
    issuer,
    audience,
    key: 'token',
  });
  return async (context) => {
    if (context.get('Authorization') === '')
      throw new Problem('unauthenticated', {}, { 'WWW-Authenticate': 'Bearer realm="healthai"' });
    try {
      await verify(context, async () => {});
    } catch (error) {
      const cause = (error as { originalError?: unknown }).originalError;
      if (cause instanceof KeyFault) throw cause;
      throw invalid(error);
    }
    const read = payload.safeParse(context.state.token);
    if (!read.success) throw invalid(read.error);
    const account = await accounts.holder(context.state.token);
    if (!account) throw invalid(new Error('no such account, or the session is over'));
    return { account, until: read.data.exp * 1000 };
  };
}

const invalid = (cause: unknown): Problem =>
  new Problem('invalid-token', {}, { 'WWW-Authenticate': 'Bearer realm="healthai", error="invalid_token"' }, { cause });
