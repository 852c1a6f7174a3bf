/** After each fault of the server: nothing acknowledged is lost, nothing is doubled, order is kept, who follows sees all once. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EventStore, StoreUnavailable, type Write } from '../store.ts';
import { all, event, ids, newCategory, newStream, numbered, write } from '../suite/events.ts';
import { type FaultServer, startServer } from './server/server.test-support.ts';
import { eventStoreDB } from './store.ts';

let server: FaultServer;
let store: EventStore;
const rejections: unknown[] = [];
const unhandled = (error: unknown): number => rejections.push(error);

beforeAll(async () => {
  process.on('unhandledRejection', unhandled);
  server = await startServer();
  store = eventStoreDB({ url: server.url, patience: 20_000, silence: 1_000 });
});
afterAll(async () => {
  await store.close();
  await server.close();
  process.off('unhandledRejection', unhandled);
  expect(rejections).toEqual([]);
});

/** Follows a category until it is told where the end is. */
function follower(
  category: string,
  after: bigint,
): { readonly seen: string[]; reached(position: bigint): Promise<void> } {
  const seen: string[] = [];
  const stop = new AbortController();
  let scanned = after;
  const following = (async () => {
    for await (const tail of store.subscribe({ after, categories: [category], signal: stop.signal })) {
      seen.push(...ids(tail.events));
      scanned = tail.scannedTo;
    }
  })();
  return {
    seen,
    async reached(position) {
      while (scanned < position) await pause(20);
      stop.abort();
      await following;
    },
  };
}

/** Many appends in one call while something happens, as an import does, and what must hold after it. */
async function through(what: string, writes: readonly Write[], happens: () => Promise<unknown>): Promise<void> {
  const category = writes[0]!.stream.slice(0, writes[0]!.stream.indexOf('-'));
  const after = await store.head();
  const { seen, reached } = follower(category, after);
  const [answer] = await Promise.all([store.append(writes), happens()]);
  expect(answer, what).toMatchObject({ kind: 'appended', versions: writes.map(({ events }) => events.length - 1) });
  const end = await store.head();
  await reached(end);
  const sent = writes.flatMap((one) => ids(one.events));
  const stored = (await Array.fromAsync(store.readAll({ after, categories: [category] }))).flat();
  expect(stored.length).toBe(sent.length);
  expect(new Set(ids(stored))).toEqual(new Set(sent));
  for (const { stream, events } of writes) expect(ids(await all(store, stream))).toEqual(ids(events));
  expect(seen).toEqual(ids(stored));
}

const many = (count: number): Write[] => {
  const category = newCategory();
  return Array.from({ length: count }, (_, i) => write(newStream(category), 'none', ...numbered(1 + (i % 2))));
};

describe('appends under way when the server', () => {
  test('is killed: those that were applied and not answered are not applied again', async () => {
    const before = server.applied();
    await through('kill', many(256), async () => {
      await server.killAfter(100);
      await pause(300);
      await server.wire.comeBack();
    });
    // Every append that was sent again was applied to nothing: the server knew its ids.
    expect(server.applied() - before).toBeGreaterThan(256);
  });

  test('is killed again and again', async () => {
    await through('kills', many(600), async () => {
      for (const applied of [10, 150, 40]) {
        await server.killAfter(applied);
        await server.wire.comeBack();
      }
    });
  });

  test('freezes: they are sent again when it thaws', async () => {
    await through('freeze', many(400), async () => {
      server.wire.freeze();
      await pause(2_500);
      server.wire.thaw();
    });
  });

  test('shuts down and starts again', async () => {
    await through('restart', many(300), async () => {
      server.become('stopping');
      await pause(200);
      server.become('starting');
      await pause(400);
      server.become('ready');
    });
  });

  test('drops its subscribers again and again', async () => {
    const dropping = setInterval(server.dropSubscriptions, 15);
    await through('drops', many(800), async () => pause(200));
    clearInterval(dropping);
  });

  test('writes statistics of its own in between', async () => {
    const writing = setInterval(() => server.log.writeStatistics(), 5);
    await through('statistics', many(300), async () => pause(100));
    clearInterval(writing);
    for (let i = 0; i < 100; i++) server.log.writeStatistics();
    const stream = newStream();
    const answer = await store.append([write(stream, 'none', event())]);
    for (let i = 0; i < 100; i++) server.log.writeStatistics();
    expect(answer).toMatchObject({ kind: 'appended', position: await store.head() });
  });
});

describe('a single append', () => {
  test('whose answer is lost is done once, and answered as it was done', async () => {
    const stream = newStream();
    const [answer] = await Promise.all([
      store.append([write(stream, 'none', ...numbered(2))]),
      server.killAfter(1).then(() => server.wire.comeBack()),
    ]);
    const events = await all(store, stream);
    expect(answer).toEqual({ kind: 'appended', versions: [1], position: events[1]?.position });
    expect(events).toHaveLength(2);
  });

  test.each(['starting', 'stopping'] as const)('waits for a server that is %s', async (state) => {
    server.become(state);
    const stream = newStream();
    const [answer] = await Promise.all([
      store.append([write(stream, 'none')]),
      pause(500).then(() => server.become('ready')),
    ]);
    expect(answer).toMatchObject({ kind: 'appended', versions: [0] });
    expect(await all(store, stream)).toHaveLength(1);
  });
});

test('a server that stays away is told as such, for appends and for reads, and the store works again when it is back', async () => {
  const impatient = eventStoreDB({ url: server.url, patience: 300, silence: 300 });
  const writes = [write(newStream(), 'none'), write(newStream(), 'none')];
  await server.wire.goAway();
  await expect(impatient.append(writes)).rejects.toThrow(StoreUnavailable);
  await expect(impatient.append([writes[0]!])).rejects.toThrow(StoreUnavailable);
  await expect(impatient.head()).rejects.toThrow(StoreUnavailable);
  await expect(Array.fromAsync(impatient.readAll())).rejects.toThrow(StoreUnavailable);
  await server.wire.comeBack();
  expect(await store.append(writes)).toMatchObject({ kind: 'appended', versions: [0, 0] });
  expect(await impatient.head()).toBeGreaterThan(0n);
  await impatient.close();
});

test('a server that is down at the start is waited for', async () => {
  await server.wire.goAway();
  const early = eventStoreDB({ url: server.url, patience: 20_000 });
  const stream = newStream();
  const [answer] = await Promise.all([
    early.append([write(stream, 'none')]),
    pause(600).then(() => server.wire.comeBack()),
  ]);
  expect(answer).toMatchObject({ kind: 'appended', versions: [0] });
  await early.close();
});

test('a cluster that is not found is looked for by a new client, until it is', async () => {
  server.hide(true);
  const searching = eventStoreDB({ url: server.clusterUrl, patience: 20_000 });
  const stream = newStream();
  const writes = [write(stream, 'none'), write(newStream(), 'none')];
  const [answer] = await Promise.all([searching.append(writes), pause(600).then(() => server.hide(false))]);
  expect(answer).toMatchObject({ kind: 'appended', versions: [0, 0] });
  expect(await all(searching, stream)).toHaveLength(1);
  await searching.close();
});

test('other data under the same ids are told, though the server takes them', async () => {
  const stream = newStream();
  const sent = event({ grams: 1 });
  await store.append([write(stream, 'none', sent)]);
  const restarted = eventStoreDB({ url: server.url });
  const other = { ...sent, data: { grams: 2 } };
  for (const writes of [[write(stream, 'none', other)], [write(newStream(), 'none'), write(stream, 'none', other)]])
    await expect(restarted.append(writes)).rejects.toMatchObject({ name: 'DifferentData' });
  await restarted.close();
});

test('names that the server keeps for itself are refused before anything is sent', async () => {
  await expect(store.append([write('$stats-x', 'none')])).rejects.toThrow(TypeError);
  await expect(store.append([write(newStream(), 'none', event({}, '$type'))])).rejects.toThrow(TypeError);
});
