import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
      publicUrl: undefined,
      trustedProxies: [],
      dataDir: path.join(root, '.data'),
      keyEncryptionKey: undefined,
      databaseUrl: undefined,
      databaseApplicationUrl: undefined,
      eventStoreUrl: undefined,
      originalsBytes: 100 * 1024 ** 3,
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
        PUBLIC_URL: 'https://Data.example.org:8443/',
        TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,::1,fd00::/8',
        DATA_DIR: '/srv/healthai',
        KEY_ENCRYPTION_KEY: key.toString('base64'),
        DATABASE_URL: 'postgres://someone@/healthai?host=/run/postgresql',
        DATABASE_APPLICATION_URL: 'postgres://other@/healthai?host=/run/postgresql',
        EVENTSTORE_URL: 'esdb://a:2113,b:2113,c:2113?tls=false',
        ORIGINALS_MAX_GIB: '2',
        PROFILE: 'ch',
        BUNDLED_DATA: 'off',
        LOG_LEVEL: 'silent',
      }),
    ).toEqual({
      host: '::1',
      port: 0,
      publicUrl: 'https://data.example.org:8443',
      trustedProxies: ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'],
      dataDir: '/srv/healthai',
      keyEncryptionKey: key,
      databaseUrl: 'postgres://someone@/healthai?host=/run/postgresql',
      databaseApplicationUrl: 'postgres://other@/healthai?host=/run/postgresql',
      eventStoreUrl: 'esdb://a:2113,b:2113,c:2113?tls=false',
      originalsBytes: 2 * 1024 ** 3,
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
    ['PUBLIC_URL', 'data.example.org'],
    ['PUBLIC_URL', 'ftp://data.example.org'],
    ['PUBLIC_URL', 'https://data.example.org/admin'],
    ['PUBLIC_URL', 'https://data.example.org/?q'],
    ['PUBLIC_URL', 'https://somebody@data.example.org'],
    ['TRUSTED_PROXIES', 'proxy'],
    ['TRUSTED_PROXIES', '127.0.0.1,'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '10.0.0.0/8/8'],
    ['DATA_DIR', ' '],
    ['DATABASE_URL', 'mysql://localhost'],
    ['EVENTSTORE_URL', 'http://localhost:2113'],
    ['PROFILE', 'de'],
    ['ORIGINALS_MAX_GIB', '0'],
    ['ORIGINALS_MAX_GIB', '1.5'],
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

  test('takes a role of the application only beside the owner of its database', () => {
    const { problems } = problemsOf({ DATABASE_APPLICATION_URL: 'postgres://app:sesame@postgres/healthai' });
    expect(problems).toMatchObject([{ variable: 'DATABASE_APPLICATION_URL', found: 'a value without DATABASE_URL' }]);
  });

  test('is documented in .env.example, each variable once and no other', () => {
    const text = fs.readFileSync(path.join(root, '.env.example'), 'utf8');
    const named = [...text.matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual([...variables].sort());
  });
});

describe('a secret from a file', () => {
  let folder: string;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthai-secrets-'));
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  const fileWith = (content: string): string => {
    const file = path.join(folder, `secret-${fs.readdirSync(folder).length}`);
    fs.writeFileSync(file, content);
    return file;
  };
  const key = Buffer.alloc(32, 9);
  const values = {
    KEY_ENCRYPTION_KEY: key.toString('base64'),
    DATABASE_URL: 'postgres://healthai:sesame@postgres/healthai',
    DATABASE_APPLICATION_URL: 'postgres://healthai_app:sesame@postgres/healthai',
    EVENTSTORE_URL: 'esdb://admin:sesame@eventstoredb:2113',
  };
  const secrets = Object.entries(values);

  test('counts like the variable, without the white space around it', () => {
    const environment = Object.fromEntries(
      secrets.map(([name, value]) => [`${name}_FILE`, fileWith(`\n  ${value}\r\n`)]),
    );
    expect(readConfiguration(environment)).toEqual(readConfiguration(values));
    expect(readConfiguration(environment).keyEncryptionKey).toEqual(key);
  });

  test('can be given for each secret, and for nothing else', () => {
    const fromFiles = variables.filter((name) => name.endsWith('_FILE'));
    expect(fromFiles.sort()).toEqual(secrets.map(([name]) => `${name}_FILE`).sort());
  });

  test.each(secrets)('%s is refused beside its variable, even where both say the same', (name, value) => {
    const { problems, message } = problemsOf({ [name]: value, [`${name}_FILE`]: fileWith(value) });
    expect(problems.map(({ variable }) => variable)).toEqual([`${name}_FILE`]);
    expect(message).toContain(`found ${name} beside it`);
    expect(message).not.toContain(value);
  });

  test.each(secrets)('%s is refused where the file is missing, a folder, empty or holds something else', (name) => {
    const refusal = (file: string): string => problemsOf({ [`${name}_FILE`]: file }).message;
    expect(refusal(path.join(folder, 'none'))).toMatch(
      new RegExp(
        `^${name}_FILE: found a file that cannot be read \\(ENOENT\\); allowed: the path of a file that holds `,
      ),
    );
    expect(refusal(folder)).toContain(`${name}_FILE: found a file that cannot be read (EISDIR)`);
    expect(refusal(fileWith(''))).toContain(`${name}_FILE: found an empty file`);
    expect(refusal(fileWith(' \n'))).toContain(`${name}_FILE: found an empty file`);
    expect(refusal(fileWith('sesame\n'))).toContain(
      `${name}_FILE: found a file with a value of 6 characters; allowed: `,
    );
  });

  test('is never repeated, not even where it stands in the place of its file', () => {
    const environment = Object.fromEntries(secrets.map(([name, value]) => [`${name}_FILE`, value]));
    const { message, problems } = problemsOf(environment);
    expect(problems).toHaveLength(secrets.length);
    for (const [, value] of secrets) expect(message).not.toContain(value);
    expect(message).not.toContain('sesame');
  });
});
