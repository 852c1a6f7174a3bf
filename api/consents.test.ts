import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '../commands/roles.ts';
import { freshApi, type TestApi } from './api.test-support.ts';

let api: TestApi;
beforeAll(async () => {
  api = await freshApi();
});
afterAll(() => api.remove());

const ask = async (role: Role, verb: string, body: object, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${api.url}/api/v1/consents/${verb}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${api.token(role)}`, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const ann = { person: 'Zyx-ann', namespace: 'tracker', purpose: 'coaching' };

test('consents are recorded, shown and withdrawn; nobody is told the key, and who looked is kept', async () => {
  const recorded = await ask('operator', 'record', { ...ann, evidence: 'form 12', language: 'fr' });
  expect(recorded).toMatchObject({
    status: 200,
    body: { consents: [{ purpose: 'coaching', status: 'recorded' }] },
  });
  expect((await ask('auditor', 'show', { person: 'Zyx-ann' })).body).toEqual(recorded.body);
  const { rows } = await api.system.sql.query('select subject, what, purpose from operations.access');
  expect(rows).toEqual([{ subject: recorded.body.person, what: 'consents', purpose: 'consent' }]);
  expect((await ask('admin', 'withdraw', ann)).body).toMatchObject({ consents: [{ status: 'withdrawn' }] });
  expect(JSON.stringify(recorded.body)).not.toContain('Zyx');
});

test('the same command again changes nothing, whatever happened since', async () => {
  const key = { 'Idempotency-Key': '6f1f6f3e-0000-4000-8000-000000000001' };
  await ask('operator', 'record', { ...ann, person: 'bob' }, key);
  await ask('operator', 'withdraw', { ...ann, person: 'bob' });
  const again = await ask('operator', 'record', { ...ann, person: 'bob' }, key);
  expect(again.body).toMatchObject({ consents: [{ status: 'withdrawn' }] });
});

test('what no source asks for is refused, with what there is', async () => {
  expect(await ask('operator', 'record', { ...ann, purpose: 'advertising' })).toMatchObject({
    status: 422,
    body: { code: 'no-such-purpose', detail: expect.stringContaining('coaching') },
  });
  expect(await ask('operator', 'record', { ...ann, namespace: 'clinic' })).toMatchObject({
    status: 422,
    body: { code: 'no-such-namespace' },
  });
  expect(await ask('operator', 'record', { person: 'x' })).toMatchObject({ status: 422 });
});
