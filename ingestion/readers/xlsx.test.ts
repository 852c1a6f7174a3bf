import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { allRows, cellsOf, file, rowsOnly, waysToReadXlsx } from '../../test/reading.ts';
import { realDataPresent, realFile } from '../../test/real-data.ts';
import { inline, workbookParts, zipOf } from '../../test/zip.ts';
import { FileRejected, type ReadRow } from './reader.ts';

describe.each(waysToReadXlsx)('In %s,', (_, openXlsx) => {
  const folder = mkdtempSync(join(tmpdir(), 'readers-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const rejection = async (work: () => Promise<unknown>): Promise<string> => {
    try {
      await work();
    } catch (error) {
      if (error instanceof FileRejected) return error.code;
      throw error;
    }
    return 'accepted';
  };
  const readAll = async (bytes: Buffer): Promise<ReadRow[]> => allRows(await openXlsx({}, file(bytes)));

  async function workbook(fill: (book: ExcelJS.Workbook) => void): Promise<Buffer> {
    const book = new ExcelJS.Workbook();
    fill(book);
    return Buffer.from(await book.xlsx.writeBuffer());
  }

  const header = `<row r="1">${inline('A1', 'name')}${inline('B1', 'kcal')}</row>`;
  const dataRow = `<row r="2">${inline('A2', 'Milk')}<c r="B2"><v>60</v></c></row>`;

  describe('An XLSX file', () => {
    test('gives text, numbers, booleans, dates and the results of formulas', async () => {
      const bytes = await workbook((book) => {
        const sheet = book.addWorksheet('Foods');
        sheet.addRow([
          ' Protein,\nN x\n6.25  (g)',
          'n',
          'flag',
          'day',
          'at',
          'time',
          'rich',
          'computed',
          'text',
          'error',
        ]);
        sheet.addRow([
          'Supplì & <co>',
          49.9,
          true,
          new Date('2024-02-29T00:00:00Z'),
          new Date('2024-02-29T13:45:30Z'),
          0.5,
          { richText: [{ text: 'a ', font: { bold: true } }, { text: 'b' }] },
          { formula: 'B2*2', result: 99.8 },
          '00123',
          { error: '#N/A' },
        ]);
        sheet.getCell('D2').numFmt = 'dd/mm/yyyy';
        sheet.getCell('E2').numFmt = 'yyyy-mm-dd hh:mm:ss';
        sheet.getCell('F2').numFmt = 'hh:mm';
      });
      for (const original of [file(bytes), await written(bytes)]) {
        const opened = await openXlsx({}, original);
        expect(opened.sheet).toBe('Foods');
        expect(opened.header[0]).toBe('Protein, N x 6.25 (g)');
        expect(await allRows(opened)).toEqual([
          {
            kind: 'row',
            row: 2,
            cells: [
              'Supplì & <co>',
              49.9,
              true,
              '2024-02-29',
              '2024-02-29T13:45:30',
              '12:00:00',
              'a b',
              99.8,
              '00123',
              '#N/A',
            ],
            formulas: [7],
          },
        ]);
      }
    });

    test('has rows as wide as its header, with null for empty cells, and numbers as the sheet counts', async () => {
      const bytes = await workbook((book) => {
        const sheet = book.addWorksheet('S');
        sheet.addRow(['a', 'b', 'c']);
        sheet.addRow([1]);
        sheet.getCell('B5').value = 2;
        sheet.getCell('E6').value = 'beyond';
      });
      expect(rowsOnly(await readAll(bytes)).map((row) => [row.row, ...row.cells])).toEqual([
        [2, 1, null, null],
        [5, null, 2, null],
        [6, null, null, null, null, 'beyond'],
      ]);
    });

    test('has its sheet chosen by name or number, and its header by row', async () => {
      const bytes = await workbook((book) => {
        book.addWorksheet('First').addRows([['x'], [1]]);
        book.addWorksheet('Second one').addRows([['A title'], [], ['y'], [2]]);
      });
      for (const sheet of [2, 'Second one']) {
        const opened = await openXlsx({ sheet, headerRow: 3 }, file(bytes));
        expect(opened.header).toEqual(['y']);
        expect(opened.dialect).toEqual({ sheet: 'Second one', headerRow: 3 });
        expect(await allRows(opened)).toEqual([{ kind: 'row', row: 4, cells: [2] }]);
      }
      expect(await rejection(() => openXlsx({ sheet: 'Third' }, file(bytes)))).toBe('no-such-sheet');
      expect(await rejection(() => openXlsx({ sheet: 3 }, file(bytes)))).toBe('no-such-sheet');
      expect(await rejection(() => openXlsx({ headerRow: 2, sheet: 2 }, file(bytes)))).toBe('wrong-header');
    });

    test('keeps every run of a text, decodes each escape once, and leaves phonetic hints out', async () => {
      const cells = [
        '<c r="A2" t="inlineStr"><is><r><t>one </t></r><r><t xml:space="preserve"> two</t></r><rPh sb="0" eb="1"><t>hint</t></rPh></is></c>',
        '<c r="B2" t="inlineStr"><is><t>&amp;lt;b&gt; _x0041__x005F_x0042_</t></is></c>',
      ].join('');
      const bytes = zipOf(workbookParts(`${header}<row r="2">${cells}</row>`));
      expect(await cellsOf(await openXlsx({}, file(bytes)))).toEqual([['one  two', '&lt;b> A_x0042_']]);
    });

    test('may leave out places, prefix its tags, and count its days from 1904', async () => {
      const sheet =
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="str"><x:v>day</x:v></x:c></x:row><x:row><x:c s="1"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>';
      const bytes = zipOf(
        workbookParts('', [
          { name: 'xl/worksheets/sheet1.xml', content: sheet },
          {
            name: 'xl/workbook.xml',
            content:
              '<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
          },
          {
            name: 'xl/styles.xml',
            content: '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
          },
        ]),
      );
      expect(await allRows(await openXlsx({}, file(bytes)))).toEqual([{ kind: 'row', row: 2, cells: ['1904-01-01'] }]);
    });

    test('gives back whatever exceljs wrote', async () => {
      const cell = fc.oneof(
        fc
          .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
          .filter((text) => /^[^\p{Cc}]*$/u.test(text) && text.trim() !== ''),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n)),
        fc.boolean(),
        fc.constant(null),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
          async (table) => {
            const kept = table.map((cells, i) => [i, ...cells]);
            const bytes = await workbook((book) => book.addWorksheet('S').addRows([['i', 'a', 'b', 'c'], ...kept]));
            expect(await cellsOf(await openXlsx({}, file(bytes, 500)))).toEqual(kept);
          },
        ),
        { numRuns: 60 },
      );
    });
  });

  describe('A row of an XLSX file is set aside', () => {
    test.each([
      ['too-many-columns', '<row r="3"><c r="XFD3"><v>1</v></c></row>'],
      ['too-many-columns', '<row r="3"><c r="ZZZZZZ3"><v>1</v></c></row>'],
      ['untypable-cell', '<row r="3"><c r="A3" t="s"><v>7</v></c></row>'],
      ['untypable-cell', '<row r="3"><c r="A3"><v>one</v></c></row>'],
      ['untypable-cell', '<row r="3"><c r="A3"><v>1e999</v></c></row>'],
      ['row-too-large', `<row r="3">${inline('A3', 'x'.repeat(100_001))}</row>`],
      ['undecodable-bytes', `<row r="3">${inline('A3', '_xD800_')}</row>`],
      ['undecodable-bytes', `<row r="3">${inline('A3', '_x0000_')}</row>`],
    ])('as %s', async (reason, row) => {
      const rows = await readAll(
        zipOf(workbookParts(`${header}${dataRow}${row}<row r="4">${inline('A4', 'Egg')}</row>`)),
      );
      expect(rows.map((read) => (read.kind === 'row' ? read.cells : read.reason))).toEqual([
        ['Milk', 60],
        reason,
        ['Egg', null],
      ]);
      expect(rows[1]?.row).toBe(3);
    });
  });

  describe('Reading an XLSX file', () => {
    test('may be stopped after any batch', async () => {
      const rows = Array.from(
        { length: 20_000 },
        (_, i) => `<row r="${i + 2}"><c r="A${i + 2}"><v>${i}</v></c></row>`,
      ).join('');
      const opened = await openXlsx({}, await written(zipOf(workbookParts(header + rows))));
      for await (const batch of opened.rows) {
        expect(batch).toHaveLength(1_000);
        break;
      }
    });

    test('reads large sheets in the memory of a batch', async () => {
      const rows = Array.from(
        { length: 150_000 },
        (_, i) =>
          `<row r="${i + 2}">${inline(`A${i + 2}`, `Food ${i * 7919} ${Math.sqrt(i)}`)}<c r="B${i + 2}"><v>${Math.sin(i)}</v></c></row>`,
      ).join('');
      const path = await written(zipOf(workbookParts(header + rows)));
      const opened = await openXlsx({}, path);
      let count = 0;
      let misplaced = 0;
      for await (const batch of opened.rows) {
        for (const row of batch) if (row.row !== ++count + 1) misplaced++;
      }
      expect([count, misplaced]).toEqual([150_000, 0]);
      expect(process.memoryUsage().arrayBuffers).toBeLessThan(200 * 1024 ** 2);
    });
  });

  async function written(bytes: Buffer): Promise<string> {
    const path = join(folder, `${Math.random().toString(36).slice(2)}.xlsx`);
    await writeFile(path, bytes);
    return path;
  }

  describe.skipIf(!realDataPresent)('The real XLSX file', () => {
    const path = realFile('ciqual/table_ciqual_2025_fr_2025_11_03.xlsx');

    test('has 3484 foods of 84 text columns, with names collapsed to one line', async () => {
      const opened = await openXlsx({}, path);
      expect(opened.sheet).toBe('composition nutritionnelle');
      expect(opened.header).toHaveLength(84);
      expect(opened.header).toContain('Protéines, N x facteur de Jones (g 100 g)');
      const rows = rowsOnly(await allRows(opened));
      expect(rows).toHaveLength(3484);
      expect(rows[0]?.row).toBe(2);
      const cells = rows.flatMap((row) => row.cells.slice(9));
      const count = (is: (cell: string) => boolean) =>
        cells.filter((cell) => typeof cell === 'string' && is(cell)).length;
      expect(count((cell) => cell === '-')).toBe(83_246);
      expect(count((cell) => cell === 'traces')).toBe(2_514);
      expect(count((cell) => cell.startsWith('<'))).toBe(20_075);
      expect(rows.every((row) => row.cells.every((cell) => cell === null || typeof cell === 'string'))).toBe(true);
    });

    test('has 74 constituents on its second sheet', async () => {
      const rows = rowsOnly(await allRows(await openXlsx({ sheet: 'codes INFOODS' }, path)));
      expect(rows).toHaveLength(74);
      expect(rows.every((row) => row.cells.length === 3)).toBe(true);
    });
  });
});
