/** How parameters are written in the reader's language: numbers, lists, labels of fields and of their values. */
import type { Contract } from '../contracts/contract.ts';
import type { Json } from '../json.ts';
import type { Language, Localised } from '../language.ts';
import type { Format } from './template.ts';

interface LanguageFormats {
  readonly number: Intl.NumberFormat;
  readonly list: Intl.ListFormat;
}
const formats = new Map<Language, LanguageFormats>();

function formatsOf(language: Language): LanguageFormats {
  let known = formats.get(language);
  if (known === undefined) {
    known = {
      number: new Intl.NumberFormat(language, { maximumSignificantDigits: 6 }),
      list: new Intl.ListFormat(language, { type: 'conjunction' }),
    };
    formats.set(language, known);
  }
  return known;
}

const kinds: Readonly<Record<string, Localised>> = {
  text: { fr: 'texte', en: 'text', de: 'Text', it: 'testo' },
  number: { fr: 'nombre', en: 'number', de: 'Zahl', it: 'numero' },
  integer: { fr: 'nombre entier', en: 'whole number', de: 'ganze Zahl', it: 'numero intero' },
  enum: { fr: 'valeur d’une liste', en: 'value of a list', de: 'Wert einer Liste', it: 'valore di un elenco' },
  boolean: { fr: 'oui ou non', en: 'yes or no', de: 'ja oder nein', it: 'sì o no' },
  date: { fr: 'date', en: 'date', de: 'Datum', it: 'data' },
  instant: { fr: 'date et heure', en: 'date and time', de: 'Datum mit Uhrzeit', it: 'data e ora' },
  list: { fr: 'liste', en: 'list', de: 'Liste', it: 'elenco' },
  object: { fr: 'objet', en: 'object', de: 'Objekt', it: 'oggetto' },
  null: { fr: 'rien', en: 'nothing', de: 'nichts', it: 'niente' },
  string: { fr: 'texte', en: 'text', de: 'Text', it: 'testo' },
};

const problems: Readonly<Record<string, Localised>> = {
  syntax: { fr: 'erreur de syntaxe', en: 'a syntax error', de: 'ein Syntaxfehler', it: 'errore di sintassi' },
  unfinished: { fr: 'il est coupé', en: 'it is cut off', de: 'es ist abgeschnitten', it: 'è troncato' },
  'duplicate-key': {
    fr: 'une clé y figure deux fois',
    en: 'a key occurs twice in it',
    de: 'ein Schlüssel kommt zweimal vor',
    it: 'una chiave vi compare due volte',
  },
  'too-deep': {
    fr: 'il est trop imbriqué',
    en: 'it is nested too deeply',
    de: 'es ist zu tief verschachtelt',
    it: 'è troppo annidato',
  },
  'lone-surrogate': {
    fr: 'il contient la moitié d’un caractère',
    en: 'it contains half a character',
    de: 'es enthält ein halbes Zeichen',
    it: 'contiene la metà di un carattere',
  },
  'number-too-large': {
    fr: 'un nombre y est trop grand',
    en: 'a number in it is too large',
    de: 'eine Zahl darin ist zu groß',
    it: 'un numero è troppo grande',
  },
};

/**
 * The formats of placeholders:
 * `number` · `list` · `field` and `fields` (labels of the contract) · `value.<field>` (label of a value of that field) ·
 * `kind` (of a value) · `place` (a row or a byte, not grouped) · `problem` (of a JSON element) · none: as it fits the value.
 */
export function wording(language: Language, contract?: Contract): Format {
  const { number, list } = formatsOf(language);
  const label = (field: string): string => contract?.fields[field]?.labels[language] ?? field;
  const plain = (value: Json): string => {
    if (typeof value === 'number') return number.format(value);
    if (Array.isArray(value)) return list.format(value.map(plain));
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  const valueLabel = (value: string, field: string): string => {
    const declared = contract?.fields[field];
    return (declared?.kind === 'enum' ? declared.valueLabels?.[value]?.[language] : undefined) ?? value;
  };
  return (value, format) => {
    if (format === 'field') return label(String(value));
    if (format === 'fields') return list.format((value as readonly string[]).map(label));
    if (format === 'place') return String(value);
    if (format === 'kind') return kinds[String(value)]?.[language] ?? String(value);
    if (format === 'problem') return problems[String(value)]?.[language] ?? String(value);
    if (format.startsWith('value.')) return valueLabel(String(value), format.slice('value.'.length));
    return plain(value);
  };
}
