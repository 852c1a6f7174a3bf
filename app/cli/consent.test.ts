/** Consent on the command line: said before a file is read, recorded, shown and withdrawn. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshTerminal, type Terminal } from './terminal.test-support.ts';

let terminal: Terminal;
let file: string;
beforeAll(async () => {
  terminal = await freshTerminal();
  file = terminal.file(
    'nights.csv',
    'Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed\nZyx-ann,4/12/2016,1,400,430\nZyx-bob,4/12/2016,1,410,430\n',
  );
});
afterAll(() => terminal.remove());

const ann = ['--person', 'Zyx-ann', '--namespace', 'tracker', '--purpose', 'coaching'];

describe('before a file is read whose rows need consent', () => {
  test.each([
    ['fr', 'aucun n’est enregistré', 'clé'],
    ['en', 'none is recorded', 'key'],
    ['de', 'keine ist erfasst', 'Schlüssel'],
    ['it', 'nessuno è registrato', 'chiave'],
  ])('it is said that none is recorded, and what to do: %s', async (language, words, key) => {
    const { stderr, stdout } = await terminal.run([
      'ingest',
      'tracker-sleep',
      file,
      '--dry-run',
      '--json',
      '--language',
      language,
    ]);
    expect(stderr).toContain(words);
    expect(stderr).toContain(`healthai consent record --person <${key}> --namespace tracker --purpose coaching`);
    expect(JSON.parse(stdout)).toMatchObject({ counts: { read: 2, quarantined: 2 } });
  });

  test('it is not said where none is needed', async () => {
    const { stderr } = await terminal.run(['ingest', 'own-sleep', file, '--dry-run', '--language', 'en']);
    expect(stderr).not.toContain('consent');
  });
});

test('what is recorded lets rows in, and is shown by pseudonym', async () => {
  const recorded = await terminal.json(['consent', 'record', ...ann, '--as', 'operator@healthai.local']);
  expect(recorded).toEqual({
    person: expect.stringMatching(/^[0-9a-f-]{36}$/),
    consents: [{ purpose: 'coaching', status: 'recorded', since: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) }],
  });
  const { stderr, stdout } = await terminal.run(['ingest', 'tracker-sleep', file, '--json', '--language', 'en']);
  expect(stderr).toContain('That of one person is recorded');
  expect(JSON.parse(stdout)).toMatchObject({ counts: { read: 2, new: 1, quarantined: 1 } });
  expect(await terminal.json(['consent', 'show', '--person', 'Zyx-ann'])).toEqual(recorded);
  expect(await terminal.json(['consent', 'show', '--person', 'Zyx-bob'])).toEqual({ person: null, consents: [] });
});

test('without --as it is whoever may run commands on the host; what is withdrawn lets nothing more in', async () => {
  const withdrawn = await terminal.json(['consent', 'withdraw', ...ann]);
  expect(withdrawn.consents).toMatchObject([{ purpose: 'coaching', status: 'withdrawn' }]);
  const more = terminal.file(
    'more.csv',
    'Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed\nZyx-ann,4/13/2016,1,400,430\n',
  );
  expect(await terminal.json(['ingest', 'tracker-sleep', more])).toMatchObject({ counts: { read: 1, quarantined: 1 } });
  const events = await terminal.lines(['events', '--category', 'subject']);
  expect(events.map(({ type }) => type)).toEqual(['ConsentRecorded', 'ConsentWithdrawn']);
  expect(JSON.stringify(events)).not.toContain('Zyx');
});

test('withdrawing for a key that nobody is known by says that nothing was withdrawn', async () => {
  const nobody = ['--person', 'Zyx-nobody', '--namespace', 'tracker', '--purpose', 'coaching'];
  const { stdout, code } = await terminal.run(['consent', 'withdraw', ...nobody]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('check --person and --namespace') });
  expect(stdout).not.toContain('Zyx');
});

test.each([
  ['consent', ['give', ...ann], 2, 'usage'],
  ['consent', ['record', '--purpose', 'coaching'], 2, 'usage'],
  ['consent', ['record', '--person', 'Zyx-ann'], 2, 'usage'],
  ['consent', ['withdraw', ...ann, '--evidence', 'x'], 2, 'usage'],
  ['consent', ['record', ...ann, '--text-language', 'es'], 2, 'usage'],
  ['consent', ['record', '--person', 'a', '--purpose', 'advertising'], 3, 'no-such-purpose'],
  ['consent', ['record', ...ann, '--as', 'scientist@healthai.local'], 3, 'not-entitled'],
])('%s %j is refused with what to do', async (command, words, exit, code) => {
  const { code: ended, stdout } = await terminal.run([command, ...words, '--json']);
  expect(ended).toBe(exit);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code, message: expect.stringMatching(/.{20,}/) } });
  expect(stdout).not.toContain('Zyx');
});
