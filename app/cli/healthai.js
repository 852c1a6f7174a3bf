#!/usr/bin/env -S MALLOC_ARENA_MAX=1 node --min-semi-space-size=24 --max-semi-space-size=24 --max-old-space-size=2000
/**
 * Starts the command line under the Node that this product pins. npm scripts and npx find that one first; called directly
 * under an older one, this file runs itself again with it. Plain JavaScript, because an older Node reads no TypeScript.
 * What stands above for the memory is measured (`npm run bench -- import`): a young generation in which a batch of an import
 * fits, an old one that grows by halves instead of by four, and one arena for what lies outside the heap. Without them an
 * import needs 150 MiB more.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const flags = ['--min-semi-space-size=24', '--max-semi-space-size=24', '--max-old-space-size=2000'];
const root = fileURLToPath(new URL('../..', import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= NEEDED) {
  // Started by ourselves: when that process is killed, this one must not go on alone.
  if (process.channel) {
    process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
    process.channel.unref();
  }
  // Compiled code is kept for the next start: half the time until the first line. Where nothing can be written, nothing is kept.
  module.enableCompileCache(path.join(root, 'node_modules/.cache/healthai'));
  const environment = path.join(root, '.env');
  if (fs.existsSync(environment)) process.loadEnvFile(environment);
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2), process.env);
} else {
  const pinned = path.join(root, 'node_modules/.bin/node');
  if (fs.existsSync(pinned)) runUnder(pinned);
  else {
    process.stderr.write(
      `healthai needs Node ${NEEDED} or newer; this is ${process.versions.node}. Run "npm ci" in ${root}, with optional dependencies: it brings the right one.\n`,
    );
    process.exitCode = 2;
  }
}

/** Runs this file under another Node, as if it had taken our place: same input and output, signals passed on, same end. */
function runUnder(node) {
  const child = spawn(node, [...flags, ...process.argv.slice(1)], {
    env: { MALLOC_ARENA_MAX: '1', ...process.env },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  child.channel?.unref();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the whole group: the child has it already.
      const both = ['SIGINT', 'SIGQUIT', 'SIGHUP'].includes(signal) && (process.stdin.isTTY || process.stdout.isTTY);
      if (!both) child.kill(signal);
    });
  }
  child.once('error', (error) => {
    process.stderr.write(`${node} cannot be run: ${error.message}\n`);
    process.exitCode = 3;
  });
  child.once('exit', (code, signal) => {
    if (signal === null) process.exitCode = code ?? 3;
    else {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
  });
}
