/** Opens an original in the format that its source delivers. */
import type { CsvDialect, JsonDialect, SourceDefinition, XlsxDialect } from '../../domain/source/definition.ts';
import { openCsv } from './csv.ts';
import { openJson } from './json.ts';
import type { Original } from './original.ts';
import { type OpenedFile, type ReaderLimits, readerLimits } from './reader.ts';
import { openXlsx } from './xlsx.ts';

export interface OpenOptions {
  /** JSON: the keys and paths that the source knows; other keys are appended to the header as they come. */
  readonly columns?: readonly string[];
  readonly limits?: ReaderLimits;
  /** JSON: how keys are compared; 1 as the first release did, which only imports that it began need. */
  readonly reader?: number;
}

/**
 * Opens a file: its header and dialect are known then, its rows are read when iterated, and stopping early closes it.
 * @param dialect what is known of the file; the rest is detected and given back, to be pinned.
 * @param original a path, or a function that opens a stream from a byte on (XLSX from a stream is held in memory).
 * @throws FileRejected where the file as a whole is not what its source delivers.
 */
export function open(
  format: SourceDefinition['format'],
  dialect: CsvDialect & JsonDialect & XlsxDialect,
  original: Original,
  { columns = [], limits = readerLimits, reader = 2 }: OpenOptions = {},
): Promise<OpenedFile> {
  switch (format) {
    case 'csv':
      return openCsv(dialect, original, limits);
    case 'json':
      return openJson(dialect, original, columns, limits, reader);
    case 'xlsx':
      return openXlsx(dialect, original, limits);
  }
}
