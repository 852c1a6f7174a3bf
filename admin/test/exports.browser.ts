/** Exports as files: the bytes that everybody gets, and what an auditor has to say first. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, openBrowser, type Page, visit } from '../../test/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function download(page: Page): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('main form button')]);
  return { name: file.suggestedFilename(), text: fs.readFileSync(await file.path(), 'utf8') };
}
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

describe.each([true, false])('with scripts: %s', (scripts) => {
  test('an export is a file named after its position, and the same whenever it is asked for that position', async () => {
    const page = await visit(browser, { as: 'scientist', scripts });
    await page.goto('/exports');
    await page.selectOption('select[name=type]', 'exercise');
    const now = await download(page);
    const [, position = ''] = /^exercise-(\d+)\.csv$/.exec(now.name) ?? [];
    expect(position).not.toBe('');
    await page.fill('input[name=at]', position);
    const then = await download(page);
    expect(digest(then.text)).toBe(digest(now.text));
    await page.check('input[value=ndjson]');
    const lines = (await download(page)).text.trimEnd().split('\n');
    expect(lines).toHaveLength(now.text.trimEnd().split('\n').length - 1);
    await page.context().close();
  });

  test('a moment that is none is told at its field, with what was chosen kept', async () => {
    const page = await visit(browser, { as: 'scientist', scripts, language: 'en' });
    await page.goto('/exports');
    await page.selectOption('select[name=type]', 'exercise');
    await page.fill('input[name=at]', 'yesterday');
    await page.click('main form button');
    await page.waitForSelector('[role=alert]');
    expect(await page.getAttribute('input[name=at]', 'aria-invalid')).toBe('true');
    expect(await page.inputValue('input[name=at]')).toBe('yesterday');
    expect(await page.inputValue('select[name=type]')).toBe('exercise');
    await page.context().close();
  });

  test('an auditor states a purpose, and gets clear text only then', async () => {
    const page = await visit(browser, { as: 'auditor', scripts, language: 'en' });
    await page.goto('/exports');
    await page.selectOption('select[name=type]', 'user_profile');
    await page.check('input[name=clear]');
    await page.click('main form button');
    await page.waitForSelector('[role=alert]');
    expect(await page.locator('[role=alert]').innerText()).toContain('purpose');
    await page.fill('input[name=purpose]', 'Browser test of the audit pack');
    const clear = await download(page);
    await page.uncheck('input[name=clear]');
    const sealed = await download(page);
    expect(clear.text.split('\n')).toHaveLength(sealed.text.split('\n').length);
    expect(clear.text).not.toBe(sealed.text);
    await page.context().close();
  });
});

test('whoever may not export is told what it takes', async () => {
  const page = await visit(browser, { as: 'operator', language: 'en' });
  expect((await page.goto('/exports'))?.status()).toBe(403);
  expect(await page.locator('main').innerText()).toContain('Analysis (scientist) or Audit (auditor)');
  await page.context().close();
});
