/** Exports as a stream: the same bytes for the same position, at the pace of whoever reads them. */
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { contracts } from '../domain/contracts/index.ts';
import type { ExportFormat } from '../domain/export/format.ts';
import { exportSchemaHash, writeExport } from '../projections/export/export.ts';
import type { Caller } from './caller.ts';
import { showClearText } from './clear-text.ts';
import { positionAt } from './moments.ts';
import type { ServiceParts } from './parts.ts';
import { allows, demand } from './policy.ts';
import type { ExportOrder, ExportStream } from './questions.ts';

const contentTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

type Parts = Pick<ServiceParts, 'store' | 'readModel' | 'vault' | 'sql' | 'caughtUp'>;

/**
 * Begins an export. An auditor's is an audit pack: for a stated purpose, kept in the access log.
 * @throws Refused `not-entitled`, `purpose-needed`, and for a moment that is none
 */
export async function exportRecords(parts: Parts, caller: Caller, order: ExportOrder): Promise<ExportStream> {
  const { type, format, clear = false } = order;
  if (clear || !allows(caller, 'export:run'))
    demand(caller, clear || allows(caller, 'export:audit') ? 'export:audit' : 'export:run');
  const position = await positionAt(parts.store, order.at);
  await parts.caughtUp(position);
  if (clear || !allows(caller, 'export:run')) await showClearText(parts, caller, `export ${type}`, position);
  const request = { type, format, at: position, clear: clear && contracts[type].personal };
  const body = new PassThrough();
  const summary = writeExport(parts, request, async (text) => {
    if (body.destroyed) throw new Error('the reader of the export has gone');
    if (!body.write(text)) await Promise.race([once(body, 'drain'), once(body, 'close')]);
  });
  summary.then(
    () => body.end(),
    (error: Error) => body.destroy(error),
  );
  return {
    position,
    schemaHash: exportSchemaHash(request),
    fileName: `${type}-${position}.${format}`,
    contentType: contentTypes[format],
    body,
    summary,
  };
}
