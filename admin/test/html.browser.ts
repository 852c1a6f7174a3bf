/**
 * An HTML validator on every page as it is answered, for everybody who may ask for it (RGAA 8.2). Places test the same in
 * every state and language.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../domain/language.ts';
import { type Browser, openBrowser, type Page, visit } from '../../test/browser.ts';
import { faultsOf } from '../../test/html.ts';
import { pathOf, routes } from './routes.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const pages = routes.filter(({ page }) => page);

/** What a page of a list leads to, first of all; undefined where it leads nowhere. */
async function linkOn(page: Page, list: string, links: string): Promise<string | undefined> {
  await page.goto(list);
  const link = page.locator(links).first();
  return (await link.count()) === 0 ? undefined : ((await link.getAttribute('href')) ?? undefined);
}

describe.each(['reviewer', 'approver', 'auditor', 'scientist', 'operator', 'admin', undefined])('As %s', (as) => {
  test('every page is valid, shown or refused', async () => {
    const page = await visit(browser, { ...(as && { as }), scripts: false });
    const values = { id: '0c2f1c5d-0000-5000-8000-000000000001', name: 'sample-food' };
    const first = await linkOn(page, '/queue', '#waiting h2 a');
    const paths = [...pages.map((route) => pathOf(route, values)), ...(first === undefined ? [] : [first])];
    for (const [i, path] of paths.entries()) {
      const address = new URL(path, page.url());
      address.searchParams.set('lang', languages[i % languages.length] ?? 'fr');
      const answer = await page.request.get(address.href);
      expect({ path, faults: await faultsOf(await answer.text()) }).toEqual({ path, faults: [] });
    }
    await page.context().close();
  });
});

test('so is every page outside of the screens', async () => {
  const page = await visit(browser, { scripts: false });
  await page.goto('/login');
  for (const path of ['/docs', '/docs/', '/api']) {
    const answer = await page.request.get(new URL(path, page.url()).href, { headers: { accept: 'text/html' } });
    if (!(answer.headers()['content-type'] ?? '').includes('html')) continue;
    expect({ path, faults: await faultsOf(await answer.text()) }).toEqual({ path, faults: [] });
  }
  await page.context().close();
});
