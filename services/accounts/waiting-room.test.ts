/** Who is heard when many come at once. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NoSeat, type Visitor, waitingRoom } from './waiting-room.ts';

/** A room whose work the test ends itself, one at a time in the order that it began. */
function observed() {
  const enter = waitingRoom();
  const heard: Visitor[] = [];
  const working: (() => void)[] = [];
  let most = 0;
  const visit = (address: string, account = 'a'): Promise<'heard' | 'no seat'> =>
    enter({ address, pair: `${account} ${address}` }, async () => {
      heard.push({ address, pair: `${account} ${address}` });
      await new Promise<void>((done) => {
        working.push(done);
        most = Math.max(most, working.length);
      });
      return 'heard' as const;
    }).catch((error: unknown) => {
      if (error instanceof NoSeat) return 'no seat' as const;
      throw error;
    });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    visit,
    heard,
    most: () => most,
    async finish() {
      for (await settle(); working.length > 0; await settle()) working.shift()?.();
    },
  };
}

const count = (outcomes: readonly string[], one: string): number => outcomes.filter((other) => other === one).length;

describe('the waiting room', () => {
  test('hears two at a time, and of an account and address one', async () => {
    const room = observed();
    const all = ['x', 'y', 'z'].flatMap((address) => [room.visit(address), room.visit(address)]);
    await room.finish();
    expect(await Promise.all(all)).toEqual(Array(6).fill('heard'));
    expect(room.most()).toBe(2);
    const alone = observed();
    const same = [alone.visit('x'), alone.visit('x'), alone.visit('x')];
    await alone.finish();
    await Promise.all(same);
    expect(alone.most()).toBe(1);
  });

  test('keeps few of 400 who come at once, and tells the others at once', async () => {
    const room = observed();
    const all = Array.from({ length: 400 }, (_, i) => room.visit('x', `account ${i}`));
    await room.finish();
    const outcomes = await Promise.all(all);
    expect([count(outcomes, 'heard'), count(outcomes, 'no seat')]).toEqual([66, 334]);
  });

  test('keeps a seat for whoever comes from elsewhere, and hears them next', async () => {
    const room = observed();
    const crowd = Array.from({ length: 400 }, (_, i) => room.visit('crowd', `account ${i}`));
    const owner = room.visit('home');
    await room.finish();
    expect(await owner).toBe('heard');
    // The two who were being heard already came before.
    expect(room.heard.findIndex(({ address }) => address === 'home')).toBeLessThanOrEqual(3);
    expect(count(await Promise.all(crowd), 'heard')).toBe(65);
  });

  test('never hears more than two, loses nobody, and is empty in the end, whoever comes', async () => {
    const visitors = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3 })), {
      maxLength: 200,
    });
    await fc.assert(
      fc.asyncProperty(visitors, async (all) => {
        const room = observed();
        const outcomes = all.map(([address, account]) => room.visit(`${address}`, `${account}`));
        await room.finish();
        const told = await Promise.all(outcomes);
        expect(count(told, 'heard')).toBe(room.heard.length);
        expect(room.most()).toBeLessThanOrEqual(2);
        const later = [room.visit('new'), room.visit('newer')];
        await room.finish();
        expect(await Promise.all(later)).toEqual(['heard', 'heard']);
      }),
      { numRuns: 60 },
    );
  });

  test('goes on after work that failed', async () => {
    const enter = waitingRoom();
    const visitor = { address: 'x', pair: 'a x' };
    await expect(enter(visitor, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await enter(visitor, async () => 'heard')).toBe('heard');
  });
});
