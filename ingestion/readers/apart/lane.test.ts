import { expect, test } from 'vitest';
import { lane } from './lane.ts';

test('a lane lets so many through, and the others in the order in which they came', async () => {
  const two = lane(2);
  const first = await two.enter();
  const second = two.enterNow();
  expect(second).toBeDefined();
  expect(two.enterNow()).toBeUndefined();
  const inside: number[] = [];
  const waiting = [3, 4].map(async (number) => {
    const leave = await two.enter();
    inside.push(number);
    return leave;
  });
  await Promise.resolve();
  expect(inside).toEqual([]);
  first();
  const third = await waiting[0]!;
  expect(inside).toEqual([3]);
  third();
  await waiting[1];
  expect(inside).toEqual([3, 4]);
});

test('who leaves twice gives one place back', async () => {
  const one = lane(1);
  const leave = await one.enter();
  leave();
  leave();
  expect(one.enterNow()).toBeDefined();
  expect(one.enterNow()).toBeUndefined();
});
