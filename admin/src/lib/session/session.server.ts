/** Who asks, by two cookies: a short-lived access token, and a refresh token that is good for one new pair. */
import { createHash } from 'node:crypto';
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import type { Accounts, Holder, Session } from '../../../../services/accounts/accounts.ts';
import { isRefused } from '../refusals.ts';

const accessCookie = 'healthai_access';
const refreshCookie = 'healthai_refresh';

/** The accounts end a family of refresh tokens before this; the cookie only has to live as long. */
const refreshDays = 30;

/**
 * How long the answer to a refresh is kept for those that bring the same token once more. A page asks for several things
 * at once, all with the cookies of before: each would spend the token, and the second would look like a thief.
 */
const sharedMs = 20_000;

const refreshing = new Map<string, Promise<Session>>();

function refreshOnce(accounts: Accounts, token: string): Promise<Session> {
  const key = createHash('sha256').update(token).digest('base64');
  let session = refreshing.get(key);
  if (session === undefined) {
    session = accounts.refresh(token);
    refreshing.set(key, session);
    const forget = (): void => void refreshing.delete(key);
    session.then(() => setTimeout(forget, sharedMs).unref(), forget);
  }
  return session;
}

type Asking = Pick<RequestEvent, 'cookies' | 'url'>;

/** Keeps a session in the browser: unreadable for scripts, sent by this site alone, over https only where it is used. */
export function keepSession({ cookies, url }: Asking, session: Session): void {
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' } as const;
  cookies.set(accessCookie, session.accessToken, { ...options, maxAge: session.expiresIn });
  cookies.set(refreshCookie, session.refreshToken, { ...options, maxAge: refreshDays * 86_400 });
}

function forgetSession(cookies: Cookies): void {
  for (const name of [accessCookie, refreshCookie]) cookies.delete(name, { path: '/' });
}

/** The account that a request's cookies speak for, refreshed where the access token has ended; undefined for nobody. */
export async function accountOf(accounts: Accounts, event: Asking): Promise<Holder | undefined> {
  const access = event.cookies.get(accessCookie);
  const account = access === undefined ? undefined : await accounts.verify(access);
  if (account) return account;
  const refresh = event.cookies.get(refreshCookie);
  if (refresh === undefined) return undefined;
  try {
    const session = await refreshOnce(accounts, refresh);
    keepSession(event, session);
    return await accounts.verify(session.accessToken);
  } catch (error) {
    if (!isRefused(error)) throw error;
    forgetSession(event.cookies);
    return undefined;
  }
}

/** Ends the session on the server and in the browser. */
export async function endSession(accounts: Accounts, { cookies }: Pick<RequestEvent, 'cookies'>): Promise<void> {
  const refresh = cookies.get(refreshCookie);
  forgetSession(cookies);
  if (refresh !== undefined) await accounts.signOut(refresh);
}
