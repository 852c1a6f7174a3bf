/** The command line as scripts use it: JSON on stdout, words in the language asked for. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foodFile } from '../../ingestion/import/foods.test-support.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';

const launcher = path.join(import.meta.dirname, 'healthai.js');
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(path.join(os.tmpdir(), 'healthai-command-line-'));
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

function run(...words: string[]): { status: number | null; lines: string[]; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...words], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'de_CH.UTF-8', DATABASE_URL: database.url, DATA_DIR: folder },
  });
  return { status, lines: stdout.split('\n').slice(0, -1), stderr };
}
const json = (...words: string[]) => run(...words, '--json').lines.map((line) => JSON.parse(line));

describe('what waits for people', () => {
  let importId: string;
  beforeAll(() => {
    const file = path.join(folder, 'foods.csv');
    const foods = [{ name: 'Bread' }, { name: 'Brew', kcal: 900 }, { name: 'Stone', kcal: 'many' }];
    writeFileSync(file, foodFile(foods));
    importId = json('ingest', 'daily-food', file)[0].import;
  });

  test('is listed, an object a line', () => {
    const [item, ...others] = json('queue', '--severity', 'error');
    expect(item).toMatchObject({ type: 'food', key: 'Brew', severity: 'error', rules: ['F5'], published: null });
    expect(others).toEqual([]);
    expect(run('queue', '--type', 'stone')).toMatchObject({ status: 2, lines: [] });
  });

  test('has findings in words, in the language of the terminal or the one asked for', () => {
    const [{ record }] = json('queue');
    const [german] = json('record', record);
    expect(german.findings[0]).toMatchObject({ rule: 'F5', severity: 'error' });
    expect(german.findings[0].message).toContain('900 kcal');
    expect(german.findings[0].advice).not.toBe('');
    const [french] = json('record', record, '--language', 'fr');
    expect(french.findings[0].message).toContain('L’énergie déclarée, 900 kcal');
    expect(french.findings[0].message).not.toBe(german.findings[0].message);
  });

  test('is refused to whoever is not entitled, in the same language', () => {
    const [{ record }] = json('queue');
    const words = ['approve', record, '--as', 'reviewer@healthai.local'];
    const [{ error }] = json(...words);
    expect(error.code).toBe('not-entitled');
    expect(run(...words, '--language', 'it').stderr).not.toContain(error.message);
  });

  test('does not include rows that were set aside: those stand with their import, with reason and place', () => {
    const [one] = json('imports', importId, '--language', 'en');
    expect(one).toMatchObject({ import: importId, status: 'completed', counts: { read: 3, quarantined: 1 } });
    expect(one.quarantinedRows).toHaveLength(1);
    expect(one.quarantinedRows[0]).toMatchObject({ row: 4 });
    expect(one.quarantinedRows[0].message).toContain('foods.csv, row 4: column “Calories (kcal)”: the value “many”');
    expect(json('imports')[0]).not.toHaveProperty('quarantinedRows');
    expect(run('imports', '00000000-0000-4000-8000-000000000000').stderr).toContain('There is no import');
  });
});

describe('the sources', () => {
  const menu = {
    name: 'menu',
    recordType: 'food',
    title: 'Dishes',
    format: 'csv',
    columns: [{ column: 'dish', field: 'name' }],
    constants: { basis: 'portion' },
    naturalKey: ['name'],
    licence: { name: 'own', redistributable: false },
    legalBasis: 'open-data',
    delivers: 'snapshot',
    justification: 'We cook it.',
  };

  test('are listed with the file that defines them, and what defines none is told of', () => {
    mkdirSync(path.join(folder, 'sources'));
    writeFileSync(path.join(folder, 'sources', 'kitchen.json'), '{}');
    const [{ sources, rejected }] = json('sources');
    expect(sources.find(({ name }: { name: string }) => name === 'ciqual')).toMatchObject({
      trust: 'auto',
      file: null,
    });
    const file = path.join(folder, 'sources', 'kitchen.json');
    expect(rejected).toMatchObject([{ name: 'kitchen', file }]);
    expect(sources.at(-1)).toMatchObject({ name: 'kitchen', recordType: null, file });
    expect(sources.at(-1).problem).toContain('recordType: ');
    expect(sources[0].problem).toBeNull();
  });

  test('are listed with the sentence of what a definition states in vain, in lines too', () => {
    const dialect = { headerRow: 3 };
    writeFileSync(path.join(folder, 'sources', 'menu.json'), JSON.stringify({ ...menu, dialect }));
    const { lines, status } = run('sources');
    expect(status).toBe(0);
    const at = lines.findIndex((line) => line.startsWith('menu '));
    expect(lines[at]).toMatch(/^menu +food +csv +review +own .*menu\.json$/);
    expect(lines[at + 1]).toContain('  cannot be used: dialect.headerRow: belongs to xlsx');
    const [{ sources }] = json('sources');
    expect(sources.find(({ name }: { name: string }) => name === 'menu')).toMatchObject({
      recordType: 'food',
      format: 'csv',
      licence: 'own',
      redistributable: false,
      trust: 'review',
    });
    expect(run('ingest', 'menu', launcher).stderr).toContain('dialect.headerRow: belongs to xlsx');
  });

  test('of which one is unusable: its problems are the answer, with their places', () => {
    const [{ error }] = json('ingest', 'kitchen', launcher);
    expect(error.code).toBe('invalid-source');
    expect(error.details.problems.map((one: { path: string }) => one.path)).toContain('recordType');
    expect(run('ingest', 'kitchen', launcher).status).toBe(2);
  });
});

test('precision and recall of the rules on the bundled data are measured', () => {
  const [evaluation] = json('evaluate');
  expect(evaluation.anomalies).toBeGreaterThan(200);
  expect(evaluation.recall).toBeGreaterThan(0.85);
  expect(evaluation.precision).toBeGreaterThan(0.95);
  expect(run('evaluate', folder).stderr).toContain('has no ground-truth.json');
});
