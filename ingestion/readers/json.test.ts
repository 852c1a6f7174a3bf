import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allRows, bytesIn, cellsOf, file, inOrder, rowsOnly, waysToReadJson } from '../../test/reading.ts';
import { realDataPresent, realFile } from '../../test/real-data.ts';
import { findFault } from './json-fault.ts';
import { FileRejected, type ReadRow, readerLimits } from './reader.ts';

describe.each(waysToReadJson)('In %s,', (_, openJson) => {
  const rejection = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work;
    } catch (error) {
      if (error instanceof FileRejected) return error.code;
      throw error;
    }
    return 'accepted';
  };
  const reading = async (content: string | Buffer, path?: string): Promise<unknown> =>
    allRows(await openJson(path === undefined ? {} : { path }, file(content)));

  describe('A JSON file', () => {
    test('gives the elements of its array as rows, with the bytes they stand in', async () => {
      const content = '[\n  {"id": 1, "name": "Milk"} ,\n{"id":2,"name":"Supplì"}\n]\n';
      const opened = await openJson({}, file(content, 4), ['id', 'name']);
      const rows = await allRows(opened);
      expect(rows).toEqual([
        { kind: 'row', row: 1, bytes: { start: 4, end: 29 }, cells: [1, 'Milk'] },
        { kind: 'row', row: 2, bytes: { start: 32, end: 57 }, cells: [2, 'Supplì'] },
      ]);
      expect(JSON.parse(Buffer.from(content).toString('utf8', 32, 57))).toEqual({ id: 2, name: 'Supplì' });
    });

    test('may keep its array at a path, behind and before other things', async () => {
      const content =
        '\ufeff{"meta":{"data":[1,{"x":"]}"}]},"a\\u0062":{"x":[0],"data":[{"k":1},{"k":2}],"y":"]"},"z":[{}]}';
      for (const chunk of [1, 7, 1000]) {
        const opened = await openJson({ path: 'ab.data' }, file(content, chunk), ['k']);
        expect(await cellsOf(opened)).toEqual([[1], [2]]);
      }
    });

    test('may hold one object a line', async () => {
      const content = '{"a":1}\r\n\n{"a":{"b":"}"}}\n{"a":\n  {"a":3}';
      const opened = await openJson({}, file(content, 5), ['a']);
      const rows = await allRows(opened);
      expect(rows.map((row) => (row.kind === 'row' ? row.cells[0] : row.reason))).toEqual([
        1,
        { b: '}' },
        'invalid-json',
        3,
      ]);
      expect(inOrder(rows, 1, content.length)).toBe(true);
    });

    test('gives known keys and paths first, and appends keys as they come', async () => {
      const opened = await openJson({}, file('[{"b":{"x":1},"a":2},{"c":null,"a":[1]},{"b":{"x":1,"y":2}}]'), [
        'a',
        'b.x',
      ]);
      expect(opened.header).toEqual(['a', 'b.x']);
      expect(await cellsOf(opened)).toEqual([
        [2, 1],
        [[1], null, null],
        [null, 1, null, { x: 1, y: 2 }],
      ]);
      expect(opened.header).toEqual(['a', 'b.x', 'c', 'b']);
    });

    test('keeps integers that floating point cannot hold as their text', async () => {
      const opened = await openJson(
        {},
        file('[{"id":12345678901234567890,"n":1.5,"big":1e22,"ok":9007199254740991}]'),
        ['id', 'n', 'big', 'ok'],
      );
      expect(await cellsOf(opened)).toEqual([['12345678901234567890', 1.5, 1e22, 9007199254740991]]);
    });
  });

  describe('An element of a JSON file is set aside', () => {
    test.each([
      ['invalid-json', { problem: 'syntax', at: 6 }, '[{"a":NaN},{"a":1}]'],
      ['invalid-json', { problem: 'syntax', at: 6 }, '[{"a":\'x\'},{"a":1}]'],
      ['invalid-json', { problem: 'number-too-large' }, '[{"a":1e999},{"a":1}]'],
      ['invalid-json', { problem: 'duplicate-key', at: 9, key: 'a' }, '[{"a":1, "\\u0061":2},{"a":1}]'],
      ['invalid-json', { problem: 'lone-surrogate' }, '[{"a":"\\ud800"},{"a":1}]'],
      [
        'invalid-json',
        { problem: 'too-deep', limit: 64 },
        `[{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}},{"a":1}]`,
      ],
      ['invalid-json', { problem: 'syntax', at: 8 }, '[{"a":1}{"a":2},{"a":1}]'],
      ['invalid-json', { problem: 'syntax', at: 6 }, '[{"a":"open\n},{"a":1}]'],
      ['invalid-json', { problem: 'unfinished', at: 1 }, '[,{"a":1}]'],
      ['not-an-object', { found: 'number' }, '[1,{"a":1}]'],
      ['not-an-object', { found: 'null' }, '[null,{"a":1}]'],
      ['not-an-object', { found: 'list' }, '[[{"a":1}],{"a":1}]'],
      ['unsafe-key', { key: '__proto__' }, '[{"__proto__":{"admin":true}},{"a":1}]'],
      ['unsafe-key', { key: 'constructor' }, '[{"x":[{"constructor":1}]},{"a":1}]'],
      ['unsafe-key', { key: '__proto__' }, '[{"\\u005f_proto__":1},{"a":1}]'],
      ['row-too-large', { limit: 1024 ** 2 }, `[{"a":"${'x'.repeat(3_000_000)}"},{"a":1}]`],
      ['row-too-large', { limit: 100_000 }, `[{"a":"${'x'.repeat(100_001)}"},{"a":1}]`],
      [
        'too-many-columns',
        { limit: 1_000 },
        `[{${Array.from({ length: 1_001 }, (_, i) => `"k${i}":0`).join()}},{"a":1}]`,
      ],
    ])('as %s %j', async (reason, params, content) => {
      const rows = await allRows(await openJson({}, file(content, 1_000), ['a']));
      expect(rows).toHaveLength(2);
      expect(rows[0]).toMatchObject({ kind: 'unreadable', row: 1, reason, params });
      expect(rows[1]).toMatchObject({ kind: 'row', row: 2, cells: [1] });
      expect(({} as { admin?: boolean }).admin).toBeUndefined();
    });

    test('where its bytes are not UTF-8', async () => {
      const content = Buffer.concat([
        Buffer.from('[{"a":"'),
        Buffer.from([0xc0, 0xaf]),
        Buffer.from('"},{"a":"\ufffd"}]'),
      ]);
      expect(await cellsOf(await openJson({}, file(content), ['a']))).toEqual(['undecodable-bytes', ['\ufffd']]);
    });

    test('a line of many megabytes among others', async () => {
      const content = `{"a":1}\n{"a":"${'x'.repeat(20_000_000)}"}\n{"a":2}\n`;
      expect(await cellsOf(await openJson({}, file(content), ['a']))).toEqual([[1], 'row-too-large', [2]]);
    });
  });

  describe('A file is rejected as JSON', () => {
    test.each([
      ['empty-file', '', undefined],
      ['empty-file', ' \n', undefined],
      ['empty-file', '[ ]', undefined],
      ['not-json', 'a,b\n1,2\n', undefined],
      ['not-json', 'PK\x03\x04', undefined],
      ['not-json', Buffer.from('\ufeff[{"a":1}]', 'utf16le'), undefined],
      ['not-json', Buffer.from('[{"a":1}]', 'utf16le'), undefined],
      ['not-json', '{\n  "a": [{"b":1}]\n}', undefined],
      ['not-json', '{"a":[{"b":1}]}', 'b'],
      ['not-json', '{"a":{"b":1}}', 'a.c'],
      ['not-json', '{"a":{"b":1}}', 'a.b'],
      ['not-json', '{"a":1}', 'a.b'],
      ['not-json', '[{"b":1}]', 'a'],
      ['not-json', '{"a":[{"b":1}]', 'a'],
      ['not-json', '[{"a":1}', undefined],
      ['not-json', '[{"a":1},', undefined],
      ['not-json', '[{"a":1}] x', undefined],
      ['not-json', '[{"a":1}}', undefined],
    ])('as %s: %j at %s', async (code, content, path) => {
      expect(await rejection(reading(content, path))).toBe(code);
    });

    test('once it is larger than a file may be', async () => {
      const opened = await openJson({}, file(`[${'{"a":1},'.repeat(100)}{}]`, 50), [], {
        ...readerLimits,
        fileBytes: 200,
      });
      expect(await rejection(allRows(opened))).toBe('too-large');
    });
  });

  describe('Reading a JSON file', () => {
    test('closes the file when it is stopped', async () => {
      const streams: Readable[] = [];
      const source = file(`[${'{"a":1},'.repeat(50_000)}{}]`, 4_096);
      const opened = await openJson({}, (start) => {
        const stream = source(start);
        streams.push(stream);
        return stream;
      });
      for await (const batch of opened.rows) {
        expect(batch.length).toBe(1_000);
        break;
      }
      expect(streams.every((stream) => stream.destroyed)).toBe(true);
    });

    test('takes the memory of a batch, however large the file is', async () => {
      const block = Buffer.from(`{"a":"${'é'.repeat(100)}","b":[1,2,3],"c":{"d":null}},\n`.repeat(1_000));
      const opened = await openJson({}, (start = 0) =>
        Readable.from(
          (function* () {
            if (start === 0) yield Buffer.from('[');
            for (let i = 0; i < 500; i++) yield block;
            yield Buffer.from('{}]');
          })(),
        ),
      );
      let rows = 0;
      let peak = 0;
      for await (const batch of opened.rows) {
        rows += batch.length;
        if (rows % 50_000 < 1_000)
          peak = Math.max(peak, process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers);
      }
      expect(rows).toBe(500_001);
      expect(peak).toBeLessThan(300 * 1024 ** 2);
    });

    test('gives every object of any list back, however it is written and cut', async () => {
      const object = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 5 }), fc.jsonValue({ maxDepth: 3 }), {
        maxKeys: 5,
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(object, { minLength: 1, maxLength: 6 }),
          fc.integer({ min: 1, max: 40 }),
          fc.constantFrom(undefined, 2, '\t'),
          fc.boolean(),
          async (objects, chunk, indent, lines) => {
            // Keys that could pollute a prototype are set aside on purpose: another test says so.
            fc.pre(!/"(__proto__|constructor|prototype)":/.test(JSON.stringify(objects)));
            // A column with a dot is a path wherever an object has no such key: that is another test too.
            fc.pre(!objects.some((one) => Object.keys(one).some((key) => key.includes('.'))));
            const content = lines
              ? objects.map((o) => JSON.stringify(o)).join('\n')
              : JSON.stringify(objects, null, indent);
            const columns = [...new Set(objects.flatMap((o) => Object.keys(o)))];
            const read = await allRows(await openJson({}, file(content, chunk), columns));
            const expected = objects.map((o) => columns.map((c) => (Object.hasOwn(o, c) ? o[c] : null)));
            expect(read.map((row) => row.kind === 'row' && row.cells)).toEqual(JSON.parse(JSON.stringify(expected)));
          },
        ),
        { numRuns: 500 },
      );
    });

    test('loses no element and no byte of any mutilated file', async () => {
      const good = JSON.stringify(
        Array.from({ length: 6 }, (_, i) => ({ id: i, name: `Fööd "${i}"`, tags: ['a', { b: null }], n: i / 3 })),
        null,
        1,
      );
      const mutation = fc.record({
        at: fc.nat(good.length),
        cut: fc.nat(6),
        insert: fc.string({
          unit: fc.constantFrom('"', ',', '\n', '{', '}', '[', ']', '\\', ':', '1', 'é', '\0'),
          maxLength: 3,
        }),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(mutation, { maxLength: 4 }),
          fc.integer({ min: 1, max: 64 }),
          async (mutations, chunk) => {
            let text = good;
            for (const { at, cut, insert } of mutations) text = text.slice(0, at) + insert + text.slice(at + cut);
            const bytes = Buffer.from(text);
            const rows: ReadRow[] = [];
            try {
              const opened = await openJson({}, file(bytes, chunk), ['id']);
              for await (const batch of opened.rows) rows.push(...batch);
            } catch (error) {
              expect(error).toBeInstanceOf(FileRejected);
              return;
            }
            expect(inOrder(rows, 1, bytes.length)).toBe(true);
            let end = rows[0]?.bytes?.start ?? 0;
            for (const row of rows) {
              expect(bytes.toString('utf8', end, row.bytes?.start).trim()).toMatch(/^,?$/);
              end = row.bytes?.end ?? 0;
            }
          },
        ),
        { numRuns: 1_500 },
      );
    });
  });

  describe('A text that should be one JSON value', () => {
    test('has a fault exactly where JSON.parse refuses it, or a key stands twice', () => {
      const piece = fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        '"b"',
        '1',
        '-0.5e3',
        'true',
        'null',
        ' ',
        '01',
        '"',
        '\\',
      );
      let accepted = 0;
      fc.assert(
        fc.property(
          fc.oneof(
            fc.array(piece, { maxLength: 9 }).map((p) => p.join('')),
            fc.json(),
          ),
          (text) => {
            const fault = findFault(text);
            if (fault?.problem === 'duplicate-key') return;
            let parsed = true;
            try {
              JSON.parse(text);
            } catch {
              parsed = false;
            }
            if (parsed) accepted++;
            expect(fault === undefined).toBe(parsed);
          },
        ),
        { numRuns: 5_000 },
      );
      expect(accepted).toBeGreaterThan(500);
    });
  });

  describe.skipIf(!realDataPresent)('The real JSON files', () => {
    test.each([
      [
        'exercisedb/exercisedb_v1_exercises.json',
        1500,
        [
          'exerciseId',
          'name',
          'gifUrl',
          'targetMuscles',
          'bodyParts',
          'equipments',
          'secondaryMuscles',
          'instructions',
        ],
      ],
      [
        'free_exercise_db/exercises.json',
        873,
        [
          'name',
          'force',
          'level',
          'mechanic',
          'equipment',
          'primaryMuscles',
          'secondaryMuscles',
          'instructions',
          'category',
          'images',
          'id',
        ],
      ],
    ])('%s has %i objects', async (name, count, keys) => {
      const bytes = bytesIn(realFile(name));
      const opened = await openJson({}, realFile(name));
      const rows = rowsOnly(await allRows(opened));
      expect(rows).toHaveLength(count);
      expect([...opened.header].sort()).toEqual([...keys].sort());
      expect(inOrder(rows, 1, bytes.length)).toBe(true);
      for (const row of rows) {
        const again = JSON.parse(bytes.toString('utf8', row.bytes?.start, row.bytes?.end));
        expect(row.cells).toEqual(opened.header.map((key) => again[key] ?? null));
      }
    });
  });
});
