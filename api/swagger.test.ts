/** Swagger UI in a browser: shown under its own content policy, and asking nobody but us. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshApi, type TestApi } from './api.test-support.ts';
import { endpoints } from './endpoints.ts';

/** The Chromium of this machine. */
const executablePath = (process.env.PATH ?? '')
  .split(path.delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => path.join(folder, name)))
  .find((file) => existsSync(file));

describe.skipIf(executablePath === undefined)('Swagger UI in a browser', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await freshApi();
  });
  afterAll(() => api.remove());

  test('shows every operation, without an error, and tries one', async () => {
    const browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      const errors: string[] = [];
      const asked: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(`${api.url}/docs`);
      await page.waitForSelector('.opblock');
      expect(await page.locator('.opblock').count()).toBe(endpoints.length);

      await page.getByRole('button', { name: 'Authorize' }).first().click();
      await page.locator('.auth-container input').fill(api.token('admin'));
      await page
        .locator('.auth-btn-wrapper')
        .getByRole('button', { name: /apply credentials/i })
        .click();
      await page.locator('.auth-btn-wrapper').getByRole('button', { name: 'Close' }).click();
      const me = page.locator('#operations-Sign-in-whoAmI');
      await me.locator('.opblock-summary-control').click();
      await me.getByRole('button', { name: 'Try it out' }).click();
      await me.getByRole('button', { name: 'Execute' }).click();
      await me.locator('.live-responses-table .response-col_status', { hasText: '200' }).waitFor();

      expect(errors).toEqual([]);
      const elsewhere = asked.filter((url) => !url.startsWith(`${api.url}/`) && !url.startsWith('data:'));
      expect(elsewhere).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
