import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ExportRow, type exportFormats, rowWriter } from './format.ts';

const write = (format: (typeof exportFormats)[number], columns: string[], rows: ExportRow[]): string => {
  const writer = rowWriter(format, columns);
  return writer.head + rows.map((row, i) => writer.row(row, i === 0)).join('') + writer.tail(rows.length > 0);
};
const cell = fc.oneof(
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.constant(undefined),
);

describe('an exported row', () => {
  test('reads back as what it was, from JSON and NDJSON', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), (rows) => {
        const expected = rows.map(([a, b]) => JSON.parse(JSON.stringify({ a, b })));
        expect(JSON.parse(write('json', ['a', 'b'], rows))).toEqual(expected);
        const lines = write('ndjson', ['a', 'b'], rows).split('\n').slice(0, -1);
        expect(lines.map((line) => JSON.parse(line))).toEqual(expected);
      }),
    );
  });

  test('keeps its cells apart in CSV, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1, maxLength: 5 }), (rows) => {
        const read: string[][] = parse(write('csv', ['a', 'b'], rows), { from_line: 2, relax_column_count: false });
        expect(read.map((r) => r.map((text) => text.replace(/^'/, '')))).toEqual(
          rows.map((r) => r.map((text) => text.replace(/^'/, ''))),
        );
      }),
    );
  });

  test.each(["=cmd|'/C calc'!A0", '@SUM(A1)', '+1+1', '-2+3', '\t=1', ' =1', '＝1', '\r=1'])(
    'does not run %j as a formula',
    (text) => {
      expect(parse(write('csv', ['a'], [[text]]), { from_line: 2 })).toEqual([[`'${text}`]]);
    },
  );

  test.each(['-5.00', '-1e-7', '+12', '1,5', '-1,5'])('leaves the number %s as it is', (text) => {
    expect(write('csv', ['a'], [[text]]).replaceAll('"', '')).toBe(`a\n${text}\n`);
  });

  test('writes numbers as RFC 8785 does', () => {
    expect(write('csv', ['a'], [[-0], [1e21], [1e-7], [0.1]])).toBe('a\n0\n1e+21\n1e-7\n0.1\n');
  });
});
