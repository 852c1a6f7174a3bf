import { afterEach, describe, expect, test } from 'vitest';
import type { Appended, EventStore, Write } from '../../eventstore/store.ts';
import { event, write } from '../../eventstore/suite/events.ts';
import type { Projection } from '../projection.ts';
import type { Engine } from './engine.ts';
import { engineWorld } from './world.test-support.ts';

/** Counts the events of each stream; refuses those of type `Poison`. */
const counting = (version = 1, onFailure: Projection['onFailure'] = 'park'): Projection => ({
  name: 'counting',
  version,
  schemas: ['counting'],
  tables: (schema) => `create table ${schema('counting')}.count (stream text primary key, events int not null)`,
  handles: { categories: ['thing'] },
  onFailure,
  async apply(batch, { sql }) {
    for (const { stream, type } of batch) {
      if (type === 'Poison') throw new Error('not to be swallowed');
      await sql.query(
        `insert into count values ($1, $2) on conflict (stream) do update set events = count.events + $2`,
        [stream, version],
      );
    }
  },
});

const patience = 20_000;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function world() {
  const { store, pool, problems, engine } = await engineWorld(closing);
  return {
    store,
    pool,
    problems,
    engine: (projection = counting(), alongside = true) => engine(projection, alongside),
    async counts(): Promise<Record<string, number>> {
      const { rows } = await pool.query('select stream, events from counting.count order by stream');
      return Object.fromEntries(rows.map(({ stream, events }) => [stream, events]));
    },
  };
}

const written = (stream: string, ...types: string[]): Write =>
  write(stream, 'none', ...types.map((type) => event({}, type)));

async function append(store: EventStore, writes: readonly Write[], engine?: Engine): Promise<Appended> {
  const answer = await store.append(writes, engine?.alongside);
  if (answer.kind === 'conflict') throw new Error('conflict');
  return answer;
}

async function running(engine: Engine): Promise<Engine> {
  await engine.start();
  await expect.poll(() => engine.running(), { timeout: patience }).toBe(true);
  return engine;
}

describe('alongside an append', () => {
  test('what is appended is visible as soon as the append is answered, without any daemon', async () => {
    const { store, engine, counts } = await world();
    const projecting = engine();
    await projecting.prepare();
    const { position } = await append(
      store,
      [written('thing-1', 'Happened', 'Happened'), written('other-1', 'Happened')],
      projecting,
    );
    expect(await counts()).toEqual({ 'thing-1': 2 });
    expect((await projecting.status())[0]).toMatchObject({ position, lag: 0n, state: 'idle' });
  });

  test('an event that cannot be applied does not fail the append, and leaves nothing of its batch behind', async () => {
    const { store, engine, counts, problems } = await world();
    const projecting = engine();
    await projecting.prepare();
    await append(store, [written('thing-1', 'Happened', 'Poison')], projecting);
    expect(await counts()).toEqual({});
    expect(problems).toMatchObject([{ what: 'left to the daemon', projection: 'counting' }]);
    expect(await store.head()).toBe(2n);
  });

  test('a projection that is behind is left behind, so that no event is skipped', async () => {
    const { store, engine, counts } = await world();
    const projecting = engine();
    await projecting.prepare();
    await append(store, [written('thing-1', 'Happened')]);
    const { position } = await append(store, [written('thing-2', 'Happened')], projecting);
    expect(await counts()).toEqual({});
    await projecting.start();
    expect(await projecting.caughtUp(position, patience)).toBe(true);
    expect(await counts()).toEqual({ 'thing-1': 1, 'thing-2': 1 });
  });

  test("another process's daemon that is a little behind is waited for, so that it does not chase the appends for ever", async () => {
    const { store, engine, counts } = await world();
    await running(engine());
    for (let i = 0; i < 20; i++) await append(store, [written(`thing-${i}`, 'Happened')]);
    await append(store, [written('thing-last', 'Happened')], engine());
    expect(Object.keys(await counts())).toHaveLength(21);
  });

  test('a daemon of this process is told instead', async () => {
    const { store, engine, counts } = await world();
    const projecting = await running(engine());
    for (let i = 0; i < 20; i++) await append(store, [written(`thing-${i}`, 'Happened')]);
    const { position } = await append(store, [written('thing-last', 'Happened')], projecting);
    expect(await projecting.caughtUp(position, patience)).toBe(true);
    expect(Object.keys(await counts())).toHaveLength(21);
  });

  test('an append that is rolled back takes its projection with it', async () => {
    const { store, engine, counts } = await world();
    const projecting = engine();
    await projecting.prepare();
    await expect(
      store.append([written('thing-1', 'Happened')], async (transaction, recorded) => {
        await projecting.alongside(transaction, recorded);
        throw new Error('the process dies here');
      }),
    ).rejects.toThrow('the process dies here');
    expect(await counts()).toEqual({});
    expect((await projecting.status())[0]).toMatchObject({ position: 0n });
  });
});

describe('the daemon', () => {
  test('applies what was appended while nobody projected: a kill between append and projection loses nothing', async () => {
    const { store, engine, counts } = await world();
    const { position } = await append(store, [written('thing-1', 'Happened', 'Happened')]);
    const projecting = engine();
    await projecting.start();
    expect(await projecting.caughtUp(position, patience)).toBe(true);
    expect(await counts()).toEqual({ 'thing-1': 2 });
  });

  test.each([true, false])('follows the log on its own (appends drive it too: %s)', async (alongside) => {
    const { store, engine, counts } = await world();
    const projecting = engine(counting(), alongside);
    await projecting.start();
    for (const stream of ['thing-1', 'other-1', 'thing-2']) {
      const { position } = await append(store, [written(stream, 'Happened')]);
      expect(await projecting.caughtUp(position, patience)).toBe(true);
    }
    expect(await counts()).toEqual({ 'thing-1': 1, 'thing-2': 1 });
  });

  test('finds the one event of a batch that cannot be applied, sets it aside visibly and goes on', async () => {
    const { store, engine, counts, problems, pool } = await world();
    const projecting = engine();
    const writes = Array.from({ length: 20 }, (_, i) => written(`thing-${i}`, i === 13 ? 'Poison' : 'Happened'));
    const { position } = await append(store, writes);
    await projecting.start();
    expect(await projecting.caughtUp(position, patience)).toBe(true);
    expect(Object.keys(await counts())).toHaveLength(19);
    expect(problems.map(({ what, event }) => [what, event?.stream])).toEqual([['parked', 'thing-13']]);
    expect((await projecting.status())[0]).toMatchObject({ parked: 1, lag: 0n });
    const { rows } = await pool.query('select stream, position::int, error from projection.parked');
    expect(rows).toEqual([{ stream: 'thing-13', position: 14, error: 'not to be swallowed' }]);
  });

  test('stops before such an event where nothing may be left out', async () => {
    const { store, engine, counts, problems } = await world();
    const projecting = engine(counting(1, 'stop'));
    const { position } = await append(store, [
      written('thing-1', 'Happened'),
      written('thing-2', 'Poison'),
      written('thing-3', 'Happened'),
    ]);
    await projecting.start();
    await expect.poll(async () => (await projecting.status())[0]?.state, { timeout: patience }).toBe('stopped');
    expect(await projecting.caughtUp(position, 10)).toBe(false);
    expect(await counts()).toEqual({ 'thing-1': 1 });
    expect((await projecting.status())[0]?.error).toContain('position 2 (Poison of thing-2)');
    expect(problems.map(({ what }) => what)).toEqual(['stopped']);
  });

  test('runs once however many processes there are; another one takes over when it ends', async () => {
    const { store, engine, counts } = await world();
    const [one, two] = [engine(), engine()];
    await one.start();
    await expect.poll(async () => (await one.status())[0]?.state, { timeout: patience }).toBe('running');
    await two.start();
    await expect.poll(async () => (await two.status())[0]?.state, { timeout: patience }).toBe('waiting');
    await one.stop();
    const { position } = await append(store, [written('thing-1', 'Happened')]);
    expect(await two.caughtUp(position, patience)).toBe(true);
    expect(await counts()).toEqual({ 'thing-1': 1 });
    expect((await two.status())[0]?.state).toBe('running');
  });

  test('comes back when its connection is cut', async () => {
    const { store, engine, pool, counts } = await world();
    const projecting = engine();
    await projecting.start();
    await expect.poll(async () => (await projecting.status())[0]?.state, { timeout: patience }).toBe('running');
    await pool.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()
       and database = (select oid from pg_database where datname = current_database())`,
    );
    const { position } = await append(store, [written('thing-1', 'Happened')]);
    expect(await projecting.caughtUp(position, patience)).toBe(true);
    expect(await counts()).toEqual({ 'thing-1': 1 });
  });

  test('every event is applied exactly once while appends and the daemon compete for them', async () => {
    const { store, engine, counts } = await world();
    const projecting = engine();
    await projecting.start();
    const streams = Array.from({ length: 40 }, (_, i) => `thing-${i}`);
    await Promise.all(
      streams.map((stream, i) =>
        append(store, [written(stream, 'Happened', 'Happened')], i % 3 ? projecting : undefined),
      ),
    );
    expect(await projecting.caughtUp(await store.head(), patience)).toBe(true);
    expect(await counts()).toEqual(Object.fromEntries(streams.map((stream) => [stream, 2]).sort()));
  });
});

describe('a rebuild', () => {
  test('gives the same tables, says so, and counts what it applied', async () => {
    const { store, engine, counts } = await world();
    const projecting = engine();
    await projecting.start();
    const { position } = await append(
      store,
      [written('thing-1', 'Happened', 'Happened'), written('other-1', 'Happened')],
      projecting,
    );
    await projecting.caughtUp(position, patience);
    const report = await projecting.rebuild('counting');
    expect(report).toMatchObject({ name: 'counting', version: 1, events: 2, equal: true });
    expect(report.rebuiltChecksum).toBe(report.liveChecksum);
    expect(await counts()).toEqual({ 'thing-1': 2 });
  });

  test('finds tables that somebody changed by hand, and repairs them', async () => {
    const { store, engine, counts, pool } = await world();
    const projecting = engine();
    await projecting.prepare();
    await append(store, [written('thing-1', 'Happened')], projecting);
    await pool.query('update counting.count set events = 7');
    expect(await projecting.rebuild('counting')).toMatchObject({ equal: false });
    expect(await counts()).toEqual({ 'thing-1': 1 });
    expect(await projecting.rebuild('counting')).toMatchObject({ equal: true });
  });

  test('goes on while others append, and loses nothing of what they append', async () => {
    const { store, engine, counts } = await world();
    const projecting = engine();
    await projecting.start();
    let appending = true;
    let position = 0n;
    let n = 0;
    const appender = (async () => {
      while (appending) position = (await append(store, [written(`thing-${n++}`, 'Happened')], projecting)).position;
    })();
    for (let i = 0; i < 3; i++) expect(await projecting.rebuild('counting')).toMatchObject({ equal: true });
    appending = false;
    await appender;
    expect(await projecting.caughtUp(position, patience)).toBe(true);
    expect(Object.keys(await counts())).toHaveLength(n);
    expect((await projecting.status())[0]).toMatchObject({ parked: 0, lag: 0n });
  });

  test('happens by itself for a new version, beside the old tables', async () => {
    const { store, engine, counts } = await world();
    const old = engine();
    await old.prepare();
    await append(store, [written('thing-1', 'Happened')], old);
    const renewed = engine(counting(2));
    await renewed.start();
    expect(await renewed.caughtUp(1n, patience)).toBe(true);
    expect(await counts()).toEqual({ 'thing-1': 2 });
    const { position } = await append(store, [written('thing-2', 'Happened')], old);
    expect(await renewed.caughtUp(position, patience)).toBe(true);
    expect(await counts()).toEqual({ 'thing-1': 2, 'thing-2': 2 });
  });

  test('happens by itself where the tables were made from another log', async () => {
    const { store, engine, counts, pool } = await world();
    await append(store, [written('thing-1', 'Happened')]);
    const projecting = engine();
    await projecting.prepare();
    await pool.query(`insert into counting.count values ('thing-of-another-log', 1)`);
    await pool.query(`update projection.checkpoint set position = 1, event_id = gen_random_uuid()`);
    await projecting.start();
    // The position was reached in the other log too: it does not tell when the tables are built.
    await expect.poll(counts, { timeout: 30_000 }).toEqual({ 'thing-1': 1 });
  });
});

test('waiting for a position that nothing has reached ends after its time', async () => {
  const { engine } = await world();
  const projecting = engine();
  await projecting.prepare();
  expect(await projecting.caughtUp(5n, 30)).toBe(false);
  expect(await projecting.caughtUp(0n, 30)).toBe(true);
});
