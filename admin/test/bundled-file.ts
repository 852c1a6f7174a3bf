/** A file like those of a bundled source, made of its first rows. */
import fs from 'node:fs';
import path from 'node:path';

export interface SentFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/**
 * @param rows so many of the bundled file's own
 * @param untypable as many rows more, whose numbers are words
 * @param extra further rows, by the name that each has instead of the first row's
 */
export function bundledFile(
  name: string,
  { rows, untypable = 0, extra = [] }: { rows: number; untypable?: number; extra?: readonly string[] },
): SentFile {
  const text = fs.readFileSync(path.join(import.meta.dirname, '../../datasets/bundled', name), 'utf8');
  const [header = '', ...all] = text.trimEnd().split(/\r?\n/);
  const cells = (all[0] ?? '').split(',');
  const bad = Array.from({ length: untypable }, (_, i) =>
    [`Stone ${i}`, cells[1], 'many', ...cells.slice(3)].join(','),
  );
  const more = extra.map((one) => [one, ...cells.slice(1)].join(','));
  const lines = [header, ...all.slice(0, rows), ...bad, ...more];
  return { name, mimeType: 'text/csv', buffer: Buffer.from(`${lines.join('\n')}\n`) };
}
