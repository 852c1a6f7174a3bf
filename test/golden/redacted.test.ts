/** What the first release kept of people in clear is taken out of its log once, by the owner, and nothing else changes. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { exported, healthai } from './asking.ts';
import { type GoldenSystem, openGolden } from './open-golden.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

/** Cells that stood where a header should stand. */
const people = ['P00003', 'Jana', 'Lambert', '2004-07-21'];
const order = ['redact-names', '--as', 'admin@healthai.local', '--reason', 'kept in clear by the first release'];

let golden: GoldenSystem;
let sql: pg.Client;
beforeAll(async () => {
  golden = await openGolden('postgres', 'story');
  sql = new pg.Client({ connectionString: golden.environment.DATABASE_URL });
  await sql.connect();
  // A header that is none: files of JSON and of changes could have left one in `ImportStarted` too.
  const { rows } = await sql.query<{ position: string; data: { pins: { header: string[] } } }>(
    `select e.position, e.data from log.event e join imports.import_run i on e.stream = 'import-' || i.import_id
     where e.type = 'ImportStarted' and i.source = 'sample-profile' order by 1 limit 1`,
  );
  const { position, data } = rows[0]!;
  const header = data.pins.header.with(2, 'Lambert-header');
  await sql.query('alter table log.event disable trigger append_only');
  for (const { name } of await partitions()) await sql.query(`alter table ${name} disable trigger append_only`);
  await sql.query('update log.event set data = $2 where position = $1', [
    position,
    JSON.stringify({ ...data, pins: { ...data.pins, header } }),
  ]);
  await sql.query('alter table log.event enable always trigger append_only');
  for (const { name } of await partitions()) await sql.query(`alter table ${name} enable always trigger append_only`);
  // It would have been there from the beginning.
  await golden.engine.rebuild('imports');
});
afterAll(async () => {
  await sql?.end();
  await golden?.remove();
});

const partitions = async (): Promise<readonly { name: string }[]> =>
  (await sql.query(`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'log.event'::regclass`))
    .rows;
const heldInClear = async (): Promise<readonly string[]> => {
  const { rows } = await sql.query<{ data: string }>('select data::text as data from log.event');
  return [...people, 'Lambert-header'].filter((one) => rows.some(({ data }) => data.includes(one)));
};
const readOf = async (): Promise<string> =>
  JSON.stringify((await Array.fromAsync(golden.kept.readAll())).flat(), (_, value) =>
    typeof value === 'bigint' ? `${value}` : value,
  );

test('old headers and quotes are left out where events are read, and still stand in the log', async () => {
  expect(await heldInClear()).toEqual([...people, 'Lambert-header']);
  const read = await readOf();
  expect(read).toContain('"column 3"');
  expect([...people, 'Lambert-header'].filter((one) => read.includes(one))).toEqual([]);
});

test('a dry run names the events, and changes none', async () => {
  const [told] = await healthai<{ dryRun: boolean; events: { type: string }[] }>(golden, ...order, '--dry-run');
  expect(told).toMatchObject({ dryRun: true });
  expect(told!.events.map(({ type }) => type).sort()).toEqual([...Array(4).fill('ImportFailed'), 'ImportStarted']);
  expect(await heldInClear()).not.toEqual([]);
});

test('nobody but an admin may, and nobody without a reason', async () => {
  const [refused] = await healthai<object>(golden, 'redact-names', '--as', 'auditor@healthai.local', '--reason', 'x');
  expect(refused).toMatchObject({ error: { code: 'not-entitled' } });
  expect((await healthai<object>(golden, 'redact-names', '--as', 'admin@healthai.local'))[0]).toMatchObject({
    error: { code: 'usage' },
  });
});

test('the owner takes them out once: what is read, exported and rebuilt is as before, and the log is protected again', async () => {
  const before = await readOf();
  const [told] = await healthai<{ events: { position: string }[] }>(golden, ...order);
  expect(told!.events).toHaveLength(5);
  expect(await heldInClear()).toEqual([]);
  expect(await readOf()).toBe(before);
  expect((await healthai<{ events: object[] }>(golden, ...order))[0]).toMatchObject({ events: [] });
  const { rows } = await sql.query('select position::text, reason from operations.redaction order by 1');
  expect(rows).toEqual(
    told!.events
      .map(({ position }) => ({ position, reason: 'kept in clear by the first release' }))
      .sort((a, b) => (a.position < b.position ? -1 : 1)),
  );
  await expect(sql.query('update operations.redaction set reason = $1', ['other'])).rejects.toThrow('not changed');
  for (const table of ['log.event', ...(await partitions()).map(({ name }) => name)])
    await expect(sql.query(`update ${table} set v = 1`)).rejects.toThrow('append-only');
  for (const { name } of await golden.engine.status())
    expect(await golden.engine.rebuild(name)).toMatchObject({ equal: true });
  for (const one of golden.shown.exports) expect(await exported(golden, one)).toEqual(one);
});
