/** A file that would take something away, as an operator and an approver meet it on the command line. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Food, foodFile } from '../../ingestion/import/foods.test-support.ts';
import { sessionFile, sessions } from '../../ingestion/import/sessions.test-support.ts';
import { dailyFood } from '../../ingestion/sources/daily-food.ts';
import { freshTerminal, type Json, type Terminal } from './terminal.test-support.ts';

let terminal: Terminal;
let number = 0;
/** A source of its own for every test, defined in DATA_DIR as an operator does it. */
let source: string;

beforeAll(async () => {
  terminal = await freshTerminal();
  mkdirSync(path.join(terminal.folder, 'data/sources'), { recursive: true });
});
afterAll(() => terminal.remove());
beforeEach(() => define());

function define(more: object = {}): void {
  source = `kitchen-${++number}`;
  const traits = { carbohydrates: dailyFood.traits.carbohydrates };
  const definition = { ...dailyFood, name: source, trust: 'auto', traits, ...more };
  writeFileSync(path.join(terminal.folder, `data/sources/${source}.json`), JSON.stringify(definition));
}

/** Foods whose values tell the columns apart. */
const foods = (n: number): Food[] =>
  Array.from({ length: n }, (_, i) => {
    const protein = 3 + ((i * 7) % 23);
    return { name: `${source} ${i}`, protein, kcal: 4 * protein + 77 };
  });
const renamed = (text: string, names: Readonly<Record<string, string>>): string => {
  const [header = '', ...rows] = text.split('\n');
  return [
    header
      .split(',')
      .map((name) => names[name] ?? name)
      .join(','),
    ...rows,
  ].join('\n');
};
const names = { 'Calories (kcal)': 'Energy: kcal', 'Protein (g)': "Cook's protein (g)" };

const as = (who: string, reason = 'the kitchen renamed them') => ['--as', `${who}@healthai.local`, '--reason', reason];
const ingest = (content: string, ...more: string[]) =>
  terminal.run(['ingest', source, terminal.file('foods.csv', content), ...more]);
const ingestJson = async (content: string, ...more: string[]): Promise<{ code: number | null; said: Json }> => {
  const { code, stdout } = await ingest(content, '--json', ...more);
  return { code, said: JSON.parse(stdout) };
};
const imports = async (...words: string[]): Promise<{ code: number | null; said: Json }> => {
  const { code, stdout } = await terminal.run(['imports', ...words, '--json']);
  return { code, said: JSON.parse(stdout) };
};
const exported = async (): Promise<string> =>
  (await terminal.run(['export', 'food', '--format', 'ndjson'])).stdout
    .split('\n')
    .filter((line) => line.includes(`"key":"${source} `))
    .join('\n');

test('a renamed file is held, mapped by an operator, agreed to by an approver, and imported anew: no value is lost', async () => {
  expect((await ingest(foodFile(foods(30)))).code).toBe(0);
  const before = await exported();
  expect(before.split('\n')).toHaveLength(30);

  const { code, said: held } = await ingestJson(renamed(foodFile(foods(30)), names));
  expect(code).toBe(4);
  expect(held).toMatchObject({
    status: 'held',
    counts: { read: 0, leftOut: 0 },
    noLongerStated: null,
    columns: { absent: Object.keys(names), unknown: Object.values(names) },
    hold: { reasons: [{ code: 'missing-columns', columns: Object.keys(names), records: 30, publishedValues: 60 }] },
  });
  expect(await exported()).toBe(before);

  // The same bytes again are the same import, and it is still held.
  const again = await ingestJson(renamed(foodFile(foods(30)), names));
  expect(again).toMatchObject({ code: 4, said: { status: 'held', import: held.import } });

  const shown = await terminal.run(['imports', 'show', held.import]);
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain('30 records would lose 60 published values.');
  const options = [...shown.stdout.matchAll(/^ {4}(--map .*?) {2}\(by /gm)].map(([, option]) => option);
  expect(options).toEqual([`--map 'Calories (kcal)=Energy: kcal'`, `--map 'Protein (g)=Cook'\\''s protein (g)'`]);
  expect(shown.stdout).toContain(
    `healthai imports accept ${held.import} --as <email> --reason <text> ${options.join(' ')}`,
  );

  const map = Object.entries(names).flatMap(([column, to]) => ['--map', `${column}=${to}`]);
  const proposed = await imports('accept', held.import, ...map, ...as('operator'));
  expect(proposed).toMatchObject({ code: 4, said: { import: held.import, status: 'held', next: 'second-person' } });
  expect(proposed.said.mapping.columns).toEqual(Object.entries(names).map(([column, to]) => ({ column, to })));
  const own = await imports('accept', held.import, ...as('operator'));
  expect(own).toMatchObject({ code: 3, said: { error: { code: 'own-mapping' } } });
  expect((await terminal.run(['imports', held.import])).stdout).toContain('somebody else, who agrees to these columns');
  expect(await exported()).toBe(before);

  const agreed = await imports('accept', held.import, ...as('approver'));
  expect(agreed).toMatchObject({
    code: 0,
    said: { status: 'completed', mappedFrom: held.import, counts: { read: 30, unchanged: 30, quarantined: 0 } },
  });
  expect(agreed.said.import).not.toBe(held.import);
  expect(agreed.said.columns).toMatchObject({ absent: [], unknown: [] });
  expect(await exported()).toBe(before);
  const was = await imports('show', held.import);
  expect(was.said).toMatchObject({
    status: 'failed',
    failure: { code: 'mapped', params: { import: agreed.said.import } },
  });
});

test('a column under another name and in another unit is mapped with the very option that is proposed', async () => {
  await ingest(foodFile(foods(60)));
  const inKilojoules = foodFile(foods(60).map((food) => ({ ...food, kcal: (Number(food.kcal) * 4.184).toFixed(3) })));
  const { said: held } = await ingestJson(renamed(inKilojoules, { 'Calories (kcal)': 'Energy (kJ)' }));
  const { stdout } = await terminal.run(['imports', 'show', held.import]);
  expect(stdout).toContain(`--map 'Calories (kcal)=Energy (kJ):kj'  (by `);
  await imports('accept', held.import, '--map', 'Calories (kcal)=Energy (kJ):kj', ...as('operator'));
  const { code, said } = await imports('accept', held.import, ...as('admin'));
  expect(code).toBe(0);
  expect(said).toMatchObject({ status: 'completed', counts: { read: 60, unchanged: 60, quarantined: 0 } });
});

describe('a snapshot that lacks most of what stood', () => {
  let held: Json;
  beforeEach(async () => {
    await ingest(foodFile(foods(40)));
    held = (await ingestJson(foodFile(foods(4)))).said;
    expect(held).toMatchObject({ status: 'held', hold: { reasons: [{ code: 'shrunken', records: 36, stood: 40 }] } });
  });

  test('is accepted as it is, by an operator, and only by one', async () => {
    const refused = await imports('accept', held.import, ...as('approver'));
    expect(refused).toMatchObject({ code: 3, said: { error: { code: 'not-entitled' } } });
    const accepted = await imports('accept', held.import, ...as('operator', 'the menu is short now'));
    expect(accepted).toMatchObject({
      code: 0,
      said: { import: held.import, status: 'completed', counts: { read: 4, unchanged: 4 }, noLongerStated: 36 },
    });
    expect(await imports('accept', held.import, ...as('operator'))).toMatchObject({
      code: 3,
      said: { error: { code: 'not-held' } },
    });
  });

  test('is rejected, with the reason in the words of whoever reads it', async () => {
    const before = await exported();
    const rejected = await imports('reject', held.import, ...as('operator', 'cut off'));
    expect(rejected).toMatchObject({ code: 0, said: { status: 'failed', failure: { code: 'rejected' } } });
    const { stdout } = await terminal.run(['imports', 'show', held.import, '--language', 'de']);
    expect(stdout).toContain('der Import wurde abgelehnt, während er auf eine Entscheidung wartete: cut off.');
    expect(await exported()).toBe(before);
  });

  test('is given up, and the same file may come again', async () => {
    const ended = await imports('give-up', held.import, ...as('operator', 'wrong file'));
    expect(ended).toMatchObject({ code: 0, said: { status: 'failed', failure: { code: 'given-up' } } });
    expect(await imports('give-up', held.import, ...as('operator'))).toMatchObject({
      said: { error: { code: 'already-ended' } },
    });
    const again = await ingestJson(foodFile(foods(4)));
    expect(again).toMatchObject({ code: 4, said: { status: 'held' } });
    expect(again.said.import).not.toBe(held.import);
  });

  test('gives way to a newer file, and every import is listed with the same fields', async () => {
    const newer = await ingestJson(foodFile(foods(41)));
    expect(newer).toMatchObject({ code: 0, said: { status: 'completed', counts: { new: 1 }, noLongerStated: 0 } });
    const own = (await terminal.lines(['imports'])).filter((one) => one.source === source);
    expect(own.map(({ status, failure }) => failure?.code ?? status)).toEqual(['completed', 'superseded', 'completed']);
    for (const one of own) expect(Object.keys(one).sort()).toEqual(Object.keys(own[0]).sort());
    expect(own[0]).toMatchObject(newer.said);
  });
});

test('a source of changes waits for the import before, says which one, and goes on after it', async () => {
  define({ delivers: 'changes' });
  await ingest(foodFile(foods(30)));
  const { said: held } = await ingestJson(renamed(foodFile(foods(30)), { 'Protein (g)': 'P' }));
  expect(held.status).toBe('held');
  const waits = await ingestJson(foodFile(foods(31)));
  expect(waits).toMatchObject({
    code: 3,
    said: { error: { code: 'source-waits', details: { source, import: held.import } } },
  });
  expect(waits.said.error.message).toContain(`healthai imports show ${held.import}`);
  await imports('reject', held.import, ...as('operator'));
  expect(await ingestJson(foodFile(foods(31)))).toMatchObject({ code: 0, said: { counts: { new: 1 } } });
});

describe('a dry run', () => {
  test('tells why rows are set aside, and whether the file would wait', async () => {
    const odd = [...foods(3), { name: `${source} odd`, kcal: 'many' }];
    const { code, said } = await ingestJson(foodFile(odd), '--dry-run');
    expect(code).toBe(0);
    expect(said.quarantined).toEqual([
      {
        row: 5,
        column: 'Calories (kcal)',
        value: 'many',
        reason: 'foods.csv, row 5: column “Calories (kcal)”: the value “many” cannot be read; expected: number.',
        advice: expect.stringContaining('import the file again'),
        code: 'untypable-cell',
      },
    ]);
    const { stdout } = await ingest(foodFile(odd), '--dry-run');
    expect(stdout).toContain('the value “many” cannot be read');
    await ingest(foodFile(foods(30)));
    const would = await ingestJson(foodFile(foods(2)), '--dry-run');
    expect(would).toMatchObject({ code: 4, said: { status: 'held', import: null, position: null } });
    expect((await terminal.lines(['imports'])).filter((one) => one.source === source)).toHaveLength(1);
  });

  test('names no value of a person', async () => {
    const [one, two, three] = sessions(3);
    const file = terminal.file('members.csv', sessionFile([one!, two!.with(2, 'heavy'), three!]));
    const said = await terminal.json(['ingest', 'gym-members', file, '--dry-run']);
    expect(said.quarantined).toMatchObject([{ row: 3, column: 'Weight (kg)', code: 'untypable-cell' }]);
    expect(said.quarantined[0]).not.toHaveProperty('value');
    expect(JSON.stringify(said)).not.toContain('heavy');
  });
});

test('columns that are absent or unknown are told in every report, loudly at the first under a definition', async () => {
  const odd = (n: number): string => renamed(foodFile(foods(n)), { 'Water_Intake (ml)': 'Mood' });
  const first = await ingest(odd(5));
  expect(first.code).toBe(0);
  expect(first.stdout).toContain('! columns that the file does not have: Water_Intake (ml)\n');
  expect(first.stdout).toContain('! columns that the source does not know: Mood\n');
  const second = await ingest(odd(6));
  expect(second.stdout).toContain('  columns that the source does not know: Mood\n');
  expect(second.stdout).not.toContain('! ');
});

describe('an answer', () => {
  const nobody = '11111111-1111-4111-8111-111111111111';
  test.each([
    [['accept'], 'Say which import'],
    [['agree', nobody], '“agree” is nothing that is done with an import'],
    [['accept', nobody], '--as <email>'],
    [['accept', nobody, '--as', 'operator@healthai.local'], '--reason is missing'],
    [['accept', nobody, ...as('operator'), '--map', 'x=y', '--as-is'], 'not both'],
    [['reject', nobody, ...as('operator'), '--map', 'x=y'], '--map and --as-is go with accept'],
    [['show', nobody, '--reason', 'x'], 'go with an answer'],
    [['reject', nobody, ...as('operator', 'x'.repeat(501))], '500 characters'],
  ])('%j is wrong use', async (words, says) => {
    const { code, said } = await imports(...words);
    expect([code, said.error.code]).toEqual([2, 'usage']);
    expect(said.error.message).toContain(says);
  });

  test('about an import that there is not is refused', async () => {
    for (const verb of ['show', 'accept', 'reject', 'give-up']) {
      const { code, said } = await imports(verb, nobody, ...(verb === 'show' ? [] : as('operator')));
      expect([code, said.error.code]).toEqual([3, 'no-such-import']);
    }
  });

  test('with columns that there are not says where they are named', async () => {
    await ingest(foodFile(foods(30)));
    const { said: held } = await ingestJson(renamed(foodFile(foods(30)), names));
    const { code, said } = await imports('accept', held.import, '--map', 'Protein (g)=Eggs', ...as('operator'));
    expect([code, said.error.code]).toEqual([2, 'usage']);
    expect(said.error.message).toContain(`healthai imports show ${held.import}`);
  });
});
