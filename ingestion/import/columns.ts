/** Which columns of its source a file has, which it lacks, and which no mapping names. */
import type { Contract } from '../../domain/contracts/contract.ts';
import { contracts } from '../../domain/contracts/index.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { firstNameOf, type HeaderMatch, type HeaderMismatch, matchHeader } from '../../domain/source/header.ts';
import type { ReadRow } from '../readers/reader.ts';

/** Columns of a file, by name, as every report tells them. */
export interface ColumnsReport {
  /** Names in the file of the columns that the definition knows. */
  readonly mapped: readonly string[];
  /** Columns of the definition that the file does not have, by their first names. */
  readonly absent: readonly string[];
  /** Columns of the file that the definition does not know: kept as read, and nothing else. */
  readonly unknown: readonly string[];
}

/** A matched header as a report tells it. */
export const columnsReport = (
  match: Pick<HeaderMatch, 'absent' | 'unknown'>,
  header: readonly string[],
): ColumnsReport => {
  const unknown = new Set(match.unknown);
  return { mapped: header.filter((name) => !unknown.has(name)), absent: match.absent, unknown: match.unknown };
};

/** The columns of a file that was read before, from its header as it was kept. */
export function storedColumns(
  definition: SourceDefinition,
  { header, absent }: { readonly header: readonly string[] | null; readonly absent: readonly string[] | null },
): ColumnsReport {
  if (header === null) return { mapped: [], absent: [], unknown: [] };
  const match = matchHeader(definition, contracts[definition.recordType], header);
  const lacking = new Set(absent ?? match.absent);
  // The kept header of a JSON file begins with every column of its definition, whether some object has it or not.
  const gone = new Set(match.columns.flatMap(({ mapping, name }) => (lacking.has(firstNameOf(mapping)) ? [name] : [])));
  const there = header.filter((name) => !gone.has(name));
  return columnsReport({ absent: [...lacking], unknown: match.unknown }, there);
}

/** Watches which columns some row fills: a JSON file has no header to tell, so its objects must. */
export interface ColumnWatch {
  see(row: ReadRow, typed: boolean): void;
  /** The columns that the file has. @param header complete now that all rows were read */
  present(header: readonly string[]): readonly string[];
  /** The header of a JSON file of which nothing could be read: what its objects have, matched; undefined where it is of its source. */
  match(header: readonly string[]): HeaderMatch | HeaderMismatch;
  /** Some row became a record, or is too broken to tell. */
  readonly readable: boolean;
}

export function watchColumns(definition: SourceDefinition, contract: Contract): ColumnWatch {
  const filled = new Set<number>();
  const json = definition.format === 'json';
  let readable = !json;
  const present = (header: readonly string[]): readonly string[] =>
    json ? header.filter((_, i) => filled.has(i)) : header;
  return {
    see(row, typed) {
      if (!json) return;
      if (typed || (row.kind === 'unreadable' && row.reason !== 'not-an-object')) readable = true;
      if (row.kind !== 'row') return;
      for (let i = 0; i < row.cells.length; i++) if (row.cells[i] !== null) filled.add(i);
    },
    present,
    match: (header) => matchHeader(definition, contract, present(header)),
    get readable() {
      return readable;
    },
  };
}
