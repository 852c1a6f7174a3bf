/** What a record says: typed values, and what its source said of a field besides a number. */
import type { Hasher } from '../ids.ts';
import { canonicalJson } from '../json.ts';
import type { Patch, Qualifiers, Value, Values } from './events.ts';

export interface Content {
  readonly values: Values;
  readonly qualifiers: Qualifiers;
}

export const noQualifiers: Qualifiers = Object.freeze({});

/** Whether two values are the same; a missing value is `undefined` or `null`. */
export function sameValue(a: Value | null | undefined, b: Value | null | undefined): boolean {
  if (a === b || (a ?? null) === (b ?? null)) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((item, i) => item === b[i]);
}

/**
 * The hash of a content: of its values alone where nothing is qualified, else of values and qualifiers. A statement's
 * `statedHash` is this hash of what it states, so an uncorrected record need not be hashed again.
 */
export function contentHash(content: Content, hash: Hasher): string {
  for (const _ in content.qualifiers) return hash(canonicalJson([content.values, content.qualifiers]));
  return hash(canonicalJson(content.values));
}

/** The hash of one field's value, or of the whole content for a finding on no field: what a waiver declares true. */
export function waivedValueHash(content: Content, field: string | undefined, hash: Hasher): string {
  return field === undefined ? contentHash(content, hash) : hash(canonicalJson(content.values[field] ?? null));
}

/** What corrections, in order, make of a statement. */
export interface Corrected {
  readonly content: Content;
  /** Indexes of the patches that changed at least one field. */
  readonly effective: readonly number[];
  /** Fields for which a patch found neither what it replaces nor what it puts there, in alphabetical order. */
  readonly suspended: readonly string[];
}

/**
 * Applies patches to a statement. Per field a patch applies if it finds `from`, changes nothing if it finds `to`, and is
 * suspended otherwise. A field that is changed loses its qualifier; derived fields are computed again after each change.
 */
export function applyPatches(
  stated: Content,
  patches: readonly Patch[],
  derive: (values: Values) => Values,
): Corrected {
  let values = stated.values;
  let qualifiers = stated.qualifiers;
  const effective: number[] = [];
  const suspended = new Set<string>();
  patches.forEach((patch, index) => {
    const next: Record<string, Value> = { ...values };
    const changed: string[] = [];
    for (const [field, { from, to }] of Object.entries(patch)) {
      if (sameValue(values[field], from)) {
        if (to === null) delete next[field];
        else next[field] = to;
        changed.push(field);
      } else if (!sameValue(values[field], to)) suspended.add(field);
    }
    if (changed.length === 0) return;
    effective.push(index);
    qualifiers = withoutFields(qualifiers, changed);
    values = derive(next);
  });
  return { content: { values, qualifiers }, effective, suspended: [...suspended].sort() };
}

function withoutFields(qualifiers: Qualifiers, fields: readonly string[]): Qualifiers {
  if (!fields.some((field) => field in qualifiers)) return qualifiers;
  return Object.fromEntries(Object.entries(qualifiers).filter(([field]) => !fields.includes(field)));
}
