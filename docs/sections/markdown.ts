/** Pieces of Markdown. */

/** A cell of a table: no line breaks, and bars that are not the table's. */
const cell = (text: string | number): string => String(text).replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();

/** @param rows as many cells each as there are names */
export const table = (names: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [names, names.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

export const code = (text: string): string => `\`${text}\``;
