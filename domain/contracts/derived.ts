/** What follows from a contract: validation, SQL, a public schema, a hash. One definition, nothing said twice. */
import { z } from 'zod';
import { sha256 } from '../ids.ts';
import { canonicalJson, type JsonObject } from '../json.ts';
import type { Localised } from '../language.ts';
import type { Values } from '../record/events.ts';
import type { Contract, Field, NumberField } from './contract.ts';
import { derivationsOf } from './derivations.ts';

const isoDate = z.iso.date();
/** As typing writes it: UTC, milliseconds, `Z`. */
const isoInstant = z.iso.datetime({ precision: 3 });

/** The schema of one field's value. */
export function fieldSchema(field: Field): z.ZodType {
  switch (field.kind) {
    case 'text':
      return z.string().min(1).max(field.maxLength);
    case 'number':
      return z.number().min(field.min).max(field.max);
    case 'integer':
      return z.int().min(field.min).max(field.max);
    case 'enum':
      return z.enum(field.values);
    case 'boolean':
      return z.boolean();
    case 'date':
      return isoDate;
    case 'instant':
      return isoInstant;
    case 'list':
      return z.array(z.string().min(1).max(field.maxLength)).max(field.maxItems);
  }
}

const annotations = (labels: Localised, unit?: string) => ({
  title: labels.en,
  'x-labels': labels,
  ...(unit === undefined ? {} : { 'x-unit': unit }),
});

/**
 * The schema of a record's values: no unknown key, required fields present, every value within the contract's limits.
 * A missing value is an absent key, never null.
 */
export function zodSchema(contract: Contract): z.ZodType<Values> {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, field] of Object.entries(contract.fields)) {
    const schema = fieldSchema(field).meta(annotations(field.labels, 'unit' in field ? field.unit : undefined));
    shape[name] = field.required ? schema : schema.optional();
  }
  return z.strictObject(shape).meta(annotations(contract.labels)) as unknown as z.ZodType<Values>;
}

/** JSON Schema 2020-12 of a record's values, which is also an OpenAPI 3.1 schema. Labels and units are `x-` annotations. */
export const jsonSchema = (contract: Contract): JsonObject =>
  z.toJSONSchema(zodSchema(contract), { target: 'draft-2020-12' }) as unknown as JsonObject;

/** A column of the table that a record type is published in. */
export interface SqlColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** Name and expression of its CHECK constraint. */
  readonly check?: { readonly name: string; readonly expression: string };
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const int4 = 2 ** 31;

/**
 * Numbers are `double precision`: since PostgreSQL 12 it is read back as the shortest text of the same double, so a JSON
 * number survives exactly and canonical JSON stays byte for byte the same; `numeric` would keep digits no double has.
 */
function numberType(field: NumberField): string {
  if (field.kind === 'number') return 'double precision';
  return field.min >= -int4 && field.max < int4 ? 'integer' : 'bigint';
}

const sqlTypes = {
  text: 'text',
  enum: 'text',
  boolean: 'boolean',
  date: 'date',
  instant: 'timestamptz',
  list: 'text[]',
} as const;

function condition(name: string, field: Field): string | undefined {
  switch (field.kind) {
    case 'text':
      return `char_length(${name}) between 1 and ${field.maxLength}`;
    case 'number':
    case 'integer':
      return `${name} between ${field.min} and ${field.max}`;
    case 'enum':
      return `${name} in (${field.values.map(quoted).join(', ')})`;
    case 'list':
      return `cardinality(${name}) <= ${field.maxItems} and array_position(${name}, null) is null`;
    default:
      return undefined;
  }
}

/**
 * The columns of a record type, in the contract's order. Checks are named `<table>_<column>_check`, so that a violation
 * says which limit was passed.
 * @param table name that the constraints begin with.
 */
export function sqlColumns(contract: Contract, table: string = contract.type): readonly SqlColumn[] {
  return Object.entries(contract.fields).map(([name, field]) => {
    const expression = condition(name, field);
    const type = field.kind === 'number' || field.kind === 'integer' ? numberType(field) : sqlTypes[field.kind];
    const column = { name, type, notNull: field.required === true };
    return expression === undefined ? column : { ...column, check: { name: `${table}_${name}_check`, expression } };
  });
}

/** The definition of a column as SQL, to stand within `create table (…)`. */
export function sqlDefinition({ name, type, notNull, check }: SqlColumn): string {
  const constraint = check === undefined ? '' : ` constraint ${check.name} check (${check.expression})`;
  return `${name} ${type}${notNull ? ' not null' : ''}${constraint}`;
}

/** Hash of all that decides which values are valid; labels are not part of it. base64url, 43 characters. */
export function schemaHash(contract: Contract): string {
  const fields: Record<string, unknown> = {};
  for (const [name, { labels: _, ...field }] of Object.entries(contract.fields)) {
    fields[name] = 'valueLabels' in field ? { ...field, valueLabels: undefined } : field;
  }
  const { type, version, personal, derivations } = contract;
  return sha256(canonicalJson({ type, version, personal, derivations, fields }));
}

/**
 * Brings values stated under an earlier version of a contract to the current one. Pure.
 * @throws Error for a version that the contract never had.
 */
export function migrate(contract: Contract, from: number, values: Values): Values {
  if (from === contract.version) return values;
  throw new Error(`No migration leads from version ${from} of ${contract.type} to version ${contract.version}`);
}

/** Fields that a source may not fill: they are computed. */
export const derivedFields = (contract: Contract): readonly string[] => derivationsOf(contract).map((d) => d.field);
