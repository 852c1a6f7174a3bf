/** An installation whose key was lost: it says so, and nothing takes the key's place. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshSystem, type TestSystem } from '../test/system.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await freshSystem();
});
afterAll(() => system.remove());

test('without its key an installation does not start, and starts again when the key is back', async () => {
  const file = path.join(system.dataDir, 'keys/key-encryption-key');
  fs.renameSync(file, `${file}.away`);
  await expect(system.another()).rejects.toThrow('key-encryption-key is missing');
  expect(fs.existsSync(file)).toBe(false);
  fs.renameSync(`${file}.away`, file);
  const again = await system.another();
  await again.close();
});
