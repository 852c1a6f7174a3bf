import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { freshDatabase } from '../test/database.ts';
import { comparable, examplesOf, outputsOf } from './examples.ts';

test('whoever follows the examples of the README sees what it says', async () => {
  const examples = examplesOf(readFileSync(new URL('../README.md', import.meta.url), 'utf8'));
  expect(examples.length).toBeGreaterThan(10);
  const database = await freshDatabase();
  try {
    for (const [i, output] of outputsOf(examples, database.url).entries()) {
      const { commands, output: said } = examples[i]!;
      if (said !== undefined) expect(comparable(output), commands).toBe(comparable(said));
      else expect(output, commands).toBe('');
    }
  } finally {
    await database.drop();
  }
}, 300_000);
