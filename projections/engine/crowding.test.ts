import { expect, test } from 'vitest';
import { crowding } from './crowding.ts';

/** Tells of appends of ten events each, at these last positions. */
const after = (positions: readonly number[]) => {
  const clock = { at: 0 };
  const seen = crowding(() => clock.at);
  for (const position of positions) seen.appended(BigInt(position), 10);
  return { seen, clock };
};

test('an import alone is alone, in whatever order its appends are answered', () => {
  expect(after([10, 20, 30, 40, 50, 60, 70]).seen.shared()).toBe(false);
  expect(after([110, 130, 120, 150, 160, 140, 170]).seen.shared()).toBe(false);
});

test('somebody else is noticed by the positions that are theirs, and forgotten after a while', () => {
  const { seen, clock } = after([10, 20, 31, 41, 51, 61, 71]);
  expect(seen.shared()).toBe(true);
  clock.at = 60_000;
  expect(seen.shared()).toBe(false);
  for (const position of [81, 91, 101, 111, 121, 131]) seen.appended(BigInt(position), 10);
  expect(seen.shared()).toBe(false);
  for (const position of [142, 153, 163, 173, 183, 193, 203]) seen.appended(BigInt(position), 10);
  expect(seen.shared()).toBe(true);
});
