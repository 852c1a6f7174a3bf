/** What was just decided, told once on the page that comes next: kept in a cookie, so that no address can claim it. */
import type { Cookies } from '@sveltejs/kit';
import { idOf } from './filter.ts';

export const deeds = ['approve', 'reject', 'correct', 'choose'] as const;
export type Deed = (typeof deeds)[number];

const cookie = 'healthai_decided';

export const rememberDecided = (cookies: Cookies, deed: Deed, id: string, secure: boolean): void =>
  cookies.set(cookie, `${deed} ${id}`, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: 60 });

/** Once: the next time there is nothing. */
export function takeDecided(cookies: Cookies): { readonly deed: Deed; readonly id: string } | undefined {
  const kept = cookies.get(cookie);
  if (kept === undefined) return undefined;
  cookies.delete(cookie, { path: '/' });
  const [word, text] = kept.split(' ');
  const deed = deeds.find((known) => known === word);
  const id = idOf(text);
  return deed && id ? { deed, id } : undefined;
}
