/** Whatever a file holds, an import of it ends with every row accounted for, or refuses the file as a whole. */
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../../domain/json.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { namesOf } from '../../domain/source/header.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { inline, workbookParts, zipOf } from '../../test/zip.ts';
import { dailyFood } from '../sources/daily-food.ts';
import { exerciseDb } from '../sources/exercises.ts';
import { gymMembers } from '../sources/gym-members.ts';
import { rowsOf } from './accounts.test-support.ts';
import { ingest } from './ingest.ts';
import { ImportRejected } from './run-import.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await freshSystem();
});
afterAll(() => system.remove());

/** Files of about a hundred rows: a thousand rows in all for each test. */
const files = 10;
const rowsEach = { minLength: 90, maxLength: 110 };
let number = 0;

/** Imports a file of a source of its own, dry and for good, and checks that every row is accounted for. */
async function account(shape: SourceDefinition, content: Buffer, rows?: readonly number[]): Promise<void> {
  const definition = { ...shape, name: `${shape.name}-${++number}` };
  const run = (dryRun: boolean) =>
    ingest(system.ingestion, {
      definition,
      content: Readable.from([content]),
      fileName: 'f',
      trigger: 'command',
      dryRun,
    })
      .then((report) => ({ report, rejected: undefined }))
      .catch((error: unknown) => {
        if (error instanceof ImportRejected) return { report: undefined, rejected: error.code };
        throw error;
      });
  const dry = await run(true);
  const { report, rejected } = await run(false);
  expect(dry.rejected).toBe(rejected);
  if (rows) expect(rejected).toBeUndefined();
  if (!report) return;
  expect(dry.report).toMatchObject({ counts: report.counts, records: report.records, findings: report.findings });
  const said = await rowsOf(system.store, report);
  const accounted = [...said.proposed, ...said.duplicates, ...said.quarantined].sort((a, b) => a - b);
  expect(new Set(accounted).size).toBe(accounted.length);
  expect(said.unchanged).toEqual([]);
  expect(accounted).toHaveLength(report.counts.read);
  if (rows) expect(accounted).toEqual(rows);
  const { rows: parked } = await system.sql.query('select * from projection.parked');
  expect(parked).toEqual([]);
}

const nasty = fc.oneof(
  fc.constantFrom('\0', 'a\0b', '\ud800', 'x\udfff', '__proto__', 'constructor', 'toString', '=1+1', '@x', "'", '"'),
  fc.constantFrom(
    '1e999',
    '-1e-400',
    '-0',
    'NaN',
    'Infinity',
    '0x10',
    '1.234.567',
    '1,5',
    ' ',
    '\u00a0',
    '\ufeff',
    'None',
  ),
  fc.constantFrom(
    '\u202eabc',
    '\u200b',
    '٣',
    '１２',
    '💥'.repeat(20),
    '\u0301'.repeat(300),
    '\n',
    '\r\n',
    '\t',
    ';',
    ',',
  ),
  fc.constantFrom('x'.repeat(3_000), '"'.repeat(500), 'é'.repeat(101_000), '9'.repeat(400)),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
/** Mostly what the column holds, sometimes anything. */
const cell = (good: fc.Arbitrary<string>) => fc.oneof({ weight: 40, arbitrary: good }, { weight: 1, arbitrary: nasty });
const digits = fc.integer({ min: 0, max: 300 }).map(String);
const name = fc.integer({ min: 0, max: 150 }).map((n) => `Food ${n}`);
const foodRow = fc.tuple(
  ...[cell(name), cell(fc.constantFrom('Meat', 'Fruit')), ...Array.from({ length: 8 }, () => cell(digits))],
  ...[cell(fc.constantFrom('Lunch', 'Snack')), cell(digits)],
);
const foodHeader = dailyFood.columns.map((mapping) => namesOf(mapping)[0]!);
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const numbered = (n: number, from: number): number[] => Array.from({ length: n }, (_, i) => i + from);
const runs = { numRuns: files, endOnFailure: true };

test('CSV, well written, of any cells', () =>
  fc.assert(
    fc.asyncProperty(fc.array(foodRow, rowsEach), async (rows) => {
      const text = [foodHeader, ...rows].map((row) => row.map(quoted).join(',')).join('\n');
      await account(dailyFood, Buffer.from(text), numbered(rows.length, 2));
    }),
    runs,
  ));

test('CSV, written anyhow', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(foodRow, rowsEach),
      fc.array(fc.tuple(fc.nat(8_000), fc.uint8Array({ minLength: 1, maxLength: 3 })), { maxLength: 12 }),
      async (rows, holes) => {
        const text = [foodHeader, ...rows].map((row) => row.join(',')).join('\n');
        const bytes = Buffer.from(text);
        for (const [at, put] of holes) bytes.set(put, Math.min(at + 300, bytes.length - 3));
        await account(dailyFood, bytes);
      },
    ),
    runs,
  ));

test('CSV about people without a key', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell(digits), { minLength: 15, maxLength: 15 }), rowsEach), async (rows) => {
      const header = gymMembers.columns.map((mapping) => namesOf(mapping)[0]!);
      const text = [header, ...rows].map((row) => row.map(quoted).join(',')).join('\n');
      await account(gymMembers, Buffer.from(text), numbered(rows.length, 2));
    }),
    runs,
  ));

const text = cell(fc.integer({ min: 0, max: 90 }).map((n) => `name ${n}`));
const anything = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
const list = fc.oneof({ weight: 20, arbitrary: fc.array(text, { maxLength: 3 }) }, { weight: 1, arbitrary: anything });
const exercise = fc.record({
  ...{ exerciseId: text, name: text, targetMuscles: list, bodyParts: list, equipments: list, instructions: list },
  secondaryMuscles: list,
});
const element = fc.oneof(
  { weight: 40, arbitrary: exercise.map((one) => JSON.stringify(one)) },
  { weight: 2, arbitrary: anything.map((one) => JSON.stringify(one)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(exercise, fc.constantFrom('__proto__', 'constructor', 'a.b', '\0', ''))
      .map(([one, key]) => `{${JSON.stringify(key)}:{"x":1},${JSON.stringify(one).slice(1)}`),
  },
);

test('JSON of any elements', () =>
  fc.assert(
    fc.asyncProperty(fc.array(element, rowsEach), async (elements) => {
      await account(exerciseDb, Buffer.from(`[${elements.join(',\n')}]`), numbered(elements.length, 1));
    }),
    runs,
  ));

/** As a spreadsheet writes what XML cannot hold. */
const xmlText = (value: string): string =>
  [...value.toWellFormed()]
    .map((c) => (c < ' ' || c > '\ufffd' ? `_x${c.charCodeAt(0).toString(16).padStart(4, '0')}_` : c))
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');

test('XLSX of any cells', () => {
  const definition: SourceDefinition = { ...dailyFood, name: 'workbook', format: 'xlsx', dialect: {} };
  return fc.assert(
    fc.asyncProperty(fc.array(foodRow, rowsEach), async (rows) => {
      const sheet = [foodHeader, ...rows]
        .map((row, r) => {
          const cells = row.map((value, c) => inline(`${String.fromCharCode(65 + c)}${r + 1}`, xmlText(value)));
          return `<row r="${r + 1}">${cells.join('')}</row>`;
        })
        .join('');
      await account(definition, zipOf(workbookParts(sheet)), numbered(rows.length, 2));
    }),
    runs,
  );
});

test('after all that, the read model built anew from the log is the one in use', async () => {
  for (const projection of await system.engine.status())
    expect(await system.engine.rebuild(projection.name)).toMatchObject({ equal: true });
});
