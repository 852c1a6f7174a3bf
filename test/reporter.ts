import fs from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/** How a test run ended, as test/run.ts reads it. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** Writes a run's tally to the file named by TALLY_FILE. A file that fails as a whole and an unhandled error each count as a failure. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tally: Tally = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      tally.failed += module.errors().length;
      for (const suite of module.children.allSuites()) tally.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') tally.passed++;
        else if (state === 'skipped') tally.skipped++;
        else tally.failed++;
      }
    }
    if (process.env.TALLY_FILE) fs.writeFileSync(process.env.TALLY_FILE, JSON.stringify(tally));
  }
}
