/** The form by which a person corrects a record: what it shows, what comes back, and what of it was changed. */
import { worstHolding } from '../../../../domain/rules/severity.ts';
import type { RecordSheet, SheetField } from '../../../../services/record-sheet.ts';
import type { Speech } from '../words/speech.ts';
import { valueWritten, writtenValue } from './values.ts';

/** Names of inputs: the value that is to be, and the one that the person saw, by which a change is told. */
export const inputName = (field: string): string => `set.${field}`;
export const seenName = (field: string): string => `seen.${field}`;

export const isCorrectable = ({ derived, hidden }: SheetField): boolean => !derived && !hidden;

/** What came back of the form, by field. */
export type Written = Readonly<Record<string, string>>;

/** A text area ends lines as the network does. */
const plain = (text: string): string => text.replaceAll('\r\n', '\n');

/** The fields that a person changed, as they wrote them: those that were left alone may have changed meanwhile. */
export function changedFields(form: FormData): Written {
  const changed: Record<string, string> = {};
  for (const [name, text] of form) {
    if (!name.startsWith('set.') || typeof text !== 'string') continue;
    const field = name.slice('set.'.length);
    if (plain(text) !== plain(String(form.get(seenName(field)) ?? ''))) changed[field] = plain(text);
  }
  return changed;
}

/** Changed fields as the services take them. */
export const correctionOf = (
  written: Written,
  { fields }: Pick<RecordSheet, 'fields'>,
  speech: Pick<Speech, 'language'>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(written).map(([name, text]) => [
      name,
      valueWritten(text, fields.find((field) => field.name === name)?.kind ?? 'text', speech),
    ]),
  );

/** What an input holds: what was written before, what is suggested where that is asked for, else the newest value. */
export function inputValue(
  field: SheetField,
  written: Written,
  suggested: readonly Suggestion[],
  speech: Pick<Speech, 'language'>,
): string {
  const suggestion = suggested.find(({ field: name }) => name === field.name);
  return written[field.name] ?? writtenValue(suggestion ? suggestion.value : field.value, speech);
}

export interface Suggestion {
  readonly field: string;
  readonly value: SheetField['value'];
}

/** What rules propose instead, the first rule's where several speak of a field. A proposal may be to empty it. */
export function suggestionsOf({ findings, fields }: Pick<RecordSheet, 'findings' | 'fields'>): readonly Suggestion[] {
  const found = new Map<string, Suggestion>();
  for (const { suggestion } of findings) {
    const field = fields.find(({ name }) => name === suggestion?.field);
    if (suggestion && field && isCorrectable(field) && !found.has(field.name)) found.set(field.name, suggestion);
  }
  return [...found.values()];
}

/** The worst severity that holds the record up. */
export const worstOf = ({ findings }: Pick<RecordSheet, 'findings'>) => worstHolding(findings);
