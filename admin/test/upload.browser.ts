/** Taking a file in by the screen: first what it would do, then the import, with and without scripts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, openBrowser, type Page, violationsOn, visit } from '../../test/browser.ts';
import { bundledFile } from './bundled-file.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function choose(page: Page, source: string, file: ReturnType<typeof bundledFile>): Promise<void> {
  await page.goto('/imports/new');
  await page.selectOption('select[name=source]', source);
  await page.setInputFiles('input[name=file]', file);
  await page.getByRole('button', { name: 'Check first' }).click();
}

const fate = (page: Page, name: string): Promise<string> => page.locator(`[data-fate=${name}]`).innerText();

async function importsOf(page: Page, source: string): Promise<number> {
  await page.goto(`/imports?source=${source}`);
  return page.locator('tbody tr').count();
}

describe.each([true, false])('With scripts: %s', (scripts) => {
  test('a file is checked without a trace, then imported from what was taken in', async () => {
    const page = await visit(browser, { as: 'operator', language: 'en', scripts });
    const before = await importsOf(page, 'sample-food');
    // Not the very bytes that were imported: of those nothing is read again.
    await choose(page, 'sample-food', bundledFile('sample-food.csv', { rows: 5000, extra: ['Other'] }));
    await page.waitForSelector('#result');
    const aside = `${Number(await fate(page, 'quarantined')) + 2}`;
    await choose(
      page,
      'sample-food',
      bundledFile('sample-food.csv', { rows: 5000, untypable: 2, extra: [`New ${scripts}`] }),
    );
    await page.waitForSelector('#result');
    expect([await fate(page, 'new'), await fate(page, 'quarantined')]).toEqual(['1', aside]);
    expect(await page.locator('main').innerText()).toContain('Nothing was written.');
    expect(await page.locator('tbody tr', { hasText: 'many' }).count()).toBe(2);
    const read = await fate(page, 'read');
    expect(await importsOf(page, 'sample-food')).toBe(before);
    await choose(
      page,
      'sample-food',
      bundledFile('sample-food.csv', { rows: 5000, untypable: 2, extra: [`New ${scripts}`] }),
    );
    await page.getByRole('button', { name: 'Import this file' }).click();
    await page.waitForURL(/\/imports\/[0-9a-f]{8}-/);
    expect([await fate(page, 'read'), await fate(page, 'new'), await fate(page, 'quarantined')]).toEqual([
      read,
      '1',
      aside,
    ]);
    expect(await importsOf(page, 'sample-food')).toBe(before + 1);
    await choose(
      page,
      'sample-food',
      bundledFile('sample-food.csv', { rows: 5000, untypable: 2, extra: [`New ${scripts}`] }),
    );
    await page.waitForSelector('#result');
    expect(await page.locator('main').innerText()).toContain('has been imported already');
    expect(await page.getByRole('button', { name: 'Import this file' }).count()).toBe(0);
    await page.context().close();
  });

  test('a wrong file is refused in words', async () => {
    const page = await visit(browser, { as: 'operator', language: 'en', scripts });
    await choose(page, 'sample-food', { name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') });
    const alert = page.locator('[role=alert]');
    await alert.waitFor();
    expect(await alert.innerText()).toContain('x.csv');
    expect(await page.locator('select[name=source]').inputValue()).toBe('sample-food');
    expect(await page.title()).toMatch(/^Error/);
    if (scripts) expect(await violationsOn(page)).toEqual([]);
    await page.context().close();
  });
});

test('Whoever may not import is told so, whatever they send', async () => {
  const page = await visit(browser, { as: 'auditor', language: 'en' });
  const response = await page.goto('/imports/new');
  expect(response?.status()).toBe(403);
  expect(await page.locator('main').innerText()).toContain('needs the role Operation (operator)');
  const answer = await page.request.post('/imports/new?/check', {
    headers: { Origin: new URL(page.url()).origin },
    multipart: { source: 'sample-food', file: bundledFile('sample-food.csv', { rows: 3 }) },
  });
  expect(answer.status()).toBe(403);
  await page.context().close();
});

test('A file streams: one far larger than a form may be is read to its end, and the server answers', async () => {
  const page = await visit(browser, { as: 'operator', language: 'en', scripts: false });
  const line = `${'x'.repeat(1023)}\n`;
  await choose(page, 'sample-food', {
    name: 'large.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`a,b\n${line.repeat(8 * 1024)}`),
  });
  await page.locator('[role=alert]').waitFor();
  expect(await page.locator('[role=alert]').innerText()).toContain('large.csv');
  await page.context().close();
});

test('A form that breaks off, or is none, is refused', async () => {
  const page = await visit(browser, { as: 'operator', language: 'en' });
  await page.goto('/imports/new');
  const headers = { Origin: new URL(page.url()).origin };
  const cut = await page.request.post('/imports/new?/check', {
    headers: { ...headers, 'Content-Type': 'multipart/form-data; boundary=b' },
    data: '--b\r\nContent-Disposition: form-data; name="source"\r\n\r\nsample-food\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\na,b',
  });
  expect(cut.status()).toBe(400);
  const none = await page.request.post('/imports/new?/check', { headers, form: { source: 'sample-food' } });
  expect(none.status()).toBe(400);
  await page.context().close();
});
