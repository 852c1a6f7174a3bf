/** Which other unit a column is in, as the ratio of its values to the known ones tells. */
import { converter, convertible, unitNames } from './units.ts';
import type { Compared } from './value-agreement.ts';

/** What one of `from` is in `canonical`. */
export const factorOf = (from: string, canonical: string): number => converter(from, canonical)?.(1) ?? 1;

/**
 * Ratios within 2 % of a factor of the table count as that factor: the rounding of small whole numbers moves a median no
 * farther, and no two factors of one dimension are closer than 8 %.
 */
export const ratioTolerance = 0.02;

/**
 * Units other than `assumed` that would bring what was read to what is known, by the median of the ratios of the rows where
 * both are numbers other than zero.
 * @param read values of the column read in the unit `assumed`, given in `canonical`
 * @param known values in `canonical`
 * @returns none where fewer than two rows can be compared
 */
export function unitsByRatio(
  read: readonly Compared[],
  known: readonly Compared[],
  assumed: string,
  canonical: string,
): readonly string[] {
  const ratios = read.flatMap((value, i) => {
    const other = known[i];
    const both = typeof value === 'number' && typeof other === 'number' && value !== 0 && other !== 0;
    return both ? [other / value] : [];
  });
  if (ratios.length < 2) return [];
  const middle = median(ratios);
  return unitNames.filter(
    (unit) =>
      unit !== assumed &&
      convertible(unit, canonical) &&
      convertible(assumed, canonical) &&
      Math.abs((middle * factorOf(assumed, canonical)) / factorOf(unit, canonical) - 1) <= ratioTolerance,
  );
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0];
  return (low + high) / 2;
}
