import { describe, expect, test } from 'vitest';
import type { Json } from '../../domain/json.ts';
import { JsonColumns } from './json-columns.ts';

type JsonObject = { readonly [key: string]: Json };

/** Reads objects one after the other; cells that later columns add are null, as whoever reads them takes them. */
function read(columns: readonly string[], objects: readonly JsonObject[], reader?: number) {
  const table = new JsonColumns(columns, 100, reader);
  const rows = objects.map((object) => table.cells(object));
  return { header: table.header, rows };
}

describe('a key of JSON is the column it names', () => {
  test.each([
    ['in another case', 'name', 'NAME'],
    ['with other white space', 'Energy (kcal)', ' Energy\u00a0 (kcal)'],
    ['decomposed', 'Énergie', 'E\u0301nergie'],
    ['with a character that shows nothing', 'name', '\ufeffname'],
  ])('%s', (_, column, key) => {
    expect(read([column], [{ [key]: 1 }, { [column]: 2 }])).toEqual({ header: [column], rows: [[1], [2]] });
  });

  test('along paths too', () => {
    const { header, rows } = read(
      ['nutrition.energy.kcal'],
      [{ Nutrition: { ENERGY: { kcal: 1 } } }, { nutrition: { Energy: { Kcal: 2 } } }, { nutrition: { energy: 3 } }],
    );
    expect(rows.map((cells) => cells?.[0])).toEqual([1, 2, null]);
    expect(header).toEqual(['nutrition.energy.kcal', 'nutrition']);
  });
});

describe('an object that has a key in two spellings', () => {
  test('gives the one that is written as its source names it; the other is an unknown column', () => {
    for (const object of [
      { Name: 'a', name: 'b' },
      { name: 'b', Name: 'a' },
    ]) {
      expect(read(['name'], [object])).toEqual({ header: ['name', 'Name'], rows: [['b', 'a']] });
      expect(read(['Name'], [object])).toEqual({ header: ['Name', 'name'], rows: [['a', 'b']] });
    }
  });

  test('gives the first where none is written so', () => {
    expect(read(['name'], [{ Name: 'a', NAME: 'b' }])).toEqual({ header: ['name', 'NAME'], rows: [['a', 'b']] });
  });

  test('takes no value away from the objects around it', () => {
    const { header, rows } = read(['Name'], [{ name: 'a' }, { Name: 'b', name: 'c' }, { name: 'd' }]);
    expect(header).toEqual(['Name', 'name']);
    expect(rows).toEqual([['a'], ['b', 'c'], ['d', null]]);
  });

  test('within a path is kept whole beside what is read of it', () => {
    const nutrition = { Energy: 1, energy: 2 };
    const { header, rows } = read(['nutrition.energy'], [{ nutrition }]);
    expect(header).toEqual(['nutrition.energy', 'nutrition']);
    expect(rows).toEqual([[2, nutrition]]);
  });

  test('at the start of a path is followed as written, and the other is an unknown column', () => {
    const { header, rows } = read(['n.e'], [{ N: { e: 1 }, n: { e: 2 } }]);
    expect(header).toEqual(['n.e', 'N']);
    expect(rows).toEqual([[2, { e: 1 }]]);
  });
});

describe('a number in a path', () => {
  const columns = ['nutrients.0.amount', 'nutrients.1.amount'];

  test('is the place of an item of a list; the list is kept beside', () => {
    const nutrients: Json = [{ amount: 5, unit: 'g' }, { amount: 7 }];
    expect(read(columns, [{ nutrients }])).toEqual({ header: [...columns, 'nutrients'], rows: [[5, 7, nutrients]] });
    expect(read(columns, [{ nutrients: [] }]).rows).toEqual([[null, null, []]]);
  });

  test('is a key where an object stands', () => {
    expect(read(columns, [{ nutrients: { 0: { amount: 1 }, 1: { amount: 2 } } }])).toEqual({
      header: columns,
      rows: [[1, 2]],
    });
  });
});

test('what paths do not take of an object is kept, however deep it lies', () => {
  const object = { a: { b: { c: 1, d: 2 } } };
  expect(read(['a.b.c'], [object])).toEqual({ header: ['a.b.c', 'a'], rows: [[1, object.a]] });
  expect(read(['a.b.c', 'a.b.d'], [object]).header).toEqual(['a.b.c', 'a.b.d']);
  expect(read(['a.b'], [object]).header).toEqual(['a.b']);
});

test('imports that the first release began are read on as it read them', () => {
  const objects = [{ Name: 'a', nutrients: [{ amount: 5 }], n: { e: { x: 1, y: 2 } } }];
  const columns = ['name', 'nutrients.0.amount', 'n.e.x'];
  expect(read(columns, objects, 1)).toEqual({
    header: [...columns, 'Name', 'nutrients'],
    rows: [[null, null, 1, 'a', [{ amount: 5 }]]],
  });
});

test('many spellings of a key take no more than their columns', () => {
  const table = new JsonColumns(['abcdefghijklmnop'], 10);
  for (let i = 0; i < 30_000; i++) {
    const key = [...'abcdefghijklmnop'].map((c, bit) => ((i >> bit) & 1 ? c.toUpperCase() : c)).join('');
    expect(table.cells({ [key]: i })).toEqual([i]);
  }
  expect(table.header).toEqual(['abcdefghijklmnop']);
});
