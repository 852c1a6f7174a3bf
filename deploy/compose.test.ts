/** What the compose file and the Dockerfile promise, held against each other and against what the product reads. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfiguration, variables } from '../app/configuration.ts';
import { serverSettings } from '../app/embedded/settings.ts';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');

const serviceSchema = z.object({
  image: z.string(),
  user: z.string().optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  mem_limit: z.string().optional(),
  pids_limit: z.number().optional(),
  security_opt: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  // Without a value: passed on as it is outside, and left out where it is not.
  environment: z
    .record(z.string(), z.string().nullable())
    .transform((set) =>
      Object.fromEntries(Object.entries(set).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))),
    )
    .default({}),
  secrets: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});
const composeSchema = z.object({
  services: z.object({ app: serviceSchema, postgres: serviceSchema, eventstoredb: serviceSchema }).strict(),
  networks: z.record(z.string(), z.object({ internal: z.boolean().default(false) })),
  secrets: z.record(z.string(), z.object({ file: z.string() }).strict()),
});

const { services, networks, secrets } = composeSchema.parse(parse(read('docker-compose.yml')));
const { app, postgres, eventstoredb } = services;
const everyService = Object.entries(services);

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** The instructions of the Dockerfile, each on one line; those of the last stage are what the image is. */
const instructions: readonly Instruction[] = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => ({ word: line.split(' ', 1)[0]!, rest: line.slice(line.indexOf(' ') + 1).trim() }));
const image = instructions.slice(instructions.findLastIndex(({ word }) => word === 'FROM'));
const only = (word: string): string => {
  const found = image.filter((instruction) => instruction.word === word);
  expect(found, `${word} of the image`).toHaveLength(1);
  return found[0]!.rest;
};
const imageEnvironment = Object.fromEntries(
  only('ENV')
    .split(/\s+/)
    .map((pair) => pair.split('=') as [string, string]),
);

describe('The environment', () => {
  test('that is set is one the product reads', () => {
    const set = [...Object.keys(imageEnvironment), ...Object.keys(app.environment)];
    expect(set.filter((name) => !variables.includes(name))).toEqual([]);
  });

  test('can be read: where a value may be given from outside, its default', () => {
    const defaults = Object.fromEntries(
      Object.entries({ ...imageEnvironment, ...app.environment })
        .filter(([name]) => !name.endsWith('_FILE'))
        .map(([name, value]) => [name, value.replace(/^\$\{[A-Z_]+:-(.*)\}$/, '$1')]),
    );
    expect(readConfiguration(defaults)).toMatchObject({
      host: '0.0.0.0',
      dataDir: '/data',
      eventStoreUrl: 'esdb://eventstoredb:2113?tls=false',
    });
  });
});

test.each(everyService)('%s takes no more memory and processes than it is given', (_, service) => {
  expect(service.mem_limit).toMatch(/^[1-9]g$/);
  expect(service.pids_limit).toBeGreaterThan(100);
});

describe('Secrets', () => {
  test('stand nowhere in clear: neither under a name of one, nor within an address', () => {
    const values = everyService.flatMap(([, { environment }]) => Object.entries(environment));
    const named = values.filter(([name]) => /PASSWORD|SECRET|TOKEN|KEY$|DATABASE_URL/.test(name));
    expect(named.filter(([name]) => !name.endsWith('_FILE'))).toEqual([]);
    const texts = [...values.map(([, value]) => value), ...everyService.flatMap(([, { command }]) => command)];
    expect(texts.filter((text) => /:\/\/[^/]*@|password=/i.test(text))).toEqual([]);
    expect(instructions.filter(({ rest }) => /PASSWORD|ENCRYPTION_KEY|DATABASE_URL/.test(rest))).toEqual([]);
  });

  test('are read from files that the service is given', () => {
    const fromFiles = everyService.flatMap(([name, { environment, secrets: given }]) =>
      Object.entries(environment)
        .filter(([variable]) => variable.endsWith('_FILE'))
        .map(([variable, file]) => ({
          where: `${name} ${variable}`,
          file,
          files: given.map((it) => `/run/secrets/${it}`),
        })),
    );
    expect(fromFiles.map(({ where }) => where).sort()).toEqual([
      'app DATABASE_URL_FILE',
      'app KEY_ENCRYPTION_KEY_FILE',
      'postgres POSTGRES_PASSWORD_FILE',
    ]);
    for (const { where, file, files } of fromFiles) expect(files, where).toContain(file);
  });

  describe('as deploy/make-secrets.sh makes them', () => {
    let folder: string;
    const secret = (name: string): string => fs.readFileSync(path.join(folder, name), 'utf8').trim();
    const make = (): string =>
      execFileSync('sh', [path.join(import.meta.dirname, 'make-secrets.sh'), folder], { encoding: 'utf8' });

    beforeAll(() => {
      folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'healthai-secrets-')), 'secrets');
      make();
    });
    afterAll(() => fs.rmSync(path.dirname(folder), { recursive: true }));

    test('are all that the compose file names, in the folder that git and the image leave out', () => {
      const files = Object.values(secrets).map(({ file }) => file);
      expect(files.map((file) => path.basename(file)).sort()).toEqual(fs.readdirSync(folder).sort());
      expect(new Set(files.map((file) => path.dirname(file)))).toEqual(new Set(['deploy/secrets']));
      expect(read('.gitignore').split('\n')).toContain('/deploy/secrets/');
      expect(isSent('deploy/secrets/database_url')).toBe(false);
    });

    test('are what the product takes, and open the database beside it', () => {
      const { keyEncryptionKey, databaseUrl } = readConfiguration({
        KEY_ENCRYPTION_KEY_FILE: path.join(folder, 'key_encryption_key'),
        DATABASE_URL_FILE: path.join(folder, 'database_url'),
      });
      expect(keyEncryptionKey).toHaveLength(32);
      const url = new URL(databaseUrl!);
      expect(url.password).toBe(secret('postgres_password'));
      expect(url.password).toHaveLength(48);
      expect([url.hostname, url.username, url.pathname]).toEqual([
        'postgres',
        postgres.environment.POSTGRES_USER,
        `/${postgres.environment.POSTGRES_DB}`,
      ]);
    });

    test('are made once, in a folder closed to others', () => {
      const before = fs.readdirSync(folder).map(secret);
      expect(make()).toBe('');
      expect(fs.readdirSync(folder).map(secret)).toEqual(before);
      expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
      // Containers read them as users of their own.
      for (const name of fs.readdirSync(folder)) expect(fs.statSync(path.join(folder, name)).mode & 0o777).toBe(0o444);
    });
  });
});

describe('The container', () => {
  test('runs as the same number above 0 in the image and in the compose file', () => {
    const user = only('USER');
    expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(app.user).toBe(user);
  });

  test('has no privileges, cannot gain any, and writes nothing but its volume', () => {
    expect(app).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(only('VOLUME')).toBe(imageEnvironment.DATA_DIR);
    expect(app.volumes.map((volume) => volume.split(':').slice(1))).toEqual([[imageEnvironment.DATA_DIR]]);
  });

  test('is told its health by a file that is in it', () => {
    const check = /CMD (\[.*\])$/.exec(only('HEALTHCHECK'))?.[1];
    expect(JSON.parse(check!)).toEqual(['node', '/app/deploy/health.ts']);
    expect(isSent('deploy/health.ts')).toBe(true);
  });

  test('stops at the signal that the product listens for', () => expect(only('STOPSIGNAL')).toBe('SIGTERM'));
});

describe('The network', () => {
  test('has one port that is published, that of the product, on this machine only', () => {
    expect(only('EXPOSE')).toBe(imageEnvironment.PORT);
    const published = everyService.flatMap(([name, { ports }]) => ports.map((port) => `${name} ${port}`));
    expect(published).toEqual([`app 127.0.0.1:\${PORT:-3000}:${imageEnvironment.PORT}`]);
  });

  test('of the stores leads nowhere else', () => {
    for (const { networks: joined } of [postgres, eventstoredb])
      expect(joined.map((name) => [name, networks[name]?.internal])).toEqual([['stores', true]]);
  });
});

describe('The stores', () => {
  test('are healthy before the product starts', () => {
    expect(app.depends_on).toEqual({
      postgres: { condition: 'service_healthy' },
      eventstoredb: { condition: 'service_healthy' },
    });
    for (const { healthcheck } of [postgres, eventstoredb]) expect(healthcheck?.test[0]).toBe('CMD');
  });

  test('keep what they hold in volumes', () => {
    expect(postgres.volumes).toEqual(['database:/var/lib/postgresql']);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: compose puts the value there
    expect(eventstoredb.volumes).toEqual(['log:${EVENTSTORE_FOLDER:-/var/lib/eventstore}']);
  });

  test('are set up as the embedded server is, so that no personal data gets into the log of PostgreSQL', () => {
    const given = Object.fromEntries(
      postgres.command.slice(1).map((word) => word.replace(/^--/, '').split('=') as [string, string]),
    );
    // Sized from the machine's memory there.
    const { shared_buffers: _sized, ...fixed } = given;
    expect(serverSettings(root)).toMatchObject({ ...fixed, max_wal_size: expect.any(String) });
    expect(given).toMatchObject({ log_min_error_statement: 'panic', log_error_verbosity: 'terse' });
  });

  test('project nothing in EventStoreDB, whose image is a choice', () => {
    expect(eventstoredb.command).toContain('--run-projections=None');
    expect(eventstoredb.image).toMatch(/^\$\{EVENTSTORE_IMAGE:-\S+:\S+\}$/);
  });
});

describe('The image', () => {
  test('is sent every file that the product loads', () => {
    const loaded = filesFrom('app/cli/healthai.js', 'deploy/health.ts');
    expect(loaded).toContain('eventstore/postgres/store.ts');
    expect(loaded.filter((file) => !isSent(file))).toEqual([]);
    const data = ['package.json', 'package-lock.json', '.npmrc', 'datasets/bundled/sample-food.csv'];
    const tables = fs.readdirSync(path.join(root, 'sql')).map((name) => `sql/${name}`);
    expect([...data, ...tables].filter((file) => !isSent(file))).toEqual([]);
  });

  test('is sent no data, no keys, no history, no tests', () => {
    const kept = ['.data/keys/key-encryption-key', '.env', '.git/HEAD', 'node_modules/koa/package.json', 'README.md'];
    const tests = [
      'app/configuration.test.ts',
      'test/run.ts',
      'deploy/compose.test.ts',
      'app/.env',
      'admin/build/index.js',
    ];
    expect([...kept, ...tests].filter(isSent)).toEqual([]);
  });
});

/** Whether a file reaches the image: the last pattern of .dockerignore that fits it, or a folder above it, decides. */
function isSent(file: string): boolean {
  const parts = file.split('/');
  const places = parts.map((_part, i) => parts.slice(0, i + 1).join('/'));
  const last = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .findLast((pattern) => places.some((place) => fitting(pattern.replace(/^!/, '')).test(place)));
  return last?.startsWith('!') !== false;
}

/** A pattern as .dockerignore means it: `*` stays within a folder and takes names that begin with a dot too. */
const fitting = (pattern: string): RegExp =>
  new RegExp(`^${RegExp.escape(pattern).replaceAll('\\*\\*\\/', '(.*/)?').replaceAll('\\*', '[^/]*')}$`);

/** Every file of this repository that is loaded from these, one way or another. */
function filesFrom(...starts: readonly string[]): string[] {
  const found = new Set<string>();
  const walk = (file: string): void => {
    if (found.has(file) || !fs.existsSync(path.join(root, file))) return;
    found.add(file);
    for (const { fileName } of ts.preProcessFile(read(file)).importedFiles)
      if (fileName.startsWith('.')) walk(path.posix.join(path.posix.dirname(file), fileName));
  };
  for (const start of starts) walk(start);
  return [...found];
}
