/** How a page speaks: the words of its language, and numbers and times as that language writes them. */
import { createContext } from 'svelte';
import type { Language } from '../../../../domain/language.ts';
import { type Counted, type Words, wordsOf } from './catalogue.ts';

export interface Speech {
  readonly language: Language;
  readonly words: Words;
  /** Fills `{name}` in a text. Numbers are written as the language does. */
  say(text: string, values: Readonly<Record<string, string | number>>): string;
  /** The form of a text for a number, with `{n}` filled. */
  counted(text: Counted, n: number, values?: Readonly<Record<string, string | number>>): string;
  number(value: number, decimals?: number): string;
  /** Of a share between 0 and 1. */
  percent(share: number, decimals?: number): string;
  /** Date and time, in UTC: the same for everybody who speaks of it. */
  time(instant: string): string;
  /** Time of day with seconds, in UTC. */
  clock(instant: string): string;
  bytes(size: number): string;
  seconds(duration: number): string;
  list(items: readonly string[]): string;
}

/** English dates with the day first, and the 24 hours that the other languages have. */
const localeOf = (language: Language): string => (language === 'en' ? 'en-GB' : language);

const speeches = new Map<Language, Speech>();

export function speechOf(language: Language): Speech {
  const known = speeches.get(language);
  if (known) return known;
  const locale = localeOf(language);
  const plural = new Intl.PluralRules(locale);
  const numbers = (digits: number): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone: 'UTC' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const unit = (value: number, name: string, digits: number): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, maximumFractionDigits: digits }).format(value);
  const speech: Speech = {
    language,
    words: wordsOf(language),
    say: (text, values) =>
      text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
        const value = values[name];
        if (value === undefined) return whole;
        return typeof value === 'number' ? speech.number(value) : value;
      }),
    counted: (text, n, values = {}) => speech.say(plural.select(n) === 'one' ? text.one : text.other, { n, ...values }),
    number: (value, decimals = 2) => numbers(decimals).format(value),
    percent: (share, decimals = 1) =>
      new Intl.NumberFormat(locale, {
        style: 'percent',
        minimumFractionDigits: share === 1 ? 0 : decimals,
        maximumFractionDigits: decimals,
        // 99.98 % is not 100 %: what is not whole must not look whole.
        roundingMode: 'floor',
      }).format(share),
    time: (instant) => time.format(new Date(instant)),
    clock: (instant) => clock.format(new Date(instant)),
    bytes: (size) => {
      if (size < 1000) return unit(size, 'byte', 0);
      if (size < 1_000_000) return unit(size / 1000, 'kilobyte', 0);
      return unit(size / 1_000_000, 'megabyte', 1);
    },
    seconds: (duration) => unit(duration, 'second', duration < 10 ? 1 : 0),
    list: (items) => list.format(items),
  };
  speeches.set(language, speech);
  return speech;
}

/** The speech of the page that a component stands on; the root layout sets it. */
export const [speaking, setSpeaking] = createContext<Speech>();
