/** Column names of a file: how they are cleaned, and which ones no file may have. */
import { FileRejected, type ReaderLimits } from './reader.ts';

/** Names that reach into an object's prototype where a later tool builds objects from columns. */
const unsafeNames = new Set(['__proto__', 'constructor', 'prototype']);

/** Texts up to here are normalised in no time, whatever is in them. */
const shortCharacters = 500;

/**
 * Whether marks are piled up on one letter. Unicode lets a text have 30 (UAX 15, 13: stream-safe text), no language needs ten,
 * and normalising a hundred thousand takes seconds: their order is found by comparing each with the others.
 */
export const pilesUp = (text: string): boolean => text.length > shortCharacters && /\p{M}{64}/u.test(text);

/** Whether a column or key may not have this name. No database keeps a NUL in a text. */
export const isUnsafeName = (name: string): boolean => unsafeNames.has(name) || name.includes('\0') || pilesUp(name);

/** A column's name as people read it: in NFC, white space collapsed, trimmed. */
export const columnName = (written: string): string => written.normalize('NFC').replace(/\s+/gu, ' ').trim();

/**
 * The names of a header row. A column without a name stays, as `''`.
 * @throws FileRejected `wrong-header`, `too-many-columns`, `duplicate-column` (compared without case, as mappings are),
 *   `unsafe-column`.
 */
export function columnNames(cells: readonly string[], limits: ReaderLimits): string[] {
  if (cells.length > limits.columns) {
    throw new FileRejected(
      'too-many-columns',
      `The header has ${cells.length} columns; at most ${limits.columns} are read.`,
      {
        columns: cells.length,
        limit: limits.columns,
      },
    );
  }
  const piled = cells.findIndex(pilesUp);
  if (piled !== -1) {
    throw new FileRejected('unsafe-column', `The name of column ${piled + 1} is a pile of marks.`, {
      number: piled + 1,
    });
  }
  const names = cells.map(columnName);
  if (names.every((name) => name === '')) throw new FileRejected('wrong-header', 'The header row names no column.');
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (name === '') continue;
    const key = name.toLowerCase();
    const params = { column: name, number: index + 1 };
    if (isUnsafeName(key)) throw new FileRejected('unsafe-column', `A column may not be called "${name}".`, params);
    if (seen.has(key))
      throw new FileRejected('duplicate-column', `The column "${name}" occurs twice in the header.`, params);
    seen.add(key);
  }
  return names;
}
