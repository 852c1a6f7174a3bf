import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { type EventStore, StoreUnavailable } from '../store.ts';
import { all, event, ids, newStream, numbered, write } from '../suite/events.ts';
import { postgresStore } from './store.ts';
import { openWire, type Wire } from './wire.test-support.ts';

let db: TestDatabase;
let direct: EventStore;
let wire: Wire;
let store: EventStore;

beforeAll(async () => {
  db = await freshDatabase();
  direct = postgresStore({ url: db.url });
  wire = await openWire(db.url);
  store = postgresStore({ url: wire.url, connections: 3, patience: 3_000 });
});
afterAll(async () => {
  await store.close();
  await direct.close();
  await wire.close();
  await db.drop();
});

test('an append whose answer is lost is done once, and answered', async () => {
  const stream = newStream();
  for (let i = 0; i < 10; i++) {
    wire.loseNextAnswer();
    const events = numbered(2);
    const answer = await store.append([write(stream, i === 0 ? 'none' : i * 2 - 1, ...events)]);
    expect(answer).toMatchObject({ kind: 'appended', versions: [i * 2 + 1] });
    expect(ids(await all(direct, stream)).slice(-2)).toEqual(ids(events));
  }
  expect(wire.lost()).toBe(10);
  expect(await all(direct, stream)).toHaveLength(20);
});

test('appends that share a commit whose answer is lost are each done once, and answered', async () => {
  const streams = Array.from({ length: 20 }, newStreams);
  wire.loseNextAnswer();
  const answers = await Promise.all(streams.map((stream) => store.append([write(stream, 'none')])));
  for (const [i, answer] of answers.entries()) {
    const [only, ...more] = await all(direct, streams[i]!);
    expect(more).toEqual([]);
    expect(answer).toEqual({ kind: 'appended', versions: [0], position: only?.position });
  }
});

test('work alongside an append whose commit is cut off is done exactly once', async () => {
  await using sql = await client(db.url);
  await sql.query('create table done (stream text)');
  for (const cut of [wire.loseNextAnswer, wire.cutNow]) {
    const stream = newStream();
    let calls = 0;
    const answer = await store.append([write(stream, 'none', event())], async (transaction, [recorded]) => {
      calls += 1;
      await (transaction as pg.ClientBase).query('insert into done values ($1)', [recorded?.stream]);
      if (calls === 1) cut();
    });
    expect(answer).toMatchObject({ kind: 'appended', versions: [0] });
    expect(await all(direct, stream)).toHaveLength(1);
    const { rows } = await sql.query('select count(*)::int as count from done where stream = $1', [stream]);
    expect(rows).toEqual([{ count: 1 }]);
  }
});

test('a subscription outlives its connections, and misses nothing', async () => {
  const after = await direct.head();
  const stop = new AbortController();
  const seen: string[] = [];
  const following = (async () => {
    for await (const { events } of store.subscribe({ after, signal: stop.signal })) seen.push(...ids(events));
  })();
  const sent: string[] = [];
  for (let i = 0; i < 12; i++) {
    const one = event({ i });
    await direct.append([write(newStream(), 'none', one)]);
    sent.push(one.id);
    if (i % 4 === 3) wire.cutNow();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  while (seen.length < sent.length) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(seen).toEqual(sent);
  stop.abort();
  await following;
});

test('reading goes on where a connection broke', async () => {
  const stream = newStream();
  await direct.append([write(stream, 'none', ...numbered(1_500))]);
  const versions: number[] = [];
  for await (const { version } of store.readStream(stream)) {
    versions.push(version);
    if (version % 600 === 0) wire.cutNow();
  }
  expect(versions).toEqual(Array.from({ length: 1_500 }, (_, i) => i));
});

test('a server that stays away is told as such, for appends and for reads, and the store works again when it is back', async () => {
  const impatient = postgresStore({ url: wire.url, patience: 200 });
  const writes = [write(newStream(), 'none'), write(newStream(), 'none')];
  expect(await impatient.head()).toBeGreaterThan(0n);
  wire.goAway();
  await expect(impatient.append(writes)).rejects.toThrow(StoreUnavailable);
  await expect(impatient.append([writes[0]!])).rejects.toThrow(StoreUnavailable);
  await expect(impatient.append(writes, async () => {})).rejects.toThrow(StoreUnavailable);
  await expect(impatient.head()).rejects.toThrow(StoreUnavailable);
  await expect(Array.fromAsync(impatient.readAll())).rejects.toThrow(StoreUnavailable);
  wire.comeBack();
  expect(await impatient.append(writes)).toMatchObject({ kind: 'appended', versions: [0, 0] });
  await impatient.close();
});

test('an append that the server gave up for a deadlock is tried again, with the work alongside it', async () => {
  await using blocker = await client(db.url);
  await blocker.query('create table contested (id int primary key); insert into contested values (1)');
  await blocker.query('begin');
  await blocker.query('select from contested for update');
  const stream = newStream();
  let calls = 0;
  const appended = direct.append([write(stream, 'none')], async (transaction) => {
    calls += 1;
    const sql = transaction as pg.ClientBase;
    // So that it is this side that gives way.
    await sql.query(`set local deadlock_timeout = '10ms'`);
    await sql.query('select from contested for update');
  });
  await blocker.query(`set local deadlock_timeout = '1h'`);
  while (calls === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await blocker.query('update log.head set position = position');
  await blocker.query('commit');
  expect(await appended).toMatchObject({ kind: 'appended' });
  expect(calls).toBeGreaterThan(1);
  expect(await all(direct, stream)).toHaveLength(1);
});

test('work alongside an append that fails takes the append with it', async () => {
  const stream = newStream();
  const fault = new RangeError('no');
  await expect(direct.append([write(stream, 'none')], () => Promise.reject(fault))).rejects.toBe(fault);
  await expect(
    direct.append([write(stream, 'none')], async (transaction) => {
      await (transaction as pg.ClientBase).query('select 1/0');
    }),
  ).rejects.toThrow('division by zero');
  expect(await all(direct, stream)).toEqual([]);
});

test('work alongside an append sees the events as they will be read, and is not done again for a repeated append', async () => {
  const stream = newStream();
  await direct.append([write(stream, 'none', ...numbered(2))]);
  const writes = [write(stream, 1, ...numbered(3)), write(newStream(), 'none', ...numbered(2))];
  const told: unknown[] = [];
  let inside: unknown;
  const alongside: Parameters<EventStore['append']>[1] = async (transaction, recorded) => {
    told.push(...recorded);
    const before = recorded[0]!.position;
    const streams = writes.map((one) => one.stream);
    inside = await direct.readStreams!(streams, { before, transaction });
  };
  const before = await direct.head();
  await direct.append(writes, alongside);
  await direct.append(writes, alongside);
  expect(told).toEqual((await Array.fromAsync(direct.readAll({ after: before }))).flat());
  expect(inside).toEqual(new Map([[stream, (await all(direct, stream)).slice(0, 2)]]));
});

const newStreams = (): string => newStream();

async function client(url: string): Promise<pg.Client & AsyncDisposable> {
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  return Object.assign(sql, { [Symbol.asyncDispose]: () => sql.end() });
}
