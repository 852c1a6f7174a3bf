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
];
