/** A key that many rows state differently names no one record: some of them are kept as alternatives, the others are set aside. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshSystem, type TestSystem } from '../../test/system.ts';
import { dailyFood } from '../sources/daily-food.ts';
import { rowsOf } from './accounts.test-support.ts';
import { type Food, foodFile, foodRequest } from './foods.test-support.ts';
import { ingest } from './ingest.ts';
import { statementsPerKey } from './survey.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await freshSystem();
});
afterAll(() => system.remove());

const definition = { ...dailyFood, name: 'much-stated' };
/** One food, stated so often; two rows of each statement, far from each other, and another food at the end. */
const foods = (statements: number): readonly Food[] => {
  const stated = Array.from({ length: statements }, (_, n) => ({ name: 'Water', kcal: 100 + n / 10 }));
  return [...stated, ...stated, { name: 'Bread' }];
};

describe(`a key with more than ${statementsPerKey} statements`, () => {
  const over = 40;
  const file = () => foodFile(foods(statementsPerKey + over));

  test('keeps the first of them, and sets the rows of all others aside, each row counted', async () => {
    const report = await ingest(system.ingestion, foodRequest(file(), { definition }));
    expect(report.counts).toMatchObject({
      read: 2 * (statementsPerKey + over) + 1,
      new: 2,
      conflicting: statementsPerKey - 1,
      duplicate: statementsPerKey,
      quarantined: 2 * over,
    });
    const { quarantined } = await rowsOf(system.store, report);
    // The header is row 1; every statement stands twice.
    const surplus = Array.from({ length: over }, (_, n) => statementsPerKey + n + 2);
    expect(quarantined).toEqual([...surplus, ...surplus.map((row) => row + statementsPerKey + over)]);
  });

  test('is the same when it is stated again: nothing new, and the same rows set aside', async () => {
    const again = await ingest(system.ingestion, foodRequest(`${file()}\n`, { definition, again: true }));
    expect(again.counts).toMatchObject({ new: 0, revised: 0, conflicting: 0, quarantined: 2 * over });
  });
});

test('a key with that many is kept whole', async () => {
  const own = { ...dailyFood, name: 'just-enough-stated' };
  const report = await ingest(system.ingestion, foodRequest(foodFile(foods(statementsPerKey)), { definition: own }));
  expect(report.counts).toMatchObject({ new: 2, conflicting: statementsPerKey - 1, quarantined: 0 });
});
