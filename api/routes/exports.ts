/** Exports: the published records of a type as a file, the same bytes for the same position on any day. */
import { createHash } from 'node:crypto';
import { pipeline, Transform } from 'node:stream';
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
 *       Streamed. `X-Position` names the position, `X-Schema-Hash` the columns; the trailer `X-Content-SHA256` is the digest of the bytes,
 *       and comes only where all of them were sent. The same position gives the same bytes (`at`). Records about people come without what
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
    const { position, schemaHash, fileName, contentType, body } = await services.export(caller, order);
    const sha = createHash('sha256');
    const digested = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        sha.update(chunk);
        done(null, chunk);
      },
    });
    // A failure on either side ends the other; the answer is then cut off, which a client notices.
    pipeline(body, digested, () => {});
    return {
      status: 200,
      body: digested,
      headers: {
        'Content-Type': contentType,
        'Content-Disposition': `attachment; filename="${fileName.replaceAll(/[^\w.-]/g, '_')}"`,
        'X-Position': position.toString(),
        'X-Schema-Hash': schemaHash,
        Trailer: 'X-Content-SHA256',
      },
      trailers: () => ({ 'X-Content-SHA256': sha.digest('hex') }),
    };
  },
});

export const exportRoutes = [run];
