/** Opens an original in the format that its source delivers. */
import type { CsvDialect, JsonDialect, SourceDefinition, XlsxDialect } from '../../domain/source/definition.ts';
import { openApart } from './apart/open-apart.ts';
import { openCsv } from './csv.ts';
import type { Original } from './original.ts';
import { type OpenedFile, type ReaderLimits, readerLimits } from './reader.ts';

export interface OpenOptions {
  /** JSON: the keys and paths that the source knows; other keys are appended to the header as they come. */
  readonly columns?: readonly string[];
  readonly limits?: ReaderLimits;
  /** JSON: how keys are compared; 1 as the first release did, which only imports that it began need. */
  readonly reader?: number;
  /** The file was read before, and was not refused: what took nearly too long then may take longer now. */
  readonly again?: boolean;
}

/**
 * Opens a file: its header and dialect are known then, its rows are read when iterated, and stopping early closes it.
 * JSON and workbooks are read in a thread of their own (ADR 013); CSV is read here, in small steps.
 * @param dialect what is known of the file; the rest is detected and given back, to be pinned.
 * @param original a path, or a function that opens a stream from a byte on (a workbook is held in memory).
 * @throws FileRejected where the file as a whole is not what its source delivers.
 */
export function open(
  format: SourceDefinition['format'],
  dialect: CsvDialect & JsonDialect & XlsxDialect,
  original: Original,
  { columns = [], limits = readerLimits, reader = 2, again = false }: OpenOptions = {},
): Promise<OpenedFile> {
  if (format === 'csv') return openCsv(dialect, original, limits);
  return openApart({ format, dialect, columns, limits: again ? moreTime(limits) : limits, reader }, original);
}

/** A reading is refused once or never: the same work takes not quite the same time. */
const moreTime = (limits: ReaderLimits): ReaderLimits => ({
  ...limits,
  openingSeconds: 2 * limits.openingSeconds,
  readingSeconds: 2 * limits.readingSeconds,
  secondsPerMebibyte: 2 * limits.secondsPerMebibyte,
});
