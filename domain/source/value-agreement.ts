/** How far the values of a column agree with the known ones, beyond what two unrelated columns of such values would by chance. */
import { twelveDigits } from '../contracts/derivations.ts';
import type { Value } from '../record/events.ts';
import { nameKey } from './header.ts';

/** A value as it is compared: numbers to twelve digits, texts as names are compared, lists item by item. */
export type Compared = string | number | boolean | undefined;

/** Whether two values of one field say the same. `row` is their place in the sample. */
export type Same = (read: Compared, known: Compared, row: number) => boolean;

export interface Agreement {
  /** Rows whose value equals the known one, of those that have both. */
  readonly agreeing: number;
  readonly compared: number;
  /**
   * Cohen's kappa over the rows that have either: 1 where all agree, 0 where no more do than by chance. Zeros on both sides of
   * a column of zeros are chance; a value on one side only is a disagreement.
   */
  readonly beyondChance: number;
  /**
   * How surprising it is that just these rows agree: the sum of −ln of the chance that each had. A value that few rows have
   * counts for much, the zeros of a column of zeros for nothing.
   */
  readonly surprise: number;
}

/** −ln of one in a million: a hundred absent and a hundred unknown columns are ten thousand pairs, each with its chance. */
export const sure = 13.8;

/** Shifts of one column against the other that chance is counted over; all of them in samples of no more rows. */
const mostShifts = 64;

/**
 * Compares what was read with what is known, row by row, and with what chance would give: the same columns shifted against
 * each other. The unshifted rows are among the shifts, so that chance is never nought and few rows prove little:
 * seven distinct values stay below a surprise of 13.8 (one in a million), eight pass it.
 */
export function agreementOf(read: readonly Compared[], known: readonly Compared[], same: Same = equal): Agreement {
  const rows = known.flatMap((value, i) => (value === undefined && read[i] === undefined ? [] : [i]));
  const agree = (i: number, j: number): boolean => {
    const [a, b] = [read[i], known[j]];
    return a !== undefined && b !== undefined && same(a, b, i);
  };
  const agreeing = rows.filter((i) => agree(i, i)).length;
  const both = rows.filter((i) => read[i] !== undefined && known[i] !== undefined).length;
  if (agreeing === 0) return { agreeing, compared: both, beyondChance: 0, surprise: 0 };
  const observed = agreeing / rows.length;
  const chances = byChance(rows, agree);
  const chance = chances.reduce((sum, one) => sum + one, 0) / rows.length;
  const surprises = rows.map((row, at) => (agree(row, row) ? -Math.log(chances[at] ?? 1) : 0));
  return {
    agreeing,
    compared: both,
    beyondChance: chance === 1 ? 0 : Math.max(0, (observed - chance) / (1 - chance)),
    surprise: surprises.reduce((sum, one) => sum + one, 0),
  };
}

/** For each row the share of shifts in which what was read there agrees with what is known. */
function byChance(rows: readonly number[], agree: (i: number, j: number) => boolean): readonly number[] {
  const shifts = Math.min(rows.length, mostShifts);
  const places = Array.from({ length: shifts }, (_, s) => Math.floor((s * rows.length) / shifts));
  return rows.map((row, at) => {
    const hits = places.filter((shift) => agree(row, rows[(at + shift) % rows.length] ?? row)).length;
    return hits / shifts;
  });
}

const equal: Same = (read, known) => read === known;

/** Equal, or a number not more than a tenth away: what a source that recomputes its figures still has in common with them. */
const near: Same = (read, known) =>
  typeof read === 'number' && typeof known === 'number'
    ? Math.abs(read - known) <= 0.1 * Math.max(Math.abs(read), Math.abs(known))
    : read === known;

/**
 * What the rows that have both values say against the column: how far they agree even if numbers a tenth apart do, beyond
 * chance, and how surprising it would be if all of them agreed, which tells whether they can say anything.
 */
export function objectionOf(
  read: readonly Compared[],
  known: readonly Compared[],
): { readonly beyondChance: number; readonly couldSurprise: number } {
  const rows = known.flatMap((value, i) => (value === undefined || read[i] === undefined ? [] : [i]));
  const [mine, theirs] = [rows.map((i) => read[i]), rows.map((i) => known[i])];
  return {
    beyondChance: agreementOf(mine, theirs, near).beyondChance,
    couldSurprise: agreementOf(theirs, theirs).surprise,
  };
}

export function compared(value: Value | undefined): Compared {
  if (typeof value === 'number') return Number.isInteger(value) ? value : twelveDigits(value);
  if (typeof value === 'string') return nameKey(value);
  return typeof value === 'object' ? JSON.stringify(value.map(nameKey)) : value;
}
