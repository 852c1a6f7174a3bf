import { expect, test } from 'vitest';
import type { EventStore, Write } from '../../eventstore/store.ts';
import { pacing } from './pacing.ts';

/** A store whose appends end at 100, 200, 300 …, and an engine that notes what it is asked for. */
function parts(reaches: boolean) {
  let head = 0n;
  const asked: bigint[] = [];
  const store = {
    async append(writes: readonly Write[]) {
      head += 100n;
      return { kind: 'appended', position: head, versions: writes.map(() => 0) };
    },
  } as unknown as EventStore;
  const engine = {
    async caughtUp(position: bigint) {
      asked.push(position);
      return reaches;
    },
  };
  return { paced: pacing(store, engine), asked };
}

const batch = (n: number): Write[] =>
  Array.from({ length: n }, (_, i) => ({ stream: `a-${i}`, expected: 'none', events: [] }));

test('an append waits until the tables hold what was appended two batches before', async () => {
  const { paced, asked } = parts(true);
  for (let i = 0; i < 5; i++) await paced.append(batch(3));
  expect(asked).toEqual([100n, 200n, 300n]);
});

test('single appends wait for nothing', async () => {
  const { paced, asked } = parts(true);
  for (let i = 0; i < 5; i++) await paced.append(batch(1));
  expect(asked).toEqual([]);
});

test('where tables stand still the log goes on', async () => {
  const { paced, asked } = parts(false);
  for (let i = 0; i < 9; i++) await paced.append(batch(3));
  expect(asked).toEqual([100n]);
});
