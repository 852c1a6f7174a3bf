import type { RequestEvent } from '@sveltejs/kit';
import { type Language, languages } from '../../../domain/language.ts';

const cookie = 'healthai_language';

const ours = (tag: string | null | undefined): Language | undefined =>
  languages.find((language) => language === tag?.trim().toLowerCase().split('-')[0]);

/** The languages that a browser prefers, the dearest first. */
function preferred(header: string | null): readonly string[] {
  return (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';');
      const weight = parameters.map((text) => /^\s*q=([\d.]+)/.exec(text)?.[1]).find((found) => found !== undefined);
      return { tag, weight: Number(weight ?? 1) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}

/** `?lang=` where it names one of ours, which is kept from then on; else what was kept, what the browser prefers, French. */
export function languageOf({ url, cookies, request }: Pick<RequestEvent, 'url' | 'cookies' | 'request'>): Language {
  const asked = ours(url.searchParams.get('lang'));
  if (asked) {
    const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' } as const;
    cookies.set(cookie, asked, { ...options, maxAge: 365 * 86_400 });
    return asked;
  }
  const kept = ours(cookies.get(cookie));
  if (kept) return kept;
  for (const tag of preferred(request.headers.get('accept-language'))) {
    const known = ours(tag);
    if (known) return known;
  }
  return 'fr';
}
