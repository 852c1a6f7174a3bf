/** Counting requests and open streams. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressKey, meter, seats } from './limits.ts';

describe('an address', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::ffff', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('%s is counted under %s', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });
});

test('a meter lets so many through, each key by itself', async () => {
  const count = meter(2);
  const seen = [await count('a'), await count('a'), await count('a')];
  expect(seen.map(({ left, isOver }) => [left, isOver])).toEqual([
    [1, false],
    [0, false],
    [0, true],
  ]);
  expect(seen[2]?.seconds).toBeGreaterThan(0);
  expect((await count('b')).isOver).toBe(false);
});

test('seats are never more than there are, of all or of a key, whoever comes and goes how often', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean(), fc.nat(20))), (steps) => {
      const counted = seats(5, 2);
      const open: { key: string; leave: () => void }[] = [];
      for (const [key, comes, which] of steps) {
        const own = open.filter((one) => one.key === key).length;
        if (comes) {
          const seat = counted.take(key);
          expect(seat.kind).toBe(own < 2 && open.length < 5 ? 'taken' : 'full');
          if (seat.kind === 'taken') open.push({ key, leave: seat.leave });
        } else if (open.length > 0) {
          const [gone] = open.splice(which % open.length, 1);
          gone?.leave();
          gone?.leave();
        }
        expect(counted.taken()).toBe(open.length);
      }
    }),
  );
});
