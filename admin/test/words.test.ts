import { describe, expect, test } from 'vitest';
import { languages } from '../../domain/language.ts';
import { wordsOf } from '../src/lib/words/catalogue.ts';
import { speechOf } from '../src/lib/words/speech.ts';

/** Every text with the way to it: `login.title`. */
function texts(words: unknown, way = ''): [string, string][] {
  if (typeof words === 'string') return [[way, words]];
  return Object.entries(words as object).flatMap(([name, inner]) => texts(inner, way ? `${way}.${name}` : name));
}

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();
const french = new Map(texts(wordsOf('fr')));

describe.each(languages)('the texts in %s', (language) => {
  const own = texts(wordsOf(language));

  test('are as many as in French, and none is empty', () => {
    expect(own.map(([way]) => way)).toEqual([...french.keys()]);
    expect(own.filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('fill in what the French ones fill in', () => {
    for (const [way, text] of own)
      expect([way, placeholders(text)]).toEqual([way, placeholders(french.get(way) ?? '')]);
  });

  test('write numbers, shares, times and lists as the language does', () => {
    const { number, percent, time, list } = speechOf(language);
    expect(number(1234.5)).toBe(new Intl.NumberFormat(language === 'en' ? 'en-GB' : language).format(1234.5));
    expect(percent(0.99999)).not.toMatch(/^100/);
    expect(percent(1)).toMatch(/^100/);
    expect(time('2026-11-28T23:30:00Z')).toMatch(/28.*2026.*23:30/);
    expect(list(['a', 'b'])).toMatch(/^a \S+ b$/);
  });
});

describe('A counted text', () => {
  test.each([
    ['fr', 0, 'one'],
    ['fr', 1, 'one'],
    ['fr', 2, 'other'],
    ['fr', 1_000_000, 'other'],
    ['en', 0, 'other'],
    ['en', 1, 'one'],
    ['de', 1, 'one'],
    ['it', 3, 'other'],
  ] as const)('takes in %s for %i the form %s', (language, n, form) => {
    expect(speechOf(language).counted({ one: 'one', other: 'other' }, n)).toBe(form);
  });

  test('keeps what it is not given visible, so that tests find it', () => {
    expect(speechOf('fr').say('{a} et {b}', { a: 1 })).toBe('1 et {b}');
  });
});
