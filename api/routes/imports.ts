/** Imports: what was read and what became of it, and taking in a file. */
import { z } from 'zod';
import type { Uuid } from '../../domain/ids.ts';
import type { UploadReport } from '../../services/services.ts';
import { endpoint, prefix } from '../endpoint.ts';
import { preferHeader, repeatableHeaders } from '../schemas/headers.ts';
import {
  holdAcceptance,
  holdAnswered,
  importAccepted,
  importDetail,
  importEnding,
  importPage,
  importReport,
  quarantinedPage,
} from '../schemas/imports.ts';
import { flag, limit, position, uuid } from '../schemas/primitives.ts';

const params = z.strictObject({ id: uuid });

/**
 * @openapi
 * /api/v1/imports:
 *   get:
 *     tags: [Imports]
 *     summary: List imports, the latest first
 */
const list = endpoint({
  id: 'listImports',
  method: 'get',
  path: '/imports',
  permission: 'imports:read',
  query: z.strictObject({
    source: z.string().min(1).max(100).optional(),
    after: position.optional().describe('`next` of the page before.'),
    limit: limit(),
  }),
  responses: { 200: importPage },
  handler: async ({ query, caller, services }) => ({ status: 200, body: await services.imports(caller, query) }),
});

/**
 * @openapi
 * /api/v1/imports/{id}:
 *   get:
 *     tags: [Imports]
 *     summary: Show an import
 */
const show = endpoint({
  id: 'showImport',
  method: 'get',
  path: '/imports/:id',
  permission: 'imports:read',
  params,
  responses: { 200: importDetail },
  handler: async ({ params, caller, services }) => ({ status: 200, body: await services.import(caller, params.id) }),
});

/**
 * @openapi
 * /api/v1/imports/{id}/quarantined-rows:
 *   get:
 *     tags: [Imports]
 *     summary: Rows of an import that could not become records
 *     description: Each with the reason and what to do, in the language of `Accept-Language`.
 */
const quarantined = endpoint({
  id: 'listQuarantinedRows',
  method: 'get',
  path: '/imports/:id/quarantined-rows',
  permission: 'imports:read',
  params,
  query: z.strictObject({
    after: z.coerce
      .number()
      .int()
      .nonnegative()
      .max(2 ** 31 - 1)
      .optional()
      .describe('`next` of the page before: a row number.'),
    limit: limit(),
  }),
  responses: { 200: quarantinedPage },
  handler: async ({ params, query, caller, services }) => {
    const { items, next } = await services.quarantined(caller, params.id, query);
    return { status: 200, body: { items, next: next === null ? null : String(next) } };
  },
});

/**
 * @openapi
 * /api/v1/imports:
 *   post:
 *     tags: [Imports]
 *     summary: Import a file
 *     description: >-
 *       The body is the file, byte for byte; it is judged by its content, whatever its type and name say. Answered when everything is
 *       visible (201); with `Prefer: respond-async` as soon as the import is accepted (202). A dry run (`dryRun=true`)
 *       appends nothing, and neither does a file that was imported before (200). Where the file would take something away of what is
 *       published, its import is kept and waits for a person: `status` is `held`, `hold` says why, and nothing of it is published
 *       (201; the same file again while it waits: 200). A source of changes takes nothing more meanwhile (409 `source-waits`).
 */
const upload = endpoint({
  id: 'importFile',
  method: 'post',
  path: '/imports',
  permission: 'imports:run',
  query: z.strictObject({
    source: z.string().min(1).max(100).describe('Name of the source that the file comes from.'),
    fileName: z.string().min(1).max(300).optional().describe('For people’s eyes; never a path.'),
    dryRun: flag.optional().describe('Says what an import would do.'),
    again: flag.optional().describe('Import it although the same bytes were imported before.'),
  }),
  headers: preferHeader,
  upload: [
    'text/csv',
    'application/json',
    'application/x-ndjson',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/octet-stream',
  ],
  responses: { 200: importReport, 201: importReport, 202: importAccepted },
  problems: [404, 409, 422],
  patient: true,
  handler: async ({ query, headers, upload, caller, services, signal, log }) => {
    const { source, fileName = null, dryRun, again } = query;
    const accepted = Promise.withResolvers<Uuid>();
    let created = false;
    const done = services.upload(caller, {
      source,
      content: upload,
      fileName: fileName === null ? null : lastPart(fileName),
      ...(dryRun !== undefined && { dryRun }),
      ...(again !== undefined && { again }),
      wanted: signal,
      onAccepted(id) {
        created = true;
        accepted.resolve(id);
      },
    });
    if (respondsAsync(headers.prefer)) {
      const first = await Promise.race([done, accepted.promise]);
      if (typeof first === 'string') {
        // Its outcome is kept with the import, where the caller looks for it; here only a fault is of interest.
        done.catch((error: unknown) =>
          log.warn({ err: error, import: first }, 'an import that nobody waits for failed'),
        );
        const headers: Readonly<Record<string, string>> = {
          Location: placeOf(first),
          'Preference-Applied': 'respond-async',
        };
        return { status: 202, body: { import: first }, headers };
      }
    }
    const report = await done;
    const body = told(report);
    const known = report.alreadyImported || (report.status === 'held' && !created);
    if (report.import === null || known) return { status: 200, body };
    return { status: 201, body, headers: { Location: placeOf(report.import) } };
  },
});

const ends = [404, 409, 422];

/**
 * @openapi
 * /api/v1/imports/{id}/accept:
 *   post:
 *     tags: [Imports]
 *     summary: Let a held import go on
 *     description: >-
 *       As it is; or with `map` under other columns, which somebody else has to agree to by accepting it too (roles operator, approver,
 *       admin), with or without the same `map`. Answered before the import has gone on (202): ask for it until it is neither `running`
 *       nor `held`. One whose columns were mapped ends as `failed` with the code `mapped`, and `previous` of the import that reads
 *       the file anew is this one.
 */
const accept = endpoint({
  id: 'acceptImport',
  method: 'post',
  path: '/imports/:id/accept',
  permission: ['imports:run', 'imports:agree'],
  params,
  headers: repeatableHeaders,
  body: holdAcceptance,
  responses: { 200: holdAnswered, 202: holdAnswered },
  problems: ends,
  handler: async ({ params, body: { reason, map, asIs }, caller, services }) => {
    const answer = {
      reason,
      ...(asIs !== undefined && { asIs }),
      ...(map && { map: map.map(({ column, to, unit }) => ({ column, to, ...(unit !== undefined && { unit }) })) }),
    };
    // What goes on is told to the log of the server and to whoever asks for the import; nobody waits for it here.
    const { next, import: standing } = await services.acceptImport(caller, params.id, answer);
    const body = { ...standing, next };
    return next === 'run' ? { status: 202, body, headers: { Location: placeOf(params.id) } } : { status: 200, body };
  },
});

/**
 * @openapi
 * /api/v1/imports/{id}/reject:
 *   post:
 *     tags: [Imports]
 *     summary: Reject a held import
 *     description: Nothing of it was taken over, and nothing will be.
 */
const reject = endpoint({
  id: 'rejectImport',
  method: 'post',
  path: '/imports/:id/reject',
  permission: 'imports:run',
  params,
  headers: repeatableHeaders,
  body: importEnding,
  responses: { 200: importDetail },
  problems: ends,
  handler: async ({ params, body, caller, services }) => ({
    status: 200,
    body: (await services.rejectImport(caller, params.id, body)).import,
  }),
});

/**
 * @openapi
 * /api/v1/imports/{id}/give-up:
 *   post:
 *     tags: [Imports]
 *     summary: Give an import up
 *     description: >-
 *       The way out of anything that runs, is paused or is held. Where its rows were being decided, what was decided stays (`given-up`);
 *       before that, nothing was (`failed`). The same file may be sent again.
 */
const giveUp = endpoint({
  id: 'giveUpImport',
  method: 'post',
  path: '/imports/:id/give-up',
  permission: 'imports:run',
  params,
  headers: repeatableHeaders,
  body: importEnding,
  responses: { 200: importDetail },
  problems: ends,
  // A run is waited for: it stops between two batches.
  patient: true,
  handler: async ({ params, body, caller, services }) => ({
    status: 200,
    body: await services.giveUpImport(caller, params.id, body),
  }),
});

const placeOf = (id: Uuid): string => `${prefix}/imports/${id}`;

const respondsAsync = (prefer = ''): boolean => prefer.split(',').some((one) => one.trim() === 'respond-async');

/** What a browser or a shell calls a file may be a path; people are shown its last part. */
const lastPart = (name: string): string => name.split(/[/\\]/).at(-1) || 'file';

const told = (report: UploadReport) => ({ ...report, position: report.position?.toString() ?? null });

export const importRoutes = [list, show, quarantined, upload, accept, reject, giveUp];
