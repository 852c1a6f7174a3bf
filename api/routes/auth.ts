/** Sign-in: short-lived access tokens, refresh tokens that are good for one use. */
import { endpoint } from '../endpoint.ts';
import { credentials, me, passwordChange, refreshRequest, session } from '../schemas/auth.ts';

/**
 * @openapi
 * /api/v1/auth/login:
 *   post:
 *     tags: [Sign-in]
 *     summary: Sign in
 *     description: >-
 *       E-mail and password against an access token and a refresh token. After failed attempts one has to wait, longer each time:
 *       for that account, from that address (429, with `Retry-After`). Only failed attempts count. Whoever signs in with a password that
 *       was made for them chooses another one first (`POST /api/v1/auth/password`): until then everything else is refused.
 */
const signIn = endpoint({
  id: 'signIn',
  method: 'post',
  path: '/auth/login',
  permission: 'public',
  body: credentials,
  responses: { 200: session },
  problems: [401],
  handler: async ({ body, services, from }) => ({
    status: 200,
    body: await services.accounts.signIn(body.email, body.password, from),
  }),
});

/**
 * @openapi
 * /api/v1/auth/refresh:
 *   post:
 *     tags: [Sign-in]
 *     summary: Renew a session
 *     description: >-
 *       A refresh token against a new pair. A refresh token that is used twice was stolen: its session ends, and its owner signs in again.
 */
const refresh = endpoint({
  id: 'refreshSession',
  method: 'post',
  path: '/auth/refresh',
  permission: 'public',
  body: refreshRequest,
  responses: { 200: session },
  problems: [401],
  handler: async ({ body, services }) => ({ status: 200, body: await services.accounts.refresh(body.refreshToken) }),
});

/**
 * @openapi
 * /api/v1/auth/logout:
 *   post:
 *     tags: [Sign-in]
 *     summary: Sign out
 *     description: Ends the session of a refresh token, and access with it, at once. An unknown one is no error.
 */
const signOut = endpoint({
  id: 'signOut',
  method: 'post',
  path: '/auth/logout',
  permission: 'public',
  body: refreshRequest,
  responses: { 204: null },
  handler: async ({ body, services }) => {
    await services.accounts.signOut(body.refreshToken);
    return { status: 204, body: null };
  },
});

/**
 * @openapi
 * /api/v1/auth/password:
 *   post:
 *     tags: [Sign-in]
 *     summary: Choose another password
 *     description: >-
 *       At least 12 characters, 6 of them different. The other sessions of the account end. A wrong current password counts as a failed
 *       sign-in does.
 */
const changePassword = endpoint({
  id: 'changePassword',
  method: 'post',
  path: '/auth/password',
  permission: 'signed-in',
  withOneTimePassword: true,
  body: passwordChange,
  responses: { 204: null },
  problems: [403],
  handler: async ({ body, caller, services, from }) => {
    const { id, email, session: kept = '' } = caller;
    await services.accounts.changePassword({ id, email, session: kept }, body, from);
    return { status: 204, body: null };
  },
});

/**
 * @openapi
 * /api/v1/auth/me:
 *   get:
 *     tags: [Sign-in]
 *     summary: Who you are
 *     description: The account that the token speaks for, with the roles it holds now.
 */
const whoAmI = endpoint({
  id: 'whoAmI',
  method: 'get',
  path: '/auth/me',
  permission: 'signed-in',
  withOneTimePassword: true,
  responses: { 200: me },
  handler: async ({ caller: { id, email, roles } }) => ({ status: 200, body: { id, email, roles } }),
});

export const authRoutes = [signIn, refresh, signOut, changePassword, whoAmI];
