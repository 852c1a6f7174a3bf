/** Source definitions that come as JSON: checked as a whole, with every problem named at once. */
import { z } from 'zod';
import { purposeCharacters, purposePattern } from '../consent/events.ts';
import { type RecordType, recordTypes } from '../contracts/contract.ts';
import { contracts } from '../contracts/index.ts';
import { type Localised, languages } from '../language.ts';
import { dateOrders, isTimeZone } from './calendar.ts';
import { contradictions } from './consistency.ts';
import type { DefinitionProblem, SourceDefinition, Trust } from './definition.ts';
import { idleSettings } from './idle-settings.ts';
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

/** How cells are written: of a column, or of one of its synonyms. */
const settings = {
  unit: z.enum(unitNames, { error: `a unit out of ${unitNames.join(', ')}` }).optional(),
  decimal: z.enum(['.', ',']).optional(),
  map: z.record(z.string(), value.nullable()).optional(),
  missing: z.array(z.string()).optional(),
  qualified: z.literal(true).optional(),
  strip: pattern.optional(),
  wrap: z.literal(true).optional(),
  separator: z.string().min(1).max(5).optional(),
  date: z.enum(dateOrders).optional(),
};

const synonym = z.union([columnName, z.strictObject({ name: columnName, ...settings })], {
  error: 'a name, or a name with the settings that hold under it',
});

const column = z.strictObject({
  column: z.union([columnName, z.array(synonym).min(1).max(50)], { error: 'a name, or a list of names' }),
  field: z.string().nullable(),
  ...settings,
});

/** The shape of a definition; whether it agrees with its contract is another question. */
export const definitionShape = z.strictObject({
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
  legalBasis: z.enum(['open-data', 'public-domain', 'synthetic', 'anonymous', 'consent', 'own']),
  purpose: z.string().regex(purposePattern, 'a code: coaching, share:example').max(purposeCharacters).optional(),
  cadence: z
    .string()
    .regex(
      /^P(?=[\dT])(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/,
      'a duration of ISO 8601: P1D, PT1H',
    )
    .nullable()
    .default(null),
  delivers: z.enum(['snapshot', 'changes']),
  mayLack: z.strictObject({ share: z.number().min(0).max(1), records: z.int().min(0) }).optional(),
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

/** Where it went wrong: of alternatives the one that the text came nearest to, which is the one that fails deepest. */
function* placed(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): Generator<DefinitionProblem> {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union') {
    const depth = (issues: readonly z.core.$ZodIssue[]): number => Math.max(0, ...issues.map((one) => one.path.length));
    const nearest = issue.errors.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
    if (depth(nearest) > 0) {
      for (const inner of nearest) yield* placed(inner, path);
      return;
    }
  }
  yield { path: path.join('.'), message: issue.message };
}

/** What a definition says of its source, as far as it can be understood: for the lists in which one that is refused stands. */
export interface StatedSource {
  readonly recordType: RecordType | null;
  readonly title: Localised | null;
  readonly format: SourceDefinition['format'] | null;
  readonly licence: string | null;
  readonly redistributable: boolean | null;
  readonly cadence: string | null;
  readonly trust: Trust | null;
}

/** @param json the parsed JSON of a definition, right or wrong */
export function statedSource(json: unknown): StatedSource {
  const of = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  const { recordType, title, format, licence, cadence, trust } = definitionShape.shape;
  const part = <T>(schema: z.ZodType<T>, stated: unknown): T | null => schema.safeParse(stated).data ?? null;
  const { name, redistributable } = licence.shape;
  return {
    recordType: part(recordType, of(json, 'recordType')),
    title: part(title, of(json, 'title')),
    format: part(format, of(json, 'format')),
    licence: part(name, of(of(json, 'licence'), 'name')),
    redistributable: part(redistributable, of(of(json, 'licence'), 'redistributable')),
    cadence: part(cadence, of(json, 'cadence')),
    trust: part(trust, of(json, 'trust')),
  };
}

const invalid = (problems: readonly DefinitionProblem[]): ParsedDefinition => ({
  kind: 'invalid-definition',
  problems,
  message: problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n'),
});

/** Bytes of JSON that a definition may have: the log keeps it in one event, which holds 512 KiB. */
const definitionBytes = 200 * 1024;
/** The same of one to which people added columns of held imports: the event holds what they added beside it. */
export const mappedDefinitionBytes = 300 * 1024;

/** Bytes that a definition, or what people add to one, takes in the log. */
export const jsonBytes = (json: unknown): number => new TextEncoder().encode(JSON.stringify(json) ?? '').length;

/**
 * Checks a definition that was written by people: its shape, that it agrees with its contract, and that every setting has an
 * effect. What may be left out gets the careful default (`trust: review`, `onMissing: keep`, UTC). Definitions that the log
 * holds are never checked again: what was accepted once stays as it is.
 * @param json the parsed JSON of the definition
 */
export function parseDefinition(json: unknown): ParsedDefinition {
  const bytes = jsonBytes(json);
  if (bytes > definitionBytes)
    return invalid([{ path: '', message: `it takes ${bytes} bytes; a definition may have ${definitionBytes}` }]);
  const parsed = definitionShape.safeParse(json);
  if (!parsed.success) return invalid(parsed.error.issues.flatMap((issue) => [...placed(issue)]));
  const definition = parsed.data as SourceDefinition;
  const contract = contracts[definition.recordType];
  const problems = [...contradictions(definition, contract), ...idleSettings(definition, contract)];
  return problems.length > 0 ? invalid(problems) : { kind: 'definition', definition };
}
