/** Source definitions that come as JSON: checked as a whole, with every problem named at once. */
import { z } from 'zod';
import { recordTypes } from '../contracts/contract.ts';
import { contracts } from '../contracts/index.ts';
import { type Localised, languages } from '../language.ts';
import { dateOrders, isTimeZone } from './calendar.ts';
import { contradictions } from './consistency.ts';
import type { DefinitionProblem, SourceDefinition } from './definition.ts';
import { unitNames } from './units.ts';

export type ParsedDefinition =
  | { readonly kind: 'definition'; readonly definition: SourceDefinition }
  | { readonly kind: 'invalid-definition'; readonly problems: readonly DefinitionProblem[]; readonly message: string };

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
const words = z.string().trim().min(1).max(500);
const titleOf = (text: string): Localised => ({ fr: text, en: text, de: text, it: text });
const localised = z.union([words.transform(titleOf), z.strictObject({ fr: words, en: words, de: words, it: words })], {
  error: `a text, or one in each of ${languages.join(', ')}`,
});

/** A pattern that can be run over untrusted cells: it compiles, is short, and repeats no group that repeats itself. */
const pattern = z
  .string()
  .min(1)
  .max(100)
  .refine(compiles, { error: 'is not a regular expression' })
  .refine((text) => !/\([^)]*[+*}][^)]*\)[+*{]|\\[1-9]/.test(text), {
    error: 'repeats a group that repeats itself, or refers back: this can take very long on some cells',
  });

function compiles(text: string): boolean {
  try {
    new RegExp(text, 'gu');
    return true;
  } catch {
    return false;
  }
}

const columnName = z.string().trim().min(1).max(500);

const column = z.strictObject({
  column: z.union([columnName, z.array(columnName).min(1).max(50)]),
  field: z.string().nullable(),
  unit: z.enum(unitNames, { error: `a unit out of ${unitNames.join(', ')}` }).optional(),
  decimal: z.enum(['.', ',']).optional(),
  map: z.record(z.string(), value.nullable()).optional(),
  missing: z.array(z.string()).optional(),
  qualified: z.literal(true).optional(),
  strip: pattern.optional(),
  wrap: z.literal(true).optional(),
  separator: z.string().min(1).max(5).optional(),
  date: z.enum(dateOrders).optional(),
});

const shape = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'small letters, digits and single hyphens')
    .max(63),
  version: z.int().min(1).default(1),
  recordType: z.enum(recordTypes),
  title: localised,
  format: z.enum(['csv', 'json', 'xlsx']),
  dialect: z
    .strictObject({
      encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
      delimiter: z.string().length(1).optional(),
      quote: z.string().length(1).optional(),
      path: z.string().min(1).optional(),
      sheet: z.union([z.string().min(1), z.int().min(1)]).optional(),
      headerRow: z.int().min(1).optional(),
    })
    .default({}),
  columns: z.array(column).min(1).max(1_000),
  constants: z.record(z.string(), value).default({}),
  repairs: z
    .array(
      z.strictObject({
        repair: z.enum(['ragged-join', 'escaped-prefix', 'cyrillic-degree', 'blank-item']),
        column: columnName.optional(),
      }),
    )
    .default([]),
  naturalKey: z.array(z.string()).default([]),
  person: z
    .union([z.literal('record'), z.strictObject({ field: z.string(), namespace: z.string().min(1).optional() })])
    .nullable()
    .default(null),
  licence: z.strictObject({
    name: words,
    redistributable: z.boolean(),
    verifiedBy: words.nullable().default(null),
    note: words.optional(),
  }),
  legalBasis: z.enum(['open-data', 'public-domain', 'synthetic', 'anonymous', 'consent']),
  cadence: z
    .string()
    .regex(
      /^P(?=[\dT])(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/,
      'a duration of ISO 8601: P1D, PT1H',
    )
    .nullable()
    .default(null),
  delivers: z.enum(['snapshot', 'changes']),
  onMissing: z.enum(['keep', 'review', 'withdraw']).default('keep'),
  trust: z.enum(['auto', 'clean', 'review']).default('review'),
  timeZone: z.string().refine(isTimeZone, { error: 'a time zone such as Europe/Paris' }).default('UTC'),
  traits: z
    .strictObject({
      carbohydrates: z.enum(['total', 'available']).optional(),
      portion: z.literal('in-name').optional(),
      bmiTolerance: z.number().positive().optional(),
    })
    .default({}),
  justification: words,
});

const invalid = (problems: readonly DefinitionProblem[]): ParsedDefinition => ({
  kind: 'invalid-definition',
  problems,
  message: problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n'),
});

/**
 * Checks a definition that was written by people: its shape, and that it agrees with its contract. What may be left out
 * gets the careful default (`trust: review`, `onMissing: keep`, UTC).
 * @param json the parsed JSON of the definition
 */
export function parseDefinition(json: unknown): ParsedDefinition {
  const parsed = shape.safeParse(json);
  if (!parsed.success) {
    return invalid(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
  }
  const definition = parsed.data as SourceDefinition;
  const problems = contradictions(definition, contracts[definition.recordType]);
  return problems.length > 0 ? invalid(problems) : { kind: 'definition', definition };
}
