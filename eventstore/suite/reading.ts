import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { readStreams } from '../read-streams.ts';
import type { Filter, RecordedEvent } from '../store.ts';
import { all, event, ids, newCategory, newStream, numbered, write } from './events.ts';
import type { Subject } from './subject.ts';

export function reading(subject: () => Subject): void {
  test('a stream that does not exist has no events', async () => {
    expect(await all(subject().store, newStream())).toEqual([]);
  });

  test('a stream is read from and to a version, forwards and backwards, up to a limit', async () => {
    const { store } = subject();
    const stream = newStream();
    await store.append([write(stream, 'none', ...numbered(10))]);
    const versions = async (options: Parameters<typeof store.readStream>[1]): Promise<number[]> =>
      (await Array.fromAsync(store.readStream(stream, options))).map(({ version }) => version);
    expect(await versions({ from: 3, to: 5 })).toEqual([3, 4, 5]);
    expect(await versions({ direction: 'backwards', limit: 2 })).toEqual([9, 8]);
    expect(await versions({ direction: 'backwards', from: 1, to: 3 })).toEqual([3, 2, 1]);
    expect(await versions({ limit: 3 })).toEqual([0, 1, 2]);
    expect(await versions({ from: 8, limit: 5 })).toEqual([8, 9]);
    expect(await versions({ from: 10 })).toEqual([]);
    expect(await versions({ limit: 0 })).toEqual([]);
  });

  test('a long stream is read whole and in order, both ways, and may be left early', async () => {
    const { store } = subject();
    const stream = newStream();
    const events = numbered(2_600);
    for (let i = 0; i < events.length; i += 650)
      await store.append([write(stream, i === 0 ? 'none' : i - 1, ...events.slice(i, i + 650))]);
    expect(ids(await all(store, stream))).toEqual(ids(events));
    const backwards = await Array.fromAsync(store.readStream(stream, { direction: 'backwards' }));
    expect(ids(backwards)).toEqual(ids(events.toReversed()));
    for await (const { version } of store.readStream(stream)) if (version === 1_000) break;
  });

  test('many streams are read at once, up to a position', async () => {
    const { store } = subject();
    const writes = Array.from({ length: 40 }, () => write(newStream(), 'none', ...numbered(3)));
    await store.append(writes);
    const end = (await store.head()) + 1n;
    await store.append([write(writes[7]!.stream, 2)]);
    const names = [newStream(), ...writes.map(({ stream }) => stream)];
    const upTo = await readStreams(store, names, { before: end });
    expect([...upTo.keys()].sort()).toEqual(names.slice(1).sort());
    for (const { stream, events } of writes) expect(ids(upTo.get(stream)!)).toEqual(ids(events));
    const now = await readStreams(store, names);
    expect(now.get(writes[7]!.stream)).toHaveLength(4);
  });

  test('everything is read in order, after a position and up to another, in batches', async () => {
    const { store } = subject();
    const before = await store.head();
    const writes = Array.from({ length: 50 }, () => write(newStream(), 'none', ...numbered(4)));
    for (let i = 0; i < 50; i += 10) await store.append(writes.slice(i, i + 10));
    const batches = await Array.fromAsync(store.readAll({ after: before, batchSize: 30 }));
    const events = batches.flat();
    expect(ids(events)).toEqual(writes.flatMap((one) => ids(one.events)));
    expect(isRising(events)).toBe(true);
    for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(60);
    const [after, until] = [events[17]!.position, events[120]!.position];
    expect((await Array.fromAsync(store.readAll({ after, until }))).flat()).toEqual(events.slice(18, 121));
    expect(await Array.fromAsync(store.readAll({ after: await store.head() }))).toEqual([]);
    expect(await Array.fromAsync(store.readAll({ after, until: after }))).toEqual([]);
  });

  test('an event is read by its position, and found by its id', async () => {
    const { store } = subject();
    const byPerson = event({}, 'Decided', { actor: 'user:ann' });
    const stream = newStream();
    await store.append([write(stream, 'none', event(), byPerson)]);
    const events = await all(store, stream);
    for (const one of events) {
      expect(await store.at(one.position)).toEqual(one);
      expect(await store.find(one.id)).toEqual(one);
    }
    expect(await store.at((await store.head()) + 1_000_000n)).toBeUndefined();
    expect(await store.at(0n)).toBeUndefined();
    expect(await store.find(randomUUID())).toBeUndefined();
  });

  test('the store time never goes back, and tells the last position up to a time', async () => {
    const { store } = subject();
    const before = await store.head();
    for (let i = 0; i < 20; i++) await store.append([write(newStream(), 'none', ...numbered(2))]);
    const events = (await Array.fromAsync(store.readAll({ after: before }))).flat();
    const times = events.map(({ recordedAt }) => recordedAt);
    expect(times).toEqual(times.toSorted());
    for (const { recordedAt } of events) {
      const last = events.findLast((one) => one.recordedAt === recordedAt)!;
      expect(await store.positionAt(recordedAt)).toBe(last.position);
    }
    expect(await store.positionAt('1970-01-01T00:00:00.000Z')).toBe(0n);
    expect(await store.positionAt('9999-01-01T00:00:00.000Z')).toBe(await store.head());
  });

  const ours = newCategory();
  const [plain, similar] = [ours, `${ours}_item`];
  let mixed: RecordedEvent[] = [];
  beforeAll(async () => {
    const { store } = subject();
    const before = await store.head();
    for (let i = 0; i < 30; i++) {
      const categories = [plain, similar, 'import', 'source', plain];
      const stream = newStream(categories[i % 5]);
      await store.append([write(stream, 'none', event({ i }, i % 2 ? 'Odd' : 'Even'), event({ i }, 'Third'))]);
    }
    mixed = (await Array.fromAsync(store.readAll({ after: before }))).flat();
    expect(mixed).toHaveLength(60);
  });
  test.each<[string, Filter, (one: RecordedEvent) => boolean]>([
    ['one category', { categories: [plain] }, ({ stream }) => stream.startsWith(`${plain}-`)],
    ['several', { categories: [plain, similar] }, ({ stream }) => stream.startsWith(plain)],
    ['a small one', { categories: ['import'] }, ({ stream }) => stream.startsWith('import-')],
    ['small ones', { categories: ['source', 'import', 'proof'] }, ({ stream }) => /^(source|import)-/.test(stream)],
    [
      'a small one and another',
      { categories: ['source', plain] },
      ({ stream }) => /^source-/.test(stream) || stream.startsWith(`${plain}-`),
    ],
    ['a type', { types: ['Odd'] }, ({ type }) => type === 'Odd'],
    [
      'types within a category',
      { categories: [plain], types: ['Odd', 'Even'] },
      ({ stream, type }) => stream.startsWith(`${plain}-`) && type !== 'Third',
    ],
    [
      'types within small ones',
      { categories: ['import', 'source'], types: ['Third'] },
      ({ stream, type }) => /^(source|import)-/.test(stream) && type === 'Third',
    ],
    ['a category without events', { categories: [newCategory()] }, () => false],
    ['no category at all', { categories: [] }, () => false],
  ])('a filter lets through %s, in order', async (_, filter, passes) => {
    const { store } = subject();
    const [after, until] = [mixed[0]!.position - 1n, mixed.at(-1)!.position];
    for (const batchSize of [4, 2_000]) {
      const batches = await Array.fromAsync(store.readAll({ after, until, batchSize, ...filter }));
      expect(batches.flat()).toEqual(mixed.filter(passes));
      expect(batches.every((batch) => batch.length > 0)).toBe(true);
    }
  });
}

const isRising = (events: readonly RecordedEvent[]): boolean =>
  events.every(({ position }, i) => i === 0 || position > events[i - 1]!.position);
