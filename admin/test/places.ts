/** Every page of the admin in every state it has: what is true of all pages is tested on each of these. */
import { type Page, visit } from '../../test/browser.ts';
import { bundledFile, type SentFile } from './bundled-file.ts';

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

/** Checks a file for a source. */
const checked =
  (source: string, file: SentFile): Prepare =>
  async (page) => {
    await page.goto('/imports/new');
    await page.selectOption('select[name=source]', source);
    await page.setInputFiles('input[name=file]', file);
    await page.click('form[action="?/check"] button');
    await page.waitForSelector('#result');
  };

/** An import of a source that stands so, the latest first; undefined where there is none. */
async function importThat(page: Page, source: string, status: string): Promise<string | undefined> {
  await page.goto(`/imports?source=${source}&status=${status}`);
  const link = page.locator('tbody a').first();
  return (await link.count()) === 0 ? undefined : ((await link.getAttribute('href')) ?? undefined);
}

/** Does something as the operator, in a window of their own. */
async function asOperator<Result>(page: Page, act: (operator: Page) => Promise<Result>): Promise<Result> {
  const operator = await visit(page.context().browser()!, { as: 'operator' });
  try {
    return await act(operator);
  } finally {
    await operator.context().close();
  }
}

/** An import of a source that is held for a column called otherwise: made where there is none yet. */
const heldImport = (page: Page, source: string, renamed: Readonly<Record<string, string>>): Promise<string> =>
  asOperator(page, async (operator) => {
    const there = await importThat(operator, source, 'held');
    if (there !== undefined) return there;
    await checked(source, bundledFile(`${source}.csv`, { renamed }))(operator);
    await operator.click('form[action="?/import"] button');
    await operator.waitForURL(/imports\/[0-9a-f]{8}/);
    return new URL(operator.url()).pathname;
  });

/** Shows a held import to whoever looks, and goes on from there. */
const waiting =
  (then?: Prepare): Prepare =>
  async (page) => {
    await page.goto(await heldImport(page, 'sample-weight', { WeightKg: 'Mass' }));
    await then?.(page);
  };

/** Shows one for which a mapping is proposed. */
const proposed: Prepare = async (page) => {
  const path = await heldImport(page, 'sample-assessment', { Weight_kg: 'Mass_kg', Age: 'Years' });
  await asOperator(page, async (operator) => {
    await operator.goto(path);
    if ((await operator.locator('[data-answer=proposed]').count()) > 0) return;
    await operator.fill('#reason', 'the supplier renamed two columns');
    await operator.click('button[formaction="?/map"]');
    await operator.waitForSelector('[data-answer=proposed]');
  });
  await page.goto(path);
};

/** Shows one that was rejected. */
const rejected: Prepare = async (page) => {
  const path =
    (await importThat(page, 'sample-profile', 'failed')) ??
    (await heldImport(page, 'sample-profile', { weight_kg: 'mass' }));
  await asOperator(page, async (operator) => {
    await operator.goto(path);
    if ((await operator.locator('[data-answer]').count()) > 0) return;
    await operator.fill('#reason', 'not the file that was asked for');
    await operator.click('button[formaction="?/reject"]');
    await operator.waitForSelector('[data-answer=rejected]');
  });
  await page.goto(path);
};

/** The page of an account that is there for this, made where it is not. */
const oneAccount =
  (then?: Prepare): Prepare =>
  async (page) => {
    await page.goto('/accounts?q=somebody@');
    if ((await page.locator('tbody a').count()) === 0) {
      await page.goto('/accounts');
      await page.fill('#email', 'somebody@example.org');
      await page.check('input[value=reviewer]');
      await page.click('form[action="?/add"] button');
      await page.waitForSelector('.password');
      await page.goto('/accounts?q=somebody@');
    }
    await page.click('tbody a');
    await page.waitForURL(/accounts\/[0-9a-f]{8}/);
    await then?.(page);
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
  { name: 'access log', as: 'auditor', path: '/access' },
  { name: 'access log of nobody', as: 'auditor', path: '/access?subject=0c2f1c5d-5f2b-5b2c-9d0a-6f6e7b1f3a44' },
  {
    name: 'access log, filter refused',
    as: 'auditor',
    path: '/access?subject=somebody&from=2026-02-31&to=2026-01-01',
  },
  { name: 'access log, not for this role', as: 'approver', path: '/access', status: 403 },
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
    name: 'record, approval over an error refused',
    // Somebody who has corrected nothing of what waits, in whatever order tests run.
    as: 'approver2',
    path: '/queue?severity=error&rule=F5',
    prepare: firstRecord(async (page) => {
      await press('a', '#over')(page);
      await page.click('form[action*=approve] button');
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
      await page.fill('input[name=purpose]', 'audit of this spring');
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
    prepare: checked('sample-food', bundledFile('sample-food.csv', { untypable: 1 })),
  },
  {
    name: 'upload, would be held for its columns',
    as: 'operator',
    path: '/imports/new',
    prepare: checked(
      'sample-food',
      bundledFile('sample-food.csv', { renamed: { 'Protein (g)': 'Prot', 'Fat (g)': 'F' } }),
    ),
  },
  {
    name: 'upload, would be held for records that are missing',
    as: 'operator',
    path: '/imports/new',
    prepare: checked('sample-food', bundledFile('sample-food.csv', { rows: 40, untypable: 1 })),
  },
  {
    name: 'upload, a first import without a column',
    as: 'operator',
    path: '/imports/new',
    prepare: checked('daily-food', bundledFile('sample-food.csv', { rows: 9, renamed: { 'Sodium (mg)': 'Na' } })),
  },
  { name: 'a held import', as: 'operator', path: '/imports', prepare: waiting() },
  {
    name: 'a held import, answer refused',
    as: 'operator',
    path: '/imports',
    prepare: waiting(async (page) => {
      await page.click('button[formaction="?/map"]');
      await page.waitForSelector('[role=alert]');
    }),
  },
  {
    name: 'a held import, being given up',
    as: 'operator',
    path: '/imports',
    prepare: waiting((page) => page.locator('details summary').last().click()),
  },
  { name: 'a held import, only read', as: 'auditor', path: '/imports', prepare: waiting() },
  { name: 'a held import, own mapping proposed', as: 'operator', path: '/imports', prepare: proposed },
  { name: 'a held import, to be agreed to', as: 'approver', path: '/imports', prepare: proposed },
  { name: 'an import that was rejected', as: 'approver', path: '/imports', prepare: rejected },
  { name: 'held imports', as: 'operator', path: '/imports?status=held' },
  { name: 'imports of a status that none has', as: 'approver', path: '/imports?status=withdrawn' },
  { name: 'dashboard, with imports that wait', as: 'operator', path: '/' },
  { name: 'password', as: 'reviewer', path: '/password' },
  {
    name: 'password, refused',
    as: 'reviewer',
    path: '/password',
    prepare: async (page) => {
      await page.click('main form button');
      await page.waitForSelector('[role=alert]');
    },
  },
  { name: 'accounts', as: 'admin', path: '/accounts' },
  { name: 'accounts, none found', as: 'admin', path: '/accounts?q=nobody@' },
  { name: 'accounts, only read', as: 'auditor', path: '/accounts' },
  { name: 'accounts, not for this role', as: 'operator', path: '/accounts', status: 403 },
  {
    name: 'accounts, addition refused',
    as: 'admin',
    path: '/accounts',
    prepare: async (page) => {
      await page.click('form[action="?/add"] button');
      await page.waitForSelector('[role=alert]');
    },
  },
  { name: 'one account', as: 'admin', path: '/accounts', prepare: oneAccount() },
  {
    name: 'one account, password given',
    as: 'admin',
    path: '/accounts',
    prepare: oneAccount(async (page) => {
      await page.click('form[action="?/reset"] button');
      await page.waitForSelector('.password');
    }),
  },
  {
    name: 'one account, roles refused',
    as: 'admin',
    path: '/accounts',
    prepare: oneAccount(async (page) => {
      for (const box of await page.locator('input[name=role]').all()) await box.uncheck();
      await page.click('form[action="?/roles"] button');
      await page.waitForSelector('[role=alert]');
    }),
  },
  {
    name: 'own account',
    as: 'admin',
    path: '/accounts?q=admin@',
    prepare: async (page) => {
      await page.click('tbody a');
      await page.waitForURL(/accounts\/[0-9a-f]{8}/);
    },
  },
  { name: 'journal of accounts', as: 'auditor', path: '/account-journal' },
  { name: 'journal of accounts, nothing fits', as: 'auditor', path: '/account-journal?act=password-refused&after=1' },
];
