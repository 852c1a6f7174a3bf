/** Exact conversions between the units that sources use and those of the contracts. */
import { twelveDigits } from '../contracts/derivations.ts';

/** A unit as a multiple `numerator / denominator` of its dimension's base, so that division by 100 stays a division. */
interface UnitDefinition {
  readonly dimension: string;
  readonly numerator: number;
  readonly denominator: number;
}

const unit = (dimension: string, numerator: number, denominator = 1): UnitDefinition => ({
  dimension,
  numerator,
  denominator,
});

/**
 * Pound, ounce, inch, foot, mile: exact by the international yard and pound agreement of 1959. kcal: the thermochemical
 * calorie, 4.184 J. Fluid ounce: US customary. mmol: molar masses as rules U16 (glucose 180.16) and U17 (cholesterol 386.7) use them.
 */
const units = {
  ug: unit('mass', 1, 1e6),
  mg: unit('mass', 1, 1e3),
  g: unit('mass', 1),
  kg: unit('mass', 1e3),
  oz: unit('mass', 28.349523125),
  lb: unit('mass', 453.59237),
  mm: unit('length', 1, 1e3),
  cm: unit('length', 1, 100),
  m: unit('length', 1),
  km: unit('length', 1e3),
  in: unit('length', 254, 1e4),
  ft: unit('length', 3048, 1e4),
  mi: unit('length', 1609344, 1e3),
  ml: unit('volume', 1),
  cl: unit('volume', 10),
  dl: unit('volume', 100),
  l: unit('volume', 1e3),
  fl_oz: unit('volume', 29.5735295625),
  s: unit('time', 1, 60),
  min: unit('time', 1),
  h: unit('time', 60),
  d: unit('time', 1440),
  kj: unit('energy', 1),
  kcal: unit('energy', 4184, 1e3),
  percent: unit('share', 1, 100),
  ratio: unit('share', 1),
  mg_per_dl: unit('mass per volume', 1),
  g_per_l: unit('mass per volume', 100),
  mmol_per_l_glucose: unit('mass per volume', 18016, 1e3),
  mmol_per_l_cholesterol: unit('mass per volume', 3867, 100),
  mmhg: unit('pressure', 1),
  cmhg: unit('pressure', 10),
} satisfies Readonly<Record<string, UnitDefinition>>;

/** A unit that a source can state. */
export type UnitName = keyof typeof units;

const definitionOf = (name: string): UnitDefinition | undefined => (isUnitName(name) ? units[name] : undefined);

/** Whether a source can state it: `bpm`, `count`, `years` it cannot. */
export const isUnitName = (name: string): name is UnitName => Object.hasOwn(units, name);

/** Names of all units that a source can state. */
export const unitNames: readonly UnitName[] = Object.keys(units).filter(isUnitName);

/** Whether a value in `from` can be given in `to`. */
export const convertible = (from: string, to: string): boolean =>
  from === to || (definitionOf(from) !== undefined && definitionOf(from)?.dimension === definitionOf(to)?.dimension);

/**
 * A function that gives a number in `to` for one in `from`, to 12 significant digits: 1.69 h → 101.4 min.
 * @returns undefined where the units are equal: then there is nothing to do and nothing to round.
 * @throws Error where the units measure different things.
 */
export function converter(from: string, to: string): ((n: number) => number) | undefined {
  if (from === to) return undefined;
  const source = definitionOf(from);
  const target = definitionOf(to);
  if (source === undefined || target === undefined || source.dimension !== target.dimension) {
    throw new Error(`${from} cannot be converted to ${to}`);
  }
  const [numerator, denominator] = reduced(
    source.numerator * target.denominator,
    source.denominator * target.numerator,
  );
  return (n) => {
    const exact = (n * numerator) / denominator;
    // Most results are whole numbers already, and rounding is the dear part.
    return Number.isInteger(exact) && Math.abs(exact) < 1e12 ? exact : twelveDigits(exact);
  };
}

function reduced(a: number, b: number): readonly [number, number] {
  if (!Number.isInteger(a) || !Number.isInteger(b)) return [a, b];
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return [a / x, b / x];
}
