import { expect, test } from 'vitest';
import { limits, type NewEvent, TooLarge } from '../store.ts';
import { all, event, ids, newStream, write } from './events.ts';
import type { Subject } from './subject.ts';

/** An event of exactly so many bytes, data and metadata as UTF-8 JSON. */
function ofBytes(bytes: number, character = 'x'): NewEvent {
  const empty = event({ text: '' });
  const left =
    bytes - Buffer.byteLength(JSON.stringify(empty.data)) - Buffer.byteLength(JSON.stringify(empty.metadata));
  const wide = Math.floor(left / Buffer.byteLength(character));
  const text = character.repeat(wide) + '.'.repeat(left - wide * Buffer.byteLength(character));
  return { ...empty, data: { text } };
}

export function limiting(subject: () => Subject): void {
  test.each(['x', 'é', '漢', '🥕'])(
    'an event of exactly the limit is kept, of one byte more refused: %s',
    async (character) => {
      const { store } = subject();
      const [stream, other] = [newStream(), newStream()];
      const largest = ofBytes(limits.eventBytes, character);
      await store.append([write(stream, 'none', largest)]);
      expect((await all(store, stream))[0]?.data).toEqual(largest.data);
      await expect(store.append([write(other, 'none', ofBytes(limits.eventBytes + 1, character))])).rejects.toThrow(
        TooLarge,
      );
      expect(await all(store, other)).toEqual([]);
    },
  );

  test('an append of exactly the limit to one stream is kept, of one byte more refused, whatever goes elsewhere', async () => {
    const { store } = subject();
    const rest = limits.appendBytesPerStream - limits.eventBytes;
    const [stream, other] = [newStream(), newStream()];
    await store.append([write(stream, 'none', ofBytes(limits.eventBytes), ofBytes(rest))]);
    expect(await all(store, stream)).toHaveLength(2);
    const over = write(newStream(), 'none', ofBytes(limits.eventBytes), ofBytes(rest + 1));
    const before = await store.head();
    const append = store.append([write(other, 'none'), over]);
    await expect(append).rejects.toMatchObject({
      name: 'TooLarge',
      stream: over.stream,
      bytes: limits.appendBytesPerStream + 1,
      limit: limits.appendBytesPerStream,
    });
    expect(await store.head()).toBe(before);
  });

  test('a call far larger than a message may be is kept whole, answered once, and read in bounded batches', async () => {
    const { store } = subject();
    const before = await store.head();
    const writes = Array.from({ length: 90 }, () => write(newStream(), 'none', ofBytes(limits.eventBytes)));
    const answer = await store.append(writes);
    expect(answer).toMatchObject({ kind: 'appended', position: await store.head(), versions: writes.map(() => 0) });
    expect(await store.append(writes)).toEqual(answer);
    const seen: string[] = [];
    for await (const batch of store.readAll({ after: before })) {
      expect(batch.length * limits.eventBytes).toBeLessThan(17 * 1024 * 1024);
      seen.push(...ids(batch));
    }
    expect(seen).toEqual(writes.flatMap((one) => ids(one.events)));
  });

  test('a long stream of large events is read whole, both ways', async () => {
    const { store } = subject();
    const stream = newStream();
    const sent: NewEvent[] = [];
    for (let i = 0; i < 40; i++) {
      sent.push(ofBytes(limits.eventBytes));
      await store.append([write(stream, i === 0 ? 'none' : i - 1, sent[i]!)]);
    }
    expect(ids(await all(store, stream))).toEqual(ids(sent));
    const backwards = await Array.fromAsync(store.readStream(stream, { direction: 'backwards', limit: 33 }));
    expect(ids(backwards)).toEqual(ids(sent.toReversed().slice(0, 33)));
  });
}
