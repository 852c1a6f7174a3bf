/** Managing accounts over the whole system: who may, what it does at once, and what is kept of it. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readUsers } from '../../app/credentials.ts';
import { type Role, roles } from '../../commands/roles.ts';
import { languages } from '../../domain/language.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import type { Caller } from '../caller.ts';
import type { Administration } from './administration.ts';
import { failedSignIns, sweepAccounts } from './journal.ts';
import { accountId } from './keep-accounts.ts';
import { accountRefusal } from './words.ts';

let system: TestSystem;
let administration: Administration;
beforeAll(async () => {
  system = await freshSystem();
  administration = system.services.administration;
});
afterAll(() => system.remove());

/** A busy machine takes its time. */
const patient = { timeout: 30_000 };

const operator = 'system:operator';
const local = (name: string): string => `${name}@healthai.local`;
const idOf = (name: string): string => accountId(local(name));
const password = (name: string): string =>
  readUsers(`${system.dataDir}/credentials.json`).find(({ email }) => email === local(name))!.password;

const caller = (name: string, held: readonly Role[]): Caller => ({
  id: idOf(name),
  email: local(name),
  roles: held,
  language: 'en',
  correlationId: randomUUID(),
});
const admin = () => caller('admin', ['admin']);

const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (error) => error.code,
  );

const journal = async () =>
  (await system.services.accountJournal(caller('auditor', ['auditor']), { limit: 200 })).items;

describe('accounts are managed', () => {
  test('by whoever holds the role admin now, and by nobody else', async () => {
    const acts = (acting: Caller) => [
      () => administration.sessions(acting, idOf('reviewer')),
      () => administration.add(acting, { email: 'x@example.org', roles: ['admin'] }),
      () => administration.changeRoles(acting, idOf('reviewer'), ['admin']),
      () => administration.disable(acting, idOf('reviewer')),
      () => administration.enable(acting, idOf('reviewer')),
      () => administration.reset(acting, idOf('reviewer')),
      () => administration.endSessions(acting, idOf('reviewer')),
    ];
    for (const role of roles.filter((one) => one !== 'admin'))
      for (const act of acts(caller(role, [role]))) expect(await codeOf(act())).toBe('not-entitled');
    // Somebody who was an admin when they were asked who they are, and is none any more.
    for (const act of acts(caller('scientist', ['admin'])).slice(1)) expect(await codeOf(act())).toBe('not-entitled');
    for (const [role, may] of [
      ['auditor', true],
      ['admin', true],
      ['operator', false],
      ['scientist', false],
    ] as const)
      expect(await codeOf(administration.list(caller(role, [role]), {}))).toBe(may ? 'done' : 'not-entitled');
  });

  test('but nobody changes their own rights, nor resets themselves', async () => {
    const own = idOf('admin');
    expect(await codeOf(administration.changeRoles(admin(), own, ['admin', 'approver']))).toBe('own-account');
    expect(await codeOf(administration.disable(admin(), own))).toBe('own-account');
    expect(await codeOf(administration.reset(admin(), own))).toBe('own-account');
  });

  test('and listed by address, a page at a time, found by a part of it', async () => {
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await administration.list(admin(), { limit: 3, ...(after !== undefined && { after }) });
      expect(page.total).toBe(7);
      seen.push(...page.items.map(({ email }) => email));
      if (page.next === null) break;
      after = page.next;
    }
    expect(seen).toEqual([...roles, 'approver2'].map(local).sort());
    const found = await administration.list(admin(), { q: ' APPROVER' });
    expect(found.items.map(({ email }) => email)).toEqual([local('approver2'), local('approver')]);
    for (const wild of ['%', '_', '\\']) expect((await administration.list(admin(), { q: wild })).total).toBe(0);
  });
});

describe('an account', () => {
  const email = 'Jo.Doe@example.org';
  const id = accountId(email);

  test('is added with a password that is shown once, and only once', async () => {
    const added = await administration.add(admin(), { email: ` ${email}`, roles: ['scientist', 'reviewer'] });
    expect(added).toEqual({
      id,
      email: 'jo.doe@example.org',
      roles: ['reviewer', 'scientist'],
      disabled: false,
      lastSignIn: null,
      sessions: 0,
      mustChangePassword: true,
      password: expect.stringMatching(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/),
    });
    expect(await administration.one(admin(), id)).not.toHaveProperty('password');
    expect(await codeOf(administration.add(admin(), { email, roles: ['auditor'] }))).toBe('account-exists');
    for (const wrong of [
      '',
      'jo',
      'jo@',
      '@example.org',
      'jo doe@example.org',
      'jo@exam\u0000ple.org',
      `${'j'.repeat(255)}@e.org`,
    ])
      expect(await codeOf(administration.add(admin(), { email: wrong, roles: ['auditor'] }))).toBe('invalid-email');
    expect(await codeOf(administration.disable(admin(), randomUUID()))).toBe('no-such-account');
  });

  test('has other roles at the next request, and is known by its session until that is ended', async () => {
    const { accounts } = system.services;
    const { accessToken } = await accounts.signIn(local('reviewer'), password('reviewer'), '10.0.0.1');
    await administration.changeRoles(admin(), idOf('reviewer'), ['approver', 'auditor']);
    expect((await accounts.verify(accessToken))?.roles).toEqual(['approver', 'auditor']);
    expect(await administration.one(admin(), idOf('reviewer'))).toMatchObject({
      sessions: 1,
      lastSignIn: expect.any(String),
    });
    expect(await administration.sessions(admin(), idOf('reviewer'))).toMatchObject([{ address: '10.0.0.1' }]);
    expect((await administration.endSessions(admin(), idOf('reviewer'))).sessions).toBe(0);
    expect(await accounts.verify(accessToken)).toBe(undefined);
  });

  test.each(['disable', 'reset'] as const)(
    'after %s is shut out at once, session and refresh token too',
    async (verb) => {
      const { accounts } = system.services;
      const who = verb === 'disable' ? 'approver' : 'approver2';
      const session = await accounts.signIn(local(who), password(who), '10.0.0.1');
      await administration[verb](admin(), idOf(who));
      expect(await accounts.verify(session.accessToken)).toBe(undefined);
      expect(await codeOf(accounts.refresh(session.refreshToken))).toBe('session-ended');
      expect(await codeOf(accounts.signIn(local(who), password(who), '10.0.0.1'))).toBe('invalid-credentials');
      await administration.enable(admin(), idOf(who));
      // What was ended does not come back.
      expect(await accounts.verify(session.accessToken)).toBe(undefined);
    },
  );

  test('that is closed while somebody signs in has no session afterwards, not even when it is opened again', async () => {
    const { accounts } = system.services;
    const closing = await system.sql.connect();
    // Who waits for whom is shown to the owner of the database, not to the application.
    const owner = new pg.Client({ connectionString: system.environment.DATABASE_URL });
    await owner.connect();
    try {
      await closing.query('begin');
      await closing.query('update accounts.account set disabled_at = now() where account_id = $1', [idOf('scientist')]);
      await closing.query('delete from accounts.session where account_id = $1', [idOf('scientist')]);
      const signIn = codeOf(accounts.signIn(local('scientist'), password('scientist'), '10.0.1.1'));
      // The password was right, and is at the door of the account that is being closed.
      await expect
        .poll(async () => {
          const { rows } = await owner.query(
            `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%last_sign_in = now()%'`,
          );
          return rows.length;
        }, patient)
        .toBe(1);
      await closing.query('commit');
      expect(await signIn).toBe('invalid-credentials');
    } finally {
      await owner.end();
      closing.release();
    }
    await administration.enable(admin(), idOf('scientist'));
    expect((await administration.one(admin(), idOf('scientist'))).sessions).toBe(0);
  });
});

describe('the last admin', () => {
  const names = ['admin', 'operator', 'scientist'];
  beforeEach(async () => {
    await system.sql.query('update accounts.account set one_time_until = null');
    for (const name of names) {
      await administration.enable(operator, idOf(name));
      await administration.changeRoles(operator, idOf(name), ['admin']);
    }
    const { items } = await administration.list(operator, { limit: 200 });
    for (const { id, email, roles: held } of items)
      if (!names.includes(email.split('@')[0]!) && held.includes('admin'))
        await administration.changeRoles(operator, id, ['auditor']);
  });

  const able = async () =>
    (await administration.list(operator, { limit: 200 })).items.filter(
      ({ disabled, roles: held }) => !disabled && held.includes('admin'),
    ).length;

  test('can neither be disabled nor stripped of the role, not on the command line either', async () => {
    await administration.disable(operator, idOf('operator'));
    await administration.changeRoles(operator, idOf('scientist'), ['scientist']);
    expect(await codeOf(administration.disable(operator, idOf('admin')))).toBe('last-admin');
    expect(await codeOf(administration.changeRoles(operator, idOf('admin'), ['auditor']))).toBe('last-admin');
    expect(await codeOf(administration.changeRoles(operator, idOf('admin'), ['admin', 'auditor']))).toBe('done');
  });

  test('is not one whose one-time password is over: nobody could sign in', async () => {
    await administration.changeRoles(operator, idOf('scientist'), ['scientist']);
    await administration.reset(operator, idOf('operator'));
    await system.sql.query(`update accounts.account set one_time_until = now() where account_id = $1`, [
      idOf('operator'),
    ]);
    expect(await codeOf(administration.disable(operator, idOf('admin')))).toBe('last-admin');
  });

  test('is left when all close or strip each other at once', async () => {
    const act = fc.record({
      by: fc.constantFrom(...names),
      whom: fc.constantFrom(...names),
      how: fc.constantFrom('disable', 'strip'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 9 }), async (acts) => {
        for (const name of names) {
          await administration.enable(operator, idOf(name));
          await administration.changeRoles(operator, idOf(name), ['admin']);
        }
        const outcomes = await Promise.all(
          acts.map(({ by, whom, how }) =>
            codeOf(
              how === 'disable'
                ? administration.disable(caller(by, ['admin']), idOf(whom))
                : administration.changeRoles(caller(by, ['admin']), idOf(whom), ['auditor']),
            ),
          ),
        );
        expect(await able()).toBeGreaterThan(0);
        for (const one of outcomes) expect(['done', 'own-account', 'not-entitled', 'last-admin']).toContain(one);
      }),
      { numRuns: 25 },
    );
  });

  test('is one of two who close each other in the same moment', async () => {
    await administration.disable(operator, idOf('scientist'));
    const outcomes = await Promise.all([
      codeOf(administration.disable(admin(), idOf('operator'))),
      codeOf(administration.disable(caller('operator', ['admin']), idOf('admin'))),
    ]);
    // Whoever was closed first is not heard any more.
    expect(outcomes.sort()).toEqual(['done', 'not-entitled']);
    expect(await able()).toBe(1);
  });
});

describe('the journal', () => {
  test('says who did what to whom, who signed in and who did not, without what was tried', async () => {
    const { accounts } = system.services;
    const { password: once, id } = await administration.add(operator, {
      email: 'kept@example.org',
      roles: ['auditor'],
    });
    await codeOf(accounts.signIn('kept@example.org', 'a wrong one', '10.3.0.1'));
    await codeOf(accounts.signIn('stranger@example.org', 'a wrong one', '10.3.0.2'));
    const session = await accounts.signIn('kept@example.org', once, '10.3.0.1');
    const holder = (await accounts.verify(session.accessToken))!;
    await codeOf(accounts.changePassword(holder, { current: 'not it', chosen: 'a new one of its own' }, '10.3.0.1'));
    await accounts.changePassword(holder, { current: once, chosen: 'a new one of its own' }, '10.3.0.1');
    await accounts.signOut(session.refreshToken);
    await administration.changeRoles(admin(), id, ['operator']);
    await administration.changeRoles(admin(), id, ['operator']);
    await administration.disable(admin(), id);
    const lines = (await journal()).slice(0, 9).toReversed();
    const by = { actor: `user:${id}`, actorEmail: 'kept@example.org', account: id };
    const byAdmin = { actor: `user:${idOf('admin')}`, actorEmail: local('admin'), account: id };
    expect(lines).toMatchObject([
      { act: 'account-added', actor: operator, account: id, accountEmail: 'kept@example.org', after: ['auditor'] },
      { act: 'sign-in-failed', actor: null, account: id, address: '10.3.0.1', times: 1 },
      { act: 'sign-in-failed', actor: null, account: null, accountEmail: null, address: '10.3.0.2' },
      { act: 'sign-in', ...by, address: '10.3.0.1' },
      { act: 'password-refused', ...by },
      { act: 'password-changed', ...by },
      { act: 'sign-out', ...by },
      { act: 'roles-changed', ...byAdmin, before: ['auditor'], after: ['operator'] },
      { act: 'account-disabled', ...byAdmin },
    ]);
    expect(JSON.stringify(await journal())).not.toContain('stranger');
  });

  test('is read by auditors', async () => {
    for (const role of roles)
      expect(await codeOf(system.services.accountJournal(caller(role, [role]), {}))).toBe(
        role === 'auditor' ? 'done' : 'not-entitled',
      );
  });

  test('is never changed, and loses a line only when its time is over', async () => {
    const change = (statement: string) => codeOf(system.sql.query(statement));
    expect(await change(`update accounts.journal set actor = 'somebody else'`)).not.toBe('done');
    expect(await change('delete from accounts.journal')).not.toBe('done');
    expect(await change('truncate accounts.journal')).not.toBe('done');
    await system.sql.query(
      `insert into accounts.journal (at, act) values
         (now() - interval '366 days', 'sign-in'), (now() - interval '364 days', 'sign-in-failed'),
         (now() - interval '366 days', 'roles-changed'), (now() - interval '1097 days', 'account-added')`,
    );
    const before = (await journal()).length;
    await sweepAccounts(system.sql);
    const left = await journal();
    expect(left).toHaveLength(before - 2);
    expect(left.filter(({ actor, act }) => actor === null && act !== 'sign-in-failed').map(({ act }) => act)).toEqual([
      'roles-changed',
    ]);
  });

  test('of failed sign-ins does not grow with an attack, and counts them all', async () => {
    const failed = failedSignIns(system.sql, 300);
    const kept = async () => {
      const { rows } = await system.sql.query<{ rows: number; times: number }>(
        `select count(*)::int as rows, sum(times)::int as times from accounts.journal where act = 'sign-in-failed'`,
      );
      return rows[0]!;
    };
    const before = await kept();
    for (let i = 0; i < 400; i++) await failed(null, '10.4.0.1');
    await expect.poll(async () => (await kept()).times, patient).toBe(before.times + 400);
    expect((await kept()).rows - before.rows).toBeLessThan(400);
  });
});

test('every refusal has four texts of its own, with everything filled in', () => {
  const codes = [
    'invalid-credentials',
    'locked-out',
    'sign-in-busy',
    'session-ended',
    'password-change-needed',
  ] as const;
  const others = ['wrong-password', 'weak-password', 'invalid-email', 'no-such-account', 'account-exists'] as const;
  const params = { seconds: 30, least: 12, different: 6, email: 'x', account: 'x' };
  for (const code of [...codes, ...others, 'own-account', 'last-admin'] as const) {
    const texts = languages.map((language) => accountRefusal(code, params).text(language));
    expect(new Set(texts).size).toBe(4);
    for (const text of texts) expect(text).not.toMatch(/[{}–]/);
  }
});
