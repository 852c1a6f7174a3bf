/**
 * Every setting that a definition accepts has an effect, and is an error where it has none. The settings are read off the
 * shape that definitions are held to: a new one without a line here fails.
 */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sourceSheet } from '../docs/sections/sources.ts';
import { contracts } from '../domain/contracts/index.ts';
import { compileJudge } from '../domain/rules/judge.ts';
import { rulesetInForce } from '../domain/ruleset/rulesets.ts';
import type { SourceDefinition } from '../domain/source/definition.ts';
import { definitionShape, parseDefinition } from '../domain/source/parse-definition.ts';
import { openImportFile } from '../ingestion/import/file.ts';
import { lookupOf } from '../ingestion/import/identity.ts';
import { ingest } from '../ingestion/import/ingest.ts';
import { FileRejected } from '../ingestion/readers/reader.ts';
import { freshSystem, type TestSystem } from './system.ts';
import { inline, workbookParts, zipOf } from './zip.ts';

type Written = Readonly<Record<string, unknown>>;

const foods = {
  name: 'foods',
  recordType: 'food',
  title: { fr: 'a', en: 'b', de: 'c', it: 'd' },
  format: 'csv',
  columns: [
    { column: 'Food', field: 'name' },
    { column: ['Energy', 'Power'], field: 'energy_kcal' },
  ],
  constants: { basis: 'portion' },
  naturalKey: ['name'],
  licence: { name: 'own', redistributable: false },
  legalBasis: 'open-data',
  delivers: 'snapshot',
  justification: 'A test.',
};
const exercises = {
  ...foods,
  recordType: 'exercise',
  columns: [
    { column: 'id', field: 'external_id' },
    { column: 'name', field: 'name' },
    { column: ['tools', 'kit'], field: 'equipment' },
  ],
  constants: {},
  naturalKey: ['external_id'],
};
const weighings = {
  ...foods,
  recordType: 'biometric_measure',
  columns: [
    { column: 'who', field: 'person_key' },
    { column: ['at', 'when'], field: 'measured_at' },
    { column: 'kg', field: 'weight_kg' },
  ],
  constants: {},
  naturalKey: ['person_key', 'measured_at'],
  person: { field: 'person_key' },
};
const consultations = {
  ...foods,
  recordType: 'diet_assessment',
  columns: [
    { column: 'who', field: 'patient_id' },
    { column: 'bmi', field: 'bmi_stated' },
    { column: 'kg', field: 'weight_kg' },
    { column: 'm', field: 'height_m' },
  ],
  constants: {},
  naturalKey: ['patient_id'],
  person: { field: 'patient_id' },
};
const nights = {
  ...weighings,
  recordType: 'sleep_period',
  columns: [
    { column: 'who', field: 'person_key' },
    { column: 'day', field: 'local_date' },
  ],
  naturalKey: ['person_key', 'local_date'],
};
const json = (definition: Written): Written => ({ ...definition, format: 'json' });
const xlsx = (definition: Written): Written => ({ ...definition, format: 'xlsx' });

/** A definition with another value at a place: `columns.1.unit`. Undefined takes away what stands there. */
function put(definition: unknown, path: string, value: unknown): unknown {
  const [key = '', ...rest] = path.split('.');
  const inner = (definition as Written | undefined)?.[key];
  const next = rest.length === 0 ? value : put(inner ?? {}, rest.join('.'), value);
  if (Array.isArray(definition)) return definition.toSpliced(Number(key), 1, next);
  return { ...(definition as Written), [key]: next };
}

function accepted(written: unknown): SourceDefinition {
  const parsed = parseDefinition(written);
  if (parsed.kind === 'invalid-definition') throw new Error(parsed.message);
  return parsed.definition;
}

/** What a definition makes of a file: the rows as typed, or why it is none of its source. */
const reading =
  (content: string | Buffer) =>
  async (definition: SourceDefinition): Promise<unknown> => {
    try {
      const bytes = Buffer.from(content as string);
      const file = await openImportFile(definition, (start = 0) => Readable.from([bytes.subarray(start)]));
      const rows: unknown[] = [];
      for await (const batch of await file.rows()) rows.push(...batch.map((row) => file.type(row)));
      return rows;
    } catch (error) {
      if (error instanceof FileRejected) return error.message;
      throw error;
    }
  };

/** The rules that judge its records, each with what it was told of the source. */
const judging = (definition: SourceDefinition): unknown =>
  compileJudge(rulesetInForce(definition.recordType), definition, contracts[definition.recordType]).rules.map(
    ({ id, params }) => ({ id, params }),
  );

/** What people are told of the source. */
const telling = (definition: SourceDefinition): unknown => sourceSheet(definition);

let system: TestSystem;
beforeAll(async () => {
  system = await freshSystem();
});
afterAll(() => system.remove());
let number = 0;

/** What becomes of files that are imported one after the other. */
const importing =
  (...contents: readonly string[]) =>
  async (definition: SourceDefinition): Promise<unknown> => {
    const name = `settings-${++number}`;
    const outcomes: unknown[] = [];
    for (const content of contents) {
      const { counts, records, alreadyImported } = await ingest(system.ingestion, {
        definition: { ...definition, name },
        content: Readable.from([Buffer.from(content)]),
        fileName: null,
        trigger: 'command',
      });
      outcomes.push({ counts, records, alreadyImported });
    }
    return outcomes;
  };

/** What people are asked whether they agreed to. */
const agreeing = async (definition: SourceDefinition): Promise<unknown> => {
  const purposes = new Set<string>();
  await ingest(
    {
      ...system.ingestion,
      consents: async (lookups, { purpose }) => {
        purposes.add(purpose);
        return lookups.map(() => false);
      },
    },
    {
      definition: { ...definition, name: `settings-${++number}` },
      content: Readable.from([Buffer.from('who,at,kg\np,2026-04-03T10:00:00Z,70\n')]),
      fileName: null,
      trigger: 'command',
    },
  );
  return [...purposes];
};

/** Under which name a person is found again. */
const finding = (definition: SourceDefinition): unknown => {
  const run = {
    definition,
    contract: contracts[definition.recordType],
    import: '00000000-0000-4000-8000-000000000000',
    pins: { reader: 2 },
  };
  const read = { kind: 'row', row: 2, cells: [] } as const;
  return lookupOf(run as never, { read, typed: { kind: 'typed', values: {}, personKey: 'p' } } as never);
};

const csv = 'Food,Energy\nRice,130\n';
const many = (n: number): string => `Food,Energy\n${Array.from({ length: n }, (_, i) => `Food ${i},130\n`).join('')}`;
const guarded = { ...foods, mayLack: { share: 0.1, records: 20 } };
const sheetOf = (rows: readonly (readonly string[])[], from = 1): string =>
  rows
    .map((row, r) => {
      const cells = row.map((text, c) => inline(`${String.fromCharCode(65 + c)}${r + from}`, text));
      return `<row r="${r + from}">${cells.join('')}</row>`;
    })
    .join('');
const workbook = (data: string): Buffer => zipOf(workbookParts(data));

/** Place of the setting, the definition that gets it, its value, and what shows its effect. */
type Effect = readonly [string, Written, unknown, (definition: SourceDefinition) => unknown];
const sheetRows = [
  ['Food', 'Energy'],
  ['Rice', '130'],
];
/** Two names of a column, of which the file has the second. */
const power = (content: string): string => `Food,Power\nRice,${content}\n`;
const synonym = (of: Written, column: number): Written => {
  const names = (of.columns as readonly { readonly column: readonly string[] }[])[column]!.column;
  return put(of, `columns.${column}.column`, [names[0], { name: names[1] }]) as Written;
};

const effects: readonly Effect[] = [
  ['name', foods, 'kitchen', telling],
  ['version', foods, 2, telling],
  ['recordType', nights, 'daily_activity', telling],
  ...(['fr', 'en', 'de', 'it'] as const).map(
    (language): Effect => [`title.${language}`, foods, 'other', ({ title }) => title[language]],
  ),
  ['title', foods, 'other', ({ title }) => title],
  ['format', foods, 'json', reading(csv)],
  ['dialect.encoding', foods, 'windows-1252', reading('Food,Energy\nCrème,130\n')],
  ['dialect.delimiter', foods, ',', reading('Food,Energy;Food;Energy\na,1;b;2\n')],
  ['dialect.quote', foods, "'", reading("Food,Energy\n'Rice, brown',130\n")],
  ['dialect.path', json(foods), 'data', reading('{"data":[{"Food":"Rice","Energy":130}]}')],
  ['dialect.sheet', xlsx(foods), 'Drinks', reading(workbook(sheetOf(sheetRows)))],
  ['dialect.headerRow', xlsx(foods), 3, reading(workbook(sheetOf(sheetRows, 3)))],
  ['columns.1.column', foods, 'Kilocalories', reading(csv)],
  ['columns.1.column.1', foods, 'Kilocalories', reading('Food,Power,Kilocalories\nRice,1,2\n')],
  ['columns.1.column.1.name', synonym(foods, 1), 'Kilocalories', reading('Food,Power,Kilocalories\nRice,1,2\n')],
  ['columns.1.field', foods, 'fat_g', reading(csv)],
  ['columns.1.unit', foods, 'kj', reading(csv)],
  ['columns.1.decimal', foods, ',', reading('Food;Energy\nRice;13,5\n')],
  ['columns.1.map', foods, { lots: 900 }, reading('Food,Energy\nRice,lots\n')],
  ['columns.1.missing', foods, ['-'], reading('Food,Energy\nRice,-\n')],
  ['columns.1.missing', json(foods), ['-9'], reading('[{"Food":"Rice","Energy":-9}]')],
  ['columns.1.qualified', foods, true, reading('Food,Energy\nRice,traces\n')],
  ['columns.1.strip', foods, ' kcal$', reading('Food,Energy\nRice,130 kcal\n')],
  ['columns.2.wrap', exercises, true, reading('id,name,tools\n1,Curl,bar\n')],
  ['columns.2.separator', exercises, ';', reading('id,name,tools\n1,Curl,bar;rope\n')],
  ['columns.1.date', weighings, 'D/M/YYYY', reading('who,at,kg\np,3/4/2026 10:00,70\n')],
  ['columns.1.column.1.unit', synonym(foods, 1), 'kj', reading(power('130'))],
  ['columns.1.column.1.decimal', synonym(foods, 1), ',', reading('Food;Power\nRice;13,5\n')],
  ['columns.1.column.1.map', synonym(foods, 1), { lots: 900 }, reading(power('lots'))],
  ['columns.1.column.1.missing', synonym(foods, 1), ['-'], reading(power('-'))],
  ['columns.1.column.1.qualified', synonym(foods, 1), true, reading(power('traces'))],
  ['columns.1.column.1.strip', synonym(foods, 1), ' kcal$', reading(power('130 kcal'))],
  ['columns.2.column.1.wrap', synonym(exercises, 2), true, reading('id,name,kit\n1,Curl,bar\n')],
  ['columns.2.column.1.separator', synonym(exercises, 2), ';', reading('id,name,kit\n1,Curl,bar;rope\n')],
  ['columns.1.column.1.date', synonym(weighings, 1), 'D/M/YYYY', reading('who,when,kg\np,3/4/2026 10:00,70\n')],
  ['constants', foods, { basis: 'per_100g' }, reading(csv)],
  ['repairs.0.repair', put(foods, 'repairs', [{ repair: 'escaped-prefix' }]) as Written, 'cyrillic-degree', judging],
  [
    'repairs.0.column',
    put(foods, 'repairs', [{ repair: 'escaped-prefix' }]) as Written,
    'Energy',
    reading('Food,Energy\n\\tRice,130\n'),
  ],
  ['naturalKey', foods, ['name', 'energy_kcal'], reading(csv)],
  ['person', { ...weighings, naturalKey: [] }, 'record', finding],
  [
    'person.field',
    put(weighings, 'columns.3', { column: 'log', field: 'log_id' }) as Written,
    'log_id',
    reading('who,at,kg,log\np,2026-04-03T10:00:00Z,70,q\n'),
  ],
  ['person.namespace', weighings, 'tracker', finding],
  ['licence.name', foods, 'CC0', telling],
  ['licence.redistributable', foods, true, telling],
  ['licence.verifiedBy', foods, 'Ada', telling],
  ['licence.note', foods, 'Read it.', telling],
  ['legalBasis', weighings, 'consent', importing('who,at,kg\np,2026-04-03T10:00:00Z,70\n')],
  ['purpose', { ...weighings, legalBasis: 'consent' }, 'research', agreeing],
  ['cadence', foods, 'P1D', telling],
  ['delivers', foods, 'changes', importing(csv, 'Food,Energy\nOats,370\n', csv)],
  ['onMissing', foods, 'withdraw', telling],
  ['mayLack.share', guarded, 0.5, importing(many(100), many(75))],
  ['mayLack.records', guarded, 30, importing(many(100), many(75))],
  ['trust', foods, 'auto', importing(csv)],
  ['timeZone', weighings, 'Europe/Paris', reading('who,at,kg\np,2026-04-03 10:00,70\n')],
  [
    'traits.carbohydrates',
    put(foods, 'columns.2', { column: 'Carbs', field: 'carbohydrate_g' }) as Written,
    'total',
    (definition) => judging(withFibre(definition)),
  ],
  ['traits.bmiTolerance', consultations, 0.5, judging],
  ['justification', foods, 'Another test.', telling],
];

const withFibre = (definition: SourceDefinition): SourceDefinition => ({
  ...definition,
  columns: [...definition.columns, { column: 'Fibre', field: 'fibre_g' }],
});

/** Settings that no definition can state with an effect, and that are errors wherever they stand. */
const withoutEffect = ['traits.portion'];

/** Place of the setting, the definition in which it is idle, its value, and what is said of it. */
type Idle = readonly [string, Written, unknown, string];
const raw = (of: Written): Written => put(of, 'columns.2', { column: 'Note', field: null }) as Written;
const both = (definition: Written): Written =>
  put(definition, 'columns.1.column', [
    { name: 'Energy', unit: 'kj' },
    { name: 'Power', unit: 'kcal' },
  ]) as Written;

const idle: readonly Idle[] = [
  ...(['csv', 'json', 'xlsx'] as const).flatMap((format) =>
    Object.entries({ encoding: 'utf-8', delimiter: ';', quote: "'", path: 'data', sheet: 2, headerRow: 2 }).flatMap(
      ([part, value]): readonly Idle[] => {
        const belongs = part === 'path' ? 'json' : part === 'sheet' || part === 'headerRow' ? 'xlsx' : 'csv';
        return belongs === format ? [] : [[`dialect.${part}`, { ...foods, format }, value, `belongs to ${belongs}`]];
      },
    ),
  ),
  ...Object.entries({
    unit: 'kj',
    decimal: ',',
    map: { a: 'b' },
    missing: ['-'],
    qualified: true,
    strip: 'x',
    wrap: true,
    separator: ';',
    date: 'M/D/YYYY',
  }).map(([setting, value]): Idle => [`columns.2.${setting}`, raw(foods), value, 'kept as raw']),
  ['columns.2.column', raw(foods), ['Note', { name: 'Remark', unit: 'kj' }], 'columns.2.column.1.unit: has no effect'],
  ['columns.1.unit', both(foods), 'kj', 'every name of the column has its own'],
  ['columns.0.unit', foods, 'kj', 'cannot be converted to a field of kind text'],
  ['columns.0.decimal', foods, ',', 'decimal and qualified are for numbers'],
  ['columns.0.qualified', foods, true, 'decimal and qualified are for numbers'],
  ['columns.0.date', foods, 'M/D/YYYY', 'not a date'],
  ['columns.0.wrap', foods, true, 'wrap and separator are for lists'],
  ['columns.0.separator', foods, ';', 'wrap and separator are for lists'],
  ['columns.1.column.1.unit', synonym(foods, 1), 'cm', 'columns.1.column.1.unit: cm cannot be converted to kcal'],
  ['columns.1.column.1.date', synonym(foods, 1), 'M/D/YYYY', 'columns.1.column.1.date: '],
  ['columns.1.map', foods, {}, 'maps nothing'],
  ['columns.1.map', foods, { '': 0 }, 'an empty cell is not given'],
  ['columns.1.map', foods, { lots: 900, LOTS: 800 }, 'the same source value'],
  ['columns.1', foods, { column: 'Energy', field: 'energy_kcal', map: { '-': 0 }, missing: ['-'] }, 'missing names it'],
  ['columns.1.missing', foods, [], 'names nothing'],
  ['columns.2', exercises, { column: 'tools', field: 'equipment', wrap: true, separator: ';' }, 'columns.2.wrap: '],
  ['constants', consultations, { bmi: 20 }, 'constants.bmi: bmi is computed'],
  ['repairs', json(foods), [{ repair: 'ragged-join', column: 'Food' }], 'repairs.0.repair: ragged-join belongs to csv'],
  ['repairs', exercises, [{ repair: 'blank-item' }], 'repairs.0.repair: blank-item belongs to json'],
  ['repairs', json(exercises), [{ repair: 'blank-item', column: 'name' }], 'repairs.0: blank-item is for lists'],
  ['repairs', json(foods), [{ repair: 'blank-item' }], 'repairs.0: blank-item is for lists'],
  [
    'repairs',
    foods,
    [{ repair: 'escaped-prefix' }, { repair: 'escaped-prefix', column: 'Food' }],
    'repairs.1: repairs.0 mends that already',
  ],
  [
    'repairs',
    foods,
    [
      { repair: 'escaped-prefix', column: 'Power' },
      { repair: 'escaped-prefix', column: 'Energy' },
    ],
    'repairs.1: repairs.0 mends that already',
  ],
  ['naturalKey', foods, ['name', 'name'], 'naturalKey.1: name is in the key already'],
  ['onMissing', { ...foods, delivers: 'changes' }, 'withdraw', 'belongs to delivers: snapshot'],
  ['onMissing', { ...foods, delivers: 'changes' }, 'review', 'belongs to delivers: snapshot'],
  ['purpose', weighings, 'research', 'the legal basis is open-data and not consent'],
  ['purpose', { ...weighings, legalBasis: 'own' }, 'research', 'the legal basis is own and not consent'],
  ['timeZone', foods, 'Europe/Paris', 'no column feeds an instant'],
  ['timeZone', nights, 'Europe/Paris', 'no column feeds an instant'],
  ['traits.carbohydrates', foods, 'total', 'no column fills that'],
  ['traits.carbohydrates', weighings, 'total', 'belongs to food'],
  ['traits.portion', foods, 'in-name', 'no rule reads it yet'],
  ['traits.bmiTolerance', foods, 0.1, 'belongs to diet_assessment and workout_session'],
  ['traits.bmiTolerance', put(consultations, 'columns.1.field', 'severity') as Written, 0.1, 'no column fills that'],
];

const general = (path: string): string => path.replace(/\.\d+/g, '[]');

/** The settings that a shape accepts, by their places. */
function* settingsOf(schema: z.core.JSONSchema.BaseSchema, at = ''): Generator<string> {
  for (const branch of schema.anyOf ?? [schema]) {
    const { properties, items, anyOf, type } = branch as z.core.JSONSchema.BaseSchema;
    const item = items as z.core.JSONSchema.BaseSchema | undefined;
    if (type === 'null') continue;
    if (properties !== undefined)
      for (const [key, inner] of Object.entries(properties))
        yield* settingsOf(inner as z.core.JSONSchema.BaseSchema, at === '' ? key : `${at}.${key}`);
    else if (anyOf !== undefined) yield* settingsOf(branch as z.core.JSONSchema.BaseSchema, at);
    else if (item?.properties !== undefined || item?.anyOf !== undefined) yield* settingsOf(item, `${at}[]`);
    else yield at;
  }
}

describe('a setting', () => {
  test('that a definition accepts is among those whose effect is shown here', () => {
    const shape = z.toJSONSchema(definitionShape, { io: 'input', unrepresentable: 'any' });
    const shown = effects.map(([path]) => general(path));
    expect([...new Set(settingsOf(shape))].sort()).toEqual([...new Set([...shown, ...withoutEffect])].sort());
  });

  test.each(effects)('%s has an effect', async (path, definition, value, observe) => {
    const without = accepted(definition);
    const stated = accepted(put(definition, path, value));
    expect(await observe(stated)).not.toEqual(await observe(without));
  });

  test.each(idle)('%s without an effect is an error with its place', (path, definition, value, message) => {
    accepted(definition);
    const parsed = parseDefinition(put(definition, path, value));
    const said = parsed.kind === 'invalid-definition' ? parsed.message : '';
    expect(said).toContain(message);
    expect(said).toContain(path.split('.')[0]);
  });

  test.each([
    ['dialect.headerRow', xlsx(foods), 1],
    ['dialect.sheet', xlsx(foods), 1],
    ['dialect.path', json(foods), '$'],
    ['onMissing', { ...foods, delivers: 'changes' }, 'keep'],
    ['timeZone', foods, 'UTC'],
    ['trust', foods, 'review'],
    ['columns.1.unit', foods, 'kcal'],
    ['columns.1.decimal', foods, '.'],
    ['traits.carbohydrates', foods, 'available'],
  ])('%s that says what holds anyway is no error', (path, definition, value) => {
    expect(parseDefinition(put(definition, path, value)).kind).toBe('definition');
  });

  test.each(withoutEffect)('%s is refused as long as nothing reads it', (path) => {
    const trait = put(accepted(foods), path, 'in-name') as SourceDefinition;
    expect(judging(trait)).toEqual(judging(accepted(foods)));
  });
});
