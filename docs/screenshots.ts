/**
 * Takes the pictures of the README from a running system with the bundled data, with the Chromium of the machine.
 *
 *     DATA_DIR=/tmp/pictures npm start
 *     node docs/screenshots.ts /tmp/pictures [http://127.0.0.1:3000]
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const [dataDir = '.data', url = 'http://127.0.0.1:3000'] = process.argv.slice(2);
const images = path.resolve(import.meta.dirname, 'images');
const { users } = JSON.parse(readFileSync(path.join(dataDir, 'credentials.json'), 'utf8')) as {
  users: { email: string; password: string }[];
};

async function signedIn(browser: Browser, name: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, locale: 'en', viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const { email, password } = users.find((user) => user.email.startsWith(`${name}@`))!;
  await page.goto('/login?lang=en');
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', password);
  await page.locator('main button[type=submit]').click();
  await page.waitForURL(`${url}/`);
  return page;
}

async function picture(page: Page, name: string): Promise<void> {
  const file = path.join(images, `${name}.png`);
  await page.screenshot({ path: file });
  process.stdout.write(`${file}\n`);
}

const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
if (!executablePath) throw new Error('No browser: install chromium, or name one with CHROMIUM.');
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
try {
  const dashboard = await signedIn(browser, 'auditor');
  await dashboard.locator('.state.on').waitFor();
  await picture(dashboard, 'dashboard');
  const page = await signedIn(browser, 'approver');
  await page.goto('/queue?type=food&rule=F5');
  await page.locator('main a[href^="/records/"]').first().click();
  await page.waitForURL('**/records/**');
  await picture(page, 'record');
} finally {
  await browser.close();
}
