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
  const look = { subject: recorded.body.person, what: 'consents', purpose: 'consent' };
  // Whoever records it is told the pseudonym too.
  expect(rows).toEqual([look, look]);
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

test('a key stands for one command: a withdrawal under the key of what was recorded is not lost', async () => {
  const key = { 'Idempotency-Key': '6f1f6f3e-0000-4000-8000-000000000002' };
  const carl = { ...ann, person: 'carl' };
  expect((await ask('operator', 'record', carl, key)).status).toBe(200);
  const taken = { status: 422, body: { code: 'key-used-otherwise' } };
  expect(await ask('operator', 'withdraw', carl, key)).toMatchObject(taken);
  expect(await ask('operator', 'record', { ...carl, evidence: 'form 13' }, key)).toMatchObject(taken);
  expect(await ask('operator', 'record', { ...ann, person: 'dora' }, key)).toMatchObject(taken);
  // Of somebody else it is another key.
  expect((await ask('admin', 'withdraw', carl, key)).body).toMatchObject({ consents: [{ status: 'withdrawn' }] });
});

test('who looks somebody up by withdrawing what they never agreed to is kept as well', async () => {
  const { body } = await ask('operator', 'record', { ...ann, person: 'emil' });
  const looks = async () => {
    const { rows } = await api.system.sql.query('select from operations.access where subject = $1', [body.person]);
    return rows.length;
  };
  const before = await looks();
  await ask('operator', 'withdraw', { ...ann, person: 'emil' });
  await ask('operator', 'withdraw', { ...ann, person: 'emil' });
  expect(await looks()).toBe(before + 2);
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
