/** Opens a file by the format of its source. */
import type { CsvDialect, JsonDialect, SourceDefinition, XlsxDialect } from '../../domain/source/definition.ts';
import { openCsv } from './csv.ts';
import type { Original } from './original.ts';
import { FileRejected, type OpenedFile, type ReaderLimits, readerLimits } from './reader.ts';

export interface OpenOptions {
  /** JSON: key paths that become the first columns, in order. */
  readonly columns?: readonly (readonly string[])[];
  readonly limits?: ReaderLimits;
}

/** @throws FileRejected where the file is not of this format */
export function openFile(
  format: SourceDefinition['format'],
  dialect: CsvDialect & JsonDialect & XlsxDialect,
  original: Original,
  { limits = readerLimits }: OpenOptions = {},
): Promise<OpenedFile> {
  if (format === 'csv') return openCsv(dialect, original, limits);
  throw new FileRejected('not-csv', `The format ${format} cannot be read.`);
}
