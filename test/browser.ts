/** A real browser in front of the served product: who is signed in, in which language, on which screen, in which light. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { Result } from 'axe-core';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import type { Language } from '../domain/language.ts';

const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @throws where there is no browser, with what to do */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? known.find((file) => fs.existsSync(file));
  if (!executablePath)
    throw new Error('No browser: install chromium (`apt-get install chromium`), or name one with CHROMIUM.');
  // As root, Chromium's sandbox refuses to start; the pages it shows here are our own.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const behind = inject('servedBehind');
  if (behind)
    args.push(
      `--host-resolver-rules=MAP ${behind.host} 127.0.0.1`,
      `--ignore-certificate-errors-spki-list=${behind.keyDigest}`,
    );
  return chromium.launch({ executablePath, args });
}

export interface Visitor {
  /** The user's name before the @, as the first start writes them: a role, or `approver2`. Left out for nobody. */
  readonly as?: string;
  readonly language?: Language;
  readonly width?: number;
  readonly theme?: 'light' | 'dark';
  /** False where pages must do without scripts. */
  readonly scripts?: boolean;
}

type Cookies = BrowserContextOptions['storageState'];

/** Sign-ins are few a minute: each user signs in once a test file. */
const signedIn = new Map<string, Cookies>();

/** A page as somebody has it before them, at no address yet. Close its context when done. */
export async function visit(browser: Browser, visitor: Visitor = {}): Promise<Page> {
  const { as, language = 'fr', width = 1280, theme = 'light', scripts = true } = visitor;
  const storageState = as === undefined ? undefined : (signedIn.get(as) ?? (await signIn(browser, as)));
  const context = await browser.newContext({
    baseURL: inject('servedUrl'),
    viewport: { width, height: 900 },
    colorScheme: theme,
    locale: language,
    reducedMotion: 'reduce',
    javaScriptEnabled: scripts,
    ...(storageState && { storageState }),
  });
  return context.newPage();
}

async function signIn(browser: Browser, name: string): Promise<Cookies> {
  const context = await browser.newContext({ baseURL: inject('servedUrl'), javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/login');
  await fillSignIn(page, name);
  await page.waitForURL(inject('servedUrl').concat('/'));
  const state = await context.storageState();
  await context.close();
  signedIn.set(name, state);
  return state;
}

/** Fills in the form on the sign-in page and sends it. */
export async function fillSignIn(page: Page, name: string): Promise<void> {
  const user = inject('servedUsers').find(({ email }) => email.startsWith(`${name}@`));
  if (!user) throw new Error(`there is no user ${name}`);
  await page.fill('input[name=email]', user.email);
  await page.fill('input[name=password]', user.password);
  await page.press('input[name=password]', 'Enter');
}

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe is asked for: everything of WCAG 2.2 AA that it knows, or what alone another theme can change. */
const questions = {
  everything: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  colours: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
} as const;

/** What axe finds against WCAG 2.2 AA on the page as it stands, one line a violation with the elements it concerns. */
export async function violationsOn(
  page: Page,
  question: keyof typeof questions = 'everything',
): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(
    async (runOnly): Promise<Result[]> => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      return (await axe.run({ runOnly, resultTypes: ['violations'] })).violations;
    },
    { type: questions[question].type, values: [...questions[question].values] },
  );
  return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** What a page says in the console and throws while it is looked at: it should be nothing. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return complaints;
}

export type { Browser, BrowserContext, Page };
