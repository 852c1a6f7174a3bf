/** Whatever is sent, by whoever may send it: an answer that is declared, and never a fault of ours. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Role, roles } from '../commands/roles.ts';
import { foodFile, mixedFoods } from '../ingestion/import/foods.test-support.ts';
import { freshApi, type TestApi } from './api.test-support.ts';
import { openApiDocument } from './document.ts';
import { prefix } from './endpoint.ts';
import { endpoints } from './endpoints.ts';

let api: TestApi;
let ids: readonly string[] = [];
beforeAll(async () => {
  api = await freshApi({ limits: { perAccount: 1_000_000, perAddress: 1_000_000, bodyBytes: 5_000 } });
  await api.ask('operator', '/imports?source=daily-food', {
    body: foodFile(mixedFoods(100)),
    headers: { 'Content-Type': 'text/csv' },
  });
  const { json } = await api.ask('reviewer', '/queue?limit=20');
  ids = json.items.map(({ record }: { record: string }) => record);
});
afterAll(() => api.remove());

const document = openApiDocument(endpoints, '0');
/** A stream has no end to wait for. */
const operations = Object.entries(document.paths)
  .flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ method, path, operation })))
  .filter(({ operation }) => operation.operationId !== 'followChanges');

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e9',
    '9'.repeat(18),
    'null',
    '__proto__',
    `' or 1=1 --`,
    '%00',
    '../..',
    '[]',
    '{}',
    'NaN',
  ),
  fc.constantFrom(
    'food',
    'sleep_period',
    'csv',
    'json',
    'true',
    'block',
    'none',
    'records',
    'daily-food',
    '2026-01-01',
    'event:x',
  ),
);
const id = fc.nat().map((i) => ids[i % ids.length]!);
const text = fc.oneof({ weight: 3, arbitrary: nasty }, { weight: 1, arbitrary: id });
const body = fc.oneof(
  fc.dictionary(
    fc.constantFrom(
      'set',
      'reason',
      'alternative',
      'code',
      'text',
      'email',
      'password',
      'refreshToken',
      'roles',
      'expect',
      'position',
    ),
    fc.oneof(
      nasty,
      fc.integer(),
      fc.dictionary(fc.oneof(fc.constantFrom('name', 'energy_kcal', 'toString'), nasty), fc.jsonValue()),
    ),
  ),
  fc.jsonValue(),
);

const anything = fc.record({
  operation: fc.constantFrom(...operations),
  values: fc.infiniteStream(text),
  ids: fc.infiniteStream(fc.tuple(fc.boolean(), id)),
  given: fc.infiniteStream(fc.boolean()),
  body,
  version: fc.integer({ min: -1, max: 3 }),
});

test('nothing that is sent makes a fault', async () => {
  const seen = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(
      anything,
      async ({ operation: { method, path, operation }, values, ids, given, body, version }) => {
        const query = new URLSearchParams();
        const headers: Record<string, string> = { 'If-Match': `"${version}"` };
        let url = path.slice(prefix.length);
        for (const parameter of operation.parameters) {
          const [known, record] = ids.next().value!;
          const value = known && parameter.name === 'id' ? record : values.next().value!;
          if (parameter.in === 'path')
            url = url.replace(`{${parameter.name}}`, encodeURIComponent(value.toWellFormed()) || 'x');
          else if (parameter.in === 'query' && (parameter.required || given.next().value))
            query.append(parameter.name, value.toWellFormed());
        }
        const types = Object.keys(operation.requestBody?.content ?? {});
        if (types[0]) headers['Content-Type'] = types[0];
        const entitled = (operation['x-roles'] ?? roles) as readonly Role[];
        const { status } = await api.ask(entitled[0]!, `${url}?${query}`, {
          method: method.toUpperCase(),
          headers,
          ...(types[0] && { body: JSON.stringify(body) ?? 'x' }),
        });
        seen.set(status, (seen.get(status) ?? 0) + 1);
        // Not reached, within its two seconds, is an answer to a position of the future.
        if (status >= 500) expect([status, `${query}`]).toEqual([503, expect.stringContaining('atLeast=')]);
      },
    ),
    { numRuns: 500 },
  );
  // It got past the gates, too.
  expect(seen.get(200) ?? 0).toBeGreaterThan(10);
}, 300_000);
