/**
 * Exports: the published records of a type at a position, as bytes. A function of position, gates, contract and format
 * version alone. Records about people come without the fields that identify them, unless clear text is asked for.
 */
import { createHash } from 'node:crypto';
import type { RecordType } from '../../domain/contracts/contract.ts';
import { contracts } from '../../domain/contracts/index.ts';
import { type ExportFormat, formatVersion, rowWriter } from '../../domain/export/format.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { Value, Values } from '../../domain/record/events.ts';
import type { Position } from '../../eventstore/store.ts';
import { type ExportedFrom, type PublishedRecord, publishedAt } from './published-at.ts';

export interface ExportRequest {
  readonly type: RecordType;
  readonly format: ExportFormat;
  readonly at: Position;
  /** Identifying fields too: an auditor's, for a stated purpose. */
  readonly clear?: boolean;
}

export interface ExportSummary {
  readonly rows: number;
  readonly sha256: string;
  readonly position: Position;
  readonly schemaHash: string;
}

/** Columns of an export: the record's id, its key or subject, then the contract's fields. Restricted fields never leave. */
function exportColumns(type: RecordType, clear: boolean): readonly string[] {
  const contract = contracts[type];
  const fields = Object.entries(contract.fields)
    .filter(([, field]) => !field.restricted && (clear || !field.identifying))
    .map(([name]) => name);
  return ['record_id', contract.personal ? 'subject' : 'key', ...fields];
}

/** Of what an export's columns are: two exports with the same one can be read alike. */
export const exportSchemaHash = ({ type, format, clear = false }: Omit<ExportRequest, 'at'>): string => {
  const { version, fields } = contracts[type];
  const columns = exportColumns(type, clear).map((name) => [name, fields[name]?.kind ?? 'text']);
  return createHash('sha256')
    .update(canonicalJson([type, version, format, formatVersion, columns]))
    .digest('hex');
};

/**
 * Writes an export, piece by piece.
 * @param write takes text; awaited, so that a slow reader slows the export down
 */
export async function writeExport(
  from: ExportedFrom,
  request: ExportRequest,
  write: (text: string) => Promise<void>,
): Promise<ExportSummary> {
  const columns = exportColumns(request.type, request.clear ?? false);
  const writer = rowWriter(request.format, columns);
  const sha = createHash('sha256');
  let rows = 0;
  const send = async (text: string): Promise<void> => {
    if (text === '') return;
    sha.update(text);
    await write(text);
  };
  await send(writer.head);
  for await (const records of publishedAt(from, request.type, request.at)) {
    let text = '';
    for (const record of records) text += writer.row(cellsOf(record, columns), rows++ === 0);
    await send(text);
  }
  await send(writer.tail(rows > 0));
  return { rows, sha256: sha.digest('hex'), position: request.at, schemaHash: exportSchemaHash(request) };
}

function cellsOf(
  { recordId, key, subject, values }: PublishedRecord,
  columns: readonly string[],
): (Value | undefined)[] {
  const fixed: Values = { record_id: recordId, ...(key !== null && { key }), ...(subject !== null && { subject }) };
  return columns.map((column) => fixed[column] ?? values[column]);
}
