import { describe, expect, test } from 'vitest';
import { cellsOf, file } from '../../test/reading.ts';
import { realDataPresent, realFile } from '../../test/real-data.ts';
import { workbookParts, zipOf } from '../../test/zip.ts';
import { open } from './open.ts';
import { FileRejected, readerLimits } from './reader.ts';

const sheet =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>1</t></is></c></row>';
const files = {
  csv: file('a\n1\n'),
  json: file('[{"a":"1"}]'),
  xlsx: file(zipOf(workbookParts(sheet))),
};
const formats = ['csv', 'json', 'xlsx'] as const;

describe('An original', () => {
  test.each(formats)('is opened as %s: the same table gives the same header and cells', async (format) => {
    const opened = await open(format, {}, files[format], { columns: ['a'] });
    expect(opened.header).toEqual(['a']);
    expect(await cellsOf(opened)).toEqual([['1']]);
  });

  test('gives the same rows again with the dialect and the header that were found', async () => {
    for (const format of formats) {
      const first = await open(format, {}, files[format]);
      const cells = await cellsOf(first);
      const again = await open(format, first.dialect, files[format], { columns: first.header });
      expect(await cellsOf(again)).toEqual(cells);
      expect(again.header).toEqual(first.header);
    }
  });

  test('of one format is rejected, with one message, by the readers of the others', async () => {
    for (const [declared, actual] of formats.flatMap((a) => formats.map((b) => [a, b] as const))) {
      if (declared === actual) continue;
      await expect(open(declared, {}, files[actual])).rejects.toMatchObject({
        name: 'FileRejected',
        code: `not-${declared}`,
      });
    }
  });

  test('is held to the limits that its caller sets', async () => {
    const limits = { ...readerLimits, columns: 1 };
    await expect(open('csv', {}, file('a,b\n1,2\n'), { limits })).rejects.toBeInstanceOf(FileRejected);
  });

  test('that does not exist is an error of the machine and no verdict on the file', async () => {
    for (const format of formats) {
      await expect(open(format, {}, '/nowhere/at/all')).rejects.toMatchObject({ code: 'ENOENT' });
    }
  });
});

describe.skipIf(!realDataPresent)('A real file', () => {
  const real = {
    csv: 'daily_food/daily_food_nutrition_dataset.csv',
    json: 'exercisedb/exercisedb_v1_exercises.json',
    xlsx: 'ciqual/table_ciqual_2025_fr_2025_11_03.xlsx',
  };
  test.each(formats)('in %s is rejected by the readers of the other formats', async (actual) => {
    for (const declared of formats) {
      if (declared === actual) continue;
      await expect(open(declared, {}, realFile(real[actual]))).rejects.toBeInstanceOf(FileRejected);
    }
  });
});
