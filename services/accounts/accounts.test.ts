/** Signing in over the whole system: sessions, guesses, and what credentials.json says. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readUsers } from '../../app/credentials.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import type { Accounts } from './accounts.ts';
import { accountId } from './keep-accounts.ts';

let system: TestSystem;
let accounts: Accounts;
beforeAll(async () => {
  system = await freshSystem();
  accounts = system.services.accounts;
});
afterAll(() => system.remove());

const refused = (code: string, status: number) => expect.objectContaining({ name: 'Refused', code, status });

describe('accounts', () => {
  const password = (email: string): string =>
    readUsers(`${system.dataDir}/credentials.json`).find((user) => user.email === email)!.password;
  const email = 'scientist@healthai.local';

  test('sign in, are known by their token, and refresh once', async () => {
    const session = await accounts.signIn(' Scientist@HealthAI.local', password(email), '10.0.0.1');
    expect(await accounts.verify(session.accessToken)).toEqual({ id: accountId(email), email, roles: ['scientist'] });
    const next = await accounts.refresh(session.refreshToken);
    await expect(accounts.refresh(session.refreshToken)).rejects.toEqual(refused('session-ended', 401));
    // The one that was copied took the whole family with it.
    await expect(accounts.refresh(next.refreshToken)).rejects.toEqual(refused('session-ended', 401));
    const another = await accounts.signIn(email, password(email), '10.0.0.1');
    await accounts.signOut(another.refreshToken);
    await expect(accounts.refresh(another.refreshToken)).rejects.toEqual(refused('session-ended', 401));
  });

  test('take no token that was not signed here', async () => {
    const { accessToken } = await accounts.signIn(email, password(email), '10.0.0.1');
    const [head, payload, signature] = accessToken.split('.') as [string, string, string];
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const forged of ['', 'x', `${none}.${payload}.`, `${head}.${payload}.${signature.slice(0, -4)}AAAA`])
      expect(await accounts.verify(forged)).toBe(undefined);
  });

  test('rest after failures in a row, guessed at the same time or not, and only failures count', async () => {
    const right = password('admin@healthai.local');
    for (let i = 0; i < 8; i++) await accounts.signIn('admin@healthai.local', right, '10.0.0.2');
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, i) => code(accounts.signIn('admin@healthai.local', `guess ${i}`, '10.0.0.2'))),
    );
    expect(guesses.filter((one) => one === 'invalid-credentials')).toHaveLength(5);
    expect(guesses.filter((one) => one === 'locked-out')).toHaveLength(7);
    await expect(accounts.signIn('admin@healthai.local', right, '10.0.0.2')).rejects.toMatchObject({
      code: 'locked-out',
      retryAfter: expect.any(Number),
    });
    expect(await code(accounts.signIn('nobody@healthai.local', 'x', '10.0.0.3'))).toBe('invalid-credentials');

    async function code(asked: Promise<unknown>): Promise<string> {
      return asked.then(
        () => 'answered',
        (error) => error.code,
      );
    }
  });

  test('follow credentials.json at the next start: a new password ends the sessions of the old one', async () => {
    const session = await accounts.signIn(email, password(email), '10.0.0.4');
    const users = readUsers(`${system.dataDir}/credentials.json`).map((user) =>
      user.email === email ? { ...user, password: 'another one', roles: ['auditor'] } : user,
    );
    writeFileSync(`${system.dataDir}/credentials.json`, JSON.stringify({ users }));
    const other = await system.another();
    try {
      await expect(other.services.accounts.refresh(session.refreshToken)).rejects.toEqual(
        refused('session-ended', 401),
      );
      const { accessToken } = await other.services.accounts.signIn(email, 'another one', '10.0.0.4');
      expect(await accounts.verify(accessToken)).toMatchObject({ roles: ['auditor'] });
    } finally {
      await other.close();
    }
  });
});
