import type { HandleClientError } from '@sveltejs/kit/hooks';
import { wordsOf } from '#lib/words/catalogue.ts';
import { languages } from '../../domain/language.ts';

/** What goes wrong on the way to the server or in the browser, in words. */
export const handleError: HandleClientError = ({ kind, error }) => {
  const language = languages.find((known) => known === document.documentElement.lang) ?? 'fr';
  const words = wordsOf(language);
  if (kind === 'framework' && error.status === 404) return { message: words.errors.notFound };
  return kind === 'unknown' ? { message: words.errors.unreachable } : undefined;
};
