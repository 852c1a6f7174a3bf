import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { problemOf, readCatalogue, rejectionOf } from './catalogue.ts';
import { sources } from './sources/index.ts';

const canteen = {
  name: 'canteen',
  recordType: 'food',
  title: 'Dishes of the canteen',
  format: 'csv',
  columns: [{ column: 'dish', field: 'name' }],
  constants: { basis: 'portion' },
  naturalKey: ['name'],
  licence: { name: 'own', redistributable: false },
  legalBasis: 'open-data',
  delivers: 'snapshot',
  justification: 'We cook it.',
};

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthai-sources-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const write = (name: string, content: unknown): void =>
  fs.writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const rejections = (): string => readCatalogue(folder).rejected.map(rejectionOf).join('\n');

test('without a folder there are the sources that the release ships', () => {
  const catalogue = readCatalogue(path.join(folder, 'missing'));
  expect(catalogue.sources.map(({ definition }) => definition)).toEqual(sources);
  expect(catalogue.rejected).toEqual([]);
});

test('a definition in the folder is a source like any other, and says where it stands', () => {
  write('canteen.json', canteen);
  write('notes.txt', 'not a definition');
  const catalogue = readCatalogue(folder);
  expect(catalogue.find('canteen')).toMatchObject({ name: 'canteen', trust: 'review' });
  expect(catalogue.sources.at(-1)?.file).toBe(path.join(folder, 'canteen.json'));
  expect(catalogue.sources).toHaveLength(sources.length + 1);
});

test('a definition is read as it is now', () => {
  write('canteen.json', canteen);
  readCatalogue(folder);
  write('canteen.json', { ...canteen, trust: 'auto' });
  expect(readCatalogue(folder).find('canteen')?.trust).toBe('auto');
});

describe('a file that defines no source', () => {
  test('is named with every problem in it and its place', () => {
    write('canteen.json', { ...canteen, trust: 'blind', columns: [{ column: 'dish', field: 'name', colour: 1 }] });
    const lines = rejections().split('\n');
    expect(lines[0]).toBe(`${path.join(folder, 'canteen.json')} defines no source that can be used:`);
    expect(lines).toHaveLength(3);
    expect(lines.join()).toContain('trust: ');
    expect(lines.join()).toContain('columns.0: ');
  });

  test('tells what it says all the same, and what is wrong in a sentence without the folder', () => {
    write('canteen.json', { ...canteen, dialect: { headerRow: 3 }, timeZone: 'Europe/Paris' });
    const [rejected] = readCatalogue(folder).rejected;
    expect(rejected).toMatchObject({ name: 'canteen', stated: { recordType: 'food', format: 'csv', licence: 'own' } });
    expect(problemOf(rejected!)).toBe(
      'dialect.headerRow: belongs to xlsx, and the format is csv: leave it out; timeZone: belongs to sources with times, and no column feeds an instant: leave it out',
    );
    expect(readCatalogue(folder).find('canteen')).toBeUndefined();
  });

  test('keeps nobody from the others', () => {
    write('broken.json', '{ "name": ');
    write('canteen.json', canteen);
    expect(rejections()).toContain('broken.json defines no source that can be used:\n  is no JSON: ');
    expect(readCatalogue(folder).find('canteen')).toBeDefined();
  });

  test('has another name than its source', () => {
    write('kitchen.json', canteen);
    expect(rejections()).toContain('name: is canteen, but the file is called kitchen.json');
  });

  test('takes the name of a source of the release', () => {
    write('ciqual.json', { ...canteen, name: 'ciqual' });
    expect(rejections()).toContain('name: ciqual is a source of the release');
    expect(readCatalogue(folder).find('ciqual')?.format).toBe('xlsx');
  });

  test('is too large to be one', () => {
    write('canteen.json', `"${'x'.repeat(1024 * 1024)}"`);
    expect(rejections()).toContain('is larger than 1048576 bytes');
  });
});
