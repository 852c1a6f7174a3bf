/** Who may what, tried: every route of the document, as every role and as nobody. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Role, roles } from '../commands/roles.ts';
import { freshApi, type TestApi } from './api.test-support.ts';
import { type Document, type Operation, openApiDocument } from './document.ts';
import { endpoints } from './endpoints.ts';

let api: TestApi;
beforeAll(async () => {
  api = await freshApi();
});
afterAll(() => api.remove());

const document: Document = openApiDocument(endpoints, '0');
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

/** The table of roles, as the customer has it. `-` is for nobody of that column. */
const table: Readonly<Record<string, readonly Role[]>> = {
  'GET /auth/me': roles,
  'POST /auth/password': roles,
  'GET /overview': roles,
  'GET /changes': roles,
  'GET /sources/{name}/quality': roles,
  'GET /published/{type}': ['reviewer', 'approver', 'auditor', 'scientist'],
  'GET /published/{type}/{id}': ['reviewer', 'approver', 'auditor', 'scientist'],
  'GET /records/{id}': ['reviewer', 'approver', 'auditor', 'scientist'],
  'GET /queue': ['reviewer', 'approver', 'auditor'],
  'GET /queue/facets': ['reviewer', 'approver', 'auditor'],
  'POST /records/{id}/correct': ['reviewer', 'approver'],
  'POST /records/{id}/reject': ['reviewer', 'approver'],
  'POST /records/{id}/choose': ['reviewer', 'approver'],
  'POST /records/{id}/approve': ['approver'],
  'GET /records/{id}/history': ['reviewer', 'approver', 'auditor'],
  'GET /events': ['auditor'],
  'GET /access-log': ['auditor'],
  'GET /accounts': ['auditor', 'admin'],
  'GET /accounts/{id}': ['auditor', 'admin'],
  'POST /accounts': ['admin'],
  'POST /accounts/{id}/roles': ['admin'],
  'POST /accounts/{id}/disable': ['admin'],
  'POST /accounts/{id}/enable': ['admin'],
  'POST /accounts/{id}/reset': ['admin'],
  'GET /accounts/{id}/sessions': ['admin'],
  'POST /accounts/{id}/end-sessions': ['admin'],
  'GET /account-journal': ['auditor'],
  'GET /exports/{type}': ['auditor', 'scientist'],
  'GET /imports': ['approver', 'auditor', 'scientist', 'operator', 'admin'],
  'GET /imports/{id}': ['approver', 'auditor', 'scientist', 'operator', 'admin'],
  'GET /imports/{id}/quarantined-rows': ['approver', 'auditor', 'scientist', 'operator', 'admin'],
  'POST /imports': ['operator'],
  'POST /imports/{id}/accept': ['approver', 'operator', 'admin'],
  'POST /imports/{id}/reject': ['operator'],
  'POST /imports/{id}/give-up': ['operator'],
  'POST /consents/record': ['operator', 'admin'],
  'POST /consents/withdraw': ['operator', 'admin'],
  'POST /consents/show': ['auditor', 'operator', 'admin'],
  'GET /sources': ['auditor', 'scientist', 'operator', 'admin'],
  'GET /sources/{name}': ['auditor', 'scientist', 'operator', 'admin'],
  'GET /status': ['auditor', 'scientist', 'operator', 'admin'],
  'POST /projections/{name}/rebuild': ['operator'],
};
const forEverybody = ['POST /auth/login', 'POST /auth/refresh', 'POST /auth/logout'];

test('the table and the document have the same routes', () => {
  const named = operations.map(({ method, path }) => `${method} ${path.replace('/api/v1', '')}`).sort();
  expect([...Object.keys(table), ...forEverybody].sort()).toEqual(named);
});

/** A request that is valid as far as the document tells, about things that do not exist. */
function requestFor({ method, path, operation }: (typeof operations)[number]): [string, RequestInit] {
  const values: Readonly<Record<string, string>> = {
    type: 'food',
    name: 'none',
    id: randomUUID(),
    source: 'none',
    format: 'csv',
  };
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  let url = path;
  for (const parameter of operation.parameters) {
    const value = values[parameter.name] ?? '"0"';
    if (parameter.in === 'path') url = url.replace(`{${parameter.name}}`, value);
    else if (parameter.required && parameter.in === 'query') query.set(parameter.name, value);
    else if (parameter.required) headers[parameter.name] = value;
  }
  const types = Object.keys(operation.requestBody?.content ?? {});
  if (types[0]) headers['Content-Type'] = types[0];
  const bodies: Readonly<Record<string, unknown>> = {
    signIn: { email: 'x@y.z', password: 'x' },
    refreshSession: { refreshToken: 'x' },
    signOut: { refreshToken: 'x' },
    changePassword: { current: 'x', chosen: 'a password of its own' },
    addAccount: { email: 'new@healthai.local', roles: ['reviewer'] },
    changeRoles: { roles: ['reviewer'] },
    acceptImport: { reason: 'x' },
    rejectImport: { reason: 'x' },
    giveUpImport: { reason: 'x' },
    recordConsent: { person: 'x', purpose: 'coaching' },
    withdrawConsent: { person: 'x', purpose: 'coaching' },
    showConsents: { person: 'x' },
    rejectRecord: { code: 'implausible' },
    correctRecord: { set: {}, reason: 'x' },
    chooseAlternative: { alternative: 0, reason: 'x' },
  };
  const body = bodies[operation.operationId];
  return [`${url}?${query}`, { method, headers, ...(types[0] && { body: body ? JSON.stringify(body) : 'x' }) }];
}

async function outcome(
  who: Role | 'nobody',
  one: (typeof operations)[number],
): Promise<{ status: number; code: string }> {
  const [path, init] = requestFor(one);
  const gone = new AbortController();
  const authorization = who === 'nobody' ? {} : { Authorization: `Bearer ${api.token(who)}` };
  const response = await fetch(api.url + path, {
    ...init,
    signal: gone.signal,
    headers: { ...(init.headers as Record<string, string>), ...authorization },
  });
  const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json') ?? false;
  const { code = '' } = isProblem ? ((await response.json()) as { code: string }) : {};
  gone.abort();
  return { status: response.status, code };
}

describe.each(operations.map((one) => [`${one.method} ${one.path}`, one] as const))('%s', (name, one) => {
  const { operation }: { operation: Operation } = one;
  const route = name.replace('/api/v1', '');
  const isPublic = forEverybody.includes(route);

  test('is written down as in the table', () => {
    expect(operation['x-roles']).toEqual(isPublic ? undefined : table[route]);
  });

  test('is for nobody without a token', async () => {
    const { status, code } = await outcome('nobody', one);
    if (isPublic) expect(code).not.toBe('unauthenticated');
    else expect({ status, code }).toEqual({ status: 401, code: 'unauthenticated' });
  });

  test.each(roles)('as %s', async (role) => {
    const { status, code } = await outcome(role, one);
    const entitled = isPublic || table[route]!.includes(role);
    if (!entitled) expect({ status, code }).toEqual({ status: 403, code: 'not-entitled' });
    else {
      expect(code).not.toBe('not-entitled');
      expect(code).not.toBe('invalid-token');
      // What does not exist is not there, and what needs a purpose says so: nothing fails.
      expect(status).toBeLessThan(500);
    }
  });
});
