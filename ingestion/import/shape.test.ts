import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../../domain/json.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { exerciseDb } from '../sources/exercises.ts';
import { ingest } from './ingest.ts';
import { ImportRejected } from './run-import.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await freshSystem();
});
afterAll(() => system.remove());

const run = (document: Json) =>
  ingest(system.ingestion, {
    definition: exerciseDb,
    content: Readable.from([Buffer.from(JSON.stringify(document))]),
    fileName: 'exercises.json',
    trigger: 'command',
  });
const exercise = {
  exerciseId: 'a1',
  name: 'squat',
  targetMuscles: ['quads'],
  bodyParts: ['legs'],
  equipments: ['rope'],
};

test.each([
  [
    'objects of another kind',
    [
      { Patient_ID: 1, Age: 30 },
      { Patient_ID: 2, Age: 31 },
    ],
  ],
  ['numbers', [1, 2, 3]],
  ['empty objects', [{}, {}]],
])('a JSON file of %s fails as a whole, with one message, and sets no row aside', async (_, document) => {
  const failure = await run(document).catch((error) => error);
  expect(failure).toBeInstanceOf(ImportRejected);
  expect(failure).toMatchObject({ code: 'wrong-header' });
  expect(failure.message).toContain('exerciseId');
  const { rows } = await system.sql.query('select count(*)::int as n from imports.quarantined_row');
  expect(rows).toEqual([{ n: 0 }]);
});

test('one object of the right kind makes a file whose other rows are set aside', async () => {
  const report = await run([{ Patient_ID: 1 }, exercise, 7]);
  expect(report.counts).toMatchObject({ read: 3, new: 1, quarantined: 2 });
});

test('objects of the right kind without their key are set aside one by one', async () => {
  const report = await run([{ ...exercise, exerciseId: '' }]);
  expect(report.counts).toMatchObject({ read: 1, quarantined: 1 });
});
