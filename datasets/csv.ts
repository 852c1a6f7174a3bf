/** Rows as CSV: RFC 4180, LF, and a comma without quotes where an anomaly wants one. */
import type { Cell, Row } from './dataset.ts';

export function* csvLines(header: readonly string[], rows: Iterable<Row>): Generator<string> {
  yield `${header.map(quoted).join(',')}\n`;
  for (const row of rows) yield `${header.map((column) => cellText(row[column] ?? null)).join(',')}\n`;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'string') return quoted(cell);
  return 'unquoted' in cell ? cell.unquoted : quoted(cell.join('|'));
}

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
