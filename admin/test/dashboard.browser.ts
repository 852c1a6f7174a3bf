/** The dashboard and what leads on from it: figures that agree with one another, live and without scripts. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Browser, openBrowser, type Page, visit } from '../../test/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** What a chart draws, and what its table says, each by name. */
async function drawnAndTold(page: Page): Promise<{ drawn: string[]; told: string[] }[]> {
  const charts = page.locator('figure');
  const of = (index: number, inside: string): Promise<string[]> =>
    charts
      .nth(index)
      .locator(`${inside} [data-name]`)
      .evaluateAll((all) => all.map((one) => `${one.getAttribute('data-name')} ${one.getAttribute('data-value')}`));
  const count = await charts.count();
  return Promise.all(
    Array.from({ length: count }, async (_, i) => ({ drawn: await of(i, 'svg'), told: await of(i, 'table') })),
  );
}

describe.each([true, false])('with scripts: %s', (scripts) => {
  test('each chart of the dashboard draws the numbers that its table and its sentence say', async () => {
    const page = await visit(browser, { as: 'scientist', scripts, language: 'en' });
    await page.goto('/');
    const charts = await drawnAndTold(page);
    expect(charts).toHaveLength(2);
    for (const { drawn, told } of charts) {
      expect(drawn.length).toBeGreaterThan(0);
      expect(drawn).toEqual(told);
    }
    const open = charts[0]?.drawn.map((one) => Number(one.split(' ')[1])).reduce((a, b) => a + b) ?? 0;
    expect(await page.locator('figure').first().locator('figcaption').innerText()).toContain(`${open} wait`);
    expect(await page.locator('dl').first().innerText()).toContain(`${open}`);
    await page.context().close();
  });

  test('the rows of an import add up to the rows read, and quarantined ones say why', async () => {
    const page = await visit(browser, { as: 'auditor', scripts, language: 'en' });
    await page.goto('/imports');
    await page.selectOption('select[name=source]', 'sample-food');
    await page.click('main form button');
    await page.locator('tbody a').first().click();
    await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
    const fates = await page
      .locator('[data-fate]')
      .evaluateAll((cells) => cells.map((cell) => [cell.getAttribute('data-fate'), Number(cell.textContent)] as const));
    const sum = fates.filter(([fate]) => fate !== 'read').reduce((total, [, count]) => total + count, 0);
    expect(sum).toBeGreaterThan(0);
    expect(Object.fromEntries(fates).read).toBe(sum);
    const row = page.getByRole('region', { name: 'Quarantined rows' }).locator('tbody tr').first();
    expect((await row.locator('td').allInnerTexts()).every((text) => text.length > 20)).toBe(true);
    await page.context().close();
  });
});

const announced = '[role=status]';

test('the dashboard follows what happens, says so, and stands still while paused', async () => {
  const page = await visit(browser, { as: 'auditor', language: 'en' });
  await page.goto('/');
  await page.getByText('Live', { exact: true }).waitFor();
  const rows = page.getByRole('region', { name: 'Latest imports' }).locator('tbody tr');
  const before = await rows.count();
  await importRow();
  await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(Math.min(10, before + 1));
  await expect.poll(() => page.locator(announced).innerText(), { timeout: 30_000 }).toMatch(/^Figures updated: \d/);

  await page.getByRole('button', { name: 'Pause live updates' }).press('Enter');
  const position = (on: Page): Promise<string> => on.getByText('of the log').innerText();
  const still = await position(page);
  await importRow();
  // Another screen has it, and is not ahead by its clock alone.
  const other = await visit(browser, { as: 'auditor', language: 'en' });
  await other.goto('/');
  const [of = ''] = /Position [\d,]+/.exec(await position(other)) ?? [];
  expect(still).not.toContain(of);
  await other.context().close();
  expect(await position(page)).toBe(still);
  await page.getByRole('button', { name: 'Resume live updates' }).press('Enter');
  await expect.poll(() => position(page), { timeout: 30_000 }).toContain(of);
  await page.context().close();
});

/** Imports one new food, as a program does. */
async function importRow(): Promise<void> {
  const base = `${inject('servedUrl')}/api/v1`;
  const operator = inject('servedUsers').find(({ roles }) => roles.includes('operator'));
  const signedIn = await fetch(`${base}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: operator?.email, password: operator?.password }),
  });
  const { accessToken } = (await signedIn.json()) as { accessToken: string };
  const header =
    'Food_Item,Category,Calories (kcal),Protein (g),Carbohydrates (g),Fat (g),Fiber (g),Sugars (g),Sodium (mg),Cholesterol (mg),Meal_Type,Water_Intake (ml)';
  const answer = await fetch(`${base}/imports?source=sample-food&fileName=one.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'text/csv' },
    body: `${header}\nFood ${randomUUID()},Fruits,52,0.3,14,0.2,2.4,10,1,0,Snack,0\n`,
  });
  expect(answer.status).toBe(201);
}
