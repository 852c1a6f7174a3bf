import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureAdminBuilt } from './admin-build.ts';

const product = path.resolve(import.meta.dirname, '..');
/** The product once more, with the parts that the admin is built of. */
let root: string;
/** What was logged since the last look. */
const logged: string[] = [];
const log = pino({ base: null }, { write: (line: string) => void logged.push(line) });
const builds = (): number => logged.splice(0).filter((line) => line.includes('the admin was built')).length;

beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'healthai-admin-'));
  for (const part of ['admin/src', 'admin/static', 'admin/package.json', 'admin/tsconfig.json', 'admin/vite.config.ts'])
    fs.cpSync(path.join(product, part), path.join(root, part), { recursive: true });
  for (const part of ['domain', 'services', 'commands', 'projections', 'eventstore', 'ingestion', 'node_modules'])
    fs.symlinkSync(path.join(product, part), path.join(root, part));
  fs.copyFileSync(path.join(product, 'package-lock.json'), path.join(root, 'package-lock.json'));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

test('Two starts build the admin once, a third not at all', async () => {
  await Promise.all([ensureAdminBuilt(log, root), ensureAdminBuilt(log, root)]);
  expect(fs.existsSync(path.join(root, 'admin/build/handler.js'))).toBe(true);
  expect(builds()).toBe(1);
  await ensureAdminBuilt(log, root);
  expect(builds()).toBe(0);
});

test('Another source makes another build, also after a start that was killed while it built', async () => {
  fs.appendFileSync(path.join(root, 'admin/src/lib/look/base.css'), '\n/* changed */\n');
  fs.writeFileSync(path.join(root, 'admin/.build.lock'), '999999999-1');
  await ensureAdminBuilt(log, root);
  expect(builds()).toBe(1);
  expect(fs.existsSync(path.join(root, 'admin/.build.lock'))).toBe(false);
});

test('What cannot be built is told with what the build said, each time', async () => {
  fs.writeFileSync(path.join(root, 'admin/src/routes/+page.svelte'), '{#if}');
  for (const _ of [1, 2]) await expect(ensureAdminBuilt(log, root)).rejects.toThrow(/cannot be built.*\+page\.svelte/s);
});
