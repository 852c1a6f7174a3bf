/** Runs a source's structural repairs over a row, before anything is typed. */
import type { RawCell, Repair } from '../record/events.ts';
import type { RepairName, SourceDefinition } from './definition.ts';
import { type MatchedColumn, nameKey, namesOf } from './header.ts';
import { joinRagged, mendDegree, removeBlankItems, removeEscapedPrefix } from './repairs.ts';

/** The cells to type, and what was changed in them. */
export interface Mended {
  readonly cells: readonly RawCell[];
  readonly repairs: readonly Repair[];
}

/** @returns undefined for a row that has another number of cells than the header and cannot be joined. */
export interface Mend {
  (cells: readonly RawCell[]): Mended | undefined;
  /** Number of cells of a whole row. */
  readonly width: number;
}

const cellRepairs: Readonly<Record<Exclude<RepairName, 'ragged-join'>, (cell: RawCell) => RawCell>> = {
  'escaped-prefix': removeEscapedPrefix,
  'cyrillic-degree': mendDegree,
  'blank-item': removeBlankItems,
};

const untouched: readonly Repair[] = [];

/**
 * @param fits whether a joined row can be typed: if not, the join was wrong and the row stays ragged
 * @returns undefined where the source declares no repair
 */
export function mender(
  definition: SourceDefinition,
  header: readonly string[],
  columns: readonly MatchedColumn[],
  fits: (cells: readonly RawCell[]) => boolean,
): Mend | undefined {
  if (definition.repairs.length === 0) return undefined;
  const width = header.length;
  const indexOf = (name: string): number => {
    const key = nameKey(name);
    const mapped = columns.find(({ mapping }) => namesOf(mapping).some((one) => nameKey(one) === key));
    return mapped?.index ?? header.findIndex((one) => nameKey(one) === key);
  };
  const joins: number[] = [];
  const steps: { readonly repair: string; readonly column: number; readonly mend: (cell: RawCell) => RawCell }[] = [];
  for (const { repair, column } of definition.repairs) {
    const indexes = column === undefined ? header.map((_, index) => index) : [indexOf(column)].filter((i) => i >= 0);
    if (repair === 'ragged-join') joins.push(...indexes);
    else for (const index of indexes) steps.push({ repair, column: index, mend: cellRepairs[repair] });
  }

  const inCells = (cells: readonly RawCell[], before: readonly Repair[]): Mended => {
    let mended: RawCell[] | undefined;
    let repairs: Repair[] | undefined;
    for (const { repair, column, mend } of steps) {
      const cell = (mended ?? cells)[column];
      if (cell === undefined) continue;
      const to = mend(cell);
      if (to === cell) continue;
      mended ??= [...cells];
      mended[column] = to;
      repairs ??= [...before];
      repairs.push({ repair, column, to });
    }
    return { cells: mended ?? cells, repairs: repairs ?? before };
  };

  const mend = (cells: readonly RawCell[]): Mended | undefined => {
    if (cells.length === width || definition.format === 'json') return inCells(cells, untouched);
    for (const column of joins) {
      const joined = joinRagged(cells, width, column);
      if (joined === undefined) continue;
      const whole = inCells(joined, [{ repair: 'ragged-join', column, to: joined[column] ?? null }]);
      if (fits(whole.cells)) return whole;
    }
    return undefined;
  };
  return Object.assign(mend, { width });
}
