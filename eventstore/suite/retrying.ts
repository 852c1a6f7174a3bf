import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { splitting } from '../splitting.ts';
import { DifferentData, type NewEvent, StoreUnavailable } from '../store.ts';
import { all, event, ids, metadata, newStream, numbered, sentOf, write } from './events.ts';
import type { Subject } from './subject.ts';

export function retrying(subject: () => Subject): void {
  test('answers as the first time, and writes nothing', async () => {
    const { store, log } = subject();
    const writes = [write(newStream(), 'none', ...numbered(3))];
    const first = await store.append(writes);
    const head = await store.head();
    expect(await store.append(writes)).toEqual(first);
    const afterRestart = log.open();
    expect(await afterRestart.append(writes)).toEqual(first);
    expect(await store.head()).toBe(head);
    await afterRestart.close();
  });

  test('answers as the first time though the stream moved on', async () => {
    const { store } = subject();
    const stream = newStream();
    const first = [write(stream, 'none', ...numbered(2))];
    const second = [write(stream, 1, ...numbered(1))];
    const answers = [await store.append(first), await store.append(second)];
    await store.append([write(stream, 2, ...numbered(4))]);
    expect([await store.append(first), await store.append(second)]).toEqual(answers);
    expect(await all(store, stream)).toHaveLength(7);
  });

  test('is one append when it is sent many times at once', async () => {
    const { store, log } = subject();
    const other = log.open();
    const writes = [write(newStream(), 'none', ...numbered(2)), write(newStream(), 'none', ...numbered(1))];
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => (i % 2 ? store : other).append(writes)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    for (const { stream, events } of writes) expect(ids(await all(store, stream))).toEqual(ids(events));
    await other.close();
  });

  const original = (): NewEvent => event({ grams: 12.5, text: 'é' }, 'Weighed', { causationId: randomUUID() });
  test.each([
    ['data', (sent: NewEvent) => ({ ...sent, data: { grams: 12.6, text: 'é' } })],
    ['more data', (sent: NewEvent) => ({ ...sent, data: { ...sent.data, more: 1 } })],
    ['type', (sent: NewEvent) => ({ ...sent, type: 'Measured' })],
    ['actor', (sent: NewEvent) => ({ ...sent, metadata: { ...sent.metadata, actor: 'user:eve' as const } })],
    ['command', (sent: NewEvent) => ({ ...sent, metadata: { ...sent.metadata, commandId: randomUUID() } })],
    ['cause', ({ metadata: { causationId: _, ...rest }, ...sent }: NewEvent) => ({ ...sent, metadata: rest })],
  ])('fails loudly where the ids are stored with other %s', async (_, changed) => {
    const { store } = subject();
    const stream = newStream();
    const sent = original();
    await store.append([write(stream, 'none', event(), sent)]);
    const [first] = await all(store, stream);
    await expect(store.append([write(stream, 'none', sentOf(first!), changed(sent))])).rejects.toThrow(DifferentData);
    expect(await all(store, stream)).toHaveLength(2);
  });

  test('is the same append though its keys come in another order, or the clock was read again', async () => {
    const { store } = subject();
    const stream = newStream();
    const sent = event({ a: 1, b: { c: 2, d: 3 } });
    const answer = await store.append([write(stream, 'none', sent)]);
    const again = { ...sent, data: { b: { d: 3, c: 2 }, a: 1 } };
    expect(await store.append([write(stream, 'none', again)])).toEqual(answer);
    const later = { ...sent, metadata: metadata({ ...sent.metadata, at: '2026-01-31T08:00:01.000Z' }) };
    expect(await store.append([write(stream, 'none', later)])).toEqual(answer);
  });

  test('is a conflict where only some of its ids are stored', async () => {
    const { store } = subject();
    const stream = newStream();
    const [one, two, three] = numbered(3);
    await store.append([write(stream, 'none', one!, two!)]);
    expect(await store.append([write(stream, 'none', one!, two!, three!)])).toMatchObject({
      kind: 'conflict',
      actual: 1,
    });
    expect(await store.append([write(stream, 'none', one!, three!)])).toMatchObject({ kind: 'conflict', actual: 1 });
  });

  test('completes what an interrupted call left out, and answers as if it had never been interrupted', async () => {
    const { store } = subject();
    const writes = Array.from({ length: 6 }, () => write(newStream(), 'none', ...numbered(2)));
    await store.append([writes[4]!]);
    await store.append([writes[1]!]);
    await store.append([write(writes[1]!.stream, 1)]);
    const answer = await store.append(writes);
    const streams = await Promise.all(writes.map(({ stream }) => all(store, stream)));
    expect(streams.map((events) => ids(events.slice(0, 2)))).toEqual(writes.map(({ events }) => ids(events)));
    const last = streams.flatMap((events) => events.slice(0, 2)).reduce((a, b) => (a.position > b.position ? a : b));
    expect(answer).toEqual({ kind: 'appended', versions: writes.map(() => 1), position: last.position });
    expect(await store.append(writes)).toEqual(answer);
  });

  test('is a conflict where a stream that was left out holds something else by now', async () => {
    const { store } = subject();
    const writes = [write(newStream(), 'none'), write(newStream(), 'none')] as const;
    await store.append([writes[0]]);
    await store.append([write(writes[1].stream, 'none')]);
    expect(await store.append(writes)).toEqual({
      kind: 'conflict',
      stream: writes[1].stream,
      expected: 'none',
      actual: 0,
    });
  });

  test('after a kill between any two streams, ends in every event once', async () => {
    const { store } = subject();
    for (let survivors = 1; survivors < 5; survivors++) {
      const writes = Array.from({ length: 5 }, () => write(newStream(), 'none', ...numbered(2)));
      const mortal = splitting(store, { killed: ({ done }) => done === survivors });
      await expect(mortal.append(writes)).rejects.toThrow(StoreUnavailable);
      expect(await store.append(writes)).toMatchObject({ kind: 'appended', versions: [1, 1, 1, 1, 1] });
      for (const { stream, events } of writes) expect(ids(await all(store, stream))).toEqual(ids(events));
    }
  });
}
