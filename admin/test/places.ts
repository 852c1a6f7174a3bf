/** Every page of the admin in every state it has: what is true of all pages is tested on each of these. */
import type { Page } from '../../test/browser.ts';
import { bundledFile } from './bundled-file.ts';

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

type Prepare = NonNullable<Place['prepare']>;

/** Opens the first record of a list of the queue, and goes on from there. */
const firstRecord =
  (then?: Prepare): Prepare =>
  async (page) => {
    await page.locator('#waiting h2 a').first().click();
    await page.waitForURL(/\/records\//);
    await page.waitForSelector('.keys, main h1');
    await then?.(page);
  };

const press =
  (key: string, shows: string): Prepare =>
  async (page) => {
    await page.waitForSelector(':root[data-keys=on]');
    await page.keyboard.press(key);
    await page.locator(shows).waitFor();
  };

/** Shows the help of the shortcuts. @param focus what has to have the focus for them */
const showKeys =
  (focus?: string): Prepare =>
  async (page) => {
    await page.waitForSelector(':root[data-keys=on]');
    if (focus !== undefined) await page.locator(focus).first().focus();
    await page.keyboard.press('?');
    await page.waitForSelector('dialog[open]');
  };

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
  { name: 'queue', as: 'reviewer', path: '/queue' },
  {
    name: 'queue, filtered and helped',
    as: 'reviewer',
    path: '/queue?severity=error&rule=F5',
    prepare: showKeys('#waiting a'),
  },
  { name: 'queue, nothing fits', as: 'auditor', path: '/queue?rule=none' },
  { name: 'queue, not for this role', as: 'operator', path: '/queue', status: 403 },
  { name: 'record', as: 'approver', path: '/queue?rule=F5', prepare: firstRecord() },
  { name: 'record, helped', as: 'approver', path: '/queue?rule=F5', prepare: firstRecord(showKeys()) },
  {
    name: 'record, being corrected',
    as: 'approver',
    path: '/queue?rule=F5',
    prepare: firstRecord(press('e', '#correct')),
  },
  {
    name: 'record, correction refused',
    as: 'approver',
    path: '/queue?rule=F5',
    prepare: firstRecord(async (page) => {
      await press('e', '#correct')(page);
      await page.click('#correct button');
      await page.waitForSelector('[role=alert]');
    }),
  },
  {
    name: 'record, rejection refused',
    as: 'reviewer',
    path: '/queue?rule=F5',
    prepare: firstRecord(async (page) => {
      await press('r', '#code')(page);
      await page.click('form[action*=reject] button');
      await page.waitForSelector('[role=alert]');
    }),
  },
  {
    name: 'record stated in two ways',
    as: 'reviewer',
    path: '/queue?rule=G11',
    prepare: firstRecord(press('c', '#choose')),
  },
  { name: 'record that is blocked', as: 'approver', path: '/queue?severity=block', prepare: firstRecord() },
  { name: 'record with suggestions', as: 'reviewer', path: '/queue?type=diet_assessment', prepare: firstRecord() },
  { name: 'record about a person, hidden', as: 'auditor', path: '/queue?type=user_profile', prepare: firstRecord() },
  {
    name: 'record about a person, in clear for a purpose',
    as: 'auditor',
    path: '/queue?type=user_profile',
    prepare: firstRecord(async (page) => {
      await page.fill('input[name=purpose]', 'audit');
      await page.click('form[action="?/purpose"] button');
      await page.waitForURL(/purpose/);
    }),
  },
  {
    name: 'record as it was',
    as: 'reviewer',
    path: '/queue?rule=G11',
    prepare: firstRecord(async (page) => {
      await page.click('main ol a[href*="at="]');
      await page.waitForURL(/at=/);
    }),
  },
  { name: 'a record that is none', as: 'reviewer', path: '/records/00000000-0000-5000-8000-000000000000', status: 404 },
  { name: 'upload', as: 'operator', path: '/imports/new' },
  { name: 'upload, not for this role', as: 'auditor', path: '/imports/new', status: 403 },
  {
    name: 'upload, nothing chosen',
    as: 'operator',
    path: '/imports/new',
    prepare: async (page) => {
      await page.click('form[action="?/check"] button');
      await page.waitForSelector('[role=alert]');
    },
  },
  {
    name: 'upload, checked',
    as: 'operator',
    path: '/imports/new',
    prepare: async (page) => {
      await page.selectOption('select[name=source]', 'sample-food');
      await page.setInputFiles('input[name=file]', bundledFile('sample-food.csv', { rows: 40, untypable: 1 }));
      await page.click('form[action="?/check"] button');
      await page.waitForSelector('#result');
    },
  },
];
