/** A reviewer's work in a browser: by mouse, by keyboard alone, and without scripts. */
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

const heading = (page: Page): Promise<string> => page.locator('main h1').innerText();
const message = (page: Page): Promise<string> => page.locator('main [role=status].notice').innerText();
const status = (page: Page): Promise<string> => page.locator('main h1 + .tag').innerText();
/** Shortcuts are there once the page's scripts run. */
const ready = (page: Page): Promise<unknown> => page.waitForSelector(':root[data-keys=on]');
const fieldRow = (page: Page, label: string) => page.locator('tr', { has: page.locator(`th:text-is("${label}")`) });

/** Opens the first record of the queue under a filter, and gives the path of its page. */
async function openFirst(page: Page, query: string): Promise<string> {
  await page.goto(`/queue?${query}`);
  await page.locator('#waiting h2 a').first().click();
  await page.waitForURL(/\/records\//);
  return new URL(page.url()).pathname;
}

/** Approves what the page shows, with a reason where an error stands. */
async function approve(page: Page): Promise<void> {
  const over = page.getByText('Approve despite the error');
  if ((await over.count()) > 0) {
    await over.click();
    await page.getByLabel('checked at the source').check();
  }
  await page.getByRole('button', { name: /Approve/ }).click();
}

describe('The queue', () => {
  test('is narrowed by facets whose counts are what choosing them shows, with and without scripts', async () => {
    for (const scripts of [true, false]) {
      const page = await as('reviewer', { scripts });
      await page.goto('/queue');
      const facet = page.locator('nav[aria-label=Filter] a', { hasText: 'F5' });
      const count = Number(await facet.locator('.count').innerText());
      expect(count).toBeGreaterThan(0);
      await facet.click();
      await page.waitForURL(/rule=F5/);
      expect(await page.locator('main .lead').innerText()).toContain(`${count} record`);
      expect(await page.locator('#waiting > li').count()).toBe(Math.min(count, 25));
      for (const text of await page.locator('#waiting .meta').allInnerTexts()) expect(text).toContain('F5');
      await page.getByRole('link', { name: /Take away the filter Rule : F5/ }).click();
      await page.waitForURL((url) => url.search === '');
    }
  });

  test('pages through every record once', async () => {
    const page = await as('auditor', { scripts: false });
    await page.goto('/queue');
    const total = Number((await page.locator('main .lead').innerText()).match(/^\d+/)?.[0]);
    const seen: (string | null)[] = [];
    for (;;) {
      seen.push(...(await page.locator('#waiting h2 a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))));
      const next = page.locator('a[rel=next]');
      if ((await next.count()) === 0) break;
      await next.click();
    }
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
  });

  test('is walked through by j and k while it has the focus, and by no key elsewhere or when they are switched off', async () => {
    const page = await as('reviewer');
    await page.goto('/queue');
    await ready(page);
    const focused = () => page.evaluate<string | null>(`document.activeElement?.getAttribute('href') ?? null`);
    const links = await page.locator('#waiting h2 a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    // The list has the focus from the start: nobody has to come to it through the facets.
    await page.keyboard.press('j');
    expect(await focused()).toBe(links[0]);
    await page.locator('nav[aria-label=Filter] a').first().focus();
    const facet = await focused();
    await page.keyboard.press('j');
    expect(await focused()).toBe(facet);
    await page.locator('#waiting h2 a').first().focus();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await focused()).toBe(links[2]);
    await page.keyboard.press('k');
    expect(await focused()).toBe(links[1]);
    await page.keyboard.press('?');
    expect(await page.locator('dialog[open] dd').allInnerTexts()).toContain('next record of the list');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe(links[1]);
    await page.getByRole('button', { name: 'Turn off' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Turn on' }).waitFor();
    await page.locator('#waiting h2 a').first().focus();
    await page.keyboard.press('j');
    expect(await focused()).toBe(links[0]);
  });
});

describe('A record', () => {
  test('is corrected, approved by somebody else, and published', async () => {
    const reviewer = await as('reviewer');
    const complaints = complaintsOf(reviewer);
    const path = await openFirst(reviewer, 'rule=F5&source=sample-food');
    const title = await heading(reviewer);
    await reviewer.getByRole('link', { name: 'Correct' }).click();
    const energy = reviewer.getByLabel('Energy (kcal)');
    await energy.fill('321.5');
    await reviewer.getByLabel('Reason', { exact: true }).fill('read from the package again');
    await reviewer.getByRole('button', { name: 'Save the correction' }).click();
    await reviewer.waitForURL((url) => url.pathname !== path);
    expect(reviewer.url()).toContain('rule=F5');
    expect(await message(reviewer)).toContain(`Corrected: ${title}`);
    await reviewer.getByRole('link', { name: 'Show that record' }).click();
    await reviewer.waitForURL(`**${path}?**`);
    expect(await fieldRow(reviewer, 'Energy (kcal)').innerText()).toMatch(/321\.5\s+kcal[\s\S]*corrected/);
    expect(await reviewer.locator('.what').first().innerText()).toBe('Corrected');
    expect(await reviewer.locator('main').innerText()).toContain('read from the package again');

    const approver = await as('approver');
    await approver.goto(path);
    await approve(approver);
    await approver.waitForURL((url) => url.pathname !== path);
    await approver.getByRole('link', { name: 'Show that record' }).click();
    await approver.waitForURL(`**${path}`);
    expect(await status(approver)).toBe('Published');
    expect(await fieldRow(approver, 'Energy (kcal)').locator('td').nth(2).innerText()).toMatch(/^321\.5\s+kcal$/);
    expect(await approver.locator('.what').allInnerTexts()).toEqual([
      'Approved and published',
      'Corrected',
      expect.any(String),
    ]);
    expect(await approver.locator('main').innerText()).toContain('reviewer@healthai.local');
    expect(complaints).toEqual([]);

    // As it was before anybody touched it.
    await approver
      .getByRole('link', { name: /Show this state/ })
      .last()
      .click();
    await approver.waitForURL(/at=/);
    expect(await fieldRow(approver, 'Energy (kcal)').innerText()).not.toContain('321.5');
    expect(await approver.locator('main form[method=POST]').count()).toBe(0);
  });

  test('is not offered for approval to whoever contributed, and says why', async () => {
    const approver = await as('approver');
    const path = await openFirst(approver, 'rule=F5&source=sample-food');
    await ready(approver);
    await approver.keyboard.press('e');
    await approver.getByLabel('Energy (kcal)').fill('300');
    await approver.getByLabel('Reason', { exact: true }).fill('measured');
    await approver.getByRole('button', { name: 'Save the correction' }).click();
    await approver.waitForURL((url) => url.pathname !== path);
    await approver.goto(path);
    expect(await approver.getByRole('button', { name: /Approve/ }).count()).toBe(0);
    expect(await approver.locator('main').innerText()).toContain('somebody else must approve it');
    const other = await as('approver2', { scripts: false });
    await other.goto(path);
    await approve(other);
    expect(await message(other)).toContain('Approved');
  });

  test('with a blocking finding is not offered for approval', async () => {
    const approver = await as('approver');
    await openFirst(approver, 'severity=block');
    expect(await approver.getByRole('button', { name: /Approve/ }).count()).toBe(0);
    expect(await approver.locator('main').innerText()).toContain('A blocking finding forbids approval');
  });

  test('is decided on by keys alone, from the queue to the next record', async () => {
    const page = await as('approver');
    await page.goto('/queue?severity=warn');
    await ready(page);
    await page.locator('#waiting h2 a').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/records\//);
    await ready(page);
    const [first, title] = [new URL(page.url()).pathname, await heading(page)];
    await page.keyboard.press('s');
    await page.waitForURL((url) => url.pathname !== first);
    await page.goBack();
    await page.waitForURL(`**${first}?**`);
    await ready(page);
    await page.keyboard.press('a');
    await page.waitForURL((url) => url.pathname !== first);
    expect(await message(page)).toContain(`Approved: ${title}`);
    await ready(page);
    const [second, secondTitle] = [new URL(page.url()).pathname, await heading(page)];
    await page.keyboard.press('r');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname !== second);
    expect(await message(page)).toContain(`Rejected: ${secondTitle}`);
    await page.goto(second);
    expect(await status(page)).toBe('Rejected');
    expect(await page.locator('.what').first().innerText()).toBe('Rejected: duplicate of another record');
  });

  test('that its source states twice is chosen by its number', async () => {
    const page = await as('reviewer');
    const path = await openFirst(page, 'rule=G11');
    await ready(page);
    await page.keyboard.press('1');
    await page.keyboard.type('row 95 is newer, and r is only a letter here');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname !== path);
    expect(await message(page)).toContain('Choice kept');
    await page.goto(path);
    const alternatives = page.locator('table', { hasText: 'in force' });
    expect(await alternatives.locator('thead th').last().innerText()).toContain('in force');
    expect(await page.locator('.what').first().innerText()).toBe('One of the source’s rows was chosen');
  });

  test('is not decided on by what somebody types: neither in a form, nor before it is there, nor with a form open', async () => {
    const page = await as('approver');
    const path = await openFirst(page, 'rule=G11');
    const undecided = async (): Promise<void> => {
      expect(new URL(page.url()).pathname).toBe(path);
      await page.goto(path);
      expect(await status(page)).toBe('Waiting');
      expect((await page.locator('.what').allInnerTexts()).filter((text) => !text.startsWith('Read from'))).toEqual([
        expect.stringContaining('Stated otherwise'),
      ]);
      await ready(page);
    };
    await ready(page);
    await page.keyboard.press('c');
    expect(await page.evaluate(`document.activeElement.closest('form')?.action ?? ''`)).toContain('choose');
    await page.keyboard.type('right amount');
    await page.keyboard.press('Enter');
    await undecided();
    // The form of a correction takes a moment to come.
    await page.keyboard.type('eright amount');
    await page.waitForURL(/edit=1/);
    await page.keyboard.press('Enter');
    await page.waitForLoadState('networkidle');
    await undecided();
    // A form is open and something else has the focus.
    await page.keyboard.press('c');
    await page.locator('#record h1').click();
    await page.keyboard.type('right a');
    await page.keyboard.press('Enter');
    await undecided();
    // It is folded by Escape, and the record has its keys again.
    await page.keyboard.press('c');
    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    expect(await page.evaluate(`document.activeElement.closest('form')?.action ?? ''`)).toContain('reject');
  });

  test('takes no key that is held, composed, pressed with another or on what has keys of its own', async () => {
    const page = await as('approver');
    await openFirst(page, 'rule=F5');
    await ready(page);
    const opened = (): Promise<number> => page.locator('#record details[open] form').count();
    const pressed = (how: object): Promise<unknown> => {
      const event = JSON.stringify({ key: 'r', bubbles: true, cancelable: true, ...how });
      return page.evaluate(`document.querySelector('#record').dispatchEvent(new KeyboardEvent('keydown', ${event}))`);
    };
    for (const how of [
      { repeat: true },
      { isComposing: true },
      { keyCode: 229 },
      ...['ctrlKey', 'metaKey', 'altKey', 'shiftKey'].map((key) => ({ [key]: true })),
    ])
      await pressed(how);
    expect(await opened()).toBe(0);
    const own = [
      '<button type="button">x</button>',
      '<select><option>x</select>',
      '<input type="radio">',
      '<textarea></textarea>',
    ];
    for (const html of [...own, '<p contenteditable="true">x</p>']) {
      await page.evaluate(`{
        const place = document.querySelector('#record').appendChild(document.createElement('div'));
        place.innerHTML = ${JSON.stringify(html)};
        place.firstElementChild.focus();
      }`);
      await page.keyboard.press('r');
      expect([html, await opened()]).toEqual([html, 0]);
    }
    await page.locator('header .brand').focus();
    await page.keyboard.press('r');
    expect(await opened()).toBe(0);
    await pressed({});
    expect(await opened()).toBe(1);
  });

  test.each([true, false])(
    'is approved over an error that stands only with a reason, which is kept; scripts: %s',
    async (scripts) => {
      const page = await as('approver2', { scripts });
      const path = await openFirst(page, 'severity=error&rule=F5');
      const title = await heading(page);
      if (scripts) {
        await ready(page);
        await page.keyboard.press('a');
        await page.keyboard.press('Enter');
      } else {
        await page.getByText('Approve despite the error').click();
        await page.getByRole('button', { name: 'Approve as it is' }).click();
      }
      const alert = page.locator('[role=alert]');
      await alert.waitFor();
      expect(await alert.innerText()).toContain('Say why the record is approved despite the error.');
      await page.getByLabel('another reason').first().check();
      await page.getByRole('button', { name: 'Approve as it is' }).click();
      await page.waitForSelector('[role=alert] a[href="#over-reason"]');
      expect(await page.getByLabel('another reason').first().isChecked()).toBe(true);
      await page.getByLabel('checked at the source').check();
      await page.locator('#over-reason').fill('seen on the package');
      await page.getByRole('button', { name: 'Approve as it is' }).click();
      await page.waitForURL((url) => url.pathname !== path);
      expect(await message(page)).toContain(`Approved: ${title}`);
      await page.goto(path);
      expect(await status(page)).toBe('Published');
      const history = await page.locator('#record ol').last().innerText();
      expect(history).toContain('Despite the error: checked at the source: this is the value');
      expect(history).toContain('seen on the package');
    },
  );

  test('fills suggestions into the correction, and only a person sends them', async () => {
    const page = await as('reviewer');
    await page.goto('/queue?type=diet_assessment');
    const links = await page
      .locator('#waiting h2 a')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
    let suggested = false;
    for (const link of links) {
      await page.goto(link);
      if ((await page.locator('[aria-keyshortcuts=f]').count()) === 0) continue;
      suggested = true;
      const told = await page.locator('.suggestion').first().innerText();
      await ready(page);
      await page.keyboard.press('f');
      await page.waitForURL(/fill=1/);
      const inputs = page.locator('#correct fieldset').first().locator('input:not([type=hidden]), select');
      const texts = await Promise.all((await inputs.all()).map((one) => one.inputValue()));
      const value = told.replace(/^Suggested: /, '').replace(/\s.*$/, '');
      expect(texts.some((text) => text === value || (text === '' && told.includes('empty the field')))).toBe(true);
      await page.goto(link);
      expect(await page.locator('.what').allInnerTexts()).toHaveLength(1);
      break;
    }
    expect(suggested).toBe(true);
  });

  test('that has moved on is refused in words, and nothing typed is lost', async () => {
    const page = await as('reviewer', { scripts: false });
    const path = await openFirst(page, 'rule=F9');
    await page.getByRole('link', { name: 'Correct' }).click();
    const shown = page.locator('#correct fieldset').first().locator('input:not([type=hidden])').first();
    const name = await shown.getAttribute('name');
    await shown.fill('1.5');
    await page.getByLabel('Reason', { exact: true }).fill('weighed again');

    const other = await as('approver', { scripts: false });
    await other.goto(`${path}?edit=1`);
    await other.locator(`[name="${name}"]`).fill('2.5');
    await other.getByLabel('Reason', { exact: true }).fill('first');
    await other.getByRole('button', { name: 'Save the correction' }).click();
    expect(await message(other)).toContain('Corrected');

    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'POST'),
      page.getByRole('button', { name: 'Save the correction' }).click(),
    ]);
    expect(answer.status()).toBe(412);
    expect(await page.locator('[role=alert]').innerText()).toContain('has changed since you saw it');
    expect(await page.title()).toMatch(/^Error/);
    expect(await page.locator(`[name="${name}"]`).inputValue()).toBe('1.5');
    expect(await page.getByLabel('Reason', { exact: true }).inputValue()).toBe('weighed again');
    expect(await page.locator('main').innerText()).toContain('It is now at version 1: waiting');
    await page.getByRole('button', { name: 'Save the correction' }).click();
    expect(await message(page)).toContain('Corrected');
    await page.goto(path);
    expect(await page.locator('.what').allInnerTexts()).toEqual(['Corrected', 'Corrected', expect.any(String)]);
  });

  test('takes a form that is sent twice for one decision', async () => {
    const page = await as('approver');
    const path = await openFirst(page, 'severity=warn');
    const form = page.locator('form[action*="approve"]');
    const fields: Record<string, string> = {};
    for (const input of await form.locator('input').all())
      fields[(await input.getAttribute('name')) ?? ''] = await input.inputValue();
    const action = new URL((await form.getAttribute('action')) ?? '', page.url());
    for (const _ of [1, 2]) {
      const headers = { Origin: action.origin, Accept: 'text/html' };
      const answer = await page.request.post(action.href, { form: fields, headers, maxRedirects: 0 });
      expect(answer.status()).toBe(303);
    }
    await page.goto(path);
    expect(
      (await page.locator('.what').allInnerTexts()).filter((text) => text === 'Approved and published'),
    ).toHaveLength(1);
  });

  test('says what is missing in a form, by the field, with the focus on the summary', async () => {
    const page = await as('reviewer');
    await openFirst(page, 'rule=F5');
    await ready(page);
    await page.keyboard.press('e');
    await page.getByLabel('Energy (kcal)').fill('a lot');
    await page.getByRole('button', { name: 'Save the correction' }).click();
    await page.waitForSelector('[role=alert]');
    expect(await page.evaluate<string>(`document.activeElement?.getAttribute('role')`)).toBe('alert');
    await page.getByRole('link', { name: /Give a reason/ }).click();
    expect(await page.evaluate<string>('document.activeElement?.id')).toBe('reason');
    await page.getByLabel('Reason', { exact: true }).fill('because');
    await page.getByRole('button', { name: 'Save the correction' }).click();
    await page.waitForSelector('[role=alert] :text("Energy (kcal)")');
    expect(await page.getByLabel('Energy (kcal)').inputValue()).toBe('a lot');
    expect(await page.getByLabel('Energy (kcal)').getAttribute('aria-invalid')).toBe('true');
    expect(await violationsOn(page)).toEqual([]);
  });

  test('about a person is hidden from an auditor who states no purpose', async () => {
    const page = await as('auditor', { scripts: false });
    await openFirst(page, 'type=user_profile');
    expect(await page.locator('td em:text-is("hidden")').count()).toBeGreaterThan(0);
    const text = await page.locator('main').innerText();
    expect(text).toContain('are hidden: your role sees them only for a stated purpose');
    expect(text).not.toMatch(/@example\.org/);
    await page.getByLabel('Purpose of the access').fill('complaint 12');
    await page.getByRole('button', { name: 'Show in clear' }).click();
    const clear = await page.locator('main').innerText();
    expect(clear).toMatch(/@example\.org/);
    expect(clear).toContain('Shown in clear for the purpose: complaint 12');
    await page.goto(new URL(page.url()).pathname);
    expect(await page.locator('main').innerText()).not.toMatch(/@example\.org/);
  });
});
