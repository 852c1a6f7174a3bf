import { expect, test } from 'vitest';
import type { EventStore, Position, RecordedEvent, SubscribeOptions, Tail } from '../store.ts';
import { event, ids, newCategory, newStream, numbered, write } from './events.ts';
import type { Subject } from './subject.ts';

export function following(subject: () => Subject): void {
  test('a subscription catches up, then goes on with what others append', async () => {
    const { store, log } = subject();
    const other = log.open();
    const after = await store.head();
    const early = numbered(5);
    await store.append([write(newStream(), 'none', ...early)]);
    const late = numbered(5);
    const seen = follow(store, { after }, async ({ events }) => {
      if (ids(events).includes(early[4]!.id))
        for (const one of late) await other.append([write(newStream(), 'none', one)]);
      return ids(events).includes(late[4]!.id);
    });
    expect(ids(eventsOf(await seen))).toEqual(ids([...early, ...late]));
    await other.close();
  });

  test('a subscription goes on after the position where it was left', async () => {
    const { store } = subject();
    const after = await store.head();
    const events = numbered(40);
    for (let i = 0; i < 40; i += 4) await store.append([write(newStream(), 'none', ...events.slice(i, i + 4))]);
    const seen: RecordedEvent[] = [];
    let position = after;
    while (seen.length < 40) {
      const [tail] = await follow(store, { after: position }, async ({ events }) => events.length > 0);
      // As a consumer that dies in the middle of a batch: it goes on after what it has done.
      const done = tail!.events.slice(0, 3);
      seen.push(...done);
      position = done.at(-1)!.position;
    }
    expect(ids(seen)).toEqual(ids(events));
  });

  test('under a filter, only what passes is seen, and scannedTo moves on with the log', async () => {
    const { store } = subject();
    const category = newCategory();
    const after = await store.head();
    const wanted = event({}, 'Wanted');
    await store.append([write(newStream(category), 'none', event({}, 'Other'), wanted)]);
    await store.append([write(newStream(), 'none', ...numbered(30), event({}, 'Wanted'))]);
    const end = await store.head();
    const tails = await follow(
      store,
      { after, categories: [category], types: ['Wanted'] },
      async ({ scannedTo }) => scannedTo >= end,
    );
    expect(ids(eventsOf(tails))).toEqual([wanted.id]);
    for (const [i, { scannedTo, events }] of tails.entries()) {
      if (i > 0) expect(scannedTo).toBeGreaterThan(tails[i - 1]!.scannedTo);
      for (const { position } of events) expect(position).toBeLessThanOrEqual(scannedTo);
    }
  });

  test('a subscription to nothing still moves on', async () => {
    const { store } = subject();
    const after = await store.head();
    const tails = follow(store, { after, categories: [newCategory()] }, async ({ scannedTo }) => scannedTo > after);
    await store.append([write(newStream(), 'none')]);
    expect(eventsOf(await tails)).toEqual([]);
  });

  test('a subscription ends when it is aborted, before, while and between events', async () => {
    const { store } = subject();
    const aborted = new AbortController();
    aborted.abort();
    expect(await Array.fromAsync(store.subscribe({ after: 0n, signal: aborted.signal }))).toEqual([]);
    const controller = new AbortController();
    const after = await store.head();
    const waiting = Array.fromAsync(store.subscribe({ after, signal: controller.signal }));
    await store.append([write(newStream(), 'none')]);
    setTimeout(() => controller.abort(), 50);
    await waiting;
  });

  test('readers who follow eight writers with rollbacks see every event once, in order, without a gap', async () => {
    const { store, log } = subject();
    const category = newCategory();
    const after = await store.head();
    const clients = [log.open(), log.open()];
    await store.append([write(taken, 'none')]);
    const written = new Map<string, number>();
    let rolledBack = 0;
    const attempts = 250;
    const writer = async (w: number): Promise<void> => {
      for (let i = 0; i < attempts; i++) {
        const client = clients[w % 2]!;
        const writes = Array.from({ length: 1 + (i % 3) }, () =>
          write(newStream(category), 'none', ...numbered(1 + (i % 2))),
        );
        if (i % 2 === 0) {
          // Half of them fail late: with the events written and not committed, or refused for one stream of theirs.
          await failing(client, log.transactions, writes);
          rolledBack += 1;
        } else {
          await client.append(writes, i % 3 === 0 ? async () => {} : undefined);
          for (const { stream, events } of writes) written.set(stream, events.length);
        }
      }
    };
    const stop = new AbortController();
    let end: Position | undefined;
    const reader = async (from: EventStore): Promise<RecordedEvent[]> => {
      const events: RecordedEvent[] = [];
      for await (const tail of from.subscribe({ after, categories: [category], signal: stop.signal })) {
        events.push(...tail.events);
        if (end !== undefined && tail.scannedTo >= end) break;
      }
      return events;
    };
    const readers = [reader(store), reader(clients[1]!)];
    await Promise.all(Array.from({ length: 8 }, (_, w) => writer(w)));
    end = await store.head();
    await store.append([write(newStream(), 'none')]); // so that readers who are at the end already look again
    expect(rolledBack).toBe(1_000);
    const [first, second] = await Promise.all(readers);
    for (const events of [first!, second!]) {
      const counts = new Map<string, number>();
      for (const [i, { stream, version, position }] of events.entries()) {
        if (i > 0 && position <= events[i - 1]!.position) throw new Error(`inversion at ${position}`);
        if (version !== (counts.get(stream) ?? 0)) throw new Error(`gap before version ${version} of ${stream}`);
        counts.set(stream, version + 1);
      }
      if (store.capabilities.atomicMultiStream) expect(counts).toEqual(written);
      else for (const [stream, count] of written) expect(counts.get(stream)).toBe(count);
    }
    const again = (await Array.fromAsync(store.readAll({ after, until: end, categories: [category] }))).flat();
    expect(ids(first!)).toEqual(ids(again));
    stop.abort();
    await Promise.all(clients.map((client) => client.close()));
  });
}

const taken = newStream();

/** An append that comes to nothing. */
async function failing(
  store: EventStore,
  transactions: boolean,
  writes: readonly ReturnType<typeof write>[],
): Promise<void> {
  if (transactions) {
    const fault = new Error('rolled back');
    await expect(store.append(writes, () => Promise.reject(fault))).rejects.toThrow(fault);
  } else {
    expect((await store.append([...writes, write(taken, 'none')])).kind).toBe('conflict');
  }
}

/** What a subscription saw until `done` said so. */
async function follow(
  store: EventStore,
  options: SubscribeOptions,
  done: (tail: Tail) => Promise<boolean>,
): Promise<Tail[]> {
  const tails: Tail[] = [];
  for await (const tail of store.subscribe(options)) {
    tails.push(tail);
    if (await done(tail)) break;
  }
  return tails;
}

const eventsOf = (tails: readonly Tail[]): RecordedEvent[] => tails.flatMap(({ events }) => events);
