/** Who may sign in, and how it is known afterwards who they are. */
import type { KeyObject } from 'node:crypto';
import type { Person } from '../../commands/roles.ts';
import type { Uuid } from '../../domain/ids.ts';

export interface Account extends Person {
  readonly email: string;
}

/** Somebody who is signed in, with the roles held now: none before they chose a password of their own. */
export interface Holder extends Account {
  readonly session: Uuid;
  /** They signed in with a password that somebody else made. */
  readonly mustChangePassword: boolean;
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
   * @param from the address it comes from: whoever guesses wrong waits, for that account, there
   * @throws Refused `invalid-credentials` (401); `locked-out`, `sign-in-busy` (429, with retryAfter)
   */
  signIn(email: string, password: string, from: string): Promise<Session>;
  /**
   * Changes a refresh token for a new pair. A token used twice was stolen: its session ends.
   * @throws Refused `session-ended` (401)
   */
  refresh(refreshToken: string): Promise<Session>;
  /** Ends the session of a refresh token, and with it access. An unknown one is no error. */
  signOut(refreshToken: string): Promise<void>;
  /**
   * Gives somebody the password they choose; their other sessions end.
   * @throws Refused `wrong-password` (403), `weak-password` (422); `locked-out`, `sign-in-busy` (429)
   */
  changePassword(
    holder: Pick<Holder, 'id' | 'email' | 'session'>,
    passwords: { readonly current: string; readonly chosen: string },
    from: string,
  ): Promise<void>;
  /** Who an access token speaks for; undefined where it is not valid (any more), or its session is over. */
  verify(accessToken: string): Promise<Holder | undefined>;
  /** Whom the claims of a token whose signature was verified speak for; undefined where the session is over. */
  holder(claims: unknown): Promise<Holder | undefined>;
  /** @returns what takes it back. @param ended called when the session is over, wherever it was ended */
  onSessionEnd(session: Uuid, ended: () => void): () => void;
  /** Something was ended here: whoever is told of it is told now. */
  sessionsEnded(): void;
  /** The account of an id, open or closed; undefined where there is none. */
  account(id: string): Promise<Account | undefined>;
  /** The open account of an e-mail address; undefined where there is none. */
  named(email: string): Promise<Account | undefined>;
  /** The public key of a key id, for `koa-jwt`; undefined for unknown ones. */
  publicKey(kid: string | undefined): Promise<KeyObject | undefined>;
  /** Public keys as a JSON Web Key Set. */
  keySet(): Promise<{ readonly keys: readonly Record<string, unknown>[] }>;
  /** What access tokens are signed with: algorithm, issuer, audience. */
  readonly claims: { readonly algorithm: 'ES256'; readonly issuer: string; readonly audience: string };
}
