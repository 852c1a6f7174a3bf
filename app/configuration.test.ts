import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigurationError, readConfiguration, variables } from './configuration.ts';

const root = path.resolve(import.meta.dirname, '..');

function problemsOf(environment: NodeJS.ProcessEnv): ConfigurationError {
  try {
    readConfiguration(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('the environment was accepted');
}

describe('the configuration', () => {
  test('needs no variable at all', () => {
    expect(readConfiguration({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      dataDir: path.join(root, '.data'),
      keyEncryptionKey: undefined,
      databaseUrl: undefined,
      eventStoreUrl: undefined,
      profile: 'default',
      bundledData: true,
      logLevel: 'info',
    });
  });

  test('takes every variable', () => {
    const key = Buffer.alloc(32, 7);
    expect(
      readConfiguration({
        HOST: '::1',
        PORT: '0',
        DATA_DIR: '/srv/healthai',
        KEY_ENCRYPTION_KEY: key.toString('base64'),
        DATABASE_URL: 'postgres://someone@/healthai?host=/run/postgresql',
        EVENTSTORE_URL: 'esdb://a:2113,b:2113,c:2113?tls=false',
        PROFILE: 'ch',
        BUNDLED_DATA: 'off',
        LOG_LEVEL: 'silent',
      }),
    ).toEqual({
      host: '::1',
      port: 0,
      dataDir: '/srv/healthai',
      keyEncryptionKey: key,
      databaseUrl: 'postgres://someone@/healthai?host=/run/postgresql',
      eventStoreUrl: 'esdb://a:2113,b:2113,c:2113?tls=false',
      profile: 'ch',
      bundledData: false,
      logLevel: 'silent',
    });
  });

  test.each([
    ['HOST', 'http://localhost'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80a'],
    ['DATA_DIR', ' '],
    ['DATABASE_URL', 'mysql://localhost'],
    ['EVENTSTORE_URL', 'http://localhost:2113'],
    ['PROFILE', 'de'],
    ['BUNDLED_DATA', 'yes'],
    ['LOG_LEVEL', 'loud'],
    ['KEY_ENCRYPTION_KEY', Buffer.alloc(31).toString('base64')],
    ['KEY_ENCRYPTION_KEY', Buffer.alloc(33).toString('base64')],
  ])('refuses %s=%s and says what is allowed', (variable, value) => {
    const { problems, message } = problemsOf({ [variable]: value });
    expect(problems.map((problem) => problem.variable)).toEqual([variable]);
    expect(message).toMatch(new RegExp(`^${variable}: found .+; allowed: .+`));
  });

  test('refuses an empty value, whichever the variable', () => {
    for (const variable of variables)
      expect(problemsOf({ [variable]: '' }).message).toContain(`${variable}: found an empty value`);
  });

  test('never repeats a secret', () => {
    const { message } = problemsOf({ KEY_ENCRYPTION_KEY: 'sesame', DATABASE_URL: 'sesame', EVENTSTORE_URL: 'sesame' });
    expect(message).not.toContain('sesame');
    expect(message).toContain('KEY_ENCRYPTION_KEY: found a value of 6 characters');
  });

  test('names every problem at once', () => {
    const { problems } = problemsOf({ PORT: 'x', PROFILE: 'x', HEALTHAI_PORT: '3000' });
    expect(problems.map(({ variable }) => variable).sort()).toEqual(['HEALTHAI_PORT', 'PORT', 'PROFILE']);
  });

  test('refuses unknown variables of its own prefix only', () => {
    expect(problemsOf({ HEALTHAI_HOST: '0.0.0.0' }).message).toContain('HEALTHAI_HOST: found an unknown variable');
    expect(() => readConfiguration({ HOME: '/root', SOMETHING: 'else' })).not.toThrow();
  });

  test('is documented in .env.example, each variable once and no other', () => {
    const text = fs.readFileSync(path.join(root, '.env.example'), 'utf8');
    const named = [...text.matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual([...variables].sort());
  });
});
