/** `healthai users` as a script calls it, and users of other commands as they are now. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foodFile } from '../../ingestion/import/foods.test-support.ts';
import { freshTerminal, type Terminal } from './terminal.test-support.ts';

let terminal: Terminal;
let record: string;
beforeAll(async () => {
  terminal = await freshTerminal();
  const file = terminal.file('foods.csv', foodFile([{ name: 'Brew', kcal: 900 }]));
  await terminal.json(['ingest', 'daily-food', file]);
  record = (await terminal.json(['queue'])).record;
});
afterAll(() => terminal.remove());

const users = (...words: string[]) => terminal.json(['users', ...words]);
const one = async (...words: string[]) => (await users(...words)).users[0];

describe('healthai users', () => {
  test('lists everybody with the fields that scripts rely on', async () => {
    const { users: all, ...rest } = await users('list');
    expect(rest).toEqual({});
    expect(all).toHaveLength(7);
    expect(all[0]).toEqual({
      email: 'admin@healthai.local',
      roles: ['admin'],
      disabled: false,
      lastSignIn: null,
      sessions: 0,
      mustChangePassword: false,
    });
    expect(await users()).toEqual({ users: all });
  });

  test('adds, changes, disables, enables, resets, ends sessions: each answers the user as they are then', async () => {
    const added = await one('add', 'Jo@example.org', '--roles', 'reviewer,scientist');
    expect(added).toMatchObject({
      email: 'jo@example.org',
      roles: ['reviewer', 'scientist'],
      mustChangePassword: true,
    });
    expect(added.password).toMatch(/^.{19}$/);
    expect(await one('roles', 'jo@example.org', 'auditor')).toMatchObject({ roles: ['auditor'] });
    expect(await one('roles', 'jo@example.org', 'approver', 'reviewer')).toMatchObject({
      roles: ['reviewer', 'approver'],
    });
    expect(await one('roles', 'jo@example.org', '--roles', 'auditor')).toMatchObject({ roles: ['auditor'] });
    expect(await one('disable', 'jo@example.org')).toMatchObject({ disabled: true });
    expect(await one('enable', 'jo@example.org')).toMatchObject({ disabled: false });
    const reset = await one('reset', 'jo@example.org');
    expect(reset.password).not.toBe(added.password);
    expect(await one('sessions', 'jo@example.org')).toMatchObject({ sessions: 0, openSessions: [] });
    expect(await one('sessions', 'jo@example.org', '--end')).toMatchObject({ sessions: 0 });
    expect((await users('list')).users).toHaveLength(8);
    const { stdout } = await terminal.run(['users', 'list']);
    expect(stdout).toContain('jo@example.org');
    expect(stdout).not.toContain(reset.password);
  });

  test.each([
    ['users promote jo@example.org', 2, 'usage', 'list, add, roles'],
    ['users add', 2, 'usage', 'healthai users add <email>'],
    ['users add x@example.org', 2, 'usage', 'Name roles'],
    ['users add x@example.org --roles king', 2, 'usage', 'no role “king”'],
    ['users disable jo@example.org auditor', 2, 'usage', 'Roles go with add and roles'],
    ['users list --end', 2, 'usage', '--end goes with sessions'],
    ['users list jo@example.org', 2, 'usage', 'one word too many'],
    ['users add no-address --roles auditor', 3, 'invalid-email', 'no-address'],
    ['users add admin@healthai.local --roles auditor', 3, 'account-exists', 'admin@healthai.local'],
    ['users disable gone@example.org', 3, 'no-such-account', 'gone@example.org'],
    ['users disable admin@healthai.local', 3, 'last-admin', 'the last'],
    ['users roles admin@healthai.local auditor', 3, 'last-admin', 'the last'],
    ['users roles admin@healthai.local auditor --as admin@healthai.local', 3, 'own-account', 'their own'],
    ['users reset auditor@healthai.local --as operator@healthai.local', 3, 'not-entitled', 'admin'],
    ['users list --as nobody@healthai.local', 2, 'unknown-user', 'nobody@healthai.local'],
  ])('%s: exit %i, %s', async (words, exit, code, says) => {
    const ended = await terminal.run([...words.split(' '), '--json', '--language', 'en']);
    const { error } = JSON.parse(ended.stdout);
    expect([ended.code, error.code]).toEqual([exit, code]);
    expect(error.message).toContain(says);
  });
});

describe('--as of every command', () => {
  test('is held to the roles that the user has now, whatever credentials.json says', async () => {
    const approve = async (email: string) =>
      (await terminal.json(['approve', record, '--as', email, '--language', 'en'])).error?.code ?? 'done';
    await one('roles', 'approver@healthai.local', 'scientist');
    expect(await approve('approver@healthai.local')).toBe('not-entitled');
    await one('disable', 'approver2@healthai.local');
    expect(await approve('approver2@healthai.local')).toBe('unknown-user');
    await one('add', 'new@example.org', '--roles', 'approver');
    expect(await approve('New@example.org')).toBe('done');
    const file = readFileSync(path.join(terminal.folder, 'data/credentials.json'), 'utf8');
    expect(JSON.parse(file)).toMatchObject({ note: expect.stringContaining('First passwords only') });
    expect(file).not.toContain('new@example.org');
  });
});
