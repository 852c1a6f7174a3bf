/** One record of a delimited text: RFC 4180, with a quote inside an unquoted cell kept as a character, as spreadsheets do. */

export interface Grammar {
  readonly delimiter: string;
  readonly quote: string;
  /** `\n` also ends a line where it is written `\r\n`; `\r` for files that know no `\n`. */
  readonly lineEnd: '\n' | '\r';
}

export interface CsvRecord {
  readonly cells: string[];
  /** Index behind the record and its line end. */
  readonly end: number;
}

/**
 * Cuts the record that starts at `from`.
 * @param complete nothing follows `text`.
 * @param mostCells a record over several lines that has more cells is broken: it swallows the rows behind it.
 * @returns `open` where the text ends before the record does, `broken` where something other than a delimiter or a line
 *   end follows a closing quote.
 */
export function cutRecord(
  text: string,
  from: number,
  grammar: Grammar,
  complete: boolean,
  mostCells = Number.POSITIVE_INFINITY,
): CsvRecord | 'open' | 'broken' {
  const { delimiter, quote, lineEnd } = grammar;
  const cells: string[] = [];
  let line = text.indexOf(lineEnd, from);
  let at = from;
  const firstLine = line;
  for (;;) {
    if (cells.length > mostCells && firstLine !== -1 && at > firstLine) return 'broken';
    if (text[at] === quote) {
      const close = closingQuote(text, at + 1, quote);
      if (close === -1) return 'open';
      const cell = text.slice(at + 1, close);
      cells.push(cell.includes(quote) ? cell.replaceAll(quote + quote, quote) : cell);
      const next = close + 1;
      if (next === text.length) return complete ? { cells, end: next } : 'open';
      if (text[next] === delimiter) {
        at = next + 1;
        if (line !== -1 && line < at) line = text.indexOf(lineEnd, at);
        continue;
      }
      if (text[next] === lineEnd) return { cells, end: next + 1 };
      if (text[next] === '\r') {
        if (text[next + 1] === '\n') return { cells, end: next + 2 };
        if (next + 1 === text.length) return complete ? { cells, end: next + 1 } : 'open';
      }
      return 'broken';
    }
    const cut = text.indexOf(delimiter, at);
    if (cut !== -1 && (line === -1 || cut < line)) {
      cells.push(text.slice(at, cut));
      at = cut + 1;
      continue;
    }
    if (line === -1 && !complete) return 'open';
    const stop = line === -1 ? text.length : line;
    cells.push(text.slice(at, lineEnd === '\n' && text[stop - 1] === '\r' && stop > at ? stop - 1 : stop));
    return { cells, end: line === -1 ? stop : stop + 1 };
  }
}

/** Index of the quote that closes a cell, behind doubled ones; -1 where there is none. */
function closingQuote(text: string, from: number, quote: string): number {
  let at = text.indexOf(quote, from);
  while (at !== -1 && text[at + 1] === quote) at = text.indexOf(quote, at + 2);
  return at;
}

/**
 * Whether a record over several lines is a quote left open that swallowed the rows behind it, rather than a cell with line
 * breaks: lines inside it look like rows.
 */
export function swallowsRows(record: string, cells: number, columns: number, grammar: Grammar): boolean {
  const lines = record.split(grammar.lineEnd);
  if (lines.length < 2 || columns < 2) return false;
  const looksLikeRow = (line: string) => line.split(grammar.delimiter).length === columns;
  if (cells !== columns) return lines.slice(1).some(looksLikeRow);
  const inner = lines.slice(1, -1);
  return columns > 2 && inner.filter(looksLikeRow).length * 2 > inner.length;
}
