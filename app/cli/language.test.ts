import { describe, expect, test } from 'vitest';
import { languageOf } from './language.ts';

describe('the language of the command line', () => {
  test('is the one asked for', () => {
    expect(languageOf('de', { LANG: 'fr_FR.UTF-8' })).toBe('de');
    expect(() => languageOf('es', {})).toThrow('--language takes one of fr, en, de, it, not “es”.');
  });

  test('is else that of the terminal, by the strongest variable that is set', () => {
    expect(languageOf(undefined, { LANG: 'fr_FR.UTF-8' })).toBe('fr');
    expect(languageOf(undefined, { LANG: 'fr_FR.UTF-8', LC_ALL: 'it_CH' })).toBe('it');
    expect(languageOf(undefined, { LANG: 'de_CH.UTF-8', LC_MESSAGES: '' })).toBe('de');
  });

  test('is English where the terminal says nothing, or what the product does not speak', () => {
    expect(languageOf(undefined, {})).toBe('en');
    expect(languageOf(undefined, { LANG: 'C.UTF-8' })).toBe('en');
    expect(languageOf(undefined, { LANG: 'es_ES.UTF-8' })).toBe('en');
  });
});
