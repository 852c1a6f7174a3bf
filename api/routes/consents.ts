/** What people agreed to: recorded, withdrawn, shown. */
import { endpoint } from '../endpoint.ts';
import { consentQuestion, consentRecording, consentWithdrawal, personConsents } from '../schemas/consents.ts';
import { repeatableHeaders } from '../schemas/headers.ts';

/**
 * @openapi
 * /api/v1/consents/record:
 *   post:
 *     tags: [Consents]
 *     summary: Record what a person agreed to
 *     description: From then on rows about them come in, of sources that need consent for this purpose; import their files again.
 */
const record = endpoint({
  id: 'recordConsent',
  method: 'post',
  path: '/consents/record',
  permission: 'consents:keep',
  headers: repeatableHeaders,
  body: consentRecording,
  responses: { 200: personConsents },
  problems: [422],
  handler: async ({ body, caller, services }) => ({
    status: 200,
    body: await services.consents(caller, { ...body, verb: 'record' }),
  }),
});

/**
 * @openapi
 * /api/v1/consents/withdraw:
 *   post:
 *     tags: [Consents]
 *     summary: Withdraw what a person agreed to
 *     description: From then on no row about them comes in. What was taken over before stays until it is withdrawn or erased.
 */
const withdraw = endpoint({
  id: 'withdrawConsent',
  method: 'post',
  path: '/consents/withdraw',
  permission: 'consents:keep',
  headers: repeatableHeaders,
  body: consentWithdrawal,
  responses: { 200: personConsents },
  problems: [422],
  handler: async ({ body, caller, services }) => ({
    status: 200,
    body: await services.consents(caller, { ...body, verb: 'withdraw' }),
  }),
});

/**
 * @openapi
 * /api/v1/consents/show:
 *   post:
 *     tags: [Consents]
 *     summary: Show what a person agreed to
 *     description: Asked for in a body, since addresses are kept in logs. Kept in the access log.
 */
const show = endpoint({
  id: 'showConsents',
  method: 'post',
  path: '/consents/show',
  permission: 'consents:read',
  body: consentQuestion,
  responses: { 200: personConsents },
  problems: [422],
  handler: async ({ body, caller, services }) => ({
    status: 200,
    body: await services.consents(caller, { ...body, verb: 'show' }),
  }),
});

export const consentRoutes = [record, withdraw, show];
