/** What a browser keeps of the product behind a proxy with TLS, on a host name of its own. The whole suite runs through it. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Browser, openBrowser, visit } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('every cookie is kept for TLS alone, and none for other hosts', async () => {
  const page = await visit(browser, { as: 'operator' });
  await page.goto('/imports?lang=de');
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name }) => name).toSorted()).toEqual([
    'healthai_access',
    'healthai_language',
    'healthai_refresh',
  ]);
  for (const cookie of cookies) expect(cookie).toMatchObject({ secure: true, domain: 'coach.test', sameSite: 'Lax' });
  await page.context().close();
});

test('a browser that has been here once comes back by TLS, whatever is typed', async () => {
  const page = await visit(browser, { language: 'en' });
  const plain = inject('servedUrl').replace('https:', 'http:');
  // Nothing answers there without TLS: only what the browser remembers can make it work.
  const before = await page.context().newPage();
  await expect(before.goto(`${plain}/login`)).rejects.toThrow(/ERR_/);
  const answer = await page.goto('/login');
  expect(answer?.headers()['strict-transport-security']).toMatch(/^max-age=\d{8}/);
  await page.goto(`${plain}/accessibility`);
  expect(page.url()).toBe(`${inject('servedUrl')}/accessibility`);
  await page.context().close();
});

test('requests are counted by the address that the proxy saw, whatever a client says of others', async () => {
  const page = await visit(browser);
  const left = async (client: string, said?: string): Promise<number> => {
    const headers = { 'x-test-client': client, ...(said !== undefined && { 'x-forwarded-for': said }) };
    return Number((await page.request.get('/openapi.json', { headers })).headers()['ratelimit-remaining']);
  };
  const first = await left('198.51.100.17');
  expect(await left('198.51.100.18')).toBe(first);
  expect(await left('198.51.100.17', '203.0.113.5')).toBe(first - 1);
  await page.context().close();
});

test('guesses from one address keep nobody else from signing in', async () => {
  const page = await visit(browser, { language: 'en' });
  const origin = inject('servedUrl');
  const tried = async (client: string): Promise<string> => {
    const form = { email: 'nobody@example.org', password: 'a guess' };
    const headers = { origin, accept: 'text/html', 'x-test-client': client };
    return (await page.request.post('/login', { headers, form })).text();
  };
  let told = '';
  for (let guesses = 0; guesses < 60; guesses++) told = await tried('198.51.100.99');
  const other = await tried('198.51.100.100');
  const alert = (html: string): string =>
    /role="alert"[\s\S]*?<\/div>/.exec(html)?.[0].replaceAll(/<[^>]*>/g, ' ') ?? '';
  expect(alert(told)).not.toBe(alert(other));
  await page.context().close();
});
