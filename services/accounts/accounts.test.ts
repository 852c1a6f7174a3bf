/** Signing in over the whole system: sessions, guesses, passwords, and what credentials.json says. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readUsers } from '../../app/credentials.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import type { Accounts } from './accounts.ts';
import { accountId } from './keep-accounts.ts';
import { hashingFigures } from './passwords.ts';

let system: TestSystem;
let accounts: Accounts;
beforeAll(async () => {
  system = await freshSystem();
  accounts = system.services.accounts;
});
afterAll(() => system.remove());

const refused = (code: string, status: number) => expect.objectContaining({ name: 'Refused', code, status });
const file = () => `${system.dataDir}/credentials.json`;
const password = (email: string): string => readUsers(file()).find((user) => user.email === email)!.password;
const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'answered',
    (error) => error.code,
  );
const operate = () => system.services.administration;

describe('accounts', () => {
  const email = 'scientist@healthai.local';

  test('sign in, are known by their token, and refresh once', async () => {
    const session = await accounts.signIn(' Scientist@HealthAI.local', password(email), '10.0.0.1');
    const holder = await accounts.verify(session.accessToken);
    expect(holder).toEqual({
      id: accountId(email),
      email,
      roles: ['scientist'],
      session: expect.any(String),
      mustChangePassword: false,
    });
    const next = await accounts.refresh(session.refreshToken);
    expect((await accounts.verify(next.accessToken))?.session).toBe(holder?.session);
    await expect(accounts.refresh(session.refreshToken)).rejects.toEqual(refused('session-ended', 401));
    // The one that was copied took the whole session with it, and access too.
    await expect(accounts.refresh(next.refreshToken)).rejects.toEqual(refused('session-ended', 401));
    expect(await accounts.verify(next.accessToken)).toBe(undefined);
    const another = await accounts.signIn(email, password(email), '10.0.0.1');
    await accounts.signOut(another.refreshToken);
    await expect(accounts.refresh(another.refreshToken)).rejects.toEqual(refused('session-ended', 401));
    expect(await accounts.verify(another.accessToken)).toBe(undefined);
  });

  test('take no token that was not signed here', async () => {
    const { accessToken } = await accounts.signIn(email, password(email), '10.0.0.1');
    const [head, payload, signature] = accessToken.split('.') as [string, string, string];
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const forged of ['', 'x', `${none}.${payload}.`, `${head}.${payload}.${signature.slice(0, -4)}AAAA`])
      expect(await accounts.verify(forged)).toBe(undefined);
  });

  test('of those who come with one refresh token at once, one gets a session, and the token that was used twice ends it', async () => {
    const { refreshToken } = await accounts.signIn(email, password(email), '10.0.0.1');
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => codeOf(accounts.refresh(refreshToken))));
    expect(outcomes.filter((one) => one === 'answered')).toHaveLength(1);
    expect(outcomes.filter((one) => one === 'session-ended')).toHaveLength(7);
  });

  test('tell whoever keeps a stream open that the session is over, here or in another process', async () => {
    const over = async (end: (session: { refreshToken: string }) => Promise<unknown>) => {
      const session = await accounts.signIn(email, password(email), '10.0.0.1');
      const holder = await accounts.verify(session.accessToken);
      const ended = new Promise<'over'>((resolve) => accounts.onSessionEnd(holder!.session, () => resolve('over')));
      await end(session);
      return ended;
    };
    expect(await over(({ refreshToken }) => accounts.signOut(refreshToken))).toBe('over');
    expect(await over(() => operate().endSessions('system:operator', accountId(email)))).toBe('over');
    const other = await system.another();
    try {
      expect(await over(() => other.services.administration.endSessions('system:operator', accountId(email)))).toBe(
        'over',
      );
    } finally {
      await other.close();
    }
  });
});

describe('guessing', () => {
  const email = 'admin@healthai.local';
  const guess = (who: string, from: string, i = 0) => codeOf(accounts.signIn(who, `guess ${i}`, from));

  test('400 at once reaches the slow hash a few times, two at once, and lets the owner in meanwhile', async () => {
    const before = hashingFigures();
    const guesses = Promise.all(Array.from({ length: 400 }, (_, i) => guess(email, '10.9.0.1', i)));
    const owner = await codeOf(accounts.signIn(email, password(email), '10.9.0.2'));
    const outcomes = await guesses;
    const after = hashingFigures();
    expect(owner).toBe('answered');
    expect(outcomes.filter((one) => one === 'invalid-credentials')).toHaveLength(5);
    expect(new Set(outcomes)).toEqual(new Set(['invalid-credentials', 'locked-out', 'sign-in-busy']));
    expect(after.hashes - before.hashes).toBe(6);
    expect(after.mostAtOnce).toBeLessThanOrEqual(2);
  });

  test('from elsewhere shuts nobody out, nor does one who shares an address', async () => {
    for (let i = 0; i < 10; i++) await guess(email, '10.9.1.1', i);
    expect(await codeOf(accounts.signIn(email, password(email), '10.9.1.2'))).toBe('answered');
    const other = 'operator@healthai.local';
    expect(await codeOf(accounts.signIn(other, password(other), '10.9.1.1'))).toBe('answered');
    expect(await codeOf(accounts.signIn(email, password(email), '10.9.1.1'))).toBe('locked-out');
  });

  test('at many accounts from one address lets those of another address in', async () => {
    const crowd = Promise.all(Array.from({ length: 400 }, (_, i) => guess(`somebody-${i}@healthai.local`, '10.9.2.1')));
    expect(await codeOf(accounts.signIn(email, password(email), '10.9.2.2'))).toBe('answered');
    expect(new Set(await crowd)).toEqual(new Set(['invalid-credentials', 'sign-in-busy']));
  });

  test('is answered in the same way whether there is such an account or not', async () => {
    const disabled = 'reviewer@healthai.local';
    await operate().disable('system:operator', accountId(disabled));
    const outcomes = async (who: string, secret = 'wrong') => {
      const all = [];
      for (let i = 0; i < 7; i++)
        all.push(
          await accounts.signIn(who, secret, '10.9.3.1').then(
            () => 'answered',
            ({ code, status, params }) => ({ code, status, params: Object.keys(params) }),
          ),
        );
      return all;
    };
    const known = await outcomes(email);
    expect(await outcomes('nobody@healthai.local')).toEqual(known);
    expect(await outcomes(disabled, password(disabled))).toEqual(known);
    await operate().enable('system:operator', accountId(disabled));
  });

  test('counts only what failed, also when many sign in at once', async () => {
    const all = Array.from({ length: 14 }, () => codeOf(accounts.signIn(email, password(email), '10.9.4.1')));
    expect(new Set(await Promise.all(all))).toEqual(new Set(['answered']));
    for (let i = 0; i < 8; i++)
      expect(await codeOf(accounts.signIn(email, password(email), '10.9.4.1'))).toBe('answered');
  });
});

describe('a password', () => {
  const email = 'approver@healthai.local';
  const chosen = 'correct horse battery';

  test('is changed by its owner, whose other sessions end', async () => {
    const [here, there] = [
      await accounts.signIn(email, password(email), '10.1.0.1'),
      await accounts.signIn(email, password(email), '10.1.0.2'),
    ];
    const holder = (await accounts.verify(here.accessToken))!;
    const change = (current: string, next: string, from = '10.1.0.1') =>
      accounts.changePassword(holder, { current, chosen: next }, from);
    await expect(change('not it', chosen)).rejects.toEqual(refused('wrong-password', 403));
    for (const weak of ['too short', 'aaaaaaaaaaaaaaaaaaaa', password(email), 'Approver@HealthAI.local'])
      await expect(change(password(email), weak)).rejects.toEqual(refused('weak-password', 422));
    await change(password(email), chosen);
    expect(await accounts.verify(here.accessToken)).toMatchObject({ email });
    expect(await accounts.verify(there.accessToken)).toBe(undefined);
    expect(await codeOf(accounts.signIn(email, password(email), '10.1.0.3'))).toBe('invalid-credentials');
    expect(await codeOf(accounts.signIn(email, chosen, '10.1.0.3'))).toBe('answered');
    // Whoever has a session has no more guesses than at the door.
    for (let i = 0; i < 5; i++) await codeOf(change(`guess ${i}`, 'something else altogether', '10.1.0.4'));
    await expect(change(chosen, 'something else altogether', '10.1.0.4')).rejects.toEqual(refused('locked-out', 429));
  });

  test('that somebody else made gives no right but to choose another', async () => {
    const { password: once } = await operate().add('system:operator', { email: 'jo@example.org', roles: ['admin'] });
    const { accessToken } = await accounts.signIn('jo@example.org', once, '10.1.1.1');
    const holder = (await accounts.verify(accessToken))!;
    expect(holder).toMatchObject({ roles: [], mustChangePassword: true });
    await accounts.changePassword(holder, { current: once, chosen }, '10.1.1.1');
    expect(await accounts.verify(accessToken)).toMatchObject({ roles: ['admin'], mustChangePassword: false });
    expect(await codeOf(accounts.signIn('jo@example.org', once, '10.1.1.2'))).toBe('invalid-credentials');
  });

  test('that was made and not used is over after a week', async () => {
    const { password: once, id } = await operate().add('system:operator', {
      email: 'late@example.org',
      roles: ['auditor'],
    });
    await system.sql.query(
      `update accounts.account set one_time_until = now() - interval '1 s' where account_id = $1`,
      [id],
    );
    expect(await codeOf(accounts.signIn('late@example.org', once, '10.1.2.1'))).toBe('invalid-credentials');
  });

  test('is nowhere in the database but hashed', async () => {
    const { password: once, id } = await operate().reset('system:operator', accountId('late@example.org'));
    await codeOf(accounts.signIn('late@example.org', 'a guess that is kept nowhere', '10.1.3.1'));
    await codeOf(accounts.signIn('unknown@example.org', 'a guess that is kept nowhere', '10.1.3.1'));
    const { rows } = await system.sql.query(
      `select json_agg(a)::text || (select json_agg(j)::text from accounts.journal j) || (select json_agg(s)::text from accounts.session s) as everything
       from accounts.account a`,
    );
    const { everything } = rows[0] as { everything: string };
    expect(everything).toContain(id);
    for (const secret of [once, chosen, password('admin@healthai.local'), 'a guess that is', 'unknown@example.org'])
      expect(everything).not.toContain(secret);
  });
});

describe('credentials.json', () => {
  const email = 'auditor@healthai.local';

  test('changes nothing once there are accounts: neither passwords nor roles, and it opens nothing again', async () => {
    const before = readFileSync(file(), 'utf8');
    const right = password(email);
    const session = await accounts.signIn(email, right, '10.2.0.1');
    await operate().disable('system:operator', accountId('operator@healthai.local'));
    const users = [
      { email, password: 'another one', roles: ['admin'] },
      { email: 'operator@healthai.local', password: 'opened again', roles: ['operator'] },
      { email: 'new@healthai.local', password: 'a new one', roles: ['admin'] },
    ];
    writeFileSync(file(), JSON.stringify({ users }));
    const other = await system.another();
    try {
      const signIn = (who: string, secret: string) => codeOf(other.services.accounts.signIn(who, secret, '10.2.0.2'));
      expect(await accounts.verify(session.accessToken)).toMatchObject({ roles: ['auditor'] });
      expect(await signIn(email, 'another one')).toBe('invalid-credentials');
      expect(await signIn(email, right)).toBe('answered');
      expect(await signIn('operator@healthai.local', 'opened again')).toBe('invalid-credentials');
      expect(await signIn('new@healthai.local', 'a new one')).toBe('invalid-credentials');
      expect(await other.services.accounts.named('new@healthai.local')).toBe(undefined);
    } finally {
      await other.close();
      writeFileSync(file(), before);
    }
  });

  test('may be deleted, and is not written again', async () => {
    const before = readFileSync(file(), 'utf8');
    rmSync(file());
    const other = await system.another();
    try {
      expect(other.notices).toEqual([]);
      expect(() => readFileSync(file())).toThrow('ENOENT');
    } finally {
      await other.close();
      writeFileSync(file(), before);
    }
  });
});
