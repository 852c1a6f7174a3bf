/** Swagger UI in a browser: shown under its own content policy, and asking nobody but us. */
import { expect, inject, test } from 'vitest';
import { openBrowser } from '../test/browser.ts';
import { endpoints } from './endpoints.ts';

async function tokenOf(url: string, role: string): Promise<string> {
  const { email, password } = inject('servedUsers').find(({ roles }) => roles.some((one) => one === role))!;
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  return ((await answer.json()) as { accessToken: string }).accessToken;
}

test('Swagger UI shows every operation, without an error, and tries one', async () => {
  const url = inject('servedUrl');
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${url}/docs`);
    await page.waitForSelector('.opblock');
    expect(await page.locator('.opblock').count()).toBe(endpoints.length);

    await page.getByRole('button', { name: 'Authorize' }).first().click();
    await page.locator('.auth-container input').fill(await tokenOf(url, 'admin'));
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

    // A schema that has a name shows what it consists of, and so does the example made of it.
    expect(await me.locator('.responses-table .example').first().innerText()).toContain('"roles"');
    const problem = page.locator('.json-schema-2020-12', { hasText: /^Problem/ }).first();
    await problem.locator('.json-schema-2020-12-accordion').first().click();
    await problem.getByText('correlationId').first().waitFor();

    expect(errors).toEqual([]);
    const elsewhere = asked.filter((one) => !one.startsWith(`${url}/`) && !one.startsWith('data:'));
    expect(elsewhere).toEqual([]);
  } finally {
    await browser.close();
  }
});
