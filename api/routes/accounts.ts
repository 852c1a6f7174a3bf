/** Accounts: who may sign in, with which roles; and the journal of sign-ins and of what was done to accounts. */
import { z } from 'zod';
import { accountActs } from '../../services/accounts/journal.ts';
import { endpoint } from '../endpoint.ts';
import {
  account,
  accountJournalPage,
  accountPage,
  accountWithPassword,
  newAccount,
  openSessions,
  rolesChange,
} from '../schemas/accounts.ts';
import { after, limit, position, uuid } from '../schemas/primitives.ts';

const idOf = z.strictObject({ id: uuid });

/**
 * @openapi
 * /api/v1/accounts:
 *   get:
 *     tags: [Accounts]
 *     summary: List the accounts
 *     description: By e-mail address.
 */
const list = endpoint({
  id: 'listAccounts',
  method: 'get',
  path: '/accounts',
  permission: 'accounts:read',
  query: z.strictObject({
    q: z.string().max(254).optional().describe('Part of an e-mail address.'),
    after,
    limit: limit(),
  }),
  responses: { 200: accountPage },
  handler: async ({ query, caller, services }) => {
    const { items, ...rest } = await services.administration.list(caller, query);
    return { status: 200, body: { items: [...items], ...rest } };
  },
});

/**
 * @openapi
 * /api/v1/accounts:
 *   post:
 *     tags: [Accounts]
 *     summary: Add an account
 *     description: The answer holds its first password, which is shown once, is good for a week, and is changed at the first sign-in.
 */
const add = endpoint({
  id: 'addAccount',
  method: 'post',
  path: '/accounts',
  permission: 'accounts:manage',
  body: newAccount,
  responses: { 201: accountWithPassword },
  problems: [409],
  handler: async ({ body, caller, services }) => ({
    status: 201,
    body: await services.administration.add(caller, body),
  }),
});

/**
 * @openapi
 * /api/v1/accounts/{id}:
 *   get:
 *     tags: [Accounts]
 *     summary: Show an account
 */
const show = endpoint({
  id: 'showAccount',
  method: 'get',
  path: '/accounts/:id',
  permission: 'accounts:read',
  params: idOf,
  responses: { 200: account },
  handler: async ({ params, caller, services }) => ({
    status: 200,
    body: await services.administration.one(caller, params.id),
  }),
});

/**
 * @openapi
 * /api/v1/accounts/{id}/roles:
 *   post:
 *     tags: [Accounts]
 *     summary: Change the roles of an account
 *     description: At the next request they are those. Nobody changes their own; the last enabled account with the role admin keeps it.
 */
const changeRoles = endpoint({
  id: 'changeRoles',
  method: 'post',
  path: '/accounts/:id/roles',
  permission: 'accounts:manage',
  params: idOf,
  body: rolesChange,
  responses: { 200: account },
  problems: [409],
  handler: async ({ params, body, caller, services }) => ({
    status: 200,
    body: await services.administration.changeRoles(caller, params.id, body.roles),
  }),
});

/**
 * @openapi
 * /api/v1/accounts/{id}/disable:
 *   post:
 *     tags: [Accounts]
 *     summary: Disable an account
 *     description: Its sessions end at once. Nobody disables their own, nor the last enabled account with the role admin.
 */
const disable = endpoint({
  id: 'disableAccount',
  method: 'post',
  path: '/accounts/:id/disable',
  permission: 'accounts:manage',
  params: idOf,
  responses: { 200: account },
  problems: [409],
  handler: async ({ params, caller, services }) => ({
    status: 200,
    body: await services.administration.disable(caller, params.id),
  }),
});

/**
 * @openapi
 * /api/v1/accounts/{id}/enable:
 *   post:
 *     tags: [Accounts]
 *     summary: Enable an account again
 *     description: With the password and the roles that it had.
 */
const enable = endpoint({
  id: 'enableAccount',
  method: 'post',
  path: '/accounts/:id/enable',
  permission: 'accounts:manage',
  params: idOf,
  responses: { 200: account },
  handler: async ({ params, caller, services }) => ({
    status: 200,
    body: await services.administration.enable(caller, params.id),
  }),
});

/**
 * @openapi
 * /api/v1/accounts/{id}/reset:
 *   post:
 *     tags: [Accounts]
 *     summary: Give an account another password
 *     description: >-
 *       Its sessions end at once. The answer holds the password, which is shown once, is good for a week, and is changed at the next
 *       sign-in. Nobody resets their own.
 */
const reset = endpoint({
  id: 'resetPassword',
  method: 'post',
  path: '/accounts/:id/reset',
  permission: 'accounts:manage',
  params: idOf,
  responses: { 200: accountWithPassword },
  problems: [409],
  handler: async ({ params, caller, services }) => ({
    status: 200,
    body: await services.administration.reset(caller, params.id),
  }),
});

/**
 * @openapi
 * /api/v1/accounts/{id}/sessions:
 *   get:
 *     tags: [Accounts]
 *     summary: List the sessions of an account
 *     description: Those that last, the newest first.
 */
const sessions = endpoint({
  id: 'listSessions',
  method: 'get',
  path: '/accounts/:id/sessions',
  permission: 'accounts:manage',
  params: idOf,
  responses: { 200: openSessions },
  handler: async ({ params, caller, services }) => ({
    status: 200,
    body: { items: [...(await services.administration.sessions(caller, params.id))] },
  }),
});

/**
 * @openapi
 * /api/v1/accounts/{id}/end-sessions:
 *   post:
 *     tags: [Accounts]
 *     summary: End the sessions of an account
 *     description: Access ends at once, streams too.
 */
const endSessions = endpoint({
  id: 'endSessions',
  method: 'post',
  path: '/accounts/:id/end-sessions',
  permission: 'accounts:manage',
  params: idOf,
  responses: { 200: account },
  handler: async ({ params, caller, services }) => ({
    status: 200,
    body: await services.administration.endSessions(caller, params.id),
  }),
});

/**
 * @openapi
 * /api/v1/account-journal:
 *   get:
 *     tags: [Accounts]
 *     summary: List sign-ins, and what was done to accounts
 *     description: >-
 *       The newest first. Sign-ins and failed ones are kept for a year, what was done to accounts for three. Neither passwords nor
 *       addresses that no account has are kept.
 */
const journal = endpoint({
  id: 'listAccountJournal',
  method: 'get',
  path: '/account-journal',
  permission: 'accounts:journal',
  query: z.strictObject({
    after: position.optional().describe('`next` of the page before.'),
    limit: limit(),
    account: uuid.optional().describe('Lines about, or by, this account only.'),
    act: z.enum(accountActs).optional(),
  }),
  responses: { 200: accountJournalPage },
  handler: async ({ query, caller, services }) => {
    const { items, next } = await services.accountJournal(caller, query);
    return { status: 200, body: { items: [...items], next } };
  },
});

export const accountRoutes = [list, add, show, changeRoles, disable, enable, reset, sessions, endSessions, journal];
