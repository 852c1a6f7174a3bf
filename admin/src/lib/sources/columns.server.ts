/** The columns of a source as a page shows them: a line a column, whatever it is called in some files. */
import type { SourceDefinition } from '../../../../domain/source/definition.ts';
import { namesOf, settingsUnder } from '../../../../domain/source/header.ts';

export interface ShownColumn {
  /** Its first name. */
  readonly column: string;
  /** What it is called in other files. */
  readonly others: readonly string[];
  /** What it feeds; null where it is kept as raw. */
  readonly label: string | null;
  /** Units that are not the field's own, of any of its names. */
  readonly unit: string | null;
}

/** @param labelOf what a field is called in the reader's language */
export const columnsOf = ({ columns }: SourceDefinition, labelOf: (field: string) => string): readonly ShownColumn[] =>
  columns.map((mapping) => {
    const names = namesOf(mapping);
    const units = new Set(names.flatMap((name) => settingsUnder(mapping, name).unit ?? []));
    return {
      column: names[0] ?? '',
      others: names.slice(1),
      label: mapping.field === null ? null : labelOf(mapping.field),
      unit: units.size === 0 ? null : [...units].join(', '),
    };
  });
