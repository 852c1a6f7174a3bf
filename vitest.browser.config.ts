import { defineConfig } from 'vitest/config';

const shared = {
  pool: 'forks',
  // One product and one log for all: what one file decides, another must not see half done.
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 60_000,
} as const;

/**
 * Tests in a real browser on the product as it is started: `npm run test:browser`. All of them behind a proxy with TLS, as it
 * is run in earnest; and once more without, as it is started first, those of what could differ: signing in, forms, uploads.
 */
export default defineConfig({
  test: {
    fileParallelism: false,
    projects: [
      {
        test: {
          ...shared,
          name: 'behind TLS',
          include: ['admin/test/**/*.browser.ts', 'api/*.browser.ts', 'test/*.browser.ts'],
          globalSetup: './test/served-behind-tls.ts',
          setupFiles: './test/served-host.ts',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'directly',
          include: ['admin/test/session.browser.ts', 'admin/test/upload.browser.ts'],
          globalSetup: './test/served.ts',
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
