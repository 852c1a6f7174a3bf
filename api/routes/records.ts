/** One record, its history, and the decisions on it. */
import { z } from 'zod';
import type { RecordStanding } from '../../commands/decide-on-record.ts';
import { endpoint } from '../endpoint.ts';
import { commandHeaders, entityTag, purposeHeader, versionSeen } from '../schemas/headers.ts';
import { at, uuid } from '../schemas/primitives.ts';
import { approval, choice, correction, recordHistory, recordSheet, rejection, standing } from '../schemas/records.ts';

const params = z.strictObject({ id: uuid });

/**
 * @openapi
 * /api/v1/records/{id}:
 *   get:
 *     tags: [Records]
 *     summary: Show a record
 *     description: >-
 *       What was read, what it says, what the rules say in words, and what you may do with it; now, or as of `at`. Its `ETag` is what
 *       decisions send as `If-Match`.
 */
const show = endpoint({
  id: 'showRecord',
  method: 'get',
  path: '/records/:id',
  permission: 'record:read',
  params,
  query: z.strictObject({ at }),
  headers: purposeHeader,
  responses: { 200: recordSheet },
  handler: async ({ params, query, caller, services }) => {
    const sheet = await services.record(caller, params.id, query.at);
    const body = { ...sheet, history: sheet.history.map((entry) => ({ ...entry, data: { ...entry.data } })) };
    // A version of the past is nothing that could be decided on.
    return { status: 200, body, ...(!sheet.past && { headers: { ETag: entityTag(sheet.version) } }) };
  },
});

/**
 * @openapi
 * /api/v1/records/{id}/history:
 *   get:
 *     tags: [Records]
 *     summary: Everything that happened to a record
 *     description: The oldest first. A reviewer is shown that of records in the queue, and of those they decided on.
 */
const history = endpoint({
  id: 'showRecordHistory',
  method: 'get',
  path: '/records/:id/history',
  permission: 'record:history',
  params,
  headers: purposeHeader,
  responses: { 200: recordHistory },
  handler: async ({ params, caller, services }) => {
    const { id, version, history } = await services.record(caller, params.id);
    return {
      status: 200,
      body: { id, version, items: history.map((entry) => ({ ...entry, data: { ...entry.data } })) },
    };
  },
});

const decisions = [404, 409, 412, 428];

/**
 * @openapi
 * /api/v1/records/{id}/approve:
 *   post:
 *     tags: [Decisions]
 *     summary: Approve what a record says now
 *     description: >-
 *       It is published. Nobody approves what they contributed to. Over an error that stands, say why: a code that can be
 *       counted, words, or both; the history keeps them.
 */
const approve = endpoint({
  id: 'approveRecord',
  method: 'post',
  path: '/records/:id/approve',
  permission: 'record:approve',
  params,
  headers: commandHeaders,
  body: approval,
  bodyOptional: true,
  responses: { 200: standing },
  problems: decisions,
  handler: async ({ params, headers, body, caller, services }) =>
    decided(await services.approve(caller, params.id, { ...body, expect: versionSeen(headers) })),
});

/**
 * @openapi
 * /api/v1/records/{id}/reject:
 *   post:
 *     tags: [Decisions]
 *     summary: Reject what a record says now
 *     description: What is published of it stays so until something else is.
 */
const reject = endpoint({
  id: 'rejectRecord',
  method: 'post',
  path: '/records/:id/reject',
  permission: 'record:reject',
  params,
  headers: commandHeaders,
  body: rejection,
  responses: { 200: standing },
  problems: decisions,
  handler: async ({ params, headers, body, caller, services }) =>
    decided(await services.reject(caller, params.id, { ...body, expect: versionSeen(headers) })),
});

/**
 * @openapi
 * /api/v1/records/{id}/correct:
 *   post:
 *     tags: [Decisions]
 *     summary: Correct fields of a record
 *     description: It is judged again, and somebody else approves it.
 */
const correct = endpoint({
  id: 'correctRecord',
  method: 'post',
  path: '/records/:id/correct',
  permission: 'record:correct',
  params,
  headers: commandHeaders,
  body: correction,
  responses: { 200: standing },
  problems: decisions,
  handler: async ({ params, headers, body, caller, services }) =>
    decided(await services.correct(caller, params.id, { ...body, expect: versionSeen(headers) })),
});

/**
 * @openapi
 * /api/v1/records/{id}/choose:
 *   post:
 *     tags: [Decisions]
 *     summary: Choose among what a file states of one record
 */
const choose = endpoint({
  id: 'chooseAlternative',
  method: 'post',
  path: '/records/:id/choose',
  permission: 'record:choose',
  params,
  headers: commandHeaders,
  body: choice,
  responses: { 200: standing },
  problems: decisions,
  handler: async ({ params, headers, body, caller, services }) =>
    decided(await services.choose(caller, params.id, { ...body, expect: versionSeen(headers) })),
});

const decided = ({ record, version, position, status, published }: RecordStanding) => ({
  status: 200 as const,
  body: { record, version, position: position.toString(), status, published },
  headers: { ETag: entityTag(version) },
});

export const recordRoutes = [show, history, approve, reject, correct, choose];
