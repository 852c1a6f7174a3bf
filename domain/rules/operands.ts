/** How rules read a subject. A qualified value (`traces`, `< 0.2`) counts as 0 here, and only here. */
import type { Contract } from '../contracts/contract.ts';
import type { Qualifier, Value } from '../record/events.ts';
import type { SourceDefinition } from '../source/definition.ts';
import type { Subject } from './rule.ts';

/** The number that a rule computes with: 0 for a qualified value, `undefined` where nothing is stated. */
export function quantity(value: Value | undefined, qualifier: Qualifier | undefined): number | undefined {
  if (qualifier !== undefined) return 0;
  return typeof value === 'number' ? value : undefined;
}

/** The same for a field by its name. */
export function numberAt(subject: Subject, field: string): number | undefined {
  return quantity(subject.values[field], subject.qualifiers[field]);
}

/** Fields that a source maps one of its columns to, in column order. */
export function mappedFields(source: SourceDefinition): readonly string[] {
  const fields = new Set<string>();
  for (const column of source.columns) if (column.field !== null) fields.add(column.field);
  return [...fields];
}

/** Fields that a record of the source can have: mapped, constant, derived, or read from the name. */
export function fieldsOf(source: SourceDefinition, contract: Contract): ReadonlySet<string> {
  const fields = new Set([...mappedFields(source), ...Object.keys(source.constants)]);
  for (const [name, field] of Object.entries(contract.fields)) {
    const derived = (field.kind === 'number' || field.kind === 'integer') && field.derivedBeside !== undefined;
    if (derived) fields.add(name);
  }
  if (source.traits.portion === 'in-name') fields.add('portion_text').add('portion_g');
  return fields;
}

/**
 * A number rounded for a finding: 6 significant digits say enough, and keep equal findings equal. What overflows, computed
 * from values that no contract lets pass, becomes the largest number, since a finding must stay JSON.
 */
export function rounded(value: number): number {
  const digits = Number(value.toPrecision(6));
  if (Number.isFinite(digits)) return digits;
  return value > 0 ? Number.MAX_VALUE : value < 0 ? -Number.MAX_VALUE : 0;
}
