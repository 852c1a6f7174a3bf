import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutRecord, type Grammar, swallowsRows } from './csv-record.ts';

const rfc4180: Grammar = { delimiter: ',', quote: '"', lineEnd: '\n' };

function cutAll(text: string, grammar: Grammar): string[][] | string {
  const records: string[][] = [];
  for (let at = 0; at < text.length; ) {
    const record = cutRecord(text, at, grammar, true);
    if (typeof record === 'string') return record;
    records.push(record.cells);
    at = record.end;
  }
  return records;
}

/** What csv-parse says of the same text: the records, or that it is not well formed. */
function referee(text: string, grammar: Grammar): string[][] | 'refused' {
  try {
    return parse(text, {
      delimiter: grammar.delimiter,
      quote: grammar.quote,
      record_delimiter: grammar.lineEnd === '\r' ? ['\r'] : ['\r\n', '\n'],
      relax_column_count: true,
    }) as unknown as string[][];
  } catch {
    return 'refused';
  }
}

const delimiter = fc.constantFrom(',', ';', '\t', '|');
const cell = fc
  .array(fc.constantFrom('a', 'é', '1', ' ', '"', '""', ',', ';', '\n', '\r\n', '\t', '|', "'", '😀', '=1'), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''));

describe('One record of a delimited text', () => {
  test('is what csv-parse reads, on any well-formed table', () => {
    fc.assert(
      fc.property(
        delimiter,
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        fc.boolean(),
        (separator, end, table, quoteAll, final) => {
          const write = (value: string) =>
            quoteAll || /["\n\r]/.test(value) || value.includes(separator) ? `"${value.replaceAll('"', '""')}"` : value;
          const text = table.map((cells) => cells.map(write).join(separator)).join(end) + (final ? end : '');
          const grammar = { ...rfc4180, delimiter: separator };
          expect(cutAll(text, grammar)).toEqual(table);
          expect(referee(text, grammar)).toEqual(table);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('is what csv-parse reads, on any text that csv-parse accepts', () => {
    const piece = fc.constantFrom('a', 'b', ' ', '"', '"', '""', ',', ',', ',"', '",', '\n', '\r\n', '\n"', '"\n', 'é');
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 24 }), (pieces) => {
        const text = pieces.join('');
        const expected = referee(text, rfc4180);
        if (expected === 'refused') return;
        accepted++;
        expect(cutAll(text, rfc4180)).toEqual(expected);
      }),
      { numRuns: 10_000 },
    );
    expect(accepted).toBeGreaterThan(1_000);
  });

  test('keeps a quote inside an unquoted cell as a character', () => {
    expect(cutAll('pipe 5",x\n', rfc4180)).toEqual([['pipe 5"', 'x']]);
  });

  test('is broken where something follows a closing quote', () => {
    expect(cutRecord('"a"b,c\n', 0, rfc4180, true)).toBe('broken');
  });

  test('is open where the text ends inside quotes, or could still go on', () => {
    expect(cutRecord('a,"b', 0, rfc4180, true)).toBe('open');
    expect(cutRecord('a,"b"', 0, rfc4180, false)).toBe('open');
    expect(cutRecord('a,b', 0, rfc4180, false)).toBe('open');
    expect(cutRecord('a,"b"\r', 0, rfc4180, false)).toBe('open');
  });

  test('may end with a carriage return alone, in files that have no other line end', () => {
    expect(cutAll('a,b\r"c\r",d\r', { ...rfc4180, lineEnd: '\r' })).toEqual([
      ['a', 'b'],
      ['c\r', 'd'],
    ]);
  });
});

describe('A record over several lines', () => {
  test('is a cell with line breaks where its lines are prose', () => {
    const text = '"Mix, stir\nand bake, slowly\nfor 1 hour",10,20';
    expect(swallowsRows(text, 3, 3, rfc4180)).toBe(false);
  });

  test('is an open quote where its inner lines look like rows', () => {
    const text = '"Milk,1,2\nBread,3,4\nEgg,5,6\nHam",7,8';
    expect(swallowsRows(text, 3, 3, rfc4180)).toBe(true);
  });

  test('is an open quote where it has the wrong number of cells and a later line has the right one', () => {
    expect(swallowsRows('"Milk,1,2\nHam,5",8', 2, 3, rfc4180)).toBe(true);
    expect(swallowsRows('"Milk\nHam",8', 2, 3, rfc4180)).toBe(false);
    expect(swallowsRows('"Milk,1,2\nHam,5,8"', 1, 3, rfc4180)).toBe(true);
  });
});
