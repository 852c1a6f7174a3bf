/** Which unit the name of a column states: `Energy (kJ/100 g)`, `weight_kg`, `TotalMinutesAsleep`. Read for warnings and proposals, never to convert. */
import { type UnitName, unitNames } from './units.ts';

/** How people write units in names, folded: NFKC, small letters. */
const spellings: Readonly<Record<UnitName, readonly string[]>> = {
  ug: ['ug', 'μg', 'mcg', 'microgram', 'micrograms', 'microgrammes', 'mikrogramm', 'microgrammi'],
  mg: ['mg', 'milligram', 'milligrams', 'milligrammes', 'milligramm', 'milligrammi'],
  g: ['g', 'gr', 'gram', 'grams', 'grammes', 'gramm', 'grammi'],
  kg: ['kg', 'kgs', 'kilo', 'kilos', 'kilogram', 'kilograms', 'kilogrammes', 'kilogramm', 'chilogrammi'],
  oz: ['oz', 'ounce', 'ounces', 'onces', 'unzen', 'once'],
  lb: ['lb', 'lbs', 'pound', 'pounds', 'livres', 'pfund', 'libbre'],
  mm: ['mm', 'millimeter', 'millimeters', 'millimetres', 'millimètres', 'millimetri'],
  cm: ['cm', 'centimeter', 'centimeters', 'centimetres', 'centimètres', 'zentimeter', 'centimetri'],
  m: ['m', 'meter', 'meters', 'metres', 'mètres', 'metri'],
  km: ['km', 'kms', 'kilometer', 'kilometers', 'kilometres', 'kilomètres', 'chilometri'],
  in: ['in', 'inch', 'inches', 'pouces', 'zoll', 'pollici'],
  ft: ['ft', 'feet', 'foot', 'pieds', 'fuss', 'piedi'],
  mi: ['mi', 'mile', 'miles', 'milles', 'meilen', 'miglia'],
  ml: ['ml', 'milliliter', 'milliliters', 'millilitres', 'millilitri'],
  cl: ['cl', 'centiliter', 'centiliters', 'centilitres', 'zentiliter', 'centilitri'],
  dl: ['dl', 'deciliter', 'deciliters', 'décilitres', 'deziliter', 'decilitri'],
  l: ['l', 'liter', 'liters', 'litres', 'litri'],
  fl_oz: ['floz'],
  s: ['s', 'sec', 'secs', 'second', 'seconds', 'secondes', 'sekunden', 'secondi'],
  min: ['min', 'mins', 'minute', 'minutes', 'minuten', 'minuti'],
  h: ['h', 'hr', 'hrs', 'hour', 'hours', 'heures', 'stunden', 'ore'],
  d: ['d', 'day', 'days', 'jours', 'tage', 'giorni'],
  kj: ['kj', 'kilojoule', 'kilojoules'],
  kcal: ['kcal', 'kcals', 'kilocalories', 'kilokalorien', 'chilocalorie', 'calorie', 'calories', 'kalorien'],
  percent: ['%', 'percent', 'percentage', 'pct', 'pourcentage', 'pourcent', 'prozent', 'percentuale'],
  ratio: ['ratio'],
  mg_per_dl: ['mg/dl'],
  g_per_l: ['g/l'],
  mmol_per_l_glucose: [],
  mmol_per_l_cholesterol: [],
  mmhg: ['mmhg'],
  cmhg: ['cmhg'],
};
const units: ReadonlyMap<string, UnitName> = new Map(
  unitNames.flatMap((unit) => spellings[unit].map((spelling) => [spelling, unit] as const)),
);

/** Spellings that are words or marks of their own too: outside brackets they are units only at the end, behind what they measure. */
const measured: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    g: /./,
    gr: /./,
    in: /height|length|distance|waist|hip|circumference|taille|grösse|altezza/,
    m: /height|length|distance|altitude|elevation|depth|taille|grösse|strecke|altezza|distanza/,
    mi: /distance|strecke|distanza/,
    l: /water|volume|fluid|drink|intake|eau|wasser|acqua/,
    s: /time|duration|sleep|asleep|awake|durée|dauer|durata/,
    min: /time|duration|sleep|asleep|awake|active|sedentary|session|workout|exercise|bed|durée|sommeil|dauer|schlaf|durata|sonno/,
    h: /time|duration|sleep|asleep|awake|session|workout|exercise|bed|durée|sommeil|dauer|schlaf|durata|sonno/,
    hr: /time|duration|sleep|asleep|durée|dauer|durata/,
    d: /time|duration|durée|dauer|durata/,
    day: /(?!)/,
    days: /(?!)/,
    second: /(?!)/,
    ore: /(?!)/,
    once: /(?!)/,
    ratio: /./,
  }),
);

/** An amount that figures are given for, or a time that they are counted over: it names no unit of the figure. */
const amount = /\s*\/?\s*(?<![\p{L}\d])\d+(?:[.,]\d+)?\s*(?:g|kg|ml|cl|dl|l|oz|kcal|kj|h)(?![\p{L}\d])/giu;
const counted = /\/(?:servings?|portion\w*|porzion\w*|day|d|jour|tag|giorno|piece|pièce|stück|pezzo)\b.*$/u;
const heart = /rate|pulse|puls|bpm|hr\b|temp/;

/** Characters of a name, as a definition allows them: patterns run over nothing longer. */
const longest = 500;

/**
 * The unit that a column's name states, in brackets or as a word; of several brackets the last that states one.
 * `Salt (mg)` → `mg`, `Énergie (kJ/100 g)` → `kj`, `WeightPounds` → `lb`, `Cholesterol_mg/dL` → `mg_per_dl`, `Calories` → `kcal`
 * @returns undefined where the name states none, one that is none of ours (`IU`), a rate (`days/week`), or says it ambiguously
 * (`Time in bed`, `Heart rate min`)
 */
export function unitInName(name: string): UnitName | undefined {
  if (name.length > longest) return undefined;
  const text = name
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .replace(/\bfl\.?[\s_]?oz\b/giu, 'floz');
  const brackets = [...text.matchAll(/[([{]([^()[\]{}]*)[)\]}]/gu)].map(([, inside = '']) => inside);
  for (const inside of brackets.reverse()) {
    const unit = inBrackets(inside, text.toLowerCase());
    if (unit !== undefined) return unit;
  }
  return inWords(text.replace(/[([{][^()[\]{}]*[)\]}]/gu, ' '));
}

/** What stands before a slash or the word `per`, without the amount behind it; a rate keeps its slash. */
const withoutAmount = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(?:^|[\s_]+)(?:per|pro|par|pour)[\s_]+/gu, '/')
    .replace(/\s*\/\s*/gu, '/')
    .replace(amount, '')
    .replace(counted, '');

function inBrackets(inside: string, whole: string): UnitName | undefined {
  const words = withoutAmount(inside)
    .split(/[\s,;]+/u)
    .filter((word) => word !== '');
  if (words[0] === 'min' && heart.test(whole)) return undefined;
  const stated = words.length === 2 && /^(?:in|en|a|à)$/u.test(words[0] ?? '') ? words.slice(1) : words;
  if (stated.length === 1) return ofSubstance(stated[0] ?? '', whole) ?? units.get(stated[0] ?? '');
  return stated.map((word) => (measured.has(word) && word !== 'g' ? undefined : units.get(word))).find(Boolean);
}

function inWords(text: string): UnitName | undefined {
  const words = text
    .replace(/['’]s\b/gu, '')
    .replace(/(?:^|[\s_]+)(?:per|pro|par|pour)[\s_]+/giu, '/')
    .replace(amount, ' ')
    .split(/[^\p{L}\p{N}%/]+/u)
    .filter((word) => word !== '');
  for (let i = words.length - 1; i >= 0; i--) {
    const word = words[i] ?? '';
    const before = words.slice(0, i).join(' ').toLowerCase();
    const last = withoutAmount(words.slice(i + 1).join(' ')) === '';
    const unit = ofWord(word, before, last) ?? ofParts(word, before, last);
    if (unit !== undefined) return unit;
  }
  return undefined;
}

/** A word between separators. `Mg` is magnesium. */
function ofWord(word: string, before: string, last: boolean): UnitName | undefined {
  if (word === 'Mg') return undefined;
  const plain = withoutAmount(word);
  const unit = ofSubstance(plain, before) ?? units.get(plain);
  const needed = measured.get(plain);
  return needed === undefined || (last && needed.test(before)) ? unit : undefined;
}

/** A word written in humps: `WeightKg`, `TotalMinutesAsleep`. */
function ofParts(word: string, before: string, last: boolean): UnitName | undefined {
  const parts = word.split(/(?<=[\p{Ll}\d])(?=\p{Lu})/u);
  if (parts.length === 1) return undefined;
  for (let i = parts.length - 1; i > 0; i--) {
    const part = (parts[i] ?? '').toLowerCase();
    const written = `${before} ${parts.slice(0, i).join(' ').toLowerCase()}`;
    const needed = measured.get(part);
    const fits = needed === undefined || (last && i === parts.length - 1 && needed.test(written));
    if (fits && units.has(part)) return units.get(part);
  }
  return undefined;
}

/** Moles are converted by what they are moles of. */
function ofSubstance(word: string, whole: string): UnitName | undefined {
  if (word !== 'mmol/l') return undefined;
  if (/gl[uy]c|gluk|sugar|zucker/u.test(whole)) return 'mmol_per_l_glucose';
  return /chol|ldl|hdl|colest/u.test(whole) ? 'mmol_per_l_cholesterol' : undefined;
}
