/** A file like those of a bundled source, made of its rows. */
import fs from 'node:fs';
import path from 'node:path';

export interface SentFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export interface Changed {
  /** So many of the bundled file's own rows; all where left out. */
  readonly rows?: number;
  /** As many rows more, whose numbers are words. */
  readonly untypable?: number;
  /** Further rows, by the name that each has instead of the first row's. */
  readonly extra?: readonly string[];
  /** Columns that are called otherwise; undefined for one that is left out. */
  readonly renamed?: Readonly<Record<string, string | undefined>>;
  /** Cells that are written otherwise, by the column's own name. */
  readonly written?: Readonly<Record<string, (cell: string) => string>>;
}

export function bundledFile(name: string, changed: Changed = {}): SentFile {
  const { rows, untypable = 0, extra = [], renamed = {}, written = {} } = changed;
  const text = fs.readFileSync(path.join(import.meta.dirname, '../../datasets/bundled', name), 'utf8');
  const [header = '', ...all] = text.trimEnd().split(/\r?\n/);
  const columns = header.split(',');
  const cells = (all[0] ?? '').split(',');
  const bad = Array.from({ length: untypable }, (_, i) =>
    [`Stone ${i}`, cells[1], 'many', ...cells.slice(3)].join(','),
  );
  const more = extra.map((one) => [one, ...cells.slice(1)].join(','));
  const kept = columns.filter((column) => !(column in renamed) || renamed[column] !== undefined);
  const rewritten = (line: string): string => {
    const row = line.split(',');
    // What an unquoted comma tore apart is the name, which comes first.
    const torn = row.length - columns.length + 1;
    const whole = [row.slice(0, torn).join(','), ...row.slice(torn)];
    return kept.map((column) => (written[column] ?? String)(whole[columns.indexOf(column)] ?? '')).join(',');
  };
  const lines = [...all.slice(0, rows), ...bad, ...more].map(rewritten);
  const names = kept.map((column) => renamed[column] ?? column).join(',');
  return { name, mimeType: 'text/csv', buffer: Buffer.from(`${[names, ...lines].join('\n')}\n`) };
}
