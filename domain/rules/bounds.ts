/** D1: what a contract says of a field. Nothing outside it is ever published, so its findings block. */
import type { Field } from '../contracts/contract.ts';
import type { Json } from '../json.ts';
import type { Value } from '../record/events.ts';
import { mappedFields } from './operands.ts';
import { defineRule, type Verdict } from './rule.ts';

/** What D1 checks of one field, as data taken from the contract. */
interface Bounds {
  readonly name: string;
  readonly kind: Field['kind'];
  readonly min: number;
  readonly max: number;
  readonly maxLength: number;
  readonly maxItems: number;
  readonly values: readonly string[];
}

function boundsOf(name: string, field: Field): Bounds {
  const none = { min: -Infinity, max: Infinity, maxLength: Infinity, maxItems: Infinity, values: [] };
  const common = { name, kind: field.kind, ...none };
  switch (field.kind) {
    case 'number':
    case 'integer':
      return { ...common, min: field.min, max: field.max };
    case 'text':
      return { ...common, maxLength: field.maxLength };
    case 'list':
      return { ...common, maxLength: field.maxLength, maxItems: field.maxItems };
    case 'enum':
      return { ...common, values: field.values };
    default:
      return common;
  }
}

/** Which parameters are present says what is broken: the message shows the segments that it can fill. */
const block = (params: Readonly<Record<string, Json>>): Verdict => ({ severity: 'block', params });

export const d1 = defineRule<object, Bounds>({
  id: 'D1',
  version: 1,
  recordTypes: 'all',
  dimension: 'validity',
  severities: ['block'],
  operands: [],
  source: 'The contract of the record type: kind, bounds, values and lengths of each field',
  params: {},
  bind: (_params, source, contract) =>
    [...new Set([...mappedFields(source), ...Object.keys(source.constants)])]
      .filter((name) => contract.fields[name] !== undefined)
      .map((name) => ({ field: name, params: boundsOf(name, contract.fields[name]!) })),
  judge({ values }, bounds) {
    const value = values[bounds.name];
    if (value === undefined) return undefined;
    switch (bounds.kind) {
      case 'number':
      case 'integer':
        return numberVerdict(value, bounds);
      case 'text':
        if (typeof value !== 'string') return block({ value, kind: 'text' });
        return value.length <= bounds.maxLength ? 'pass' : block({ length: value.length, maxLength: bounds.maxLength });
      case 'enum':
        return bounds.values.includes(value as string) ? 'pass' : block({ value, values: bounds.values });
      case 'list':
        return listVerdict(value, bounds);
      default:
        return 'pass';
    }
  },
  message: {
    fr: '{field:field}[ : {value} est hors des limites, de {min:number} à {max:number}][ : {value} n’est pas une valeur de type {kind:kind}][ : {value} ne figure pas parmi {values:list}][ : {length:number} caractères, au plus {maxLength:number}][ : {items:number} éléments, au plus {maxItems:number}].',
    en: '{field:field}[: {value} is outside the limits, {min:number} to {max:number}][: {value} is not of the kind {kind:kind}][: {value} is not one of {values:list}][: {length:number} characters, at most {maxLength:number}][: {items:number} items, at most {maxItems:number}].',
    de: '{field:field}[: {value} liegt außerhalb der Grenzen {min:number} bis {max:number}][: {value} ist nicht von der Art {kind:kind}][: {value} ist keiner der Werte {values:list}][: {length:number} Zeichen, höchstens {maxLength:number}][: {items:number} Einträge, höchstens {maxItems:number}].',
    it: '{field:field}[: {value} è fuori dai limiti, da {min:number} a {max:number}][: {value} non è del tipo {kind:kind}][: {value} non è tra {values:list}][: {length:number} caratteri, al massimo {maxLength:number}][: {items:number} elementi, al massimo {maxItems:number}].',
  },
  advice: {
    fr: 'Corrigez la valeur : rien ne peut être publié hors du contrat, même avec une dérogation.',
    en: 'Correct the value: nothing outside the contract can be published, not even with a waiver.',
    de: 'Korrigieren Sie den Wert: Außerhalb des Vertrags wird nichts veröffentlicht, auch nicht mit Ausnahme.',
    it: 'Correggete il valore: nulla fuori dal contratto può essere pubblicato, nemmeno con una deroga.',
  },
});

function numberVerdict(value: Value, { kind, min, max }: Bounds): Verdict {
  if (typeof value !== 'number') return block({ value, kind: 'number' });
  if (!(value >= min && value <= max)) return block({ value, min, max });
  return kind === 'integer' && !Number.isInteger(value) ? block({ value, kind: 'integer' }) : 'pass';
}

function listVerdict(value: Value, { maxItems, maxLength }: Bounds): Verdict {
  if (!Array.isArray(value)) return block({ value, kind: 'list' });
  if (value.length > maxItems) return block({ items: value.length, maxItems });
  const longest = value.reduce((length: number, item: string) => Math.max(length, item.length), 0);
  return longest <= maxLength ? 'pass' : block({ length: longest, maxLength });
}
