/** Who may sign in, and how it is known afterwards who they are. */
import type { KeyObject } from 'node:crypto';
import type { Person } from '../../commands/roles.ts';

export interface Account extends Person {
  readonly email: string;
}

/** What a sign-in gives: a short-lived signed token, and a long-lived one that is good for one refresh. */
export interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds until the access token ends. */
  readonly expiresIn: number;
}

export interface Accounts {
  /**
   * @param from the address it comes from, for the rate limit
   * @throws Refused `invalid-credentials` (401), `locked-out` (429, with retryAfter)
   */
  signIn(email: string, password: string, from: string): Promise<Session>;
  /**
   * Changes a refresh token for a new session. A token used twice was stolen: the whole family ends.
   * @throws Refused `session-ended` (401)
   */
  refresh(refreshToken: string): Promise<Session>;
  /** Ends the family of a refresh token. An unknown one is no error. */
  signOut(refreshToken: string): Promise<void>;
  /** Who an access token speaks for, with the roles held now; undefined where it is not valid (any more). */
  verify(accessToken: string): Promise<Account | undefined>;
  /** The person of a verified token's subject, with the roles held now; undefined where there is no such account. */
  account(id: string): Promise<Account | undefined>;
  /** The public key of a key id, for `koa-jwt`; undefined for unknown ones. */
  publicKey(kid: string | undefined): Promise<KeyObject | undefined>;
  /** Public keys as a JSON Web Key Set. */
  keySet(): Promise<{ readonly keys: readonly Record<string, unknown>[] }>;
  /** What access tokens are signed with: algorithm, issuer, audience. */
  readonly claims: { readonly algorithm: 'ES256'; readonly issuer: string; readonly audience: string };
}
