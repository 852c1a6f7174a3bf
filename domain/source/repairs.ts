/** Structural repairs: what is broken in a source's rows in a way that has one possible mending. One pure function each. */
import type { RawCell } from '../record/events.ts';

/** The depth of parentheses of a text, or -1 where one closes that was never opened. */
function openParentheses(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 40) depth++;
    else if (code === 41 && --depth < 0) return -1;
  }
  return depth;
}

/**
 * A row with more cells than the header because an unquoted comma stands in one column: joins that column's cell with
 * its right neighbours, where this closes the parenthesis that the comma tore open.
 * `Milk (2%` + ` 1 cup)` → `Milk (2%, 1 cup)`.
 * @returns the row with exactly `width` cells, or undefined where the joined text is not one whole.
 */
export function joinRagged(cells: readonly RawCell[], width: number, column: number): readonly RawCell[] | undefined {
  const end = column + cells.length - width + 1;
  if (end <= column + 1 || end > cells.length) return undefined;
  const parts = cells.slice(column, end);
  if (!parts.every((part) => typeof part === 'string')) return undefined;
  const [first = ''] = parts;
  const joined = parts.join(',');
  if (openParentheses(first) <= 0 || openParentheses(joined) !== 0) return undefined;
  return [...cells.slice(0, column), joined, ...cells.slice(end)];
}

/** The two characters `\t` or `\n`, written out, in front of a value: removed. The same cell where there are none. */
export function removeEscapedPrefix(cell: RawCell): RawCell {
  if (typeof cell !== 'string') return cell;
  let at = 0;
  while (cell.charCodeAt(at) === 92 && (cell.charCodeAt(at + 1) === 116 || cell.charCodeAt(at + 1) === 110)) at += 2;
  return at === 0 ? cell : cell.slice(at);
}

/** A degree sign that was decoded twice stands as Cyrillic `в°` (U+0432 U+00B0): `45в°` → `45°`. */
export const mendDegree = (cell: RawCell): RawCell =>
  typeof cell === 'string' && cell.includes('\u0432\u00b0') ? cell.replaceAll('\u0432\u00b0', '\u00b0') : cell;

const isBlank = (item: RawCell): boolean => typeof item === 'string' && item.trim() === '';

/** Blank items of a list say nothing: removed. The same cell where there are none. */
export const removeBlankItems = (cell: RawCell): RawCell =>
  Array.isArray(cell) && cell.some(isBlank) ? cell.filter((item: RawCell) => !isBlank(item)) : cell;
