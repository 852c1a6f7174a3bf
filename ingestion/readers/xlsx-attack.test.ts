import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { allRows, file, waysToReadXlsx } from '../../test/reading.ts';
import { inline, type Part, workbookParts, zipOf } from '../../test/zip.ts';
import { FileRejected, readerLimits } from './reader.ts';

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
  const readAll = async (bytes: Buffer): Promise<unknown> => allRows(await openXlsx({}, file(bytes)));

  const header = `<row r="1">${inline('A1', 'name')}${inline('B1', 'kcal')}</row>`;
  const dataRow = `<row r="2">${inline('A2', 'Milk')}<c r="B2"><v>60</v></c></row>`;

  describe('A file is rejected as XLSX', () => {
    const bombs: [string, string, () => Buffer][] = [
      ['empty-file', 'nothing', () => Buffer.alloc(0)],
      ['not-xlsx', 'text', () => Buffer.from('a,b\n1,2\n')],
      ['not-xlsx', 'an archive without a workbook', () => zipOf([{ name: 'a.txt', content: 'x' }])],
      ['not-xlsx', 'an archive cut off', () => zipOf(workbookParts(header + dataRow)).subarray(0, -30)],
      [
        'encrypted',
        'an OLE container',
        () => Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'.padEnd(600, '\0'), 'latin1'),
      ],
      [
        'encrypted',
        'an encrypted entry',
        () => zipOf(workbookParts(header, [{ name: 'x', content: 'x', lie: { flags: 1 } }])),
      ],
      ['macros', 'a macro project', () => zipOf(workbookParts(header, [{ name: 'xl/vbaProject.bin', content: 'x' }]))],
      [
        'macros',
        'a macro content type',
        () =>
          zipOf(
            workbookParts(header, [
              {
                name: '[Content_Types].xml',
                content:
                  '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
              },
            ]),
          ),
      ],
      ['dtd', 'a document type', () => withSheet('<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>')],
      ['dtd', 'an external entity', () => withSheet('<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>')],
      [
        'not-xlsx',
        'an entity nobody defined',
        () =>
          withSheet(
            '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&lol;</v></c></row></sheetData></worksheet>',
          ),
      ],
      ['not-xlsx', 'XML in UTF-16', () => withSheet(Buffer.from('\ufeff<!DOCTYPE x><worksheet/>', 'utf16le'))],
      ['not-xlsx', 'XML that does not close', () => withSheet('<worksheet><sheetData>')],
      ['not-xlsx', 'rows out of order', () => zipOf(workbookParts(`${header}${dataRow}${dataRow}`))],
      [
        'not-xlsx',
        'a checksum that is wrong',
        () => zipOf(workbookParts(header + dataRow, [{ name: '_rels/.rels', content: '<a/>', lie: { crc: 1 } }])),
      ],
      [
        'not-xlsx',
        'a name that leads out',
        () => zipOf(workbookParts(header + dataRow, [{ name: '../../etc/passwd', content: 'x' }])),
      ],
      [
        'not-xlsx',
        'two entries of one name',
        () => zipOf([...workbookParts(header + dataRow), { name: 'xl/workbook.xml', content: 'x' }]),
      ],
      ['empty-file', 'a header without a row', () => zipOf(workbookParts(header))],
      ['empty-file', 'an empty sheet', () => zipOf(workbookParts(''))],
      [
        'duplicate-column',
        'a column twice',
        () => zipOf(workbookParts(`<row r="1">${inline('A1', 'a')}${inline('B1', 'A')}</row>${dataRow}`)),
      ],
      [
        'unsafe-column',
        'an unsafe column',
        () => zipOf(workbookParts(`<row r="1">${inline('A1', '__proto__')}</row>${dataRow}`)),
      ],
      [
        'zip-bomb',
        'a high ratio',
        () =>
          zipOf(workbookParts(header + dataRow, [{ name: 'xl/media/a.bin', content: Buffer.alloc(8 * 1024 ** 2) }])),
      ],
      [
        'zip-bomb',
        'too many bytes in all',
        () =>
          zipOf(
            workbookParts(header + dataRow, [
              { name: 'x', content: 'x', lie: { size: 201 * 1024 ** 2, compressedSize: 3 * 1024 ** 2 } },
            ]),
          ),
      ],
      [
        'zip-bomb',
        'too many entries',
        () => zipOf(Array.from({ length: 2_001 }, (_, i) => ({ name: `f${i}`, content: '' }))),
      ],
      [
        'zip-bomb',
        'overlapping entries',
        () => zipOf([...workbookParts(header + dataRow), { name: 'x', content: 'x', lie: { offset: 10 } }]),
      ],
      [
        'zip-bomb',
        'an entry larger than its directory says',
        () =>
          zipOf(
            workbookParts(header + dataRow, [
              { name: 'xl/worksheets/sheet1.xml', content: ' '.repeat(5_000_000), lie: { size: 100 } },
            ]),
          ),
      ],
      [
        'too-large',
        'one text of a hundred megabytes',
        () =>
          withSheet(
            Buffer.concat([
              Buffer.from('<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'),
              noise(3_000_000),
            ]),
          ),
      ],
    ];
    test.each(bombs)('with code %s for %s', async (code, _, make) => {
      const bytes = make();
      expect(await rejection(() => readAll(bytes))).toBe(code);
      expect(await rejection(async () => allRows(await openXlsx({}, await written(bytes))))).toBe(code);
    });

    test('where it comes as a stream and is larger than may be held', async () => {
      const bytes = zipOf(workbookParts(header + dataRow));
      expect(await rejection(() => openXlsx({}, file(bytes), { ...readerLimits, fileBytes: 100 }))).toBe('too-large');
    });
  });

  describe('Reading a damaged XLSX file', () => {
    test('ends in rows or in one clear rejection, whatever is done to the bytes of a workbook', async () => {
      const parts = workbookParts(
        `${header}${dataRow}<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" s="1"><v>45000</v></c></row>`,
        [
          {
            name: 'xl/sharedStrings.xml',
            content: '<sst><si><t>Egg</t></si><si><r><t>a</t></r></si></sst>',
            stored: true,
          },
          {
            name: 'xl/styles.xml',
            content:
              '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>',
          },
        ],
      );
      const deflated = zipOf(parts);
      const stored = zipOf(parts.map((part) => ({ ...part, stored: true })));
      await fc.assert(
        fc.asyncProperty(
          fc.boolean(),
          fc.array(fc.tuple(fc.nat(stored.length), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
          async (compressed, changes) => {
            const bytes = Buffer.from(compressed ? deflated : stored);
            for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
            await endsWell(bytes);
          },
        ),
        { numRuns: 1_000 },
      );
    });

    test('ends in rows or in one clear rejection, whatever is done to the XML of a sheet', async () => {
      const good = `<worksheet><sheetData>${header}${dataRow}<row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3" t="e"><v>#N/A</v></c></row></sheetData></worksheet>`;
      const mutation = fc.record({
        at: fc.nat(good.length),
        cut: fc.nat(8),
        insert: fc.string({
          unit: fc.constantFrom('<', '>', '/', '"', '&', 'r', 'c', 'v', '1', '9', ' ', '=', 'A', '-'),
          maxLength: 3,
        }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 2 }), async (mutations) => {
          let text = good;
          for (const { at, cut, insert } of mutations) text = text.slice(0, at) + insert + text.slice(at + cut);
          await endsWell(withSheet(text));
        }),
        { numRuns: 1_000 },
      );
    });
  });

  async function endsWell(bytes: Buffer): Promise<void> {
    let last = 0;
    try {
      const opened = await openXlsx({}, file(bytes));
      for await (const batch of opened.rows) {
        for (const row of batch) {
          expect(row.row).toBeGreaterThan(last);
          last = row.row;
          if (row.kind === 'row') expect(row.cells.length).toBeGreaterThanOrEqual(opened.header.length);
        }
      }
    } catch (error) {
      expect(error).toBeInstanceOf(FileRejected);
    }
  }

  /** Letters that do not compress, so that no ratio gives them away. */
  function noise(length: number): Buffer {
    const bytes = Buffer.alloc(length);
    let state = 1;
    for (let i = 0; i < length; i++) {
      state = (state * 48_271) % 2_147_483_647;
      bytes[i] = 97 + (state % 26);
    }
    return bytes;
  }

  const withSheet = (content: string | Buffer): Buffer => {
    const part: Part = { name: 'xl/worksheets/sheet1.xml', content };
    return zipOf(workbookParts('', [part]));
  };

  async function written(bytes: Buffer): Promise<string> {
    const path = join(folder, `${Math.random().toString(36).slice(2)}.xlsx`);
    await writeFile(path, bytes);
    return path;
  }
});
