import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '.data/**'],
    globalSetup: './test/global.ts',
    pool: 'forks',
    // Nothing here asserts a time; a busy machine must not fail a test that is right.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
