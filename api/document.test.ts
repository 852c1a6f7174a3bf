/** The document, and that it says what the router does. */
import { validate } from '@readme/openapi-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roles } from '../commands/roles.ts';
import { type Permission, policy } from '../services/policy.ts';
import { freshApi, type TestApi } from './api.test-support.ts';
import { type Document, documentPath, type Operation, openApiDocument } from './document.ts';
import { endpoints } from './endpoints.ts';

const made = openApiDocument(endpoints, '1.2.3');
const operations = (document: Document): readonly (Operation & { readonly path: string; readonly method: string })[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, path, method })),
  );

describe('the document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const found = await validate(structuredClone(made) as unknown as Parameters<typeof validate>[0]);
    expect(found).toMatchObject({ valid: true });
    expect(made.openapi).toBe('3.1.0');
  });

  test('has every endpoint, and nothing that prose alone made up', () => {
    const routes = endpoints.map((endpoint) => `${endpoint.method} ${documentPath(endpoint)}`);
    expect(new Set(routes).size).toBe(routes.length);
    expect(
      operations(made)
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    ).toEqual(routes.sort());
  });

  test('has prose for every operation', () => {
    const silent = operations(made).filter((one) => !one.summary || !('tags' in one));
    expect(silent.map(({ operationId }) => operationId)).toEqual([]);
  });

  test('says who may, as the policy does', () => {
    for (const { operationId, 'x-permission': access, 'x-roles': entitled } of operations(made)) {
      const permissions = [access].flat() as Permission[];
      const expected =
        access === 'public'
          ? undefined
          : roles.filter(
              (role) =>
                access === 'signed-in' || permissions.some((one) => (policy[one] as readonly string[]).includes(role)),
            );
      expect([operationId, entitled]).toEqual([operationId, expected]);
    }
  });

  test('leaves no object open by accident', () => {
    const open: string[] = [];
    const look = (schema: unknown, place: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      const { type, additionalProperties, properties } = schema as Record<string, unknown>;
      if (type === 'object' && properties !== undefined && additionalProperties !== false) open.push(place);
      for (const [name, inner] of Object.entries(schema)) look(inner, `${place}/${name}`);
    };
    look(made.components.schemas, 'schemas');
    expect(open).toEqual([]);
    expect(Object.keys(made.components.schemas)).toContain('Values_food');
  });

  test('says of every name what it stands for, and of none that it stands for itself', () => {
    const hollow = Object.entries(made.components.schemas).filter(
      ([, schema]) => '$ref' in schema || !['type', 'anyOf', 'oneOf', 'enum'].some((word) => word in schema),
    );
    expect(hollow.map(([name]) => name)).toEqual([]);
    expect(made.components.schemas.Problem).toMatchObject({
      type: 'object',
      required: expect.arrayContaining(['code']),
    });
  });

  test('resolves every reference', () => {
    const references = [...JSON.stringify(made).matchAll(/"\$ref":"([^"]+)"/g)].map(([, one]) => one!);
    expect(references.length).toBeGreaterThan(50);
    const missing = references.filter((one) => !(one.replace('#/components/schemas/', '') in made.components.schemas));
    expect(missing).toEqual([]);
  });
});

describe('served', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await freshApi({ version: '1.2.3' });
  });
  afterAll(() => api.remove());

  test('the document is what the endpoints make', async () => {
    const { json, headers } = await api.ask('nobody', '//openapi.json');
    expect(json).toEqual(JSON.parse(JSON.stringify(made)));
    expect(headers.get('Cache-Control')).toContain('public');
  });

  test('Swagger UI needs nothing from elsewhere', async () => {
    const { text, headers, status } = await api.ask('nobody', '//docs');
    expect(status).toBe(200);
    expect(headers.get('Content-Type')).toContain('text/html');
    expect(text.match(/https?:\/\/[^"' )]+/g)?.filter((one) => !one.startsWith('http://www.w3.org/'))).toEqual([]);
    const nonce = /script-src 'nonce-([^']+)'/.exec(headers.get('Content-Security-Policy') ?? '')?.[1];
    expect(nonce).toBeTruthy();
    const scripts = text.match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBe(3);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    const assets = [...text.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map(([, one]) => one!);
    expect(assets.length).toBe(3);
    for (const asset of assets) expect((await api.ask('nobody', `/${asset}`)).status).toBe(200);
    const again = await api.ask('nobody', '//docs');
    expect(again.headers.get('Content-Security-Policy')).not.toBe(headers.get('Content-Security-Policy'));
    expect((await api.ask('nobody', '//docs/assets/%2e%2e%2fpackage.json')).status).toBe(404);
  });

  test('public keys verify what is signed', async () => {
    const { json } = await api.ask('nobody', '//.well-known/jwks.json');
    expect(json.keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: expect.any(String) });
    expect(json.keys.flatMap(Object.keys)).not.toContain('d');
  });

  test('what is not the API’s is left to others', async () => {
    expect((await api.ask('nobody', '//')).text).toBe('not the API');
    expect((await api.ask('nobody', '//apiary')).text).toBe('not the API');
    expect((await api.ask('nobody', '//api/v2/sources')).status).toBe(404);
  });
});
