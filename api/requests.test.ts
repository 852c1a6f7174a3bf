/** What HTTP itself is asked wrongly, and how that is answered; what every answer carries. */
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../domain/language.ts';
import { StoreUnavailable } from '../eventstore/store.ts';
import { freshApi, type TestApi } from './api.test-support.ts';
import { problemStatus, titles } from './problem-texts.ts';

let api: TestApi;
beforeAll(async () => {
  api = await freshApi({ corsOrigins: ['https://ok.example'], limits: { bodyBytes: 2_000, arrivalMs: 300 } });
});
afterAll(() => api.remove());

describe('a problem', () => {
  test('has the shape of RFC 9457, and names the request', async () => {
    const id = randomUUID();
    const { status, headers, json } = await api.ask('nobody', '/sources', { headers: { 'X-Request-Id': id } });
    expect(status).toBe(401);
    expect(headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    expect(headers.get('X-Request-Id')).toBe(id);
    expect(json).toEqual({
      type: 'urn:healthai:problem:unauthenticated',
      title: 'Sign-in required',
      status: 401,
      detail: expect.stringContaining('/api/v1/auth/login'),
      code: 'unauthenticated',
      params: {},
      correlationId: id,
    });
  });

  test.each(languages)('speaks %s', async (language) => {
    const asked = (path: string, init = {}) =>
      api.ask('operator', path, { headers: { 'Accept-Language': language }, ...init });
    const { json, headers } = await asked('/nothing');
    expect(json.title).toBe(titles[404]?.[language]);
    expect(headers.get('Content-Language')).toBe(language);
    expect(headers.get('Vary')).toContain('Accept-Language');
    const invalid = await asked('/imports?limit=0');
    const refused = await asked('/sources/none');
    expect(new Set([json.detail, invalid.json.detail, refused.json.detail]).size).toBe(3);
    said.push([json.detail, invalid.json.detail, invalid.json.params.errors[0].message, refused.json.detail]);
  });
  const said: string[][] = [];

  test('is another text in each language, and French where none is asked for', async () => {
    expect(said).toHaveLength(languages.length);
    for (let i = 0; i < 4; i++) expect(new Set(said.map((texts) => texts[i])).size).toBe(languages.length);
    for (const asked of ['', 'es', '*']) {
      const { json } = await api.ask('nobody', '/nothing', { headers: { 'Accept-Language': asked } });
      expect(json.title).toBe(titles[404]?.fr);
    }
  });

  test('has a title for each of its statuses', () => {
    for (const status of Object.values(problemStatus)) expect(titles[status], `${status}`).toBeDefined();
  });

  test('of our own says nothing of the inside, and is found again by its id', async () => {
    const secret = 'select secret from somewhere';
    const broken = await api.another({
      services: { ...api.system.services, overview: () => Promise.reject(new Error(secret)) },
    });
    const { status, json, text } = await broken.ask('admin', '/overview');
    expect([status, json.code]).toEqual([500, 'internal-error']);
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/\bat .*:\d+:\d+|node_modules|\.ts\b/);
    const line = broken.logged.map((one) => JSON.parse(one)).find((one) => one.level >= 50);
    expect(line).toMatchObject({
      correlationId: json.correlationId,
      err: { message: secret, stack: expect.any(String) },
    });
  });

  test('of a log that does not answer may be tried again', async () => {
    const away = await api.another({
      services: { ...api.system.services, overview: () => Promise.reject(new StoreUnavailable('gone')) },
    });
    const { status, json, headers } = await away.ask('admin', '/overview');
    expect([status, json.code, headers.get('Retry-After')]).toEqual([503, 'store-unavailable', '2']);
  });

  test('of an answer that does not come says so', async () => {
    const slow = await api.another({
      limits: { answerMs: 50 },
      services: { ...api.system.services, overview: () => new Promise(() => {}) },
    });
    expect((await slow.ask('admin', '/overview')).json).toMatchObject({ status: 503, code: 'took-too-long' });
  });
});

describe('a request', () => {
  const login = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    api.ask('nobody', '/auth/login', { body, headers: { 'Content-Type': 'application/json', ...headers } });

  test('to nowhere is answered 404, with another method 405 and what is allowed', async () => {
    expect((await api.ask('operator', '/nothing')).json.code).toBe('no-such-route');
    expect((await api.ask('operator', '/sources/')).status).toBe(404);
    expect((await api.ask('operator', '/Sources')).status).toBe(404);
    const deleted = await api.ask('operator', '/imports', { method: 'DELETE' });
    expect([deleted.status, deleted.headers.get('Allow')]).toEqual([405, 'GET, HEAD, POST']);
    expect(deleted.json.detail).toContain('GET, HEAD, POST');
    expect((await api.ask('operator', '/sources', { method: 'PUT', json: {} })).status).toBe(405);
    const options = await api.ask('nobody', '/imports', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('Allow')]).toEqual([204, 'GET, HEAD, POST']);
    expect((await api.ask('nobody', '//openapi.json', { method: 'POST' })).status).toBe(405);
  });

  test('may ask for the head alone', async () => {
    const head = await api.ask('operator', '/sources', { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([200, '']);
    const exported = await api.ask('scientist', '/exports/food?format=csv', { method: 'HEAD' });
    expect([exported.status, exported.text]).toEqual([200, '']);
  });

  test('for a format that there is not is answered 406', async () => {
    const { status, json } = await api.ask('operator', '/sources', { headers: { Accept: 'text/html' } });
    expect([status, json.params.types]).toEqual([406, ['application/json']]);
    expect((await api.ask('operator', '/sources', { headers: { Accept: 'application/*;q=0.5' } })).status).toBe(200);
  });

  test('with a body of another type, or a compressed one, is answered 415', async () => {
    const typed = await login('email=x', { 'Content-Type': 'application/x-www-form-urlencoded' });
    expect([typed.status, typed.json.code]).toEqual([415, 'unsupported-type']);
    const packed = await login('{}', { 'Content-Encoding': 'gzip' });
    expect([packed.status, packed.json.code]).toEqual([415, 'unsupported-encoding']);
    const html = await api.ask('operator', '/imports?source=daily-food', {
      body: '<p>',
      headers: { 'Content-Type': 'text/html' },
    });
    expect(html.status).toBe(415);
  });

  test.each([
    ['/imports?limit=0', 'limit'],
    ['/imports?limit=201', 'limit'],
    ['/imports?limit=ten', 'limit'],
    ['/imports?limit=1&limit=2', 'limit'],
    ['/imports?sourc=daily-food', 'sourc'],
    ['/imports?after=%27;drop', 'after'],
    ['/imports?after=99999999999999999999', 'after'],
    ['/imports/not-an-id', 'id'],
    ['/imports/%zz', 'id'],
    ['/imports?source=%00', 'source'],
    ['/sources/%00', 'name'],
    [`/imports/${randomUUID()}/quarantined-rows?after=3000000000`, 'after'],
    ['/status?atLeast=-1', 'atLeast'],
    ['/status?__proto__=1', '__proto__'],
  ])('%s is told which parameter does not fit', async (path, name) => {
    const { status, json } = await api.ask('operator', path);
    expect([status, json.code]).toEqual([400, 'invalid-parameter']);
    expect(json.params.errors).toMatchObject([{ name }]);
    expect(json.detail).toContain(name);
  });

  test.each([
    ['/published/none', 'type'],
    ['/published/food?fields=name,colour', 'fields'],
    ['/published/food?after=1', 'after'],
  ])('%s too', async (path, name) => {
    const { status, json } = await api.ask('scientist', path);
    expect([status, json.params.errors[0].name]).toEqual([400, name]);
  });

  test.each(['x', 'W10', 'eyJyYW5rIjoxfQ', Buffer.from('[1,"1; drop",3]').toString('base64url')])(
    'with the cursor %s is told that no page gave it',
    async (cursor) => {
      const { status, json } = await api.ask('reviewer', `/queue?after=${cursor}`);
      expect([status, json.params.errors[0].name]).toEqual([400, 'after']);
    },
  );

  test('is told which field does not fit', async () => {
    const { status, json } = await login('{"email":3,"roles":["admin"]}');
    expect([status, json.code]).toEqual([422, 'invalid-body']);
    expect(json.params.errors.map((one: { name: string }) => one.name).sort()).toEqual(['email', 'password', 'roles']);
  });

  test.each([
    ['is no JSON', '{"email":', 400, 'invalid-json'],
    ['is empty', '', 400, 'invalid-json'],
    ['is no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400, 'invalid-json'],
    ['reaches for the prototype', '{"email":"a","password":"b","__proto__":{"roles":["admin"]}}', 400, 'unsafe-json'],
    ['reaches for it deep inside', '{"email":[{"constructor":1}]}', 400, 'unsafe-json'],
    ['holds what no text can', '{"email":"a\\u0000","password":"b"}', 400, 'unsafe-json'],
    ['holds half a character', '{"email":"\\ud800","password":"b"}', 400, 'unsafe-json'],
    ['lies too deep', '['.repeat(500) + ']'.repeat(500), 400, 'unsafe-json'],
    ['is too large', JSON.stringify({ email: 'x'.repeat(3_000), password: 'x' }), 413, 'body-too-large'],
  ] as const)('whose body %s is refused', async (_, body, status, code) => {
    const answered = await login(typeof body === 'string' ? body : new Uint8Array(body));
    expect([answered.status, answered.json.code]).toEqual([status, code]);
  });

  test('whose body is too large without saying so is refused too', async () => {
    const { status, text } = await chunked('/auth/login', 'application/json', [`{"email":"${'x'.repeat(3_000)}`, '"}']);
    expect(status).toBe(413);
    expect(JSON.parse(text).code).toBe('body-too-large');
  });

  test('whose body does not come is not waited for', async () => {
    const answered = await raw(
      'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"email"',
    );
    expect(answered).toMatch(/^HTTP\/1.1 408 /);
    expect(answered).toContain('body-too-slow');
  });

  /** Sends pieces without saying how long they are together. */
  function chunked(path: string, type: string, pieces: readonly string[]): Promise<{ status: number; text: string }> {
    const answered = Promise.withResolvers<{ status: number; text: string }>();
    const request = http.request(
      `${api.url}/api/v1${path}`,
      { method: 'POST', headers: { 'Content-Type': type } },
      async (response) => {
        const text = Buffer.concat(await Array.fromAsync(response as AsyncIterable<Buffer>)).toString();
        answered.resolve({ status: response.statusCode ?? 0, text });
      },
    );
    request.once('error', answered.reject);
    for (const piece of pieces) request.write(piece);
    request.end();
    return answered.promise;
  }

  /** Sends bytes as they are, and reads until the other side closes. */
  function raw(bytes: string): Promise<string> {
    const { hostname, port } = new URL(api.url);
    const answered = Promise.withResolvers<string>();
    const socket = net.connect(Number(port), hostname, () => socket.write(bytes));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    socket.once('close', () => answered.resolve(text)).once('error', answered.reject);
    return answered.promise;
  }
});

describe('an answer', () => {
  test('cannot be misused by a browser', async () => {
    for (const [who, path] of [
      ['operator', '/sources'],
      ['nobody', '/sources'],
      ['nobody', '/nothing'],
    ] as const) {
      const { headers } = await api.ask(who, path);
      expect(headers.get('Content-Security-Policy')).toContain(`default-src 'none'`);
      expect(headers.get('Content-Security-Policy')).toContain(`frame-ancestors 'none'`);
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Referrer-Policy')).toBe('same-origin');
      expect(headers.get('Cache-Control')).toBe('no-store');
      expect(headers.get('Strict-Transport-Security')).toBe(null);
      expect(headers.get('X-Powered-By')).toBe(null);
    }
  });

  test('names its request, whatever was sent as its name', async () => {
    for (const sent of ['', 'x', `${randomUUID()} `.repeat(2)]) {
      const { headers } = await api.ask('nobody', '/nothing', { headers: { 'X-Request-Id': sent } });
      expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }
  });

  test('is for pages of the origins named, and of no other', async () => {
    const from = (origin: string, path = '/sources', who: 'operator' | 'nobody' = 'operator') =>
      api.ask(who, path, { headers: { Origin: origin } });
    expect((await from('https://ok.example')).headers.get('Access-Control-Allow-Origin')).toBe('https://ok.example');
    expect((await from('https://ok.example', '/nothing')).headers.get('Access-Control-Allow-Origin')).toBe(
      'https://ok.example',
    );
    for (const origin of ['https://evil.example', 'https://ok.example.evil.example', 'null']) {
      const { headers } = await from(origin);
      expect(headers.get('Access-Control-Allow-Origin')).toBe(null);
      expect(headers.get('Vary')).toContain('Origin');
    }
    const preflight = await api.ask('nobody', '/imports', {
      method: 'OPTIONS',
      headers: { Origin: 'https://ok.example', 'Access-Control-Request-Method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('Access-Control-Allow-Headers')).toContain('If-Match');
    expect(preflight.headers.get('Access-Control-Allow-Credentials')).toBe(null);
  });

  test('says how many more there are, and when there are none', async () => {
    const tight = await api.another({ limits: { perAccount: 2 } });
    const left = [];
    for (let i = 0; i < 2; i++) left.push((await tight.ask('operator', '/sources')).headers.get('RateLimit-Remaining'));
    expect(left).toEqual(['1', '0']);
    const refused = await tight.ask('operator', '/sources');
    expect([refused.status, refused.json.code]).toEqual([429, 'too-many-requests']);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect((await tight.ask('admin', '/sources')).status).toBe(200);
    const narrow = await api.another({ limits: { perAddress: 1 } });
    await narrow.ask('nobody', '/nothing');
    expect((await narrow.ask('operator', '/sources')).status).toBe(429);
  });

  test('leaves one line in the log, which names the route and nothing of its content', async () => {
    const id = randomUUID();
    const record = randomUUID();
    await api.ask('reviewer', `/records/${record}?at=2020-01-01`, { headers: { 'X-Request-Id': id } });
    await expect.poll(() => linesOf(id).filter((one) => one.msg === 'request')).toHaveLength(1);
    const [line] = linesOf(id).filter((one) => one.msg === 'request');
    expect(line).toMatchObject({
      method: 'GET',
      route: '/api/v1/records/:id',
      status: 404,
      account: expect.any(String),
    });
    for (const one of linesOf(id)) {
      expect(JSON.stringify(one)).not.toContain(record);
      expect(JSON.stringify(one)).not.toContain('healthai.local');
    }
  });
  // biome-ignore lint/suspicious/noExplicitAny: lines of a log
  const linesOf = (id: string): any[] =>
    api.logged.map((line) => JSON.parse(line)).filter((line) => line.correlationId === id);
});
