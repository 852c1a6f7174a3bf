/** Short ways to write the fields of a contract. Labels come in the order French, English, German, Italian. */
import type { Localised } from '../language.ts';
import { localised } from '../language.ts';
import type {
  BooleanField,
  DateField,
  EnumField,
  Field,
  InstantField,
  ListField,
  NumberField,
  TextField,
  Unit,
} from './contract.ts';

/** French, English, German, Italian. */
export type Labels = readonly [fr: string, en: string, de: string, it: string];

const say = (labels: Labels): Localised => localised(...labels);

/** A text of at most `maxLength` characters. */
export const text = (labels: Labels, maxLength = 200): TextField => ({ kind: 'text', labels: say(labels), maxLength });

/** A number in `unit`, between physically possible limits. */
export const number = (labels: Labels, unit: Unit, min: number, max: number): NumberField => ({
  kind: 'number',
  labels: say(labels),
  unit,
  min,
  max,
});

/** A whole number. */
export const integer = (labels: Labels, unit: Unit, min: number, max: number): NumberField => ({
  ...number(labels, unit, min, max),
  kind: 'integer',
});

/** One of a few values, each with its label. */
export function oneOf(labels: Labels, values: Readonly<Record<string, Labels>>): EnumField {
  const valueLabels: Record<string, Localised> = {};
  for (const [value, valueLabel] of Object.entries(values)) valueLabels[value] = say(valueLabel);
  return { kind: 'enum', labels: say(labels), values: Object.keys(values), valueLabels };
}

/** A list of short texts. */
export const list = (labels: Labels, maxItems = 100, maxLength = 200): ListField => ({
  kind: 'list',
  labels: say(labels),
  maxItems,
  maxLength,
});

export const date = (labels: Labels): DateField => ({ kind: 'date', labels: say(labels) });
export const instant = (labels: Labels): InstantField => ({ kind: 'instant', labels: say(labels) });
export const yesNo = (labels: Labels): BooleanField => ({ kind: 'boolean', labels: say(labels) });

/** A record cannot be without it. */
export const required = <F extends Field>(field: F): F => ({ ...field, required: true });
/** Kept, never exported. */
export const restricted = <F extends Field>(field: F): F => ({ ...field, restricted: true });
/** Says who the person is. */
export const identifying = <F extends Field>(field: F): F => ({ ...field, identifying: true });

/** All of these fields belong to a person. */
export function ofPerson<F extends Readonly<Record<string, Field>>>(fields: F): F {
  const personal: Record<string, Field> = {};
  for (const [name, field] of Object.entries(fields)) personal[name] = { ...field, personal: true };
  return personal as F;
}
