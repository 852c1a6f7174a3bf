/** What goes wrong with single rows, with the log, with people who must not be stored. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportEventData } from '../../domain/import/events.ts';
import type { SourceDefinition } from '../../domain/source/definition.ts';
import { namesOf } from '../../domain/source/header.ts';
import { type EventStore, StoreUnavailable } from '../../eventstore/store.ts';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { dailyFood } from '../sources/daily-food.ts';
import { dietRecommendations } from '../sources/diet-recommendations.ts';
import { trackerSleep } from '../sources/tracker.ts';
import { rowsOf } from './accounts.test-support.ts';
import { foodFile, foodRequest, mixedFoods } from './foods.test-support.ts';
import { ingest } from './ingest.ts';
import { session, sessionRequest, sessions } from './sessions.test-support.ts';

let system: TestSystem;
/** What the log does with an append: told by the test under way. */
let onAppend: (() => void) | undefined;
const listening = (store: EventStore): EventStore => ({
  ...store,
  append(writes, alongside) {
    onAppend?.();
    return store.append(writes, alongside);
  },
});
beforeAll(async () => {
  system = await freshSystem({ store: listening });
});
afterAll(() => system.remove());

const run = (definition: SourceDefinition, content: string, dryRun = false) =>
  ingest(system.ingestion, {
    definition,
    content: Readable.from([Buffer.from(content)]),
    fileName: definition.recordType === 'food' ? 'foods.csv' : 'Zyxwvmembers.csv',
    trigger: 'command',
    dryRun,
  });

const names = (definition: SourceDefinition): string[] => definition.columns.map((mapping) => namesOf(mapping)[0]!);

describe('rows that are too large', () => {
  const wide = (name: string, size: number, protein = 10): string =>
    [
      name,
      'Meal',
      117,
      protein,
      10,
      4,
      1,
      2,
      100,
      5,
      'Lunch',
      0,
      ...Array.from({ length: 8 }, () => 'x'.repeat(size / 8)),
    ].join();
  const header = [...names(dailyFood), ...Array.from({ length: 8 }, (_, i) => `note ${i}`)].join();

  test('are set aside, and the rest goes on', async () => {
    const definition = { ...dailyFood, name: 'wide-1' };
    const content = [header, wide('A', 80), wide('B', 600_000), wide('C', 400_000), wide('D', 80)].join('\n');
    const dry = await run(definition, content, true);
    const report = await run(definition, content);
    expect(report.counts).toMatchObject({ read: 4, new: 2, quarantined: 2 });
    expect(dry.counts).toEqual(report.counts);
    expect((await rowsOf(system.store, report)).quarantined).toEqual([3, 4]);
    const { rows } = await system.sql.query('select distinct reason from imports.quarantined_row');
    expect(rows).toEqual([{ reason: 'row-too-large' }]);
  });

  test('leave the key to those rows that fit, however much they are together', async () => {
    const definition = { ...dailyFood, name: 'wide-2' };
    const rows = [wide('A', 600_000, 1), ...[2, 3, 4, 5, 6].map((protein) => wide('A', 240_000, protein))];
    const report = await run(definition, [header, ...rows].join('\n'));
    expect(report.counts).toMatchObject({ read: 6, new: 1, conflicting: 4, quarantined: 1 });
    expect(report.records).toEqual({ published: 0, open: 1, rejected: 0 });
    const again = await run(definition, `${[header, ...rows].join('\n')}\n`);
    expect(again.counts).toMatchObject({ read: 6, unchanged: 5, quarantined: 1 });
  });
});

describe('an import that cannot reach the log', () => {
  const definition = { ...dailyFood, name: 'paused' };
  const request = () => foodRequest(foodFile(mixedFoods(2_500)), { definition });

  test('waits, is ended while it waits, and goes on where it was', async () => {
    let appends = 0;
    onAppend = () => {
      if (appends++ > 4) throw new StoreUnavailable('out of reach');
    };
    const ended = new Error('the process was ended');
    const waiting = {
      ...system.ingestion,
      retryAfterMs: () => {
        throw ended;
      },
    };
    await expect(ingest(waiting, request())).rejects.toBe(ended);
    onAppend = undefined;
    const report = await ingest(system.ingestion, request());
    expect(report.counts).toMatchObject({ read: 2_500, unchanged: 0 });
    const { rows } = await system.sql.query('select * from imports.import_run where source = $1', [definition.name]);
    expect(rows).toMatchObject([{ status: 'completed' }]);
    const { rows_read, ...said } = rows[0] as Record<string, string>;
    const sum = ['new', 'revised', 'unchanged', 'duplicate', 'conflicting', 'quarantined'].map((n) =>
      Number(said[`rows_${n}`]),
    );
    expect(sum.reduce((a, b) => a + b)).toBe(Number(rows_read));
  });

  test('is paused by any other trouble, and says so, until it goes on', async () => {
    const other = { ...definition, name: 'paused-2' };
    const file = () => foodRequest(foodFile(mixedFoods(1_200)), { definition: other });
    let appends = 0;
    onAppend = () => {
      if (appends++ === 4) throw new TypeError('of the database');
    };
    await expect(ingest(system.ingestion, file())).rejects.toThrow('of the database');
    onAppend = undefined;
    const status = async () => {
      const { rows } = await system.sql.query('select status from imports.import_run where source = $1', [other.name]);
      return rows;
    };
    await system.caughtUp(await system.store.head());
    expect(await status()).toEqual([{ status: 'paused' }]);
    await ingest(system.ingestion, file());
    expect(await status()).toEqual([{ status: 'completed' }]);
  });
});

/** Every text that the database holds outside of the keys and of what is published, and the names of all files. */
async function everything(schemas: readonly string[]): Promise<string> {
  const { rows: tables } = await system.sql.query(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_schema = any($1) and table_type = 'BASE TABLE'`,
    [schemas],
  );
  expect(tables.length).toBeGreaterThan(4);
  const found: string[] = [];
  for (const { schema, name } of tables) {
    const { rows } = await system.sql.query(`select t::text as text from "${schema}"."${name}" as t`);
    found.push(`${schema}.${name}`, ...rows.map((row) => row.text));
  }
  return found.join('\n');
}
const notForPeople = ['log', 'records', 'imports', 'operations', 'projection', 'published'];

/** A patient whose every text and number can be told from all others. */
const patient = (id: string, weight = '77.713131713'): string =>
  [
    id,
    41,
    'Female',
    weight,
    171.3,
    26.5,
    'None',
    'Mild',
    'Sedentary',
    2131,
    199.7,
    131,
    97.3,
    'None',
    'None',
    'Mexican',
  ]
    .concat(['3.133713371', '77.133713371', '2.133713371', 'Balanced', 'Zyxwvnote'])
    .join();
const patients = (...rows: readonly string[]): string =>
  [[...names(dietRecommendations), 'Note'].join(), ...rows].join('\n');

describe('data about people', () => {
  test('stand in clear in no log, history, queue or quarantine, nor do the name and sha256 of their file', async () => {
    const report = await run(
      dietRecommendations,
      patients(
        patient('Zyxwvpatient1'),
        patient('Zyxwvpatient2', '78.713131713'),
        patient('Zyxwvpatient2', '79.713131713'),
        patient('Zyxwvpatient3', 'Zyxwvheavy'),
        patient('Zyxwvpatient4', '12345.713131713'),
      ),
    );
    expect(report.counts).toMatchObject({ read: 5, new: 3, conflicting: 1, quarantined: 1 });
    await ingest(
      system.ingestion,
      sessionRequest([...sessions(20), session(3).with(2, '777.713131713'), session(4).with(0, 'Zyxwvage')]),
    );
    const text = await everything(notForPeople);
    const markers = ['Zyxwv', '713131713', '133713371', report.file.sha256!];
    expect(text.split('\n').filter((line) => markers.some((marker) => line.includes(marker)))).toEqual([]);
  });

  test('of somebody who was erased count as unchanged, and nothing of them is stored', async () => {
    const definition = { ...dietRecommendations, name: 'clinic' };
    await system.vault.suppress([{ namespace: 'clinic', key: 'Gone' }]);
    const { rows: subjects } = await system.sql.query('select count(*)::int as n from keys.subject');
    const file = patients(patient('Gone'), patient('Gone', '80.1'), patient('Gone', '80.1'), patient('Here'));
    const report = await run(definition, file);
    expect(report.counts).toMatchObject({ read: 4, new: 1, unchanged: 2, duplicate: 1, conflicting: 0 });
    expect(report.records.open + report.records.published).toBe(1);
    const said = await system.sql.query('select count(*)::int as n from keys.subject');
    expect(said.rows[0].n).toBe(subjects[0].n + 1);
    const { rows } = await system.sql.query('select record_id from records.record where source = $1', ['clinic']);
    expect(rows).toHaveLength(1);
    const events = (await Array.fromAsync(system.store.readStream(`import-${report.import}`))).filter(
      (event) => event.type === 'ImportAdvanced',
    );
    expect(events.flatMap((event) => (event.data as ImportEventData['ImportAdvanced']).unchanged)).toEqual([]);
  });

  test('that nobody consented to are set aside, row by row, and leave no key behind', async () => {
    const { rows: before } = await system.sql.query('select count(*) from keys.subject');
    const header = names(trackerSleep);
    const row = (id: number, minutes: number): string =>
      header.map((name) => (/id/i.test(name) ? id : /day|date/i.test(name) ? '4/12/2016 12:00:00 AM' : minutes)).join();
    const report = await run(
      trackerSleep,
      [header.join(), row(1, 300), row(1, 301), row(1, 300), row(2, 400)].join('\n'),
    );
    expect(report.counts).toMatchObject({ read: 4, quarantined: 4 });
    const { rows } = await system.sql.query(
      'select reason, params::text as params, count(*)::int as n from imports.quarantined_row where import_id = $1 group by 1, 2',
      [report.import],
    );
    expect(rows).toEqual([{ reason: 'no-consent', params: '{}', n: 4 }]);
    expect((await system.sql.query('select count(*) from keys.subject')).rows).toEqual(before);
  });
});

test('after all that, the read model built anew from the log is the one in use', async () => {
  for (const projection of await system.engine.status())
    expect(await system.engine.rebuild(projection.name)).toMatchObject({ equal: true });
});
