/**
 * The natural key of a record: its text, which gives the record its id and is exported, and what the texts of one key have
 * in common, whatever their spelling. Keys of several fields compare field by field.
 */
import type { Contract } from '../contracts/contract.ts';
import { canonicalJson } from '../json.ts';
import type { Value, Values } from '../record/events.ts';
import { comparedKey } from './compared-key.ts';

/** The text of a key: that of its only field, or the JSON array of its parts. @param fields of the natural key, in order */
export const keyText = (fields: readonly string[], values: Values): string =>
  textOf(fields.map((field) => values[field] as Value));

const textOf = (parts: readonly Value[]): string => (parts.length === 1 ? String(parts[0]) : canonicalJson(parts));

type KeyContract = Pick<Contract, 'fields' | 'keysWithoutCase'>;

/** How the records of a source are told apart, whatever the spelling of their keys. */
export interface KeyComparison {
  /** What all spellings of the key that these values state have in common; its form is that of `keyText`. */
  readonly ofValues: (values: Values) => string;
  /** The same, of a key's text. A text that is no key of these fields compares as it is. */
  readonly ofText: (text: string) => string;
  /** The values with the texts of their key spelled as in another text of the same key. */
  readonly spelledAs: (values: Values, text: string) => Values;
}

/**
 * Compares the natural keys that consist of these fields. Only texts have spellings; case is folded where the contract says so.
 * @param fields at least one, each of them a field of the contract
 */
export function comparingKeys(contract: KeyContract, fields: readonly string[]): KeyComparison {
  const compare = fields.map((field): ((part: Value) => Value) => {
    if (contract.fields[field]?.kind !== 'text') return (part) => part;
    const foldCase = contract.keysWithoutCase?.includes(field) ?? false;
    return (part) => comparedKey(String(part), { foldCase });
  });
  const compared = (parts: readonly Value[]): string => textOf(parts.map((part, i) => compare[i]!(part)));
  const [only = '', ...others] = fields;
  return {
    // Asked of every row of an import, and nearly every key is one field.
    ofValues:
      others.length === 0
        ? (values) => String(compare[0]!(values[only] as Value))
        : (values) => compared(fields.map((field) => values[field] as Value)),
    ofText(text) {
      const parts = partsOf(text, fields.length);
      return parts ? compared(parts) : text;
    },
    spelledAs(values, text) {
      const parts = partsOf(text, fields.length);
      if (!parts) return values;
      const spelled: Record<string, Value> = { ...values };
      fields.forEach((field, i) => {
        if (contract.fields[field]?.kind === 'text') spelled[field] = parts[i]!;
      });
      return spelled;
    },
  };
}

/** The parts of a key's text; undefined where it is no key of so many fields. */
function partsOf(text: string, fields: number): readonly Value[] | undefined {
  if (fields === 1) return [text];
  try {
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) && parts.length === fields ? parts : undefined;
  } catch {
    return undefined;
  }
}
