/** Exports: the published records of a type as a file, the same bytes for the same position on any day. */
import { z } from 'zod';
import { exportFormats } from '../../domain/export/format.ts';
import { endpoint } from '../endpoint.ts';
import { purposeHeader } from '../schemas/headers.ts';
import { at, flag, recordType } from '../schemas/primitives.ts';

/**
 * @openapi
 * /api/v1/exports/{type}:
 *   get:
 *     tags: [Exports]
 *     summary: Export the published records of a type
 *     description: >-
 *       Streamed. `X-Position` names the position, `X-Schema-Hash` the columns; the trailers `X-Content-SHA256` and `X-Rows`
 *       come only where all bytes were sent. The same position gives the same bytes (`at`). Records about people come without what
 *       identifies them; an auditor who states a purpose (`X-Purpose`) gets that too (`clear=true`).
 */
const run = endpoint({
  id: 'exportRecords',
  method: 'get',
  path: '/exports/:type',
  permission: ['export:run', 'export:audit'],
  params: z.strictObject({ type: recordType }),
  query: z.strictObject({ format: z.enum(exportFormats), at, clear: flag.optional() }),
  headers: purposeHeader,
  responses: { 200: { mediaTypes: ['text/csv', 'application/json', 'application/x-ndjson'] } },
  patient: true,
  handler: async ({ params, query, caller, services }) => {
    const { at, clear, format } = query;
    const order = { type: params.type, format, ...(at !== undefined && { at }), ...(clear !== undefined && { clear }) };
    const { position, schemaHash, fileName, contentType, body, summary } = await services.export(caller, order);
    // A failed export breaks its body off, and that is where it is noticed.
    summary.catch(() => {});
    return {
      status: 200,
      body,
      headers: {
        'Content-Type': contentType,
        'Content-Disposition': `attachment; filename="${fileName.replaceAll(/[^\w.-]/g, '_')}"`,
        'X-Position': position.toString(),
        'X-Schema-Hash': schemaHash,
        Trailer: 'X-Content-SHA256, X-Rows',
      },
      trailers: async () => {
        const { sha256, rows } = await summary;
        return { 'X-Content-SHA256': sha256, 'X-Rows': String(rows) };
      },
    };
  },
});

export const exportRoutes = [run];
