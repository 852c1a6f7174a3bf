/** Hostile files as they arrive: imported, only looked at, and resumed. Each is refused or set aside, and what follows is read. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { inline, workbookParts, zipOf } from '../../test/zip.ts';
import { hostileWorkbooks, openQuotes } from '../readers/hostile.test-support.ts';
import { dailyFood } from '../sources/daily-food.ts';
import { exerciseDb } from '../sources/exercises.ts';
import { foodFile, foodRequest } from './foods.test-support.ts';
import { ingest } from './ingest.ts';
import type { ImportReport } from './report.ts';
import { ImportRejected } from './run-import.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await freshSystem();
});
afterAll(() => system.remove());

const asWorkbook: SourceDefinition = { ...dailyFood, name: 'daily-food-xlsx', format: 'xlsx', dialect: {} };

const send = (bytes: Buffer | string, definition: SourceDefinition, dryRun = false): Promise<ImportReport> =>
  ingest(
    system.ingestion,
    foodRequest('', { definition, dryRun, content: Readable.from([Buffer.from(bytes as string)]) }),
  );

const refusal = async (work: Promise<unknown>): Promise<ImportRejected> => {
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ImportRejected);
  return error as ImportRejected;
};

const [header = '', row = ''] = foodFile([{ name: 'Food' }]).split('\n');
/** The rows of a CSV file as a workbook has them. */
const workbook = (lines: readonly string[]): Buffer =>
  zipOf(
    workbookParts(
      lines
        .map((line, i) => {
          const cells = line.split(',').map((cell, c) => inline(`${String.fromCharCode(65 + c)}${i + 1}`, cell));
          return `<row r="${i + 1}">${cells.join('')}</row>`;
        })
        .join(''),
    ),
  );

describe('A hostile file', () => {
  test.each([true, false])(
    'is refused as a whole, with its limit, and the source goes on (dry run: %s)',
    async (dryRun) => {
      for (const name of ['a million relations', 'a hundred thousand elements inside each other'] as const) {
        const error = await refusal(send(hostileWorkbooks[name](), asWorkbook, dryRun));
        expect(error.code).toBe(name === 'a million relations' ? 'too-many-relations' : 'too-deep');
        expect(error.params).toMatchObject({ limit: expect.any(Number) });
      }
      const quotes = Buffer.concat([Buffer.from(`${header}\n`), openQuotes()]);
      expect(await refusal(send(quotes, dailyFood, dryRun))).toMatchObject({ code: 'open-quotes' });
      const report = await send(workbook([header, row.replaceAll('"', '')]), asWorkbook, dryRun);
      expect(report.counts).toMatchObject({ read: 1 });
    },
  );
});

describe('A text of 900 kB', () => {
  const text = 'a'.repeat(900_000);

  test('in CSV sets its row aside', async () => {
    const long = row.replace('Food', text);
    const report = await send(`${header}\n${long}\n${row}\n`, { ...dailyFood, name: 'long-csv' });
    expect(report.counts).toMatchObject({ read: 2, new: 1, quarantined: 1 });
  });

  test('in a workbook sets its row aside', async () => {
    const plain = row.replaceAll('"', '');
    const report = await send(workbook([header, plain.replace('Food', text), plain]), {
      ...asWorkbook,
      name: 'long-xlsx',
    });
    expect(report.counts).toMatchObject({ read: 2, new: 1, quarantined: 1 });
  });

  test('in JSON sets its row aside, and so do nine of 100 kB', async () => {
    const exercise = {
      exerciseId: 'a1',
      name: 'squat',
      targetMuscles: ['quads'],
      bodyParts: ['legs'],
      equipments: ['rope'],
    };
    const rows = [
      { ...exercise, exerciseId: 'a2', name: text },
      { ...exercise, exerciseId: 'a3', instructions: Array.from({ length: 9 }, () => 'a'.repeat(100_000)) },
      exercise,
    ];
    const report = await send(JSON.stringify(rows), exerciseDb);
    expect(report.counts).toMatchObject({ read: 3, new: 1, quarantined: 2 });
  });
});

test('an import that was interrupted goes on in a thread of its own, and reads the same', async () => {
  const definition = { ...exerciseDb, name: 'exercises-resumed' };
  const rows = Array.from({ length: 12_000 }, (_, i) => ({
    exerciseId: `e${i}`,
    name: `squat ${i}`,
    targetMuscles: ['quads'],
    bodyParts: ['legs'],
    equipments: ['rope'],
  }));
  const request = () =>
    foodRequest('', { definition, content: Readable.from([Buffer.from(JSON.stringify(rows))]), fileName: 'e.json' });
  const interrupted = ingest(system.ingestion, {
    ...request(),
    onProgress: (step, done) => {
      if (step === 'deciding' && done > 6_000) throw new Error('the power went away');
    },
  });
  await expect(interrupted).rejects.toThrow('the power went away');
  const report = await ingest(system.ingestion, request());
  expect(report.counts).toMatchObject({ read: 12_000, new: 12_000, quarantined: 0 });
});
