/**
 * Names of a file's columns as they may be kept and shown. Where a file about people comes without its header line, its
 * first person stands in its place: so of such files only names are kept that their source knows. Pure.
 */
import type { SourceDefinition } from './definition.ts';
import { nameKey, namesOf } from './header.ts';

/** Names as they are compared (`nameKey`). */
export type KnownNames = ReadonlySet<string>;

/** All names that definitions have for their columns; of a path in JSON also its first key, which is what a header tells. */
export function knownNames(definitions: readonly Pick<SourceDefinition, 'columns' | 'format'>[]): KnownNames {
  const known = new Set<string>();
  for (const { columns, format } of definitions)
    for (const name of columns.flatMap(namesOf)) {
      known.add(nameKey(name));
      if (format === 'json') known.add(nameKey(name.split('.', 1)[0] ?? name));
    }
  return known;
}

/** What stands for the name of a column that may not be shown. @param index from 0 */
export const numberedColumn = (index: number): string => `column ${index + 1}`;

/** A header of the same width and order, in which names that are not known are numbers; a column without a name has none. */
export const namedColumns = (known: KnownNames, header: readonly string[]): readonly string[] =>
  header.map((name, index) => (name === '' || known.has(nameKey(name)) ? name : numberedColumn(index)));

/**
 * Names of a held file's columns that somebody may map: what stands for a name is none.
 * @param header as it was kept @param held names that its hold tells
 */
export function mappableNames(header: readonly string[], held: readonly string[]): ReadonlySet<string> {
  const names = new Set([...header, ...held]);
  header.forEach((name, index) => {
    if (name === numberedColumn(index)) names.delete(name);
  });
  return names;
}
