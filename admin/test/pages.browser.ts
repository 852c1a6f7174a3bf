/** What holds on every page and in every state, whatever it shows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../domain/language.ts';
import {
  type Browser,
  complaintsOf,
  openBrowser,
  type Page,
  type Visitor,
  violationsOn,
  visit,
} from '../../test/browser.ts';
import { faultsOf } from '../../test/html.ts';
import { type Place, places } from './places.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** One page for each way of visiting: a new one for each place would take longer than what is looked at on it. */
const pages = new Map<string, Promise<Page>>();
const complaints = new WeakMap<Page, string[]>();

async function open(visitor: Visitor): Promise<Page> {
  const page = await visit(browser, visitor);
  complaints.set(page, complaintsOf(page));
  return page;
}

/** The place as a visitor has it before them. */
async function at(place: Place, visitor: Visitor, look: (page: Page) => Promise<void>): Promise<void> {
  const whole = { ...(place.as !== undefined && { as: place.as }), ...visitor };
  const key = JSON.stringify(whole);
  const opening = pages.get(key) ?? open(whole);
  pages.set(key, opening);
  const page = await opening;
  const said = complaints.get(page) ?? [];
  said.length = 0;
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  const response = await page.goto(place.path);
  expect(response?.status()).toBe(place.status ?? 200);
  if (visitor.scripts !== false) await place.prepare?.(page);
  await look(page);
  // The browser says itself that a page was answered with an error.
  expect(said.filter((text) => !/status of [45]\d\d/.test(text))).toEqual([]);
}

const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

describe.each(places)('$name', (place) => {
  test.each(['fr', 'en'] as const)('gives axe nothing to find, narrow and wide, light and dark: %s', (language) =>
    at(place, { language }, async (page) => {
      const found: string[] = [];
      for (const width of [320, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          const violations = await violationsOn(page, colorScheme === 'light' ? 'everything' : 'colours');
          for (const violation of violations) found.push(`${colorScheme} ${width}: ${violation}`);
        }
      }
      expect(found).toEqual([]);
      // As it stands once its scripts have run and the state is reached; as it was answered: below.
      expect(await faultsOf(await page.content())).toEqual([]);
    }),
  );

  test('has one heading of the first level, landmarks, a title that says where, and fits into 320 px', () =>
    at(place, { language: 'fr' }, async (page) => {
      expect(await page.title()).toMatch(/^(Erreur : )?\S.* – \S.* – HealthAI$/);
      const headings = await page.locator('h1, h2, h3, h4').evaluateAll((all) => all.map(({ tagName }) => tagName));
      const levels = headings.map((name) => Number(name[1]));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      levels.reduce((above, level) => {
        expect(level - above).toBeLessThanOrEqual(1);
        return level;
      });
      for (const landmark of ['header', 'main', 'footer'])
        expect(await page.locator(`body > div > ${landmark}`).count()).toBe(1);
      expect(await page.locator('table:not(:has(caption)), th:not([scope])').count()).toBe(0);
      for (const width of [320, 768, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate(beyond)).toBeLessThanOrEqual(0);
      }
    }));

  test('speaks one language at a time and leaves nothing unfilled, also without scripts', () =>
    at(place, { scripts: false }, async (page) => {
      for (const language of languages) {
        const address = new URL(page.url());
        address.searchParams.set('lang', language);
        const answer = await page.goto(address.href);
        expect(await faultsOf((await answer?.text()) ?? '')).toEqual([]);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        expect(await page.locator('body').innerText()).not.toMatch(/\{\w+\}|undefined|NaN|\[object/);
        expect(await page.locator('main h1').innerText()).not.toBe('');
      }
    }));
});
