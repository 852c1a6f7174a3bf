import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allRows, bytesIn, cellsOf, file, inOrder, rowsOnly } from '../../test/reading.ts';
import { realDataPresent, realFile } from '../../test/real-data.ts';
import { openCsv } from './csv.ts';
import { FileRejected, type ReadRow, readerLimits } from './reader.ts';

const rejection = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof FileRejected) return error.code;
    throw error;
  }
  return 'accepted';
};

const utf16 = (text: string, order: 'le' | 'be'): Buffer => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
};

describe('A CSV file', () => {
  test('gives its header, its rows with their numbers, and the bytes they stand in', async () => {
    const content = 'name , kcal\nMilk,60\n\n"Bread, ""white""",250\n';
    const opened = await openCsv({}, file(content));
    expect(opened.header).toEqual(['name', 'kcal']);
    const rows = await allRows(opened);
    expect(rows).toEqual([
      { kind: 'row', row: 2, bytes: { start: 12, end: 20 }, cells: ['Milk', '60'] },
      { kind: 'row', row: 3, bytes: { start: 21, end: 44 }, cells: ['Bread, "white"', '250'] },
    ]);
  });

  test('gives ragged rows with the cells that they have', async () => {
    expect(await cellsOf(await openCsv({}, file('a,b,c\n1,2\n1,2,3,4\n1,2,\n')))).toEqual([
      ['1', '2'],
      ['1', '2', '3', '4'],
      ['1', '2', ''],
    ]);
  });

  test('keeps cells as written: blanks, formulas, numbers, control characters', async () => {
    const cells = [" =cmd|'/C calc'!A0", '@SUM(A1)', '-5.00', '-1e-7', '\t+1', '＝1+1', 'a\x07b', '\u202egnp', '00123'];
    const content = `n,v\n${cells.map((cell, i) => `${i},${cell}`).join('\n')}\n`;
    expect(await cellsOf(await openCsv({}, file(content)))).toEqual(cells.map((cell, i) => [String(i), cell]));
  });

  test.each([
    [',', 'a,b\n1,2\n'],
    [';', 'a;b\n1,5;2,5\n'],
    ['\t', 'a\tb\n1,5\t2;3\n'],
    ['|', 'a|b\n1|2\n'],
    [';', 'sep=;\r\na;b\r\n1;2\r\n'],
    [',', 'a,b;c\n1,2\n'],
  ])('has its delimiter %j found out', async (delimiter, content) => {
    expect((await openCsv({}, file(content))).dialect.delimiter).toBe(delimiter);
  });

  test('may be quoted with apostrophes', async () => {
    const opened = await openCsv({}, file("a,b\n'x, y','z'\n'it''s','w'\n"));
    expect(opened.dialect.quote).toBe("'");
    expect(await cellsOf(opened)).toEqual([
      ['x, y', 'z'],
      ["it's", 'w'],
    ]);
  });

  test.each(['\n', '\r\n', '\r'])('may end its lines with %j', async (end) => {
    const content = ['a,b', '1,2', '"x",y', ''].join(end);
    const rows = await allRows(await openCsv({}, file(content, 3)));
    expect(rows.map((row) => row.kind === 'row' && row.cells)).toEqual([
      ['1', '2'],
      ['x', 'y'],
    ]);
    expect(inOrder(rows, 2, content.length)).toBe(true);
  });

  test.each([
    ['utf-8', Buffer.from('née,b\nSupplì,"x\u20ac"\n')],
    ['utf-8', Buffer.from('\ufeffnée,b\nSupplì,"x\u20ac"\n')],
    ['utf-16le', utf16('née,b\nSupplì,"x\u20ac"\n', 'le')],
    ['utf-16be', utf16('née,b\nSupplì,"x\u20ac"\n', 'be')],
    ['windows-1252', Buffer.from('n\xe9e,b\nSuppl\xec,"x\x80"\n', 'latin1')],
  ])('is decoded from %s', async (encoding, bytes) => {
    for (const chunk of [1, 5, 1000]) {
      const opened = await openCsv({}, file(bytes, chunk));
      expect(opened.dialect.encoding).toBe(encoding);
      expect(opened.header).toEqual(['née', 'b']);
      const [row] = await allRows(opened);
      expect(row).toMatchObject({ cells: ['Supplì', 'x€'], bytes: { end: bytes.length } });
    }
  });

  test('reads the same with the dialect pinned that was detected', async () => {
    const content = Buffer.from('n\xe9e;b\n1;\xe0\n', 'latin1');
    const first = await openCsv({}, file(content));
    expect(await allRows(await openCsv(first.dialect, file(content)))).toEqual(await allRows(first));
  });
});

describe('A row of a CSV file that cannot be read', () => {
  test('with a quote left open is set aside alone: the next line is read again', async () => {
    const content = 'a,b,c\n1,"open,3\n4,5,6\n7,"8",9\n"x"y,1,2\n10,11,12\n';
    const rows = await allRows(await openCsv({}, file(content)));
    expect(rows.map((row) => (row.kind === 'row' ? row.cells.join('|') : row.reason))).toEqual([
      'unbalanced-quote',
      '4|5|6',
      '7|8|9',
      'unbalanced-quote',
      '10|11|12',
    ]);
    expect(content.slice(rows[0]?.bytes?.start, rows[0]?.bytes?.end)).toBe('1,"open,3\n');
  });

  test('does not swallow the rows between an open quote and one far below that would close it', async () => {
    const rows = ['"Milk,1,2', ...Array.from({ length: 5_000 }, (_, i) => `Food ${i},3,4`), 'Plate 5",5,6', 'End,7,8'];
    const read = await allRows(await openCsv({}, file(`name,b,c\n${rows.join('\n')}\n`, 1_000)));
    expect(read).toHaveLength(rows.length);
    expect(read.filter((row) => row.kind === 'unreadable').map((row) => row.row)).toEqual([2]);
  });

  test('is too large where its line is longer than a row may be, and reading goes on behind it', async () => {
    const content = `a,b\n1,2\n${'x'.repeat(10_000_000)},2\n"${'y,'.repeat(2_000_000)}",3\n3,4\n`;
    const rows = await allRows(await openCsv({}, file(content)));
    expect(rows.map((row) => (row.kind === 'row' ? row.cells : row.reason))).toEqual([
      ['1', '2'],
      'row-too-large',
      'row-too-large',
      ['3', '4'],
    ]);
    expect(rows[1]?.bytes).toEqual({ start: 8, end: 10_000_011 });
    expect(inOrder(rows, 2, content.length)).toBe(true);
  });

  test('is too large where one cell is, and has too many columns where it has', async () => {
    const content = `a,b\n1,${'x'.repeat(100_001)}\n${','.repeat(1_000)}\n3,4`;
    expect(await cellsOf(await openCsv({}, file(content)))).toEqual(['row-too-large', 'too-many-columns', ['3', '4']]);
  });

  test('has bytes that are not of the encoding of the file', async () => {
    const content = Buffer.concat([
      Buffer.from('é,è\nà,1\n'),
      Buffer.from([0xe9, 0x2c, 0x32, 0x0a]),
      Buffer.from('ù,"3"\n'),
    ]);
    expect(await cellsOf(await openCsv({}, file(content)))).toEqual([['à', '1'], 'undecodable-bytes', ['ù', '3']]);
    const quoted = Buffer.concat([
      Buffer.from('é,è\nà,1\n"'),
      Buffer.from([0xe9, 0xe9]),
      Buffer.from('",2\nù,3\nê,4\n'),
    ]);
    expect(await cellsOf(await openCsv({}, file(quoted)))).toEqual([
      ['à', '1'],
      'undecodable-bytes',
      ['ù', '3'],
      ['ê', '4'],
    ]);
    expect(await cellsOf(await openCsv({}, file('a,b\n1,x\0y\n2,3\n')))).toEqual(['undecodable-bytes', ['2', '3']]);
    const half = Buffer.concat([utf16('a,b\n', 'le'), Buffer.from([0x00, 0xd8]), Buffer.from(',1\n2,3\n', 'utf16le')]);
    expect(await cellsOf(await openCsv({}, file(half)))).toEqual(['undecodable-bytes', ['2', '3']]);
  });
});

describe('A file is rejected as CSV', () => {
  test.each([
    ['empty-file', ''],
    ['empty-file', ' \n\r\n'],
    ['empty-file', 'a,b\n'],
    ['empty-file', 'a,b\n\n  \n'],
    ['not-csv', '[{"a":1}]'],
    ['not-csv', '{"a":1}\n{"a":2}\n'],
    ['not-csv', '<!DOCTYPE html><table>'],
    ['not-csv', Buffer.from('PK\x03\x04\x14\0\0\0', 'latin1')],
    ['not-csv', Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1')],
    ['not-csv', Buffer.from([...Array(300).keys()].map((i) => (i * 7) % 256))],
    ['not-csv', Buffer.from('a,b\n1,2\n', 'utf16le')],
    ['not-csv', '"a,b\n1,2\n'],
    ['duplicate-column', 'a,b,A \n1,2,3\n'],
    ['unsafe-column', 'a,__proto__\n1,2\n'],
    ['unsafe-column', 'constructor,b\n1,2\n'],
    ['unsafe-column', 'a,prototype\n1,2\n'],
    ['unsafe-column', 'a,b\0\n1,2\n3,4\n5,6\n7,8\n9,10\n1,2\n3,4\n5,6\n7,8\n9,10\n1,2\n3,4\n5,6\n7,8\n9,10\n'],
    ['wrong-header', ',,\n1,2,3\n'],
    ['too-many-columns', `${Array.from({ length: 1_001 }, (_, i) => `c${i}`).join(',')}\n1\n`],
  ])('as %s (%#)', async (code, content) => {
    expect(await rejection(openCsv({}, file(content)))).toBe(code);
  });

  test('with a delimiter other than the one its source declares', async () => {
    expect(await rejection(openCsv({ delimiter: ';' }, file('a,b\n1,2\n')))).toBe('not-csv');
  });

  test('once it is larger than a file may be', async () => {
    const opened = await openCsv({}, file(`a,b\n${'1,2\n'.repeat(100)}`, 50), { ...readerLimits, fileBytes: 200 });
    expect(await rejection(allRows(opened))).toBe('too-large');
  });

  test('while it is read, where only blank lines follow a header', async () => {
    const opened = await openCsv({}, file(`a,b\n${'\n'.repeat(600_000)}`));
    expect(await rejection(allRows(opened))).toBe('empty-file');
  });
});

describe('Reading a CSV file', () => {
  test('closes the file when it is stopped', async () => {
    const streams: ReturnType<ReturnType<typeof file>>[] = [];
    const source = file(`a,b\n${'1,2\n'.repeat(50_000)}`, 4_096);
    const opened = await openCsv({}, (start) => {
      const stream = source(start);
      streams.push(stream);
      return stream;
    });
    for await (const batch of opened.rows) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    expect(streams.every((stream) => stream.destroyed)).toBe(true);
  });

  test('takes the memory of a batch, however large the file is', async () => {
    const line = Buffer.from(`${'x'.repeat(60)},"a ""b""",é,1234567890\n`);
    const block = Buffer.concat(Array.from({ length: 1_000 }, () => line));
    const opened = await openCsv({ encoding: 'utf-8', delimiter: ',' }, (start = 0) => blocks(block, 1_000, start));
    let rows = 0;
    let peak = 0;
    for await (const batch of opened.rows) {
      rows += batch.length;
      if (rows % 100_000 < 1_000)
        peak = Math.max(peak, process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers);
    }
    expect(rows).toBe(1_000_000);
    expect(peak).toBeLessThan(300 * 1024 ** 2);
  });

  test('loses no row and no byte of any mutilated file', async () => {
    const good = [
      'name,kcal,fat,"note ""x"""',
      'Milk,60,3.5,"a, b"',
      '"Bread ""w""",250,2,é',
      'Egg;x,155,11,"two',
      'lines"',
      '',
      'Ham,1,2,3',
    ];
    const mutation = fc.record({
      at: fc.nat(200),
      cut: fc.nat(6),
      insert: fc.string({
        unit: fc.constantFrom('"', ',', '\n', '\r', 'é', '\0', ';', "'", 'a', '\ufeff'),
        maxLength: 4,
      }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutation, { maxLength: 5 }),
        fc.integer({ min: 1, max: 64 }),
        async (mutations, chunk) => {
          let text = `${good.join('\n')}\n`.repeat(3);
          for (const { at, cut, insert } of mutations) text = text.slice(0, at) + insert + text.slice(at + cut);
          const bytes = Buffer.from(text);
          let rows: ReadRow[];
          try {
            rows = await allRows(await openCsv({}, file(bytes, chunk)));
          } catch (error) {
            expect(error).toBeInstanceOf(FileRejected);
            return;
          }
          expect(inOrder(rows, 2, bytes.length)).toBe(true);
          expect(rows).toEqual(await allRows(await openCsv({}, file(bytes, 1 << 20))));
          let end = rows[0]?.bytes?.start ?? 0;
          for (const row of rows) {
            expect(bytes.toString('utf8', end, row.bytes?.start).trim()).toBe('');
            end = row.bytes?.end ?? 0;
          }
          expect(bytes.toString('utf8', end).trim()).toBe('');
        },
      ),
      { numRuns: 1_500 },
    );
  });
});

/** One block handed over again and again, so that the file itself takes no memory. */
function blocks(block: Buffer, times: number, start: number): Readable {
  return Readable.from(
    (function* () {
      if (start === 0) yield Buffer.from('a,b,c,d\n');
      for (let i = 0; i < times; i++) yield block;
    })(),
  );
}

describe.skipIf(!realDataPresent)('The real CSV files', () => {
  test.each([
    ['daily_food/daily_food_nutrition_dataset.csv', 651, 12, [21, 50, 235, 238, 378, 445]],
    ['diet_recommendations/diet_recommendations_dataset.csv', 1000, 20, []],
    ['gym_members/gym_members_exercise_tracking.csv', 973, 15, []],
    ['gym_members/fitness_tracker_peers_1800.csv', 1800, 15, []],
    ['fitness_tracker/fitness_tracker_dataset.csv', 1000, 12, []],
  ])('%s has %i rows of %i columns, ragged in rows %j', async (name, count, columns, ragged) => {
    const bytes = bytesIn(realFile(name));
    const opened = await openCsv({}, realFile(name));
    expect(opened.header).toHaveLength(columns);
    const rows = rowsOnly(await allRows(opened));
    expect(rows).toHaveLength(count);
    expect(inOrder(rows, 2, bytes.length)).toBe(true);
    expect(rows.filter((row) => row.cells.length !== columns).map((row) => row.row)).toEqual(ragged);
    for (const row of rows) {
      const text = bytes.toString('utf8', row.bytes?.start, row.bytes?.end);
      expect(parse(text)).toEqual([row.cells]);
    }
  });
});
