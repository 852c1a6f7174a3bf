/** A column of a file read as if it were a certain mapped one, in the unit that fits best, and compared with what is known. */
import type { Field } from '../contracts/contract.ts';
import { fieldSchema } from '../contracts/derived.ts';
import type { RawCell, Value } from '../record/events.ts';
import type { ColumnMapping } from './definition.ts';
import { cellReader, isQualified, type Reading, unfit } from './typing.ts';
import { unitInName } from './unit-in-name.ts';
import { factorOf, unitsByRatio } from './unit-ratio.ts';
import { convertible, isUnitName } from './units.ts';
import { type Agreement, agreementOf, type Compared, compared, type Same, sure } from './value-agreement.ts';

export interface ColumnReading extends Agreement {
  /** The unit read in, where it is not the mapping's own, or where the column's name states another that its values refute. */
  readonly unit?: string;
  /** The name states a unit of something else: no name for this field. */
  readonly unitContradicts: boolean;
  /** Share of the given cells that are of the field's kind and within the contract's limits; 1 where none is given. */
  readonly plausible: number;
  /** The column's values, read so, as they are compared. */
  readonly read: readonly Compared[];
}

/**
 * Reads through the mapping's own reader. The unit is the one that the column's name states, else the mapping's, unless more
 * rows agree in another of them or in one that the ratio to the known values points to.
 * @param known values of the field as they are compared, in the order of the column's cells
 */
export function readAs(
  mapping: ColumnMapping,
  field: Field,
  timeZone: string,
  column: { readonly name: string; readonly cells: readonly RawCell[] },
  known: readonly Compared[],
): ColumnReading {
  const numeric = field.kind === 'number' || field.kind === 'integer';
  const canonical = numeric ? field.unit : '';
  const own = numeric ? (mapping.unit ?? canonical) : '';
  const unitStated = numeric && isUnitName(own) ? unitInName(column.name) : undefined;
  const named = unitStated !== undefined && convertible(unitStated, canonical) ? unitStated : undefined;
  const attempt = (unit: string | undefined): Attempt => attemptOf({ mapping, field, timeZone, unit, column, known });

  const first = attempt(undefined);
  const others = numeric ? [named ?? own, ...unitsByRatio(first.read, known, own, canonical)] : [];
  const attempts = [first, ...[...new Set(others)].filter((unit) => unit !== own).map(attempt)] as const;
  const best = bestOf(attempts, own, named);
  const readIn = best.unit ?? own;
  return {
    ...best.agreement,
    ...(numeric && (named ?? own) !== own && readIn === own ? { unit: own } : undefined),
    ...(readIn === own ? undefined : { unit: readIn }),
    unitContradicts: unitStated !== undefined && named === undefined,
    plausible: plausibility(best.readings, field),
    read: best.read,
  };
}

/** A unit that the name states gives way only to sure agreement in another, the mapping's own to that of two rows. */
function bestOf(attempts: readonly [Attempt, ...Attempt[]], own: string, named: string | undefined): Attempt {
  const preferred = attempts.find(({ unit }) => (unit ?? own) === (named ?? own)) ?? attempts[0];
  const most = attempts.reduce((a, b) => (b.agreement.agreeing > a.agreement.agreeing ? b : a), preferred);
  const { agreeing, surprise } = most.agreement;
  return agreeing >= 2 && (named === undefined || surprise >= sure) ? most : preferred;
}

interface Attempt {
  /** Undefined for the mapping's own. */
  readonly unit: string | undefined;
  readonly readings: readonly Reading[];
  readonly read: readonly Compared[];
  readonly agreement: Agreement;
}

function attemptOf(given: {
  readonly mapping: ColumnMapping;
  readonly field: Field;
  readonly timeZone: string;
  readonly unit: string | undefined;
  readonly column: { readonly cells: readonly RawCell[] };
  readonly known: readonly Compared[];
}): Attempt {
  const { mapping, field, timeZone, unit, known } = given;
  const { cells } = given.column;
  const reader = cellReader(unit === undefined ? mapping : { ...mapping, unit }, field, timeZone);
  const readings = cells.map(reader);
  const read = readings.map((reading) => compared(stated(reading)));
  const same = unit === undefined || !('unit' in field) ? undefined : sameRounded(cells, factorOf(unit, field.unit));
  return { unit, readings, read, agreement: agreementOf(read, known, same) };
}

const stated = (reading: Reading): Value | undefined =>
  reading === undefined || reading === unfit || isQualified(reading) ? undefined : reading;

/**
 * A figure that was given in another unit was rounded again: the two agree within half a unit of the last digit of each, which
 * counts as no more than a tenth of the figure (a plain 0 is no wide range) and no less than four significant digits leave.
 * 753 kJ are the 180 kcal of a label.
 */
const sameRounded =
  (cells: readonly RawCell[], factor: number): Same =>
  (read, known, row) => {
    if (typeof read !== 'number' || typeof known !== 'number') return false;
    const rounding = halfDigit(lastDigit(cells[row]) * factor, read) + halfDigit(lastDigit(known), known);
    return Math.abs(read - known) <= rounding * (1 + 1e-9);
  };

const halfDigit = (digit: number, figure: number): number =>
  Math.max(Math.min(digit / 2, Math.abs(figure) / 10), Math.abs(figure) * 5e-4);

/** What the last written digit of a number is worth: 0.1 for 3.6. */
function lastDigit(cell: RawCell | undefined): number {
  const text = typeof cell === 'number' || typeof cell === 'string' ? String(cell) : '';
  const decimals = /[.,](\d+)\s*$/u.exec(text)?.[1]?.length ?? 0;
  return 10 ** -decimals;
}

/** Text of any kind is plausible, a number outside the contract's limits is not. */
function plausibility(readings: readonly Reading[], field: Field): number {
  const given = readings.filter((reading) => reading !== undefined);
  if (given.length === 0) return 1;
  const schema = fieldSchema(field);
  const fit = given.filter(
    (reading) => isQualified(reading) || (reading !== unfit && schema.safeParse(reading).success),
  );
  return fit.length / given.length;
}
