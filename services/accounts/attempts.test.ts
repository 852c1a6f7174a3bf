/** How long whoever guessed wrong has to wait, on a clock of the test's own. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attemptsIn, failuresAllowed, networkOf } from './attempts.ts';

function clocked() {
  let now = 0;
  const attempts = attemptsIn(() => now);
  const pass = (seconds: number): void => {
    now += seconds * 1000;
  };
  return { attempts, pass };
}

describe('failed attempts', () => {
  test('let one wait from the fifth on, twice as long each time, a quarter of an hour at most', () => {
    const { attempts, pass } = clocked();
    const waits = Array.from({ length: 12 }, () => {
      attempts.take('pair');
      const wait = attempts.rest('pair');
      pass(wait);
      expect(attempts.rest('pair')).toBe(0);
      return wait;
    });
    expect(waits).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
  });

  test('are forgotten after an hour without any, and after the right password', () => {
    const { attempts, pass } = clocked();
    for (let i = 0; i < 8; i++) attempts.take('pair');
    pass(3_599);
    attempts.take('pair');
    expect(attempts.rest('pair')).toBe(480);
    pass(3_600);
    expect(attempts.rest('pair')).toBe(0);
    for (let i = 0; i < 5; i++) attempts.take('pair');
    attempts.succeeded('pair');
    attempts.take('pair');
    expect(attempts.rest('pair')).toBe(0);
  });

  test('that were not heard to their end do not count', () => {
    const { attempts } = clocked();
    for (let i = 0; i < 20; i++) {
      attempts.take('pair');
      attempts.giveBack('pair');
    }
    expect(attempts.rest('pair')).toBe(0);
  });

  test('of one never let another wait, and of a day let few guesses through', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 50, maxLength: 400 }), (pauses) => {
        const { attempts, pass } = clocked();
        let heard = 0;
        let elapsed = 0;
        for (const pause of pauses) {
          pass(pause);
          elapsed += pause;
          if (attempts.rest('guessed') === 0) {
            attempts.take('guessed');
            heard++;
          }
          expect(attempts.rest('other')).toBe(0);
        }
        // A quarter of an hour each, and what is free before; only whoever rests an hour begins anew, and pays it with that hour.
        expect(heard).toBeLessThanOrEqual(failuresAllowed + 6 + (elapsed / 3_600) * (failuresAllowed + 6));
      }),
    );
  });
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
  ['no address', 'no address'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
