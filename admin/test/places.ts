/** Every page of the admin in every state it has: what is true of all pages is tested on each of these. */
import type { Page } from '../../test/browser.ts';

export interface Place {
  readonly name: string;
  /** Who looks; left out for nobody. */
  readonly as?: string;
  readonly path: string;
  /** Brings the page into the state meant, once it is shown. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** The status that the page is answered with, 200 where left out. */
  readonly status?: number;
}

export const places: readonly Place[] = [
  { name: 'sign-in', path: '/login' },
  {
    name: 'sign-in, refused',
    path: '/login',
    prepare: async (page) => {
      await page.click('form:has(input[name=password]) button');
      await page.waitForSelector('[role=alert]');
    },
  },
  { name: 'components', path: '/components' },
  { name: 'accessibility', path: '/accessibility' },
  { name: 'not found, signed out', path: '/nowhere', status: 404 },
  { name: 'not found', as: 'auditor', path: '/nowhere', status: 404 },
  { name: 'dashboard', as: 'auditor', path: '/' },
  {
    name: 'dashboard, tables shown and paused',
    as: 'auditor',
    path: '/',
    prepare: async (page) => {
      for (const summary of await page.locator('summary').all()) await summary.click();
      await page.locator('.live button').click();
    },
  },
  { name: 'imports', as: 'operator', path: '/imports' },
  { name: 'imports of a source without any', as: 'auditor', path: '/imports?source=ciqual' },
  {
    name: 'one import',
    as: 'auditor',
    path: '/imports',
    prepare: async (page) => {
      await page.goto('/imports?source=sample-food');
      await page.locator('tbody a').last().click();
      await page.waitForURL(/imports\/[0-9a-f]/);
    },
  },
  {
    name: 'an import that is none',
    as: 'auditor',
    path: '/imports/00000000-0000-5000-8000-000000000000',
    status: 404,
  },
  { name: 'sources', as: 'scientist', path: '/sources' },
  { name: 'one source', as: 'scientist', path: '/sources/sample-food' },
  { name: 'a source without an import', as: 'scientist', path: '/sources/ciqual' },
  { name: 'exports', as: 'scientist', path: '/exports' },
  { name: 'exports, refused', as: 'auditor', path: '/exports?type=user_profile&wrong=purpose' },
  { name: 'exports, not for this role', as: 'operator', path: '/exports', status: 403 },
];
