/** How alike two names of columns are: by their words, whatever the order, spelling, abbreviation, and unit beside them. */
import { nameKey } from './header.ts';
import { unitInName } from './unit-in-name.ts';

/** A name as it is compared: its words without accents, units and years. */
export interface ComparedName {
  readonly words: readonly string[];
  /** The words as one, for `FoodItem` and `food_item`, `fooditem`. */
  readonly joined: string;
}

/** How much a word says: one that many fields share (`vitamin`) says little of which field is meant. */
export type WordWeight = (word: string) => number;

/** Words that say nothing of what is measured, nor do those that stand for a name. Single letters are none of them: vitamins are called A, D, E. */
const fillers = new Set(
  [
    'de du des la le les of the per in der die das di della del et and und en par pour pro je to at da al',
    'col cols column columns colonne colonna spalte field champ feld campo unnamed untitled var variable',
  ]
    .join(' ')
    .split(' '),
);

/** Words that say little: half the columns of some exports bear one. */
const vague = new Set(
  'total totals totaux totale totali gesamt content teneur gehalt contenuto value valeur wert valore amount quantity menge'.split(
    ' ',
  ),
);

/** What figures are given for, outside brackets: `per 100 g`, `_100g`. */
const amount = /(?:(?:per|pour|par|pro|je)[\s_]+)?100[\s_]?(?:g|ml)(?![\p{L}\d])/giu;
const bracket = /[([{]([^()[\]{}]*)[)\]}]/gu;
const elided = /(?<!\p{L})[dl]['’]/giu;
const humps = /(?<=[\p{Ll}\d])(?=\p{Lu}\p{Ll})/gu;
const year = /(?<![\p{L}\d])(?:19|20)\d\d(?![\p{L}\d])/gu;
/** `B 12` is `B12`. */
const numberedLetter = /(?<![\p{L}\d])(\p{L})[\s_-]+(?=\d)/gu;

const plain = (name: string): string =>
  nameKey(name)
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');

/** Symbols of units that stand as words of their own: `weight_kg`. Longer ones (`hours`, `calories`) say what is measured, too. */
const isSymbol = (word: string, unit: string): boolean => word.length <= 4 && isUnit(word, unit);
const isUnit = (word: string, unit?: string): boolean => {
  const stated = unitInName(`x (${word})`);
  return stated !== undefined && (unit === undefined || stated === unit);
};

/** What stands in brackets is left out where it begins with a unit, rates too: `(kg/m2)`, `(days/week)`. */
const withoutUnits = (name: string): string =>
  name.replace(bracket, (whole, inside: string) =>
    isUnit(inside) || isUnit(inside.split(/[\s/]/u)[0] ?? '') ? ' ' : whole,
  );

/** Splits a column's name or a field's label into what is compared. */
export function comparedName(name: string): ComparedName {
  const unit = unitInName(name);
  const spoken = withoutUnits(name.replace(elided, '')).replace(amount, ' ').replace(humps, ' ');
  const undated = spoken.replace(year, ' ');
  const all = wordsOf(/\p{L}/u.test(undated) ? undated : spoken);
  const telling = all.filter((word) => !fillers.has(word) && !(unit !== undefined && isSymbol(word, unit)));
  const words = telling.length === 0 ? all : telling;
  return { words, joined: words.join('') };
}

const wordsOf = (text: string): readonly string[] =>
  plain(text.replace(numberedLetter, '$1'))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/**
 * How alike two names are, from 0 to 1: the weight of the words that they share against that of all their words (Dice), a
 * word that is only alike counting as much as it is. Names that differ in nothing but blanks and marks are alike to 1, and
 * so are initials and what they stand for.
 */
export function nameLikeness(a: ComparedName, b: ComparedName, rarity: WordWeight): number {
  const weight: WordWeight = (word) => rarity(word) * (vague.has(word) ? 0.3 : 1);
  return likeness(shortened(a, b), shortened(b, a), weight);
}

/** The name with words replaced by the initials that the other writes: `heart rate max` beside `HR max`. */
function shortened(name: ComparedName, beside: ComparedName): ComparedName {
  const initials = name.words.map((word) => word[0]).join('');
  for (const word of beside.words) {
    const at = /^\p{L}{2,4}$/u.test(word) ? initials.indexOf(word) : -1;
    if (at < 0 || name.words.includes(word)) continue;
    const words = [...name.words.slice(0, at), word, ...name.words.slice(at + word.length)];
    return { words, joined: words.join('') };
  }
  return name;
}

function likeness(a: ComparedName, b: ComparedName, weight: WordWeight): number {
  if (a.joined === b.joined) return a.joined === '' ? 0 : 1;
  const pairs = a.words
    .flatMap((left, i) => b.words.map((right, j) => ({ left, right, i, j, alike: wordLikeness(left, right) })))
    .filter(({ alike }) => alike > 0)
    .sort((x, y) => y.alike - x.alike || weight(y.left) - weight(x.left) || x.i - y.i || x.j - y.j);
  const total = [...a.words, ...b.words].reduce((sum, word) => sum + weight(word), 0);
  const [left, right] = [new Set<number>(), new Set<number>()];
  let shared = 0;
  for (const pair of pairs) {
    if (left.has(pair.i) || right.has(pair.j)) continue;
    left.add(pair.i);
    right.add(pair.j);
    shared += pair.alike * (weight(pair.left) + weight(pair.right));
  }
  const joined = spelling(a.joined, b.joined);
  return Math.max(total === 0 ? 0 : shared / total, joined);
}

/** Equal: 1. An abbreviation: 0.9 for a beginning (`carb`), 0.85 for its plural (`carbs`) or for consonants (`avg`, `wgt`). Misspelt: less by what differs. */
export function wordLikeness(a: string, b: string): number {
  if (a === b) return 1;
  // B6 is no misspelling of B12.
  if (/\d/.test(a) || /\d/.test(b)) return 0;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= 3 && long.startsWith(short)) return 0.9;
  if (short.length >= 4 && short.endsWith('s') && long.startsWith(short.slice(0, -1))) return 0.85;
  if (isSkeleton(short, long)) return 0.85;
  return spelling(a, b);
}

/** The first letter and some of the consonants, in order: `avg` of `average`. */
function isSkeleton(short: string, long: string): boolean {
  if (short.length < 3 || short.length > 5 || short.length >= long.length || short[0] !== long[0]) return false;
  if (/[aeiouy]/.test(short.slice(1))) return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length;
}

/**
 * 1 less the share of letters that differ, where one in four letters or two in eight do at most and the first is the same;
 * else 0: `galactose` is no misspelling of `lactose`, `fructose` none of `sucrose`.
 */
function spelling(a: string, b: string): number {
  const length = Math.max(a.length, b.length);
  const most = length >= 8 ? 2 : length >= 4 ? 1 : 0;
  // Nearly all pairs of words end here.
  if (Math.abs(a.length - b.length) > most + 2 || !mayBegin(a[0] ?? '', b[0] ?? '')) return 0;
  const [one, other] = [sounded(a), sounded(b)];
  if (one[0] !== other[0] || Math.abs(one.length - other.length) > most || /\d/.test(a + b)) return 0;
  const edits = editDistance(one, other);
  return edits <= most ? 1 - edits / length : 0;
}

/** What the four languages spell apart: `Kalorien`, `calories`; `Phosphor`, `fosforo`. */
const sounded = (word: string): string =>
  word.replaceAll('k', 'c').replaceAll('ph', 'f').replaceAll('th', 't').replaceAll('y', 'i');

const mayBegin = (a: string, b: string): boolean => a === b || ['kc', 'ck', 'yi', 'iy', 'pf', 'fp'].includes(a + b);

/** Letters to add, drop, change, or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(changed, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
