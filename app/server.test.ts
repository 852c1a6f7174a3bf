import net from 'node:net';
import type Koa from 'koa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLogger } from './logging.ts';
import { type Readiness, type Server, serve } from './server.ts';

let server: Server;
let readiness: () => Readiness;
let mounted: Koa.Middleware[];

beforeEach(async () => {
  readiness = () => ({ waitsFor: [] });
  mounted = [];
  server = await serve({
    host: '127.0.0.1',
    port: 0,
    log: createLogger('silent'),
    readiness: () => readiness(),
    mounted: () => mounted,
    metrics: () => 'healthai_up 1\n',
  });
});
afterEach(() => server.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });
/** As a browser asks. */
const browse = (path: string, headers: Record<string, string> = {}) => get(path, { Accept: 'text/html', ...headers });

describe('the server', () => {
  test('takes a free port for 0 and says which', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(server.url).not.toMatch(/:0$/);
  });

  test('names the variable to change when its port is taken', async () => {
    const port = Number(new URL(server.url).port);
    const second = serve({
      host: '127.0.0.1',
      port,
      log: createLogger('silent'),
      readiness,
      mounted: () => [],
      metrics: () => undefined,
    });
    await expect(second).rejects.toThrow(`PORT: another program listens on 127.0.0.1:${port}`);
  });

  test('is live whatever it waits for', async () => {
    readiness = () => ({ waitsFor: ['migrations'] });
    const answer = await get('/health/live');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'live' });
  });

  test('is ready when it waits for nothing, and else says for what', async () => {
    expect((await get('/health/ready')).status).toBe(200);
    readiness = () => ({ waitsFor: ['projection records: 12 of 90'] });
    const waiting = await get('/health/ready');
    expect(waiting.status).toBe(503);
    expect(await waiting.json()).toEqual({ status: 'waiting', waitsFor: ['projection records: 12 of 90'] });
    readiness = () => {
      throw new Error('no connection');
    };
    expect((await get('/health/ready')).status).toBe(503);
  });

  test('shows metrics as Prometheus text', async () => {
    const answer = await get('/metrics');
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(await answer.text()).toBe('healthai_up 1\n');
  });

  test.each([
    [{}, 'fr'],
    [{ 'Accept-Language': 'de-CH, en;q=0.8' }, 'de'],
    [{ 'Accept-Language': 'it' }, 'it'],
    [{ 'Accept-Language': 'pl, en;q=0.5' }, 'en'],
    [{ 'Accept-Language': 'pl' }, 'fr'],
    [{ 'Accept-Language': '*' }, 'fr'],
  ])('speaks French unless the browser prefers another of its languages: %j', async (headers, language) => {
    const answer = await browse('/', headers as Record<string, string>);
    expect(answer.headers.get('content-language')).toBe(language);
    expect(await answer.text()).toContain(`<html lang="${language}">`);
  });

  test('speaks the language that a link asks for', async () => {
    const answer = await browse('/?lang=en', { 'Accept-Language': 'de' });
    expect(await answer.text()).toContain('<html lang="en">');
    expect(await (await browse('/?lang=xx"><script>')).text()).toContain('<html lang="fr">');
  });

  test('gives pages landmarks, one heading, a link past the head and one to refresh, and needs no script', async () => {
    const page = await (await browse('/')).text();
    for (const landmark of ['<header>', '<main id="content"', '<footer>', '<nav aria-label="Langue">'])
      expect(page).toContain(landmark);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page.indexOf('href="#content"')).toBeLessThan(page.indexOf('<header>'));
    expect(page).toContain('>Actualiser</a>');
    expect(page).not.toMatch(/<script|http-equiv/);
  });

  test('lets a page load nothing and be framed by nobody', async () => {
    const { headers } = await browse('/');
    const policy = headers.get('content-security-policy');
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('says that it is starting until something is mounted, and then hands on', async () => {
    const early = await get('/anywhere', { Accept: 'text/html' });
    expect(early.status).toBe(503);
    expect(early.headers.get('retry-after')).toBe('1');
    expect(await early.text()).toContain('Le système démarre');
    expect(await (await get('/anywhere')).json()).toMatchObject({ error: { code: 'starting' } });
    mounted = [
      (_, next) => next(),
      async (context, next) => {
        if (context.path !== '/here') return next();
        context.body = 'mine';
      },
    ];
    expect(await (await get('/here')).text()).toBe('mine');
    expect((await get('/there')).status).toBe(404);
    expect((await get('/health/live')).status).toBe(200);
  });

  test('says what is not found, to people in a page and to programs in JSON', async () => {
    mounted = [(_, next) => next()];
    const page = await get('/nowhere', { Accept: 'text/html' });
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('<h1>Page introuvable</h1>');
    expect(await (await get('/nowhere')).json()).toMatchObject({ error: { code: 'not_found' } });
  });

  test('links to nowhere else, whatever path was asked for', async () => {
    const page = await (await get('//elsewhere.example/', { Accept: 'text/html' })).text();
    expect(page).not.toContain('elsewhere');
  });

  test('refuses to be written to', async () => {
    const answer = await fetch(`${server.url}/health/live`, { method: 'POST' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
  });
});

describe('requests that do not wait for answers', () => {
  /** What comes back for so many requests in one packet, until the connection ends or nothing more comes. */
  const inOnePacket = (many: number) =>
    new Promise<string>((resolve) => {
      const socket = net.connect(Number(new URL(server.url).port), '127.0.0.1');
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk;
      });
      socket.on('error', () => undefined).on('close', () => resolve(received));
      const [first, last] = ['', 'Connection: close\r\n'].map((more) => `GET /x HTTP/1.1\r\nHost: a\r\n${more}\r\n`);
      socket.write(`${first!.repeat(many - 1)}${last}`);
    });
  let begun: number;
  beforeEach(() => {
    begun = 0;
    mounted = [
      async (context) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        context.body = `${begun++}`;
      },
    ];
  });

  test('are answered in their order where they are few', async () => {
    expect((await inOnePacket(10)).match(/\d$/gm)?.slice(-1)).toEqual(['9']);
    expect(begun).toBe(10);
  });

  test('end their connection where they are many, and only a few of them are begun', async () => {
    expect(await inOnePacket(2_000)).toBe('');
    expect(begun).toBeLessThanOrEqual(16);
    // Nobody else is the worse for it.
    expect((await get('/x')).status).toBe(200);
  });
});
