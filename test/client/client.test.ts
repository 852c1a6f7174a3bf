/** A client that knows nothing but the document: its types are openapi-typescript's, and the answers are those of the running API. */
import createClient from 'openapi-fetch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshApi, type TestApi } from '../../api/api.test-support.ts';
import { foodFile, mixedFoods } from '../../ingestion/import/foods.test-support.ts';
import type { components, paths } from './openapi.ts';

type Problem = components['schemas']['Problem'];

let api: TestApi;
let client: ReturnType<typeof createClient<paths>>;
beforeAll(async () => {
  api = await freshApi();
  client = createClient<paths>({ baseUrl: api.url });
});
afterAll(() => api.remove());

const as = (token: string) => ({ Authorization: `Bearer ${token}` });
const tokenOf = async (who: 'operator' | 'reviewer' | 'scientist'): Promise<string> => {
  const { email, password } = api.passwordOf(who);
  const { data } = await client.POST('/api/v1/auth/login', { body: { email, password } });
  return data?.accessToken ?? '';
};

describe('a client made of the document', () => {
  test('signs in, imports, decides and reads', async () => {
    const imported = await client.POST('/api/v1/imports', {
      params: { query: { source: 'daily-food' } },
      headers: { ...as(await tokenOf('operator')), 'Content-Type': 'text/csv' },
      body: foodFile(mixedFoods(100)),
      bodySerializer: (file) => file,
    });
    expect(imported.response.status).toBe(201);
    const { counts } = imported.data as components['schemas']['ImportReport'];
    expect(counts.read).toBe(100);

    const headers = as(await tokenOf('reviewer'));
    const queue = await client.GET('/api/v1/queue', { params: { query: { type: 'food', limit: 1 } }, headers });
    const [first] = queue.data?.items ?? [];
    if (!first) throw new Error('nothing waits');
    const path = { id: first.record };
    const record = await client.GET('/api/v1/records/{id}', { params: { path }, headers });
    const statuses: readonly components['schemas']['Status'][] = ['open'];
    expect(statuses).toContain(record.data?.status);
    const rejected = await client.POST('/api/v1/records/{id}/reject', {
      params: { path, header: { 'If-Match': record.response.headers.get('ETag') ?? '' } },
      headers,
      body: { code: 'implausible' },
    });
    expect(rejected.data).toMatchObject({ record: first.record, status: 'rejected' });

    const published = await client.GET('/api/v1/published/{type}', {
      params: { path: { type: 'food' }, query: { limit: 2, atLeast: rejected.data?.position ?? '0' } },
      headers: as(await tokenOf('scientist')),
    });
    const values = published.data?.items[0]?.values as components['schemas']['Values_food'];
    expect(values.name).toEqual(expect.any(String));
  });

  test('is told in the document’s words what is wrong', async () => {
    const { error, response } = await client.GET('/api/v1/imports', { headers: as('none') });
    const problem: Problem | undefined = error;
    expect([response.status, problem?.code]).toEqual([401, 'invalid-token']);
  });

  test('does not compile against what the API does not have', () => {
    // @ts-expect-error there is no such path
    const path: keyof paths = '/api/v1/nothing';
    // @ts-expect-error a problem has no such member
    const message: keyof Problem = 'message';
    // @ts-expect-error and a status is one of four
    const status: components['schemas']['Status'] = 'unknown';
    expect([path, message, status]).toHaveLength(3);
  });
});
