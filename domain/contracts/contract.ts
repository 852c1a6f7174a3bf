/** What a contract is. The contracts themselves are one file each beside this one; `index.ts` lists them. */
import type { Localised } from '../language.ts';

export const recordTypes = [
  'food',
  'exercise',
  'user_profile',
  'diet_assessment',
  'workout_session',
  'daily_activity',
  'sleep_period',
  'biometric_measure',
] as const;
export type RecordType = (typeof recordTypes)[number];

/** Canonical units. Their short form ends the field's name (`protein_g`, `distance_m`, `duration_min`). */
export type Unit =
  | 'g'
  | 'mg'
  | 'ug'
  | 'kg'
  | 'm'
  | 'ml'
  | 'l'
  | 'kcal'
  | 'kj'
  | 'min'
  | 'h'
  | 'bpm'
  | 'mmhg'
  | 'mg_per_dl'
  | 'percent'
  | 'kg_per_m2'
  | 'years'
  | 'kcal_per_day'
  | 'h_per_week'
  | 'per_week'
  | 'count'
  | 'ratio';

interface AnyField {
  readonly labels: Localised;
  /** A row without it cannot become a record. Keep it to what a record cannot be without. */
  readonly required?: true;
  /** Belongs to a person: never in clear outside the published table of its type. */
  readonly personal?: true;
  /** Says who the person is (a key, a name, an e-mail): exports put the subject's id in its place. */
  readonly identifying?: true;
  /** Kept, never exported (media without a licence). */
  readonly restricted?: true;
  /** The relational table it is published in, where that is not the record type's own (`person`, `session_participant`, …). */
  readonly table?: string;
}
export interface TextField extends AnyField {
  readonly kind: 'text';
  readonly maxLength: number;
}
export interface NumberField extends AnyField {
  readonly kind: 'number' | 'integer';
  readonly unit: Unit;
  /** Bounds, inclusive, that nothing published can pass: what is outside gets a `block` finding (rule D1). */
  readonly min: number;
  readonly max: number;
  /** Computed from other fields by the contract's `derive`; `stated` names the field that keeps what the source said. */
  readonly derivedBeside?: string;
}
export interface EnumField extends AnyField {
  readonly kind: 'enum';
  readonly values: readonly string[];
  readonly valueLabels?: Readonly<Record<string, Localised>>;
}
export interface BooleanField extends AnyField {
  readonly kind: 'boolean';
}
/** `YYYY-MM-DD`, local to the person or place. */
export interface DateField extends AnyField {
  readonly kind: 'date';
}
/** An instant, ISO 8601 with offset, stored in UTC. */
export interface InstantField extends AnyField {
  readonly kind: 'instant';
}
/** A list of short texts, in the source's order. */
export interface ListField extends AnyField {
  readonly kind: 'list';
  readonly maxItems: number;
  readonly maxLength: number;
}
export type Field = TextField | NumberField | EnumField | BooleanField | DateField | InstantField | ListField;

/**
 * The schema of a record type: data, from which the zod schema, the SQL columns and checks, JSON Schema and OpenAPI
 * schema are derived (`derived.ts`).
 */
export interface Contract {
  readonly type: RecordType;
  readonly version: number;
  readonly labels: Localised;
  /** About a person: sealed in the log, published in the schema `personal`. */
  readonly personal: boolean;
  readonly fields: Readonly<Record<string, Field>>;
  /** Names of pure derivations (`derivations.ts`) applied to typed values, such as `bmi`. */
  readonly derivations: readonly string[];
  /**
   * Text fields that compare without case where they are part of a natural key: names that people write as they like. Never
   * codes, which may differ in case alone, and nothing that says who a person is: taking two people for one is worse than
   * knowing one person twice. It is about comparing, not about what is stored, so no version and no hash of a schema holds it.
   */
  readonly keysWithoutCase?: readonly string[];
}
