/** Signing in and out, and what is kept from whoever is not signed in. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Browser, fillSignIn, openBrowser, type Page, visit } from '../../test/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const pathOf = (page: Page): string => new URL(page.url()).pathname;

describe.each([true, false])('with scripts: %s', (scripts) => {
  test('whoever is not signed in is sent to sign in, and comes back to where they wanted to go', async () => {
    const page = await visit(browser, { scripts });
    await page.goto('/sources?lang=en');
    expect(pathOf(page)).toBe('/login');
    await fillSignIn(page, 'scientist');
    await page.waitForURL('**/sources?lang=en');
    expect(await page.locator('h1').innerText()).toBe('Sources');
    await page.context().close();
  });

  test('a wrong password is told with the address kept, first on the page', async () => {
    const page = await visit(browser, { scripts, language: 'en' });
    await page.goto('/login');
    await page.fill('input[name=email]', 'admin@healthai.local');
    await page.fill('input[name=password]', 'not the password');
    await page.press('input[name=password]', 'Enter');
    await page.waitForSelector('[role=alert]');
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.inputValue('input[name=email]')).toBe('admin@healthai.local');
    expect(await page.inputValue('input[name=password]')).toBe('');
    if (scripts) expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert');
    await page.click('[role=alert] a');
    expect(await page.evaluate('document.activeElement.name')).toBe('email');
    await page.context().close();
  });

  test('signing out ends the session here and on the server', async () => {
    const page = await visit(browser, { scripts });
    await page.goto('/login');
    await fillSignIn(page, 'reviewer');
    await page.waitForURL((url) => url.pathname === '/');
    const before = await page.context().cookies();
    await page.click('header form button');
    await page.waitForURL('**/login?ended');
    expect((await page.context().cookies()).filter(({ name }) => /access|refresh/.test(name))).toEqual([]);
    // What was kept of the refresh token is worth nothing any more.
    await page.context().addCookies(before.filter(({ name }) => /refresh/.test(name)));
    await page.goto('/');
    expect(pathOf(page)).toBe('/login');
    await page.context().close();
  });
});

describe('A session', () => {
  test('keeps its tokens from scripts and from other sites', async () => {
    const page = await visit(browser, { as: 'auditor' });
    const kept = (await page.context().cookies(inject('servedUrl'))).filter(({ name }) => /access|refresh/.test(name));
    expect(kept).toHaveLength(2);
    for (const cookie of kept) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    await page.context().close();
  });

  test('is renewed once for requests that come together when the access token has ended', async () => {
    const page = await visit(browser, {});
    await page.goto('/login');
    await fillSignIn(page, 'approver');
    await page.waitForURL((url) => url.pathname === '/');
    const context = page.context();
    await context.clearCookies({ name: 'healthai_access' });
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => fetch(`${inject('servedUrl')}/`, { headers: { cookie }, redirect: 'manual' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    await page.goto('/');
    expect(pathOf(page)).toBe('/');
    await context.close();
  });
});

test.each([
  '/',
  '/imports',
  '/sources',
  '/exports',
  '/live',
  '/imports/00000000-0000-5000-8000-000000000000',
  '/exports/download',
])('%s shows nothing to nobody', async (path) => {
  const answer = await fetch(`${inject('servedUrl')}${path}`, { redirect: 'manual' });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toMatch(/^\/login/);
  expect(await answer.text()).toBe('');
});

test('a form from another site is refused', async () => {
  const answer = await fetch(`${inject('servedUrl')}/login`, {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'email=a&password=b',
  });
  expect(answer.status).toBe(403);
});

test('pages bring a policy that lets no foreign script run, and are kept nowhere', async () => {
  const { headers } = await fetch(`${inject('servedUrl')}/login`);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'/);
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-frame-options')).toBe('DENY');
});

test('a role that may not see imports is not offered them, and is told why when it asks', async () => {
  const page = await visit(browser, { as: 'reviewer', language: 'en' });
  await page.goto('/');
  const offered = await page.locator('header nav').last().locator('a').allInnerTexts();
  expect(offered).toEqual(['Dashboard', 'Queue']);
  const answer = await page.goto('/imports');
  expect(answer?.status()).toBe(403);
  expect(await page.locator('main').innerText()).toContain('operator');
  await page.context().close();
});

test('the language that was chosen stays', async () => {
  const page = await visit(browser, { language: 'fr' });
  await page.goto('/login');
  await page.click('nav a[hreflang=de]');
  await page.goto('/components');
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  await page.context().close();
});
