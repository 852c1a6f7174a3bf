import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Tally } from './reporter.ts';

/**
 * Runs the tests, all or those named by the arguments, and prints `N passed, N failed[, N skipped]` as the last line.
 * A run that ends without a tally (no test found, a broken setup) counts as a failure.
 */
const root = path.resolve(import.meta.dirname, '..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthai-tally-'));
const tallyFile = path.join(folder, 'tally.json');

const child = spawn(
  process.execPath,
  [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=./test/reporter.ts',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, TALLY_FILE: tallyFile } },
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));

child.on('close', (code) => {
  const tally: Tally = fs.existsSync(tallyFile)
    ? JSON.parse(fs.readFileSync(tallyFile, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 };
  fs.rmSync(folder, { recursive: true, force: true });
  if (tally.failed === 0 && (code !== 0 || tally.passed === 0)) tally.failed = 1;
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
  process.stdout.write(`\n${tally.passed} passed, ${tally.failed} failed${skipped}\n`);
  process.exitCode = tally.failed > 0 ? 1 : 0;
});
