/** A small record type for the tests of this folder: four fields, three rulesets, plain hashes that can be read. */
import type { Subject } from '../rules/rule.ts';
import { noQualifiers } from './content.ts';
import type { Finding, Qualifiers, Severity, Values } from './events.ts';

/** `f` and `g` are 0–3; `h` is their sum where both are known, else `h_stated`. */
export interface Toy {
  readonly values: Values;
  readonly qualifiers: Qualifiers;
}

export function derive(values: Values): Values {
  const { f, g, h_stated } = values;
  const { h: _, ...rest } = values;
  if (typeof f === 'number' && typeof g === 'number') return { ...rest, h: f + g };
  return h_stated === undefined ? rest : { ...rest, h: h_stated };
}

/** A hash that shows what it is of. */
export const plainHash = (text: string): string => `#${text}`;

/** A statement from a number 0–19: f, g, and for some a trace of g instead of a number. */
export function toy(n: number): Toy {
  const f = n % 4;
  const g = Math.floor(n / 4);
  if (g === 4) return { values: derive({ f, h_stated: 3 }), qualifiers: { g: 'trace' } };
  return { values: derive({ f, g }), qualifiers: noQualifiers };
}

/** Severity of each value of `f` and `g`, by ruleset; `-` is none. */
const tables: readonly Readonly<Record<'f' | 'g', readonly (Severity | '-')[]>>[] = [
  { f: ['-', '-', 'warn', 'error'], g: ['-', 'info', 'warn', 'error'] },
  { f: ['-', 'warn', 'error', 'block'], g: ['-', '-', 'warn', 'error'] },
  { f: ['-', 'error', '-', 'warn'], g: ['-', 'info', 'error', '-'] },
];

export const rulesetCount = tables.length;

/** The findings of a ruleset: one rule a field, one on the derived field, one on a conflicting key. */
export const toyJudge =
  (ruleset: number) =>
  ({ values, conflicting }: Subject): readonly Finding[] => {
    const findings: Finding[] = [];
    for (const field of ['f', 'g'] as const) {
      const severity = tables[ruleset]?.[field][Number(values[field] ?? 0)];
      if (severity !== undefined && severity !== '-') findings.push({ rule: `R${field}`, version: 1, severity, field });
    }
    if (Number(values.h ?? 0) > 5) findings.push({ rule: 'Rh', version: 1, severity: 'info', field: 'h' });
    if (conflicting) findings.push({ rule: 'G11', version: 1, severity: 'error' });
    return findings;
  };
