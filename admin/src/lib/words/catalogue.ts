/** Every text of the screens, one file a language. French is written first: the others have its shape, or do not compile. */
import type { Language } from '../../../../domain/language.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { fr, type Words } from './fr.ts';
import { it } from './it.ts';

/** A text that depends on how many there are; `{n}` in it is the number. */
export interface Counted {
  readonly one: string;
  readonly other: string;
}

export type { Words };

const catalogue: Readonly<Record<Language, Words>> = { fr, en, de, it };

export const wordsOf = (language: Language): Words => catalogue[language];

/** Each language in itself. */
export const languageNames: Readonly<Record<Language, string>> = {
  fr: 'Français',
  en: 'English',
  de: 'Deutsch',
  it: 'Italiano',
};
