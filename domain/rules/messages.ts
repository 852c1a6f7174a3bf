/** What a person reads about a finding, a row set aside or a file refused: what is wrong, where, and what to do. */
import type { Contract } from '../contracts/contract.ts';
import type { Language } from '../language.ts';
import type { Finding } from '../record/events.ts';
import { ruleOf } from './catalogue.ts';
import { anyReason, quarantineWords } from './quarantine-words.ts';
import { anyRejection, rejectionWords } from './rejection-words.ts';
import { fill, type Params } from './template.ts';
import { wording } from './wording.ts';

export interface Rendered {
  /** One sentence: what is wrong, with the values concerned. */
  readonly message: string;
  /** One or two sentences: what to do. */
  readonly advice: string;
}

/** A finding in words. Its rule is looked up by id and version, so an old finding keeps the words of its own rule. */
export function render(finding: Finding, language: Language, contract: Contract): Rendered {
  const rule = ruleOf(finding.rule, finding.version, contract.type);
  if (rule === undefined) return { message: `${finding.rule} (${finding.severity})`, advice: '' };
  const params: Params = { ...finding.params, ...(finding.field !== undefined && { field: finding.field }) };
  const format = wording(language, contract);
  return { message: fill(rule.message[language], params, format), advice: fill(rule.advice[language], params, format) };
}

/**
 * A quarantined row in words.
 * @param params those of the row, and where it stands: `file`, `sheet`, `row`, `column`, `value`, as far as known.
 */
export function renderQuarantine(reason: string, params: Params, language: Language): Rendered {
  const { message, advice } = quarantineWords[reason] ?? anyReason;
  const format = wording(language);
  const all = { reason, ...params };
  return {
    message: located(fill(message[language], all, format), params, language),
    advice: fill(advice[language], all, format),
  };
}

/** A file that was refused as a whole, in words. `params.file` names it where that is allowed. */
export function renderRejection(code: string, params: Params, language: Language): Rendered {
  const { message, advice } = rejectionWords[code] ?? anyRejection;
  const format = wording(language);
  const all = { code, ...params };
  return {
    message: located(fill(message[language], all, format), { file: params.file ?? null }, language),
    advice: fill(advice[language], all, format),
  };
}

const places: Readonly<Record<Language, { readonly sheet: string; readonly row: string }>> = {
  fr: { sheet: 'feuille « {sheet} »', row: 'ligne {row:place}' },
  en: { sheet: 'sheet “{sheet}”', row: 'row {row:place}' },
  de: { sheet: 'Blatt „{sheet}“', row: 'Zeile {row:place}' },
  it: { sheet: 'foglio «{sheet}»', row: 'riga {row:place}' },
};

/** Puts the place before a sentence: `foods.csv, row 12: …`. */
function located(sentence: string, params: Params, language: Language): string {
  const format = wording(language);
  const { sheet, row } = places[language];
  const place = [`[{file}]`, `[${sheet}]`, `[${row}]`]
    .map((part) => fill(part, params, format))
    .filter((part) => part !== '');
  if (place.length === 0) return sentence.charAt(0).toLocaleUpperCase(language) + sentence.slice(1);
  return `${place.join(', ')}${language === 'fr' ? ' : ' : ': '}${sentence}`;
}
