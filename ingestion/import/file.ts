/** A file as an import reads it: rows typed by the source's mapping, twice the same. */
import { contracts } from '../../domain/contracts/index.ts';
import type { QuarantinedRow } from '../../domain/import/events.ts';
import type { Json } from '../../domain/json.ts';
import type { RawCell } from '../../domain/record/events.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { type HeaderMismatch, namesOf } from '../../domain/source/header.ts';
import { type CompiledMapping, compileMapping, type Typed } from '../../domain/source/mapping.ts';
import { type KnownNames, knownNames, namedColumns } from '../../domain/source/named-columns.ts';
import { open } from '../readers/open.ts';
import { FileRejected, type OpenBytes, type OpenedFile, type ReadRow } from '../readers/reader.ts';
import { discreetFailure, discreetParams } from './discreet.ts';

export interface ImportFile {
  /**
   * Names of the columns, in the order of the cells, as they may be kept: of a file about people those alone that its source
   * knows, the others by number. Complete once the rows were read to their end: JSON tells its keys as they come.
   */
  readonly header: readonly string[];
  /** The names as the file has them: for whoever finds out that they are names (`holdOf`). */
  readonly names: readonly string[];
  readonly sheet?: string;
  readonly dialect: Readonly<Record<string, Json>>;
  /** Reads the rows from the first one on. */
  rows(): Promise<AsyncIterable<readonly ReadRow[]>>;
  /** What a row says, or why it is set aside. */
  type(row: ReadRow): Typed | QuarantinedRow;
  /** Of a row that is set aside: its key and its person alone, where these can be read. */
  named(row: ReadRow): Typed | undefined;
}

/** A file whose rows are read, and not typed. */
export type RowsOfFile = Omit<ImportFile, 'type' | 'named'>;

export const isTyped = (row: Typed | QuarantinedRow): row is Typed => 'values' in row;

/** Characters of a cell that are quoted in a reason; the row itself stays in the original. */
const quotedCharacters = 200;

/**
 * Bytes of JSON that a row may state, cells and values together. An event holds 512 KiB sealed: that leaves a third for what
 * base64 adds, and the rest for findings.
 */
const statedBytes = 320 * 1024;
/** Characters of cells under which no row can come near: as JSON each takes six bytes at most, in cells and in values. */
const surelySmall = statedBytes / 12;

/**
 * Opens a file of a source. The first opening tells header and dialect; each reading opens it again with these.
 * @param reader what settings and names mean: 1 as in the first release, for imports that it began
 * @throws FileRejected where it is not what its source delivers: not its format, empty; LacksColumns for its header
 */
export async function openImportFile(
  definition: SourceDefinition,
  original: OpenBytes,
  { reader }: Reading = {},
): Promise<ImportFile> {
  const { again, first, known } = await openRows(definition, original, { reader });
  const contract = contracts[definition.recordType];
  const file = readable(again, first, known);
  const mapping = compileMapping(definition, contract, file.header, reader);
  if (mapping.kind === 'header-mismatch') {
    await close(first.rows);
    throw new LacksColumns(mapping, file);
  }
  return {
    ...file,
    get header() {
      return file.header;
    },
    type: (row) =>
      typeRow(mapping, known && ((params) => discreetParams(params, known, first.header)), first.sheet, row),
    named: (row) => (row.kind === 'row' ? mapping.named(row.cells) : undefined),
  };
}

/** The same, with what its header lacks as an answer: such a file may be held. */
export const openUnlessLacking = (...opening: Parameters<typeof openImportFile>): Promise<ImportFile | LacksColumns> =>
  openImportFile(...opening).catch((error: unknown) => {
    if (error instanceof LacksColumns) return error;
    throw error;
  });

/** A file of whose rows nothing can become a record, opened for a look at its cells. */
export async function openUntyped(definition: SourceDefinition, original: OpenBytes): Promise<RowsOfFile> {
  const { again, first, known } = await openRows(definition, original, {});
  return readable(again, first, known);
}

/** What settings and names mean; the newest where nothing is said. */
interface Reading {
  readonly reader?: number | undefined;
}

async function openRows(definition: SourceDefinition, original: OpenBytes, { reader }: Reading) {
  const columns = definition.columns.flatMap(namesOf);
  const known = contracts[definition.recordType].personal ? knownNames([definition]) : undefined;
  const opened = (dialect: SourceDefinition['dialect'], again: boolean): Promise<OpenedFile> =>
    open(definition.format, dialect, original, { columns, again, ...(reader !== undefined && { reader }) }).catch(
      (error) => {
        throw withoutQuotes(error, known);
      },
    );
  return {
    again: (dialect: SourceDefinition['dialect']) => opened(dialect, true),
    // An import that goes on says how it began to read.
    first: await opened(definition.dialect, reader !== undefined),
    known,
  };
}

/** @param known of a file about people: the names that its source has for columns */
function readable(
  again: (dialect: SourceDefinition['dialect']) => Promise<OpenedFile>,
  first: OpenedFile,
  known: KnownNames | undefined,
): RowsOfFile {
  let unread: OpenedFile | undefined = first;
  const { header: names, sheet } = first;
  return {
    get header() {
      return known ? namedColumns(known, names) : names;
    },
    names,
    ...(sheet !== undefined && { sheet }),
    dialect: first.dialect as Readonly<Record<string, Json>>,
    async rows() {
      const opened = unread ?? (await again(first.dialect));
      unread = undefined;
      return known ? quietly(opened.rows, known) : opened.rows;
    },
  };
}

/** What fails in a file about people in the middle of it quotes nothing either. */
async function* quietly<Batch>(rows: AsyncIterable<Batch>, known: KnownNames): AsyncGenerator<Batch> {
  try {
    yield* rows;
  } catch (error) {
    throw withoutQuotes(error, known);
  }
}

const withoutQuotes = (error: unknown, known: KnownNames | undefined): unknown =>
  known && error instanceof FileRejected ? discreetFailure(error, known) : error;

/** The file has not the columns that records cannot be without: it fails, or is held where it looks like its source's. */
export class LacksColumns extends FileRejected {
  readonly match: HeaderMismatch;
  /** As of `ImportFile`. */
  readonly header: readonly string[];
  readonly names: readonly string[];
  readonly sheet: string | undefined;
  readonly dialect: Readonly<Record<string, Json>>;
  constructor(match: HeaderMismatch, { header, names, sheet, dialect }: Omit<RowsOfFile, 'rows'>) {
    super('wrong-header', match.message, { missing: match.missing, unknown: match.unknown });
    this.match = match;
    this.header = header;
    this.names = names;
    this.sheet = sheet;
    this.dialect = dialect;
  }
}

async function close(rows: AsyncIterable<unknown>): Promise<void> {
  await rows[Symbol.asyncIterator]().return?.(undefined);
}

function typeRow(
  mapping: CompiledMapping,
  /** Of a file about people: takes out of a reason what it quotes. */
  discreet: ((params: QuarantinedRow['params']) => QuarantinedRow['params']) | undefined,
  sheet: string | undefined,
  row: ReadRow,
): Typed | QuarantinedRow {
  if (row.kind === 'unreadable') return setAside(row, sheet, row.reason, discreet?.(row.params) ?? row.params);
  const typed = mapping.row(row.cells);
  if (typed.kind === 'typed') {
    const bytes = bytesStated(row.cells, typed);
    return bytes <= statedBytes ? typed : setAside(row, sheet, 'row-too-large', { bytes, limit: statedBytes });
  }
  const { value, ...others } = typed.params;
  return setAside(row, sheet, typed.reason, discreet || value === undefined ? others : typed.params);
}

/** Bytes of what a row states, or 0 where it is too little to be worth counting. */
function bytesStated(cells: readonly RawCell[], { values, qualifiers, repairs }: Typed): number {
  let characters = 0;
  for (const cell of cells) {
    if (typeof cell === 'string') characters += cell.length;
    else if (typeof cell === 'object' && cell !== null) characters += JSON.stringify(cell).length;
  }
  if (characters <= surelySmall) return 0;
  return Buffer.byteLength(JSON.stringify([cells, values, qualifiers, repairs]));
}

/**
 * A row that cannot become a record, by its place in the original. What a person's row says is not repeated; texts, the names
 * of columns among them, are cut as values are: every row of a file may be set aside.
 */
export const setAside = (
  { row, bytes }: ReadRow,
  sheet: string | undefined,
  reason: string,
  params: Readonly<Record<string, Json>>,
): QuarantinedRow => ({
  row,
  ...(sheet !== undefined && { sheet }),
  ...(bytes && { bytes: [bytes.start, bytes.end] as const }),
  reason,
  params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, quote(value)])),
});

/** A text as the log quotes it: its beginning. */
export function quote(value: Json): Json {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > quotedCharacters ? `${text.slice(0, quotedCharacters)}…` : value;
}
