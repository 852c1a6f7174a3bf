/** From what a person writes to typed values of a contract: the same strict typing that rows of a file get. */
import type { Contract, Field } from '../contracts/contract.ts';
import type { Json } from '../json.ts';
import { cellReader, isQualified, unfit } from '../source/typing.ts';
import type { Corrections } from './decide.ts';
import type { Value } from './events.ts';
import type { Refusal } from './refusals.ts';

/** Field → text as typed by a person, or a JSON value; `null` or an empty text clears the field. */
export type WrittenCorrections = Readonly<Record<string, Json>>;

/**
 * Types corrections by a contract: canonical units, decimal point, ISO dates, lists as JSON or with `;` between items.
 * Limits are not tested here: a value outside them is judged, and blocks.
 * @returns a refusal for an unknown field, a value that does not fit, a required field that is to be cleared
 */
export function typeCorrections(
  contract: Contract,
  written: WrittenCorrections,
): { readonly set: Corrections } | { readonly refusal: Refusal } {
  const set: Record<string, Value | null> = {};
  for (const [name, cell] of Object.entries(written)) {
    const field = Object.hasOwn(contract.fields, name) ? contract.fields[name] : undefined;
    if (field === undefined) return { refusal: { code: 'unknown-field', params: { field: name } } };
    const value = typed(name, field, cell);
    if (value === unfit) return { refusal: { code: 'untypable', params: { field: name, ...expectedOf(field) } } };
    if (value === null && field.required) return { refusal: { code: 'required-field', params: { field: name } } };
    set[name] = value;
  }
  return { set };
}

function typed(name: string, field: Field, cell: Json): Value | null | typeof unfit {
  const isJson = typeof cell !== 'string' || cell.trimStart().startsWith('[');
  const column = { column: name, field: name, ...(field.kind === 'list' && !isJson && { separator: ';' }) };
  const reading = cellReader(column, field, 'UTC')(cell);
  if (reading === undefined) return null;
  return reading === unfit || isQualified(reading) ? unfit : reading;
}

/** What a refusal says is expected: the kind, and the unit or the values allowed. */
function expectedOf(field: Field): Refusal['params'] {
  if ('unit' in field) return { expected: field.kind, unit: field.unit };
  return field.kind === 'enum' ? { expected: field.kind, values: field.values } : { expected: field.kind };
}
