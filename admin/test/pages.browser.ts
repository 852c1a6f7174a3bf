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
import { type Place, places } from './places.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The place as a visitor has it before them; closed when the work on it is done. */
async function at<Result>(
  place: Place,
  visitor: Visitor,
  work: (page: Page, complaints: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const page = await visit(browser, { ...(place.as !== undefined && { as: place.as }), ...visitor });
  try {
    const complaints = complaintsOf(page);
    const response = await page.goto(place.path);
    const status = place.status ?? 200;
    expect(response?.status()).toBe(status);
    if (visitor.scripts !== false) await place.prepare?.(page);
    const result = await work(page, complaints);
    // The browser says itself that a page was answered with an error.
    expect(complaints.filter((text) => !/status of [45]\d\d/.test(text))).toEqual([]);
    return result;
  } finally {
    await page.context().close();
  }
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
    }),
  );

  test('has one heading of the first level, landmarks, a title that says where, and fits into 320 px', () =>
    at(place, {}, async (page) => {
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
        await page.goto(address.href);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        expect(await page.locator('body').innerText()).not.toMatch(/\{\w+\}|undefined|NaN|\[object/);
        expect(await page.locator('main h1').innerText()).not.toBe('');
      }
    }));
});
