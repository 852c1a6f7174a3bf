/** Accounts over HTTP: what an administrator does is felt at once at every route, streams included. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountId } from '../services/accounts/keep-accounts.ts';
import { freshApi, type TestApi } from './api.test-support.ts';

let api: TestApi;
beforeAll(async () => {
  api = await freshApi();
});
afterAll(() => api.remove());

const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
const act = (id: string, verb: string, json: unknown = {}) =>
  api.ask('admin', `/accounts/${id}/${verb}`, verb === 'roles' ? { json } : { method: 'POST' });

async function signIn(email: string, password: string): Promise<{ accessToken: string; refreshToken: string }> {
  const { status, json } = await api.ask('nobody', '/auth/login', { json: { email, password } });
  expect(status).toBe(200);
  return json;
}

/** Somebody with a password of their own. */
async function somebody(email: string, roles: readonly string[]) {
  const { json } = await api.ask('admin', '/accounts', { json: { email, roles } });
  const password = 'a password of my own';
  const { accessToken } = await signIn(email, json.password);
  await api.ask('nobody', '/auth/password', {
    ...bearer(accessToken),
    json: { current: json.password, chosen: password },
  });
  return { id: json.id as string, password, ...(await signIn(email, password)) };
}

describe('an account over HTTP', () => {
  test('is made, found, and opens no door before its owner chose a password', async () => {
    const added = await api.ask('admin', '/accounts', { json: { email: 'New@example.org', roles: ['auditor'] } });
    expect([added.status, added.headers.get('Cache-Control')]).toEqual([201, 'no-store']);
    const { json: page } = await api.ask('auditor', '/accounts?q=new@');
    expect(page).toMatchObject({ total: 1, items: [{ email: 'new@example.org', mustChangePassword: true }] });
    const { accessToken } = await signIn('new@example.org', added.json.password);
    for (const path of ['/events', '/overview', '/access-log', '/queue'])
      expect(await api.ask('nobody', path, bearer(accessToken))).toMatchObject({
        status: 403,
        json: { code: 'password-change-needed' },
      });
    expect((await api.ask('nobody', '/auth/me', bearer(accessToken))).json).toMatchObject({ roles: [] });
    const change = (json: object) =>
      api.ask('nobody', '/auth/password', { json, headers: bearer(accessToken).headers });
    const current = added.json.password;
    expect((await change({ current: 'not it', chosen: 'a password of my own' })).json.code).toBe('wrong-password');
    expect((await change({ current, chosen: 'short' })).json.code).toBe('weak-password');
    expect((await change({ current, chosen: 'a password of my own' })).status).toBe(204);
    expect((await api.ask('nobody', '/events', bearer(accessToken))).status).toBe(200);
  });

  test.each(['disable', 'reset', 'end-sessions'])(
    'is shut out at once by %s: API, refresh, and a stream that is open',
    async (verb) => {
      const { id, accessToken, refreshToken } = await somebody(`${verb}@example.org`, ['reviewer']);
      const stream = await fetch(`${api.url}/api/v1/changes`, bearer(accessToken));
      expect(stream.status).toBe(200);
      expect((await api.ask('nobody', '/queue', bearer(accessToken))).status).toBe(200);
      expect((await act(id, verb)).status).toBe(200);
      expect((await api.ask('nobody', '/queue', bearer(accessToken))).json.code).toBe('invalid-token');
      expect((await api.ask('nobody', '/auth/refresh', { json: { refreshToken } })).status).toBe(401);
      // It would go on for as long as its token is good.
      await stream.text();
    },
  );

  test('is left by signing out, at once', async () => {
    const { accessToken, refreshToken } = await somebody('out@example.org', ['reviewer']);
    const stream = await fetch(`${api.url}/api/v1/changes`, bearer(accessToken));
    await api.ask('nobody', '/auth/logout', { json: { refreshToken } });
    expect((await api.ask('nobody', '/queue', bearer(accessToken))).status).toBe(401);
    await stream.text();
  });

  test('has the roles of now at the next request', async () => {
    const { id, accessToken } = await somebody('roles@example.org', ['reviewer']);
    const asked = async () => (await api.ask('nobody', '/events', bearer(accessToken))).status;
    expect(await asked()).toBe(403);
    expect((await act(id, 'roles', { roles: ['auditor'] })).json.roles).toEqual(['auditor']);
    expect(await asked()).toBe(200);
  });

  test('is refused with what to do', async () => {
    const own = accountId(api.passwordOf('admin').email);
    expect(await act(own, 'disable')).toMatchObject({ status: 409, json: { code: 'own-account' } });
    expect(await act(own, 'roles', { roles: ['auditor'] })).toMatchObject({
      status: 409,
      json: { code: 'own-account' },
    });
    const again = await api.ask('admin', '/accounts', { json: { email: 'ADMIN@healthai.local', roles: ['admin'] } });
    expect(again).toMatchObject({ status: 409, json: { code: 'account-exists' } });
    for (const roles of [[], ['king'], 'admin'])
      expect((await api.ask('admin', '/accounts', { json: { email: 'x@example.org', roles } })).status).toBe(422);
    expect((await api.ask('admin', '/accounts', { json: { email: 'x', roles: ['admin'] } })).status).toBe(422);
    expect((await api.ask('admin', '/accounts?limit=500')).status).toBe(400);
  });

  test('leaves what was done in the journal, for auditors, page by page', async () => {
    const first = await api.ask('auditor', '/account-journal?limit=2');
    expect(first.json.items).toHaveLength(2);
    const second = await api.ask('auditor', `/account-journal?limit=2&after=${first.json.next}`);
    expect(Number(second.json.items[0].id)).toBeLessThan(Number(first.json.items[1].id));
    const { json } = await api.ask(
      'auditor',
      `/account-journal?act=roles-changed&account=${accountId('roles@example.org')}`,
    );
    expect(json.items).toMatchObject([
      {
        actorEmail: 'admin@healthai.local',
        accountEmail: 'roles@example.org',
        before: ['reviewer'],
        after: ['auditor'],
      },
    ]);
  });

  test('holds no password in any line of the log', () => {
    expect(api.logged.join('')).toContain('/api/v1/accounts');
    expect(api.logged.join('')).not.toContain('a password of my own');
  });
});

test('400 sign-ins at once are answered, and leave the others their pace', async () => {
  const { email, password } = api.passwordOf('operator');
  const guesses = Promise.all(
    Array.from({ length: 400 }, (_, i) =>
      api.ask('nobody', '/auth/login', { json: { email: 'approver@healthai.local', password: `guess ${i}` } }),
    ),
  );
  // The address is the same, as behind a proxy that is not named.
  const owner = await signIn(email, password);
  expect((await api.ask('nobody', '/status', bearer(owner.accessToken))).status).toBe(200);
  const answers = await guesses;
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  for (const { status, headers } of answers)
    if (status !== 401) expect([status, Number(headers.get('Retry-After')) > 0]).toEqual([429, true]);
});
