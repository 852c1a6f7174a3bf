/** Values computed from other values of the same record. Pure; a contract names the ones it uses. */
import type { Value, Values } from '../record/events.ts';
import type { Contract } from './contract.ts';

/** One derived field: what it reads and how it is computed; `undefined` where it cannot be. */
export interface Derivation {
  readonly field: string;
  readonly operands: readonly string[];
  readonly compute: (values: Values) => Value | undefined;
}

/** Keeps 12 significant digits, so that the noise of binary fractions does not become part of a value. */
export const twelveDigits = (n: number): number => Number(n.toPrecision(12));

/** Body mass index: weight in kg / (height in m)² (WHO). The stated one stands in where an operand is missing. */
const bmi: Derivation = {
  field: 'bmi',
  operands: ['weight_kg', 'height_m', 'bmi_stated'],
  compute: ({ weight_kg, height_m, bmi_stated }) => {
    if (typeof weight_kg !== 'number' || typeof height_m !== 'number') return bmi_stated;
    const computed = weight_kg / (height_m * height_m);
    return Number.isFinite(computed) ? twelveDigits(computed) : bmi_stated;
  },
};

const derivations: Readonly<Record<string, Derivation>> = { bmi };

/** The derivations of a contract, in its order. @throws Error for a name that no derivation has. */
export function derivationsOf(contract: Contract): readonly Derivation[] {
  return contract.derivations.map((name) => {
    const derivation = derivations[name];
    if (derivation === undefined) throw new Error(`The contract ${contract.type} names an unknown derivation: ${name}`);
    return derivation;
  });
}

/**
 * The values with every derived field computed anew from the others, after a correction for example. Keys come sorted.
 * A derived field that cannot be computed is left out.
 */
export function derive(contract: Contract, values: Values): Values {
  const steps = derivationsOf(contract);
  if (steps.length === 0) return values;
  const all: Record<string, Value | undefined> = { ...values };
  for (const { field, compute } of steps) all[field] = compute(all as Values);
  const sorted: Record<string, Value> = {};
  for (const name of Object.keys(all).sort()) {
    const value = all[name];
    if (value !== undefined) sorted[name] = value;
  }
  return sorted;
}
