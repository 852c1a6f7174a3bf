/** Files made to keep a reader busy. Each is as large as it was when it was first tried; none of them is kept anywhere. */
import { inline, workbookParts, zipOf } from '../../test/zip.ts';

const mebibyte = 1024 ** 2;

/**
 * Many elements, none like those before it as far as a compressor looks back: repeated ones would give a bomb away by its ratio.
 * @param one writes an element with a number in it
 */
function many(count: number, one: (number: number) => string): Buffer {
  const block: string[] = [];
  let state = 1;
  for (let i = 0; i < 20_000; i++) {
    state = (state * 48_271) % 2_147_483_647;
    block.push(one(state));
  }
  return Buffer.from(block.join('').repeat(Math.ceil(count / block.length)));
}

const around = (before: string, content: Buffer, after: string): Buffer =>
  Buffer.concat([Buffer.from(before), content, Buffer.from(after)]);

const header = `<row r="1">${inline('A1', 'name')}${inline('B1', 'kcal')}</row>`;
const dataRow = `<row r="2">${inline('A2', 'Milk')}<c r="B2"><v>60</v></c></row>`;
const next = `<row r="3">${inline('A3', 'Bread')}<c r="B3"><v>250</v></c></row>`;

const workbook = (name: string, content: Buffer): Buffer =>
  zipOf(workbookParts(header + dataRow, [{ name, content, level: 1 }]));
const sheetOf = (content: Buffer): Buffer => workbook('xl/worksheets/sheet1.xml', content);
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export const harmlessWorkbook = (): Buffer =>
  zipOf(
    workbookParts(
      header +
        Array.from({ length: 20_000 }, (_, i) => `<row r="${i + 2}">${inline(`A${i + 2}`, `Food ${i}`)}</row>`).join(
          '',
        ),
    ),
  );

/** A workbook whose shared texts are of this size, all of them different; so many that it counts as large. */
export const withSharedTexts = (count: number, characters: number): Buffer =>
  workbook(
    'xl/sharedStrings.xml',
    around(
      '<sst>',
      many(count, (n) => `<si><t>${String(n).padEnd(characters, 'abcdefghij')}</t></si>`),
      '</sst>',
    ),
  );

export const hostileWorkbooks = {
  'two and a half million sheets': () =>
    workbook(
      'xl/workbook.xml',
      around(
        `<workbook xmlns:r="${relation}"><sheets>`,
        many(2_500_000, (n) => `<sheet name="${n}" r:id="r1"/>`),
        '</sheets></workbook>',
      ),
    ),
  'a million relations': () =>
    workbook(
      'xl/_rels/workbook.xml.rels',
      around(
        '<Relationships>',
        many(1_200_000, (n) => `<Relationship Id="r${n}" Type="t/worksheet" Target="worksheets/sheet1.xml"/>`),
        '</Relationships>',
      ),
    ),
  'six million styles': () =>
    workbook(
      'xl/styles.xml',
      around(
        '<styleSheet><cellXfs>',
        many(6_000_000, (n) => `<xf numFmtId="${n % 100_000}"/>`),
        '</cellXfs></styleSheet>',
      ),
    ),
  'a million texts and more': () => withSharedTexts(1_020_000, 20),
  'a hundred thousand elements inside each other': () =>
    sheetOf(
      Buffer.from(
        `<worksheet><sheetData>${header}${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</sheetData></worksheet>`,
      ),
    ),
  'thousands of attributes on each element': () =>
    sheetOf(
      Buffer.from(
        `<worksheet><sheetData>${header}<row r="2" ${Array.from({ length: 5_000 }, (_, i) => `a${i}="${i}"`).join(' ')}/></sheetData></worksheet>`,
      ),
    ),
  'a format that takes a pattern hours': () =>
    workbook(
      'xl/styles.xml',
      Buffer.from(
        `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="${'['.repeat(900_000)}"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs></styleSheet>`,
      ),
    ),
} as const;

/** A text in pieces of one letter, once a million in a cell and once 800 000 in a value. */
export const inPieces = (): Buffer =>
  sheetOf(
    Buffer.concat([
      Buffer.from(
        `<worksheet><dimension ref="A1:XFD1048576"/><sheetData>${header}<row r="2"><c r="A2" t="inlineStr"><is>`,
      ),
      many(1_000_000, (n) => `<t>${n % 10}</t>`),
      Buffer.from('</is></c></row><row r="4"><c r="A4"><v>1'),
      many(800_000, (n) => `</v><v>${n % 10}`),
      Buffer.from(`</v></c></row>${next.replaceAll('3', '5')}</sheetData></worksheet>`),
    ]),
  );

/** A cell of sixty megabytes, quoted or not, among rows that are sound. */
export const largeCell = (quote: '"' | ''): Buffer =>
  around('name,kcal\nMilk,60\n', Buffer.from(`${quote}${'a'.repeat(60 * mebibyte)}${quote},1`), '\nBread,250\n');

/** Every line opens a quote that the next one closes and opens again: as a record each would be the rest of the file. */
export const openQuotes = (): Buffer => Buffer.from(`name,kcal,unit\n${'x",",\n'.repeat(1_700_000)}`);

/** A text of a hundred megabytes among objects that are sound. */
export const largeText = (): Buffer =>
  around('[{"name":"Milk"},{"name":"', Buffer.alloc(100 * mebibyte, 'a'), '"},{"name":"Bread"}]');

export const harmlessCsv = (): Buffer =>
  Buffer.from(`name,kcal\n${Array.from({ length: 200_000 }, (_, i) => `Food ${i},${i % 600}`).join('\n')}\n`);
