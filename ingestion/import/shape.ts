/** Whether a JSON file holds what its source delivers: it has no header to tell, so its objects must. */
import type { Contract } from '../../domain/contracts/contract.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { matchHeader } from '../../domain/source/header.ts';
import { FileRejected, type ReadRow } from '../readers/reader.ts';

export interface Shape {
  see(row: ReadRow, typed: boolean): void;
  /**
   * @param header of the file, complete now that all rows were read
   * @throws FileRejected `wrong-header` where no row could be typed, and no object has what records cannot be without
   */
  check(header: readonly string[]): void;
}

export function shapeOf(definition: SourceDefinition, contract: Contract): Shape {
  /** Columns that some object fills. */
  const filled = new Set<number>();
  /** A row is of this source, or too broken to tell. */
  let passes = definition.format !== 'json';
  return {
    see(row, typed) {
      if (passes) return;
      if (typed || (row.kind === 'unreadable' && row.reason !== 'not-an-object')) passes = true;
      if (row.kind !== 'row') return;
      row.cells.forEach((cell, i) => {
        if (cell !== null) filled.add(i);
      });
    },
    check(header) {
      if (passes) return;
      const match = matchHeader(
        definition,
        contract,
        header.filter((_, i) => filled.has(i)),
      );
      if (match.kind === 'header-match') return;
      throw new FileRejected('wrong-header', match.message, { missing: match.missing, unknown: match.unknown });
    },
  };
}
