import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAlive } from '../embedded/process.ts';

/** The first Node of the machine that is older than the pinned one, as a user would call it. */
const older = (process.env.PATH ?? '')
  .split(path.delimiter)
  .map((folder) => path.join(folder, 'node'))
  .find((file) => fs.existsSync(file) && versionOf(file) >= 20 && versionOf(file) < 24);

function versionOf(file: string): number {
  return Number.parseInt(spawnSync(file, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout, 10);
}

let folder: string;
let launcher: string;

/** A copy of the launcher over a command line of four words, so that the test is about nothing else. */
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthai-launcher-'));
  launcher = path.join(folder, 'app/cli/healthai.js');
  fs.mkdirSync(path.dirname(launcher), { recursive: true });
  fs.copyFileSync(path.join(import.meta.dirname, 'healthai.js'), launcher);
  fs.writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  fs.mkdirSync(path.join(folder, 'node_modules/.bin'), { recursive: true });
  fs.symlinkSync(process.execPath, path.join(folder, 'node_modules/.bin/node'));
  fs.writeFileSync(
    path.join(folder, 'app/cli/main.ts'),
    `export async function main(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
      if (words[0] === 'version') process.stdout.write(process.versions.node);
      if (words[0] === 'profile') process.stdout.write(String(environment.PROFILE));
      if (words[0] === 'echo') for await (const chunk of process.stdin) process.stdout.write(chunk);
      if (words[0] === 'wait') {
        const timer = setInterval(() => {}, 1000);
        const signal = await new Promise<string>((resolve) => {
          for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, resolve);
          process.stdout.write(String(process.pid));
        });
        clearInterval(timer);
        process.stdout.write(' ' + signal);
        return 7;
      }
      return Number(words[1] ?? 0);
    }
`,
  );
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const nodes = [['the pinned Node', process.execPath] as const, ...(older ? [['an older Node', older] as const] : [])];

describe.each(nodes)('the launcher under %s', (_name, node) => {
  const run = (...words: string[]) => spawnSync(node, [launcher, ...words], { encoding: 'utf8', input: 'é\n' });

  test('runs the command line under the pinned one', () => {
    expect(run('version').stdout).toBe(process.versions.node);
  });

  test('passes standard input and the exit code through', () => {
    expect(run('echo').stdout).toBe('é\n');
    expect(run('exit', '3').status).toBe(3);
  });

  test('passes signals on and waits for the end', async () => {
    const child = spawn(node, [launcher, 'wait'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (/^\d+$/.test(output)) child.kill('SIGTERM');
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(output).toMatch(/^\d+ SIGTERM$/);
    expect(code).toBe(7);
  });

  test('leaves nothing running when it is killed', async () => {
    const child = spawn(node, [launcher, 'wait'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (/^\d+$/.test(output)) child.kill('SIGKILL');
    });
    await new Promise((resolve) => child.once('close', resolve));
    await expect.poll(() => isAlive(Number.parseInt(output, 10)), { timeout: 30_000 }).toBe(false);
  });

  test('reads the file .env, and the environment wins over it', () => {
    const file = path.join(folder, '.env');
    fs.writeFileSync(file, 'PROFILE=fr\n');
    expect(spawnSync(node, [launcher, 'profile'], { encoding: 'utf8', env: { PATH: '' } }).stdout).toBe('fr');
    expect(spawnSync(node, [launcher, 'profile'], { encoding: 'utf8', env: { PROFILE: 'ch' } }).stdout).toBe('ch');
    fs.rmSync(file);
  });
});

describe.runIf(older)('the launcher without the pinned Node', () => {
  test('says how to get it', () => {
    const bin = path.join(folder, 'node_modules/.bin');
    fs.renameSync(bin, `${bin}.away`);
    const { status, stderr } = spawnSync(older as string, [launcher, 'version'], { encoding: 'utf8' });
    fs.renameSync(`${bin}.away`, bin);
    expect(status).toBe(2);
    expect(stderr).toContain('Run "npm ci"');
  });
});
