import { expect, test } from 'vitest';
import { generated } from './generate.ts';

test('documents say what the code says; `node docs/generate.ts` writes them anew', async () => {
  for (const { file, stands, should } of await generated()) expect(stands, file).toBe(should);
});
