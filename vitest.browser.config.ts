import { defineConfig } from 'vitest/config';

/** Tests in a real browser on the product as it is started: `npm run test:browser`. */
export default defineConfig({
  test: {
    include: ['admin/test/**/*.browser.ts', 'api/*.browser.ts'],
    globalSetup: './test/served.ts',
    pool: 'forks',
    // One product and one log for all: what one file decides, another must not see half done.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
