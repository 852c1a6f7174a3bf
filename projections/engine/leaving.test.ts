import { afterEach, describe, expect, test } from 'vitest';
import type { EventStore, Write } from '../../eventstore/store.ts';
import { newStream, write } from '../../eventstore/suite/events.ts';
import type { Projection } from '../projection.ts';
import type { Engine } from './engine.ts';
import { leaving } from './leaving.ts';
import { engineWorld } from './world.test-support.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Lists the positions of what happened to things, and may be held up. */
function listing(hold: () => Promise<void>): Projection {
  return {
    name: 'listing',
    version: 1,
    schemas: ['listing'],
    tables: (schema) => `create table ${schema('listing')}.seen (position bigint primary key)`,
    handles: { categories: ['thing'] },
    onFailure: 'park',
    async apply(batch, { sql }) {
      await hold();
      await sql.query('insert into seen select unnest($1::bigint[])', [batch.map(({ position }) => `${position}`)]);
    },
  };
}

async function world(hold: () => Promise<void> = async () => {}) {
  const { store, pool, engine } = await engineWorld(closing);
  const seen = async (): Promise<number> => {
    const { rows } = await pool.query<{ n: number }>('select count(*)::int as n from listing.seen');
    return rows[0]!.n;
  };
  return { store, engine: engine(listing(hold)), seen };
}

const things = (n: number): Write[] => Array.from({ length: n }, () => write(newStream('thing'), 'none'));

async function positionOf(store: EventStore, writes: readonly Write[]): Promise<bigint> {
  const answer = await store.append(writes);
  if (answer.kind === 'conflict') throw new Error('conflict');
  return answer.position;
}

async function running(engine: Engine): Promise<void> {
  await engine.start();
  await expect.poll(() => engine.running(), { timeout: 20_000 }).toBe(true);
}

describe('appends that leave the projections to the daemons', () => {
  test('are projected in order, each event once', async () => {
    const { store, engine, seen } = await world();
    await running(engine);
    const left = leaving(store, engine);
    const positions = await Promise.all([1_500, 900, 1, 2_100].map((n) => positionOf(left, things(n))));
    const last = positions.reduce((a, b) => (a > b ? a : b));
    expect(await engine.caughtUp(last, 20_000)).toBe(true);
    expect(await seen()).toBe(4_501);
  });

  test('wait for the tables where they are far behind, and no longer than it helps', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { store, engine } = await world(() => held);
    await running(engine);
    const left = leaving(store, engine);
    await left.append(things(1_500));
    let answered = false;
    const waiting = left.append(things(1_500)).then(() => {
      answered = true;
    });
    await expect.poll(() => store.head(), { timeout: 20_000 }).toBe(3_000n);
    expect(answered).toBe(false);
    await waiting;
    // Nothing was applied meanwhile: after waiting in vain once, appends go on without.
    await left.append(things(1_500));
    expect(engine.applied()).toBe(0n);
    release();
    expect(await engine.caughtUp(4_500n, 20_000)).toBe(true);
  });

  test('do the work themselves where this process has no daemons', async () => {
    const { store, engine, seen } = await world();
    await engine.prepare();
    await leaving(store, engine).append(things(10));
    expect(await seen()).toBe(10);
  });
});
