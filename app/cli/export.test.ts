/** Exports: the same position gives the same bytes, and people stay unknown unless an auditor says what for. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foodFile } from '../../ingestion/import/foods.test-support.ts';
import { freshTerminal, type Json, type Terminal } from './terminal.test-support.ts';

let terminal: Terminal;
let imported: Json;

const days = `user_id,date,steps,calories_burned,distance_km,active_minutes,sleep_hours,heart_rate_avg,workout_type,weather_conditions,location,mood
Person-4711,2026-01-02,8000,2200,5.6,60,7.5,72,Walking,Clear,Park,Happy
Person-4712,2026-01-02,9000,2300,6.3,70,7,70,Cycling,Fog,Park,Tired
`;

beforeAll(async () => {
  terminal = await freshTerminal();
  const foods = [{ name: '=2+3, four' }, { name: '-5.00' }, { name: '@Bread' }, { name: 'Brew', kcal: 900 }];
  imported = await terminal.json(['ingest', 'daily-food', terminal.file('foods.csv', foodFile(foods))]);
  await terminal.json(['ingest', 'fitness-tracker', terminal.file('days.csv', days)]);
});
afterAll(() => terminal.remove());

const exported = (type: string, format: string, ...more: string[]) =>
  terminal.run(['export', type, '--format', format, ...more]).then(({ stdout }) => stdout);

describe('an export of foods', () => {
  let csv: string;
  test('is rows of record id, key and fields, in CSV that no spreadsheet runs', async () => {
    csv = await exported('food', 'csv');
    const [head, ...rows] = csv.split('\n').slice(0, -1);
    expect(head).toMatch(/^record_id,key,name,/);
    expect(rows).toHaveLength(3);
    expect(csv).toContain(`"'=2+3, four","'=2+3, four"`);
    expect(csv).toContain(`,'@Bread,'@Bread,`);
    expect(csv).toContain(',-5.00,-5.00,');
    expect(csv).not.toContain(imported.import);
  });

  test('holds the same rows in JSON and in NDJSON, with the texts as they are', async () => {
    const [json, ndjson] = await Promise.all([exported('food', 'json'), exported('food', 'ndjson')]);
    const rows: Json[] = JSON.parse(json);
    const lines = ndjson
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    expect(rows).toEqual(lines);
    expect(rows.map(({ name }) => name).sort()).toEqual(['-5.00', '=2+3, four', '@Bread']);
    const ids = csv
      .split('\n')
      .slice(1, -1)
      .map((row) => row.split(',')[0]);
    expect(rows.map(({ record_id }) => record_id)).toEqual(ids);
    expect(ids).toEqual(ids.toSorted());
  });

  test('has the same bytes at the same position, in a file too, also after further decisions', async () => {
    const out = path.join(terminal.folder, 'food.csv');
    const summary = await terminal.json(['export', 'food', '--format', 'csv', '--out', out]);
    expect(summary).toEqual({
      rows: 3,
      sha256: createHash('sha256').update(csv).digest('hex'),
      position: expect.stringMatching(/^\d+$/),
      schemaHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      file: out,
    });
    expect(readFileSync(out, 'utf8')).toBe(csv);
    const [brew] = await terminal.lines(['queue', '--type', 'food']);
    const approved = await terminal.json(['approve', brew.record, '--as', 'approver@healthai.local']);
    const [at, decided, now] = await Promise.all([
      exported('food', 'csv', '--at', summary.position),
      exported('food', 'csv', '--at', approved.position),
      exported('food', 'csv'),
    ]);
    expect(at).toBe(csv);
    expect(now).toBe(decided);
    expect(now.split('\n')).toHaveLength(csv.split('\n').length + 1);
    expect(readdirSync(terminal.folder).filter((name) => name.includes('partial'))).toEqual([]);
  });
});

describe('an export of a type about people', () => {
  const audit = ['--purpose', 'complaint 17', '--as', 'auditor@healthai.local'];
  const accesses = async () => {
    const client = new pg.Client({ connectionString: terminal.databaseUrl });
    await client.connect();
    const { rows } = await client.query('select actor, what, purpose from operations.access order by access_id');
    await client.end();
    return rows;
  };

  test('has the subject in place of the key, and no field that identifies', async () => {
    const rows: Json[] = JSON.parse(await exported('daily_activity', 'json'));
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row.subject).toMatch(/^[0-9a-f-]{36}$/);
      expect(row).not.toHaveProperty('key');
      expect(row).not.toHaveProperty('person_key');
    }
    expect(JSON.stringify(rows)).not.toContain('Person-');
    expect(await accesses()).toEqual([]);
  });

  test('has it in clear for an auditor who says what for, and for nobody else; that it was shown is kept', async () => {
    const refused = await terminal.run([
      ...[
        'export',
        'daily_activity',
        '--format',
        'csv',
        '--purpose',
        'mere curiosity',
        '--as',
        'scientist@healthai.local',
      ],
    ]);
    expect(refused).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('ask an auditor') });
    const rows: Json[] = JSON.parse(await exported('daily_activity', 'json', ...audit));
    expect(rows.map((row) => row.person_key).sort()).toEqual(['Person-4711', 'Person-4712']);
    expect(await accesses()).toEqual([
      { actor: expect.stringMatching(/^user:/), what: 'export daily_activity', purpose: 'complaint 17' },
    ]);
  });

  test('is what events show as well: sealed, but for that auditor', async () => {
    const events = ['events', '--category', 'daily_activity', '--limit', '1'];
    const [sealed, clear] = await Promise.all([terminal.json(events), terminal.json([...events, ...audit])]);
    expect(sealed.data).not.toHaveProperty('values');
    expect(sealed.data.sealed).toMatchObject({ $sealed: sealed.data.subject });
    expect(clear.data.values.person_key).toMatch(/^Person-/);
    expect((await accesses()).at(-1)).toMatchObject({ what: 'events of daily_activity' });
  });

  test('is kept too where a record of a person is shown on the host, under no account', async () => {
    const [row] = JSON.parse(await exported('daily_activity', 'json'));
    expect(await terminal.json(['record', row.record_id])).toMatchObject({
      values: { person_key: expect.stringMatching(/^Person-/) },
    });
    const what = `daily_activity ${row.record_id}`;
    expect((await accesses()).at(-1)).toEqual({ actor: 'system:operator', what, purpose: 'command line' });
  });
});
