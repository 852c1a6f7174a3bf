import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../test/database.ts';
import { postgresStore } from './postgres/store.ts';
import { remembering } from './remembering.ts';
import { storeSuite } from './store.suite.ts';
import type { EventStore, ReadAllOptions, Write } from './store.ts';
import { event, newStream, write } from './suite/events.ts';

storeSuite('that remembers what was appended through it', async () => {
  const { url, drop } = await freshDatabase();
  return { open: () => remembering(postgresStore({ url })), transactions: true, drop };
});

const of = (category: string, ...types: string[]): Write =>
  write(newStream(category), 'none', ...types.map((type) => event({ n: Math.random() }, type)));
const several = (n: number): Write[] =>
  Array.from({ length: n }, (_, i) =>
    of(i % 3 ? 'food' : 'exercise', ...(i % 2 ? ['Proposed', 'Approved'] : ['Proposed'])),
  );

async function all(store: EventStore, options?: ReadAllOptions) {
  return (await Array.fromAsync(store.readAll(options))).flat();
}

describe('reading everything from memory where it can be', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let plain: EventStore;
  let reads: number;
  let store: EventStore;
  beforeAll(async () => {
    database = await freshDatabase();
    plain = postgresStore({ url: database.url });
    const counted: EventStore = {
      ...plain,
      readAll(options) {
        reads++;
        return plain.readAll(options);
      },
    };
    store = remembering(counted);
  });
  afterAll(async () => {
    await plain.close();
    await database.drop();
  });

  test('gives what the log gives, whoever appended it, from any position, under any filter', async () => {
    await store.append(several(40));
    await plain.append(several(7));
    await Promise.all([store.append(several(30)), store.append(several(20)), plain.append(several(10))]);
    await store.append([of('import', 'ImportAdvanced')]);
    await store.append(several(25));
    const head = await plain.head();
    const positions = [0n, 1n, 13n, 60n, 61n, head - 40n, head - 1n, head];
    for (const after of positions) {
      for (const until of [undefined, ...positions]) {
        for (const filter of [{}, { categories: ['food'] }, { types: ['Approved'] }, { categories: ['import'] }]) {
          const options = { ...filter, after, ...(until !== undefined && { until }) };
          expect(await all(store, options)).toEqual(await all(plain, options));
        }
      }
    }
  });

  test('does not ask the store for what was just appended', async () => {
    const before = await store.head();
    await store.append(several(100));
    reads = 0;
    expect((await all(store, { after: before })).length).toBe(150);
    expect(reads).toBe(0);
  });

  test('keeps no more than the last batches', async () => {
    const before = await store.head();
    for (let i = 0; i < 6; i++) await store.append(several(1_000));
    reads = 0;
    expect((await all(store, { after: before })).length).toBe(9_000);
    expect(reads).toBe(1);
  });
});
