import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { roles } from '../commands/roles.ts';
import { ensureCredentials, readUsers } from './credentials.ts';
import { keyEncryptionKey } from './keys.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'healthai-data-'));
});
afterEach(() => fs.rmSync(dataDir, { recursive: true }));

const modeOf = (name: string) => (fs.statSync(path.join(dataDir, name)).mode & 0o777).toString(8);
const inParallel = (module: string, call: string) =>
  Promise.all(
    Array.from({ length: 4 }, () =>
      promisify(execFile)(process.execPath, [
        '--input-type=module',
        '-e',
        `const m = await import(${JSON.stringify(path.join(import.meta.dirname, module))}); process.stdout.write(String(${call}));`,
        dataDir,
      ]).then(({ stdout }) => stdout),
    ),
  );

describe('credentials', () => {
  test('hold one user for each role, and one approver more', () => {
    ensureCredentials(dataDir);
    const { users, note } = JSON.parse(fs.readFileSync(path.join(dataDir, 'credentials.json'), 'utf8'));
    expect(users.map((user: { roles: string[] }) => user.roles)).toEqual([
      ...roles.map((role) => [role]),
      ['approver'],
    ]);
    for (const user of users) expect(Object.keys(user)).toEqual(['email', 'password', 'roles']);
    expect(new Set(users.map((user: { password: string }) => user.password)).size).toBe(7);
    expect(new Set(users.map((user: { email: string }) => user.email)).size).toBe(7);
    expect(note).toContain('First passwords only');
    expect(modeOf('credentials.json')).toBe('600');
  });

  test('are written once', () => {
    expect(ensureCredentials(dataDir).created).toBe(true);
    const first = fs.readFileSync(path.join(dataDir, 'credentials.json'), 'utf8');
    expect(ensureCredentials(dataDir).created).toBe(false);
    expect(fs.readFileSync(path.join(dataDir, 'credentials.json'), 'utf8')).toBe(first);
    expect(fs.readdirSync(dataDir)).toEqual(['credentials.json']);
  });

  test('that are damaged are named with what to do', () => {
    fs.writeFileSync(path.join(dataDir, 'credentials.json'), '{');
    expect(() => readUsers(path.join(dataDir, 'credentials.json'))).toThrow('credentials.json cannot be read as JSON');
    fs.writeFileSync(
      path.join(dataDir, 'credentials.json'),
      '{"users":[{"email":"a","password":"b","roles":["king"]}]}',
    );
    expect(() => readUsers(path.join(dataDir, 'credentials.json'))).toThrow('roles');
  });
});

describe('the key-encryption key', () => {
  test('is the configured one, and then no file is written', () => {
    const configured = Buffer.alloc(32, 1);
    expect(keyEncryptionKey(dataDir, configured)).toBe(configured);
    expect(fs.readdirSync(dataDir)).toEqual([]);
  });

  test('is else generated once, for its owner only', () => {
    const key = keyEncryptionKey(dataDir, undefined);
    expect(key).toHaveLength(32);
    expect(keyEncryptionKey(dataDir, undefined).equals(key)).toBe(true);
    expect(modeOf('keys')).toBe('700');
    expect(modeOf('keys/key-encryption-key')).toBe('600');
  });

  test('is one, however many processes start at once', async () => {
    const keys = await inParallel('keys.ts', `m.keyEncryptionKey(process.argv[1], undefined).toString('hex')`);
    expect(new Set(keys).size).toBe(1);
    expect(fs.readdirSync(path.join(dataDir, 'keys'))).toEqual(['key-encryption-key']);
  });

  test('that is damaged is refused', () => {
    keyEncryptionKey(dataDir, undefined);
    fs.writeFileSync(path.join(dataDir, 'keys/key-encryption-key'), 'short\n');
    expect(() => keyEncryptionKey(dataDir, undefined)).toThrow('does not hold 32 bytes');
  });
});
