/** One element of a JSON array (or one line): from its text to the cells of a row, or the reason why it is set aside. */
import type { Json } from '../../domain/json.ts';
import { isUnsafeName, pilesUp } from './header.ts';
import { findFault } from './json-fault.ts';
import type { QuarantineReason, ReaderLimits } from './reader.ts';

export interface Unreadable {
  readonly reason: QuarantineReason;
  readonly params: Readonly<Record<string, Json>>;
}

/** What the cutter counted in the bytes of an element. */
export interface ElementMeasure {
  /** Deepest nesting; 1 for an object of scalars. */
  readonly depth: number;
  /** Colons outside strings: one for each key written. */
  readonly keys: number;
}

const set = (reason: QuarantineReason, params: Readonly<Record<string, Json>>): Unreadable => ({ reason, params });

/**
 * Parses an element.
 * Integers that floating point cannot hold come out as their text. Every number is finite, every text well formed, no key
 * occurs twice in one object or reaches into a prototype.
 * @param at byte in the original where the text starts, for the place of a fault.
 */
export function parseElement(
  text: string,
  measure: ElementMeasure,
  at: number,
  limits: ReaderLimits,
): { readonly object: { readonly [key: string]: Json }; readonly values: number } | Unreadable {
  if (measure.depth > limits.depth) return set('invalid-json', { problem: 'too-deep', limit: limits.depth });
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return faultOf(text, at);
    throw error;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return set('not-an-object', { found: kindOf(value) });
  }
  const walked: Walk = {
    keys: 0,
    values: 0,
    inexact: false,
    escapes: text.includes('\\u'),
    limit: limits.cellCharacters,
  };
  const wrong = walk(value, walked);
  if (wrong !== undefined) return wrong;
  if (walked.keys !== measure.keys) return faultOf(text, at);
  const object = (walked.inexact ? parseExactly(text) : value) as { readonly [key: string]: Json };
  return { object, values: walked.values };
}

const kindOf = (value: Json): string => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);

function parseExactly(text: string): Json {
  const reviver = (_key: string, value: Json, context?: { source?: string }): Json => {
    if (typeof value !== 'number' || context?.source === undefined) return value;
    const changed = /^-?\d+$/.test(context.source) && String(value) !== context.source && value !== 0;
    return changed ? context.source : value;
  };
  return JSON.parse(text, reviver as (key: string, value: unknown) => unknown) as Json;
}

function faultOf(text: string, at: number): Unreadable {
  const fault = findFault(text);
  const place = Buffer.byteLength(text.slice(0, fault?.at ?? 0)) + at;
  const params = { problem: fault?.problem ?? 'syntax', at: place };
  return set('invalid-json', fault?.key === undefined ? params : { ...params, key: fault.key });
}

/** Characters of a key: each that is new becomes a column, and is remembered. */
const keyCharacters = 2_000;

/** Values inside each other and beside each other: whoever takes a row copies them all in one go. */
const mostValues = 50_000;

interface Walk {
  keys: number;
  values: number;
  /** There is an integer that floating point cannot hold. */
  inexact: boolean;
  /** There may be texts that are not well formed: only escapes can write them. */
  readonly escapes: boolean;
  readonly limit: number;
}

/** What escapes can write and no other system takes as text. */
function unstorable(text: string): Unreadable | undefined {
  if (!text.isWellFormed()) return set('invalid-json', { problem: 'lone-surrogate' });
  return text.includes('\0') ? set('undecodable-bytes', { character: 'NUL' }) : undefined;
}

/** Looks at everything inside a value; its depth is bounded before. */
function walk(value: Json, into: Walk): Unreadable | undefined {
  if (++into.values > mostValues) return set('row-too-large', { limit: mostValues });
  switch (typeof value) {
    case 'string':
      if (value.length > into.limit) return set('row-too-large', { limit: into.limit });
      if (pilesUp(value)) return set('piled-marks', {});
      return into.escapes ? unstorable(value) : undefined;
    case 'number':
      if (!Number.isSafeInteger(value) && Number.isInteger(value)) into.inexact = true;
      return Number.isFinite(value) ? undefined : set('invalid-json', { problem: 'number-too-large' });
    case 'object':
      break;
    default:
      return undefined;
  }
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) {
      const wrong = walk(item, into);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }
  for (const key of Object.keys(value)) {
    into.keys++;
    if (key.length > keyCharacters || isUnsafeName(key)) {
      return set('unsafe-key', { key: key.slice(0, keyCharacters).replaceAll('\0', '\\0') });
    }
    if (into.escapes && !key.isWellFormed()) return unstorable(key);
    const wrong = walk((value as { readonly [key: string]: Json })[key]!, into);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
