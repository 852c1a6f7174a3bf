/** An administrator gives somebody an account and takes it back, and that person chooses a password: without scripts, too. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Browser, openBrowser, type Page, visit } from '../../test/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const pathOf = (page: Page): string => new URL(page.url()).pathname;

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/login');
  await page.fill('input[name=email]', email);
  await page.fill('input[name=password]', password);
  await page.click('main form button');
  await page.waitForLoadState();
}

async function choose(page: Page, current: string, chosen: string, again = chosen): Promise<void> {
  await page.fill('#current', current);
  await page.fill('#chosen', chosen);
  await page.fill('#again', again);
  await page.click('main form button');
  await page.waitForLoadState();
}

describe.each([true, false])('With scripts: %s', (scripts) => {
  const email = `${scripts ? 'with' : 'without'}@staff.example`;
  const chosen = 'a sentence that I keep';

  test('an account is added, changed, closed, opened, reset, and its sessions are ended', async () => {
    const admin = await visit(browser, { as: 'admin', language: 'en', scripts });
    const person = await visit(browser, { language: 'en', scripts });
    try {
      await admin.goto('/');
      await admin.click('header nav a[href="/accounts"]');
      await admin.waitForURL(/\/accounts/);
      await admin.fill('#email', email);
      await admin.check('input[value=reviewer]');
      await admin.click('form[action="?/add"] button');
      await admin.waitForSelector('.password');
      const once = await admin.locator('.password').innerText();
      expect(await admin.locator('.notice').innerText()).toContain(email);

      // Nothing is open before a password is chosen.
      await signIn(person, email, once);
      expect(pathOf(person)).toBe('/password');
      await person.goto('/queue');
      expect(pathOf(person)).toBe('/password');
      await choose(person, once, chosen, 'something else');
      expect(await person.locator('#again-error').count()).toBe(1);
      await choose(person, once, 'too short');
      expect(await person.locator('#chosen-error').innerText()).toContain('12');
      await choose(person, once, chosen);
      expect(await person.locator('[role=status]').innerText()).toContain('changed');
      await person.goto('/queue');
      expect(pathOf(person)).toBe('/queue');

      await admin.goto(`/accounts?q=${email}`);
      await admin.click('tbody a');
      await admin.waitForURL(/accounts\/[0-9a-f]{8}/);
      expect(await admin.locator('table tbody tr').count()).toBe(1);
      // Another role counts at the next page.
      await admin.uncheck('input[value=reviewer]');
      await admin.check('input[value=operator]');
      await admin.click('form[action="?/roles"] button');
      await admin.waitForSelector('[role=status]');
      expect((await person.goto('/queue'))?.status()).toBe(403);
      expect((await person.goto('/imports/new'))?.status()).toBe(200);

      await admin.click('form[action="?/disable"] button');
      await admin.waitForURL(/done=disabled/);
      await person.goto('/imports');
      expect(pathOf(person)).toBe('/login');
      await signIn(person, email, chosen);
      expect(await person.locator('[role=alert]').count()).toBe(1);

      await admin.click('form[action="?/enable"] button');
      await admin.waitForURL(/done=enabled/);
      await signIn(person, email, chosen);
      expect(pathOf(person)).toBe('/');
      await admin.reload();
      await admin.click('form[action="?/end"] button');
      await admin.waitForURL(/done=ended/);
      await person.goto('/imports');
      expect(pathOf(person)).toBe('/login');

      await admin.click('form[action="?/reset"] button');
      await admin.waitForSelector('.password');
      const again = await admin.locator('.password').innerText();
      expect(again).not.toBe(once);
      await admin.goto(admin.url().replace(/\?.*/, ''));
      expect(await admin.locator('.password').count()).toBe(0);
      await signIn(person, email, again);
      expect(pathOf(person)).toBe('/password');
    } finally {
      await admin.context().close();
      await person.context().close();
    }
  });
});

test('is a destination of administrators alone, and their own account offers them no rights', async () => {
  const offered = async (as: string, href: string) => {
    const page = await visit(browser, { as });
    await page.goto('/');
    const there = await page.locator(`header nav a[href="${href}"]`).count();
    await page.context().close();
    return there === 1;
  };
  expect(await offered('admin', '/accounts')).toBe(true);
  expect(await offered('auditor', '/accounts')).toBe(false);
  expect(await offered('auditor', '/account-journal')).toBe(true);
  expect(await offered('admin', '/account-journal')).toBe(false);
  const page = await visit(browser, { as: 'admin' });
  await page.goto('/accounts?q=admin@');
  await page.click('tbody a');
  await page.waitForURL(/accounts\/[0-9a-f]{8}/);
  expect(await page.locator('form[action="?/roles"], form[action="?/disable"], form[action="?/reset"]').count()).toBe(
    0,
  );
  await page.context().close();
});

test('the form lets whoever guesses wait, and says how long', async () => {
  const answers = [];
  for (let i = 0; i < 6; i++)
    answers.push(
      await fetch(`${inject('servedUrl')}/login`, {
        method: 'POST',
        headers: { origin: inject('servedUrl'), accept: 'text/html', 'accept-language': 'en' },
        body: new URLSearchParams({ email: 'nobody@healthai.local', password: `guess ${i}` }),
      }),
    );
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
  expect(Number(answers[5]!.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await answers[5]!.text()).toMatch(/Try again in \d+ s/);
});

test('a page that listens is cut off when its session is ended', async () => {
  const page = await visit(browser, {});
  const user = inject('servedUsers').find(({ email }) => email.startsWith('approver2@'))!;
  await signIn(page, user.email, user.password);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const stream = await fetch(`${inject('servedUrl')}/live`, { headers: { cookie } });
  expect(stream.status).toBe(200);
  await page.click('header form button');
  await page.waitForURL(/login/);
  // It would go on for minutes.
  await stream.text();
  await page.context().close();
});

test('the journal shows auditors who signed in, in words', async () => {
  const page = await visit(browser, { as: 'auditor', language: 'en' });
  await page.goto('/account-journal?act=account-disabled');
  const row = await page.locator('tbody tr').first().innerText();
  expect(row).toContain('admin@healthai.local');
  expect(row).toContain('@staff.example');
  await page.context().close();
});
