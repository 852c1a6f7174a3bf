/** Imports that wait for a person, as the people see and answer them: with and without scripts. */
import fs from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  type Browser,
  complaintsOf,
  openBrowser,
  type Page,
  type Visitor,
  violationsOn,
  visit,
} from '../../test/browser.ts';
import { bundledFile, type SentFile } from './bundled-file.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const open: Page[] = [];
async function as(name: string, visitor: Visitor = {}): Promise<Page> {
  const page = await visit(browser, { as: name, language: 'en', ...visitor });
  open.push(page);
  return page;
}
afterEach(async () => {
  for (const page of open.splice(0)) await page.context().close();
});

const status = (page: Page): Promise<string> => page.locator('main h1 + .tag').innerText();
const main = (page: Page): Promise<string> => page.locator('main').innerText();
const fate = (page: Page, name: string): Promise<string> => page.locator(`[data-fate=${name}]`).innerText();
const answers = (page: Page): Promise<(string | null)[]> =>
  page.locator('[data-answer]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-answer')));

async function check(page: Page, source: string, file: SentFile): Promise<void> {
  await page.goto('/imports/new');
  await page.selectOption('select[name=source]', source);
  await page.setInputFiles('input[name=file]', file);
  await page.getByRole('button', { name: 'Check first' }).click();
  await page.waitForSelector('#result');
}

/** Imports a file and gives the path of the import's page. */
async function send(page: Page, source: string, file: SentFile): Promise<string> {
  await check(page, source, file);
  await page.getByRole('button', { name: /^Import this file/ }).click();
  await page.waitForURL(/\/imports\/[0-9a-f]{8}-/);
  return new URL(page.url()).pathname;
}

async function exported(type: string): Promise<string> {
  const page = await as('scientist');
  await page.goto('/exports');
  await page.selectOption('select[name=type]', type);
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('main form button')]);
  return fs.readFileSync(await file.path(), 'utf8');
}

/** The bundled foods, with three columns called otherwise: one of them in another unit. */
const renamedFoods = (mark: string): SentFile =>
  bundledFile('sample-food.csv', {
    renamed: {
      'Calories (kcal)': `Energy ${mark} (kJ)`,
      'Protein (g)': `Proteins ${mark}`,
      'Sodium (mg)': `Na${mark}`,
    },
    written: {
      'Calories (kcal)': (cell) => (/^\d/.test(cell) ? String(Math.round(Number(cell) * 4184) / 1000) : cell),
    },
  });

describe.each([true, false])('With scripts: %s', (scripts) => {
  const mark = scripts ? 'x' : 'y';

  test('a file with three columns renamed is held, mapped in one form, agreed to by somebody else, and loses nothing', async () => {
    const before = await exported('food');
    const operator = await as('operator', { scripts });
    await check(operator, 'sample-food', renamedFoods(mark));
    expect(await main(operator)).toContain('This import would be held');
    expect(await operator.locator('[data-reason=missing-columns]').innerText()).toMatch(
      /\d+ records · \d+ published values/,
    );
    expect(await operator.locator('[data-column="Sodium (mg)"]').innerText()).toContain(`Na${mark}`);
    expect(await operator.locator('[data-columns=absent]').innerText()).toContain('Protein (g)');
    await operator.getByRole('button', { name: /^Import this file/ }).click();
    await operator.waitForURL(/\/imports\/[0-9a-f]{8}-/);
    const path = new URL(operator.url()).pathname;
    expect(await status(operator)).toBe('Held');

    // Found where it waits, and by nobody who can do nothing about it.
    await operator.goto('/');
    await operator.getByRole('link', { name: 'Show the held imports' }).click();
    await operator.waitForURL(/status=held/);
    await operator.locator(`a[href="${path}"]`).click();
    await operator.waitForURL(`**${path}`);

    expect(await operator.getByLabel('Calories (kcal) – Energy').inputValue()).toBe(`Energy ${mark} (kJ)`);
    expect(await operator.getByLabel('Unit of the column of the file for Calories (kcal)').inputValue()).toBe('kj');
    expect(await operator.getByLabel('Protein (g)').inputValue()).toBe(`Proteins ${mark}`);
    await operator.getByLabel('Sodium (mg)').selectOption('');
    await operator.getByRole('button', { name: 'Propose this mapping' }).click();
    await operator.locator('[role=alert]').waitFor();
    expect(await operator.title()).toMatch(/^Error/);
    // What was chosen is kept, and the error leads to its field.
    expect(await operator.getByLabel('Sodium (mg)').inputValue()).toBe('');
    await operator.locator('[role=alert] a').click();
    expect(await operator.evaluate('document.activeElement?.id ?? location.hash')).toMatch(/reason/);
    await operator.getByLabel('Reason').first().fill('the supplier renamed three columns');
    await operator.getByLabel('Sodium (mg)').selectOption(`Proteins ${mark}`);
    await operator.getByRole('button', { name: 'Propose this mapping' }).click();
    await operator.locator('[role=alert]', { hasText: 'is chosen twice' }).waitFor();
    expect(await operator.getByLabel('Reason').first().inputValue()).toBe('the supplier renamed three columns');
    expect(await operator.getByLabel('Sodium (mg)').inputValue()).toBe(`Proteins ${mark}`);
    await operator.getByLabel('Sodium (mg)').selectOption(`Na${mark}`);
    await operator.getByRole('button', { name: 'Propose this mapping' }).click();
    await operator.waitForSelector('[data-answer=proposed]');
    expect(await main(operator)).toContain('You proposed this mapping: a second person has to agree to it.');
    expect(await operator.getByRole('button', { name: 'Agree to the mapping' }).count()).toBe(0);

    const approver = await as('approver', { scripts });
    await approver.goto('/');
    await approver.getByRole('link', { name: 'Show the held imports' }).click();
    await approver.waitForURL(/status=held/);
    await approver.locator(`a[href="${path}"]`).click();
    await approver.waitForURL(`**${path}`);
    expect(await approver.locator('main h2').allInnerTexts()).toContain(
      'operator@healthai.local proposes this mapping',
    );
    expect(await approver.getByRole('button', { name: /Reject|Accept|Give/ }).count()).toBe(0);
    await approver.getByLabel('Reason').fill('checked on three rows');
    await approver.getByRole('button', { name: 'Agree to the mapping' }).click();
    await approver.waitForSelector('[data-answer=mapped]');
    expect(await answers(approver)).toEqual(['proposed', 'agreed', 'mapped']);
    await approver.getByRole('link', { name: 'Show the import that read the file anew' }).click();
    await approver.waitForURL((url) => url.pathname !== path);
    expect(await status(approver)).toBe('Completed');
    expect([await fate(approver, 'new'), await fate(approver, 'revised')]).toEqual(['0', '0']);
    expect(await exported('food')).toBe(before);
  });

  test('a file of one row is held, and rejected with a reason; nothing is touched', async () => {
    const before = await exported('daily_activity');
    const operator = await as('operator', { scripts });
    const path = await send(operator, 'sample-activity', bundledFile('sample-activity.csv', { rows: scripts ? 1 : 2 }));
    expect(await status(operator)).toBe('Held');
    expect(await operator.locator('[data-reason=shrunken]').innerText()).toContain('published values');
    await operator.getByLabel('Reason').first().fill('only the first page of the export');
    await operator.getByRole('button', { name: 'Reject the import' }).click();
    await operator.waitForSelector('[data-answer=rejected]');
    expect(new URL(operator.url()).pathname).toBe(path);
    expect(await status(operator)).toBe('Rejected');
    expect(await main(operator)).toContain('This import was rejected by you.');
    expect(await main(operator)).toContain('only the first page of the export');
    expect(await operator.locator('main form').count()).toBe(0);
    expect(await exported('daily_activity')).toBe(before);
  });

  test('a file is held, accepted as it is, and goes on', async () => {
    const operator = await as('operator', { scripts });
    const file = bundledFile('sample-sleep.csv', { rows: scripts ? 200 : 100 });
    await send(operator, 'sample-sleep', file);
    expect(await status(operator)).toBe('Held');
    await operator.getByLabel('Reason').first().fill('the others left the study');
    await operator.getByRole('button', { name: 'Accept as it is' }).click();
    await operator.waitForSelector('[data-answer=accepted]');
    expect(await status(operator)).toBe('Completed');
    expect(await main(operator)).toContain('This import was held, then accepted by you.');
    expect(await main(operator)).toMatch(/\d+ known records are no longer stated/);
    expect(Number(await fate(operator, 'read'))).toBe(scripts ? 200 : 100);
  });

  test('a held import is replaced by a newer file of its source, and leads to it', async () => {
    const operator = await as('operator', { scripts });
    const path = await send(operator, 'sample-weight', bundledFile('sample-weight.csv', { rows: 3 }));
    expect(await status(operator)).toBe('Held');
    await check(operator, 'sample-weight', bundledFile('sample-weight.csv', { rows: 4 }));
    expect(await main(operator)).toContain('Importing this file would replace it');
    await operator.getByRole('button', { name: /^Import this file/ }).click();
    await operator.waitForURL((url) => /\/imports\/[0-9a-f]{8}-/.test(url.pathname) && url.pathname !== path);
    const newer = new URL(operator.url()).pathname;
    await operator.goto(path);
    expect(await status(operator)).toBe('Replaced');
    await operator.getByRole('link', { name: 'Show the newer import' }).click();
    await operator.waitForURL(`**${newer}`);

    // The way out of anything: with what stays of it, and a reason.
    await operator.getByText('Give this import up').click();
    await operator.getByRole('button', { name: 'Give the import up' }).click();
    await operator.locator('[role=alert]').waitFor();
    expect(await operator.locator('#give-up-reason').isVisible()).toBe(true);
    await operator.locator('#give-up-reason').fill('sent by mistake');
    await operator.getByRole('button', { name: 'Give the import up' }).click();
    await operator.waitForSelector('[data-answer=given-up]');
    expect(await status(operator)).toBe('Given up');
    expect(await main(operator)).toContain('This import was given up by you.');
    expect(await main(operator)).toContain('sent by mistake');
  });

  test('without a column that records need it is offered to be mapped or rejected, not to be accepted', async () => {
    const operator = await as('operator', { scripts });
    await send(operator, 'sample-session', bundledFile('sample-session.csv', { renamed: { Started_At: 'Start_At' } }));
    expect(await status(operator)).toBe('Held');
    expect(await operator.getByRole('button', { name: 'Accept as it is' }).count()).toBe(0);
    expect(await main(operator)).toContain('cannot be accepted as it is');
    expect(await operator.getByLabel('Started_At').inputValue()).toBe('Start_At');
    await operator.getByLabel('Reason').first().fill('wrong export');
    await operator.getByRole('button', { name: 'Reject the import' }).click();
    await operator.waitForSelector('[data-answer=rejected]');
  });
});

describe('A held import', () => {
  test('is answered by keyboard alone, in four languages, without a complaint and without a violation', async () => {
    const operator = await as('operator');
    const complaints = complaintsOf(operator);
    const path = await send(
      operator,
      'sample-profile',
      bundledFile('sample-profile.csv', { renamed: { weight_kg: 'mass_kg', country: undefined } }),
    );
    for (const language of ['fr', 'en', 'de', 'it']) {
      await operator.goto(`${path}?lang=${language}`);
      expect(await violationsOn(operator)).toEqual([]);
    }
    await operator.goto(`${path}?lang=en`);
    await operator.locator('#reason').focus();
    await operator.keyboard.type('seen with the keyboard');
    await operator.keyboard.press('Tab');
    await operator.keyboard.press('Tab');
    await operator.keyboard.press('Tab');
    expect(await operator.evaluate('document.activeElement?.textContent?.trim()')).toBe('Reject the import');
    await operator.keyboard.press('Enter');
    await operator.waitForSelector('[data-answer=rejected]');
    expect(complaints).toEqual([]);
  });

  test('keeps what is typed before the scripts of its page have come', async () => {
    const operator = await as('operator');
    const path = await send(operator, 'sample-weight', bundledFile('sample-weight.csv', { rows: 6 }));
    const slow = await as('operator');
    const gate = Promise.withResolvers<void>();
    await slow.route('**/*.js', async (route) => {
      await gate.promise;
      await route.continue();
    });
    await slow.goto(path, { waitUntil: 'commit' });
    await slow.locator('#reason').fill('typed early');
    gate.resolve();
    await slow.waitForLoadState('networkidle');
    expect(await slow.locator('#reason').inputValue()).toBe('typed early');
    await slow.getByRole('button', { name: 'Reject the import' }).click();
    await slow.waitForSelector('[data-answer=rejected]');
  });

  test('is read, and not answered, by whoever may not; what they send all the same is refused', async () => {
    const operator = await as('operator');
    const path = await send(operator, 'sample-weight', bundledFile('sample-weight.csv', { rows: 5 }));
    const auditor = await as('auditor');
    await auditor.goto(path);
    expect(await status(auditor)).toBe('Held');
    expect(await auditor.locator('main form').count()).toBe(0);
    expect(await main(auditor)).toContain('Somebody with the role Operation (operator) answers for it.');
    await auditor.goto('/');
    expect(await auditor.getByRole('link', { name: 'Show the held imports' }).count()).toBe(0);
    const answer = await auditor.request.post(`${path}?/reject`, {
      headers: { Origin: new URL(auditor.url()).origin },
      form: { command: crypto.randomUUID(), reason: 'no' },
    });
    expect(answer.status()).toBe(403);
    await operator.reload();
    expect(await status(operator)).toBe('Held');
    await operator.getByLabel('Reason').first().fill('end of the test');
    await operator.getByRole('button', { name: 'Reject the import' }).click();
    await operator.waitForSelector('[data-answer=rejected]');
  });
});
