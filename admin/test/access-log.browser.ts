/** Who was shown whom, as auditors find it: with and without scripts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, openBrowser, type Page, visit } from '../../test/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const rows = (page: Page): Promise<string[]> => page.locator('tbody tr').allInnerTexts();

describe.each([true, false])('With scripts: %s', (scripts) => {
  test('what an approver saw of somebody who waits is found by the person, by who saw it and by the day', async () => {
    const approver = await visit(browser, { as: 'approver', language: 'en', scripts });
    await approver.goto('/queue?type=user_profile');
    await approver.locator('#waiting h2 a').first().click();
    await approver.waitForURL(/\/records\//);
    const path = new URL(approver.url()).pathname;

    const auditor = await visit(browser, { as: 'auditor', language: 'en', scripts });
    await auditor.goto(path);
    await auditor.getByRole('link', { name: 'Who was shown this person in clear' }).click();
    await auditor.waitForURL(/\/access\?subject=/);
    const subject = new URL(auditor.url()).searchParams.get('subject') ?? '';
    const found = await rows(auditor);
    expect(found.length).toBeGreaterThan(0);
    for (const row of found) expect(row).toContain(subject);
    expect(found[0]).toContain('approver@healthai.local');
    expect(found[0]).toContain('work on the queue');
    expect(await auditor.locator(`tbody a[href="${path}"]`).count()).toBeGreaterThan(0);

    await auditor.getByLabel('Who', { exact: true }).selectOption({ label: 'approver@healthai.local' });
    await auditor.getByRole('button', { name: 'Filter' }).click();
    await auditor.waitForURL(/actor=user/);
    for (const row of await rows(auditor)) expect(row).toContain('approver@healthai.local');
    const today = new Date().toISOString().slice(0, 10);
    await auditor.getByLabel('From').fill(today);
    await auditor.getByLabel('Until').fill(today);
    await auditor.getByRole('button', { name: 'Filter' }).click();
    await auditor.waitForURL(/from=2/);
    expect((await rows(auditor)).length).toBeGreaterThan(0);
    await auditor.getByLabel('From').fill('');
    await auditor.getByLabel('Until').fill('2025-01-01');
    await auditor.getByRole('button', { name: 'Filter' }).click();
    await auditor.waitForURL(/to=2025/);
    expect(await auditor.locator('main').innerText()).toContain('No access fits');
    await auditor.getByRole('link', { name: 'Take all filters away' }).click();
    await auditor.waitForURL((url) => url.search === '');

    await auditor.getByLabel('Pseudonym of the person').fill('Jane Doe');
    await auditor.getByRole('button', { name: 'Filter' }).click();
    await auditor.locator('[role=alert]', { hasText: 'Give the whole pseudonym' }).waitFor();
    expect(await auditor.getByLabel('Pseudonym of the person').inputValue()).toBe('jane doe');
    for (const page of [approver, auditor]) await page.context().close();
  });

  test('it comes a page at a time, each line once, and holds nothing that was shown', async () => {
    const approver = await visit(browser, { as: 'approver', scripts: false });
    await approver.goto('/queue?type=user_profile');
    const path = (await approver.locator('#waiting h2 a').first().getAttribute('href')) ?? '';
    // More looks than a page has lines.
    for (let looks = 0; looks < 51; looks++) expect((await approver.request.get(path)).status()).toBe(200);
    await approver.context().close();
    const auditor = await visit(browser, { as: 'auditor', language: 'en', scripts });
    await auditor.goto('/access');
    const before = await rows(auditor);
    await auditor.getByRole('link', { name: 'Next page' }).click();
    await auditor.waitForURL(/after=/);
    const next = await rows(auditor);
    expect([before.length, next.length > 0]).toEqual([50, true]);
    expect(await auditor.locator('main').innerText()).not.toMatch(/@example\.org/);
    await auditor.getByRole('link', { name: 'First page' }).click();
    await auditor.waitForURL((url) => url.search === '');
    await auditor.context().close();
  });
});

test('it is a destination for auditors, and for nobody else', async () => {
  for (const as of ['reviewer', 'approver', 'auditor', 'scientist', 'operator', 'admin']) {
    const page = await visit(browser, { as, language: 'en' });
    await page.goto('/');
    expect([as, await page.locator('header nav a[href="/access"]').count()]).toEqual([as, as === 'auditor' ? 1 : 0]);
    if (as !== 'auditor') expect((await page.goto('/access'))?.status()).toBe(403);
    await page.context().close();
  }
});
