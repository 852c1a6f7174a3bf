import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '../../domain/record/events.ts';
import { all, event, ids, newStream, numbered, sentOf, write } from './events.ts';
import type { Subject } from './subject.ts';

export function appending(subject: () => Subject): void {
  test('gives the events of a new stream versions from 0, and answers with the position of the last', async () => {
    const { store } = subject();
    const stream = newStream();
    const answer = await store.append([write(stream, 'none', ...numbered(3))]);
    const events = await all(store, stream);
    expect(events.map(({ version }) => version)).toEqual([0, 1, 2]);
    expect(answer).toEqual({ kind: 'appended', position: events[2]?.position, versions: [2] });
    expect(await store.head()).toBe(events[2]?.position);
  });

  test('goes on from the version that is expected', async () => {
    const { store } = subject();
    const stream = newStream();
    await store.append([write(stream, 'none', ...numbered(2))]);
    expect(await store.append([write(stream, 1, ...numbered(2, 2))])).toMatchObject({
      kind: 'appended',
      versions: [3],
    });
    expect((await all(store, stream)).map(({ data }) => data)).toEqual([0, 1, 2, 3].map((number) => ({ number })));
  });

  test.each([
    ['a stream that has events', 2, 'none', 1],
    ['a stream that is behind', 2, 4, 1],
    ['a stream that is ahead', 2, 0, 1],
    ['a stream that does not exist', 0, 3, 'none'],
  ] as const)('answers a conflict, and what stands, for %s', async (_, existing, expected, actual) => {
    const { store } = subject();
    const stream = newStream();
    if (existing > 0) await store.append([write(stream, 'none', ...numbered(existing))]);
    expect(await store.append([write(stream, expected)])).toEqual({ kind: 'conflict', stream, expected, actual });
    expect(await all(store, stream)).toHaveLength(existing);
  });

  test('lets exactly one of several appends to the same version win, and tells the others', async () => {
    const { store, log } = subject();
    const other = log.open();
    const stream = newStream();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? store : other).append([write(stream, 'none')])),
    );
    expect(answers.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
    expect(answers.filter((answer) => answer.kind === 'conflict' && answer.actual === 0)).toHaveLength(19);
    expect(await all(store, stream)).toHaveLength(1);
    await other.close();
  });

  test('answers each of many appends at once for itself, though some conflict', async () => {
    const { store } = subject();
    const taken = newStream();
    await store.append([write(taken, 'none')]);
    const streams = Array.from({ length: 60 }, (_, i) => (i % 3 ? newStream() : taken));
    const answers = await Promise.all(streams.map((stream) => store.append([write(stream, 'none', ...numbered(2))])));
    for (const [i, answer] of answers.entries()) {
      const events = await all(store, streams[i]!);
      if (streams[i] === taken) expect(answer).toMatchObject({ kind: 'conflict', actual: 0 });
      else expect(answer).toEqual({ kind: 'appended', versions: [1], position: events[1]?.position });
    }
  });

  test('writes to many streams in one call, in the order of the call', async () => {
    const { store } = subject();
    const known = newStream();
    await store.append([write(known, 'none')]);
    const before = await store.head();
    const writes = Array.from({ length: 300 }, (_, i) =>
      i === 100 ? write(known, 0, ...numbered(3)) : write(newStream(), 'none', ...numbered(1 + (i % 3))),
    );
    const answer = await store.append(writes);
    const events = (await Array.fromAsync(store.readAll({ after: before }))).flat();
    expect(ids(events)).toEqual(writes.flatMap((one) => ids(one.events)));
    expect(answer).toEqual({
      kind: 'appended',
      position: events.at(-1)?.position,
      versions: writes.map(({ expected, events }) => events.length - 1 + (expected === 'none' ? 0 : 1)),
    });
  });

  test('names the stream in conflict; where it is atomic, nothing of the call is written', async () => {
    const { store } = subject();
    const [fresh, taken, last] = [newStream(), newStream(), newStream()];
    await store.append([write(taken, 'none')]);
    const answer = await store.append([write(fresh, 'none'), write(taken, 'none'), write(last, 'none')]);
    expect(answer).toEqual({ kind: 'conflict', stream: taken, expected: 'none', actual: 0 });
    if (store.capabilities.atomicMultiStream)
      for (const stream of [fresh, last]) expect(await all(store, stream)).toEqual([]);
  });

  test('gives back what it was given: any JSON, any text', async () => {
    const { store } = subject();
    const texts = [
      '\u0000',
      'a\u0000b',
      '\ud800',
      '\udfff!',
      '𝒳 é ß 漢字 🥕',
      '"quoted" \\ {a,b} NULL',
      '\u2028\u007f\t\n',
    ];
    const data = {
      texts,
      [texts.join()]: texts,
      numbers: [0.1, 1e21, 5e-324, -1.5, 2 ** 53],
      deep: { list: [[], {}, null] },
    };
    const sent = event(data, 'Hppnd é🥕', {
      causationId: '00000000-0000-5000-8000-000000000001',
      actor: 'user:é "x" \\ {}' as Actor,
      at: '1999-12-31T23:59:59.007Z',
      v: 12,
    });
    const stream = `${newStream()}-é "{},\\ NULL`;
    await store.append([write(stream, 'none', sent)]);
    const [read] = await all(store, stream);
    expect(sentOf(read!)).toEqual(sent);
    expect(read).toMatchObject({ stream, version: 0 });
    expect(new Date(read!.recordedAt).toISOString()).toBe(read?.recordedAt);
  });

  test('gives back any object that JSON can carry', async () => {
    const { store } = subject();
    const object = fc.dictionary(
      fc.string({ unit: 'binary' }),
      fc.jsonValue({ stringUnit: 'binary', noUnicodeString: false }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(object, { minLength: 1, maxLength: 20 }), async (objects) => {
        const stream = newStream();
        const events = objects.map((data) => event(data));
        await store.append([write(stream, 'none', ...events)]);
        expect((await all(store, stream)).map(({ data }) => data)).toEqual(objects.map(throughJson));
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ['no writes', () => []],
    ['a write without events', () => [{ stream: newStream(), expected: 'none', events: [] } as const]],
    ['a stream named twice', () => [write('food-twice', 'none'), write('food-twice', 0)]],
    ['a stream without a name', () => [write('', 'none')]],
    ['a control character in a name', () => [write('food-\u0000', 'none')]],
    ['an expected version below 0', () => [write(newStream(), -1)]],
    ['an expected version that is no whole number', () => [write(newStream(), 0.5)]],
    ['an id that is no UUID', () => [write(newStream(), 'none', { ...event(), id: 'x' })]],
    ['an empty type', () => [write(newStream(), 'none', event({}, ''))]],
    [
      'a time that does not exist',
      () => [write(newStream(), 'none', event({}, 'T', { at: '2026-02-30T00:00:00.000Z' }))],
    ],
    ['a time without milliseconds', () => [write(newStream(), 'none', event({}, 'T', { at: '2026-02-28T00:00:00Z' }))]],
    ['an unknown kind of actor', () => [write(newStream(), 'none', event({}, 'T', { actor: 'me' as Actor }))]],
  ] as const)('refuses %s before anything is sent', async (_, writes) => {
    const { store } = subject();
    const before = await store.head();
    await expect(store.append(writes())).rejects.toThrow(TypeError);
    expect(await store.head()).toBe(before);
  });
}

const throughJson = (value: object): unknown => JSON.parse(JSON.stringify(value));
