/** What the command line answers to what cannot be done: an exit code, and a message that says what to do next. */
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foodFile } from '../../ingestion/import/foods.test-support.ts';
import { freshTerminal, type Terminal } from './terminal.test-support.ts';

let terminal: Terminal;
beforeAll(async () => {
  terminal = await freshTerminal();
  mkdirSync(`${terminal.folder}/folder`);
  terminal.file('foods.csv', foodFile([{ name: 'Bread' }]));
});
afterAll(() => terminal.remove());

const nobody = '11111111-1111-4111-8111-111111111111';

interface Case {
  readonly words: readonly string[];
  readonly code: string;
  /** Parts of the message. */
  readonly says: readonly string[];
  readonly exit: 2 | 3;
  readonly environment?: NodeJS.ProcessEnv;
}

const usage = (words: string, ...says: string[]): Case => ({ words: words.split(' '), code: 'usage', says, exit: 2 });
const failing = (words: string, code: string, ...says: string[]): Case => ({
  words: words.split(' '),
  code,
  says,
  exit: 3,
});
const bad = (variable: string, value: string, ...says: string[]): Case => ({
  words: ['status'],
  code: 'configuration',
  says: [`${variable}: `, ...says],
  exit: 2,
  environment: { [variable]: value },
});

const cases: readonly Case[] = [
  usage('feed', 'no command “feed”', 'healthai help'),
  usage('help feed', 'no command “feed”', 'healthai help'),
  usage('constructor', 'no command “constructor”'),
  usage('status --fast', '--fast', 'Usage: healthai status'),
  usage('status now', '“now” is one word too many', 'Usage: healthai status'),
  usage('ingest daily-food', 'Usage: healthai ingest <source> <file|url|->'),
  usage('ingest daily-food gone.csv', 'no file gone.csv', 'standard input'),
  usage('ingest daily-food folder', 'folder is a folder', 'one of its files'),
  { ...usage('ingest bakery foods.csv', 'no source “bakery”', 'daily-food', 'ciqual'), code: 'unknown-source' },
  usage('record bread', '“bread” is no record id', 'healthai'),
  failing(`record ${nobody}`, 'no-such-record', nobody, 'healthai queue'),
  usage(`record ${nobody} --at 1000000`, 'Position 1000000', 'the log ends at'),
  usage(`record ${nobody} --at soon`, '--at: ', 'neither a position, nor event:<id>, nor a time', '“soon”'),
  usage(`record ${nobody} --at event:last`, '“event:last” is neither a position, nor event:<id>'),
  failing(`record ${nobody} --at event:${nobody}`, 'unknown-event', nobody, 'healthai events'),
  failing(`imports ${nobody}`, 'no-such-import', nobody, 'healthai imports'),
  usage('imports first', '“first” is no import id', 'healthai imports'),
  usage(`approve ${nobody}`, '--as <email>', 'healthai users list'),
  { ...usage(`approve ${nobody} --as me@home`, 'me@home', 'healthai users list'), code: 'unknown-user' },
  usage(`approve ${nobody} --as me@home --expect newest`, '--expect', '“newest”'),
  usage(`reject ${nobody} --as me@home`, '--code is missing'),
  usage(`correct ${nobody} --as me@home --reason x`, '--set <field>=<value>'),
  usage(`correct ${nobody} --as me@home --set energy_kcal --reason x`, '--set takes <field>=<value>', '“energy_kcal”'),
  usage(`choose ${nobody} --as me@home --reason x`, '--alternative <n>'),
  usage('export bread --format csv', 'no record type “bread”', 'food'),
  usage('export food', '--format csv|json|ndjson'),
  usage('export food --format csv', '--out <file>'),
  {
    ...usage('export food --format csv --out none/food.csv', 'none/food.csv', 'folder that exists'),
    code: 'cannot-write',
  },
  { ...usage('export food --format csv --out folder', 'it is a folder'), code: 'cannot-write' },
  usage('export food --format csv --out food.csv --purpose audit', '--as <email>'),
  usage('export food --format csv --out food.csv --as auditor@healthai.local', '--purpose <text>'),
  usage('events --after yesterday', '“yesterday” is no position', 'healthai events'),
  usage('events --after -1', '--after', 'Usage: healthai events'),
  usage('events --limit few', '--limit takes a whole number', '“few”'),
  usage('events --stream food-1 --category food', '--stream or --category, not both'),
  usage('rebuild cellar', 'no projection “cellar”', 'records, imports'),
  usage('sources --language es', '--language takes one of fr, en, de, it'),
  bad('HOST', 'no host', '"no host"'),
  bad('PORT', '70000', '"70000"', 'from 0 to 65535'),
  bad('DATA_DIR', '', 'an empty value'),
  bad('DATA_DIR', import.meta.filename, 'a folder that this user may read and write'),
  bad('KEY_ENCRYPTION_KEY', 'sesame', '6 characters', 'openssl rand -base64 32'),
  bad('DATABASE_URL', 'mysql://root@localhost', 'postgres://user:password@host:5432/database'),
  bad('EVENTSTORE_URL', 'http://localhost', 'esdb://'),
  bad('EVENTSTORE_URL', 'esdb://localhost:port', 'a connection string that the client of EventStoreDB can read'),
  bad('PROFILE', 'de', 'default, us, fr, ch'),
  bad('BUNDLED_DATA', 'yes', 'on, off'),
  bad('LOG_LEVEL', 'loud', 'trace, debug, info'),
  bad('HEALTHAI_PORT', '3000', 'an unknown variable'),
  {
    ...failing('status', 'database-unavailable', 'DATABASE_URL: PostgreSQL does not answer', 'Check host, port, user'),
    environment: { DATABASE_URL: 'postgres://healthai:sesame@127.0.0.1:1/healthai' },
  },
];

describe.concurrent('with --json, the error is the one object on stdout', () => {
  test.each(cases.map((one) => [one.words.join(' '), Object.entries(one.environment ?? {}).join(), one] as const))(
    '%s %s',
    async (_words, _environment, { words, code, says, exit, environment = {} }) => {
      const ended = await terminal.run([...words, '--json'], { environment });
      const { error, ...rest } = JSON.parse(ended.stdout);
      expect(rest).toEqual({});
      expect(error).toEqual({ code, message: expect.any(String), details: expect.any(Object) });
      for (const part of says) expect(error.message).toContain(part);
      expect(error.message).not.toContain('sesame');
      expect(ended).toMatchObject({ code: exit });
    },
  );
});

test('without --json, the message is on stderr and stdout is empty', async () => {
  const { code, stdout, stderr } = await terminal.run(['status', '--fast']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toBe("Unknown option '--fast'. Usage: healthai status [--json]\n");
});
