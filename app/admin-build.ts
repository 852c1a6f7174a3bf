/** The admin's build, made anew where its sources have changed. In a production image it is there and fits. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { processStamp, stampIsAlive } from './embedded/process.ts';

const here = path.resolve(import.meta.dirname, '..');

/** Where the admin lies, with its build in `build/`. */
export const adminFolder = path.join(here, 'admin');

/** What the build is made of: its own sources, the words it takes from the domain, and the packages of the lock file. */
const madeOf = [
  'admin/src',
  'admin/static',
  'admin/package.json',
  'admin/vite.config.ts',
  'domain',
  'package-lock.json',
];

/** How often a start looks whether another one has done building. */
const lookMs = 200;

/** How much of what the build said goes into its error. */
const tailLength = 2_000;

/**
 * Builds the admin where `admin/build` is missing or made of other sources than there are now. Two starts build once.
 * @param root the folder of the product
 * @throws where it cannot be built, with what the build said
 */
export async function ensureAdminBuilt(log: Logger, root = here): Promise<void> {
  const folder = path.join(root, 'admin');
  const digestFile = path.join(folder, 'build/sources.sha256');
  const wanted = digestOfSources(root);
  const isBuilt = (): boolean => read(digestFile) === wanted;
  if (isBuilt()) return;
  if (!isWritable(folder)) {
    if (read(digestFile) === undefined)
      throw new Error(`${folder} has no build and cannot be written to. Run \`npm run build\` where it can be.`);
    log.warn(
      'the admin was built from other sources than these, and its folder cannot be written to: it is used as it is',
    );
    return;
  }
  const lock = path.join(folder, '.build.lock');
  while (!take(lock)) {
    await sleep(lookMs);
    if (isBuilt()) return;
  }
  try {
    if (isBuilt()) return;
    const began = performance.now();
    await build(root, (child) => fs.writeFileSync(lock, `${processStamp(process.pid)} ${processStamp(child)}`));
    // Written last: a build that was cut off has none.
    fs.writeFileSync(digestFile, wanted);
    log.info({ seconds: Math.round((performance.now() - began) / 100) / 10 }, 'the admin was built');
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function digestOfSources(root: string): string {
  const digest = createHash('sha256');
  for (const name of madeOf) {
    const place = path.join(root, name);
    const files = fs.statSync(place).isDirectory()
      ? fs
          .readdirSync(place, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
          .map((entry) => path.join(entry.parentPath, entry.name))
          .sort()
      : [place];
    for (const file of files) {
      const content = fs.readFileSync(file);
      digest.update(`${path.relative(root, file)}\0${content.length}\0`).update(content);
    }
  }
  return digest.digest('hex');
}

function isWritable(folder: string): boolean {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Takes the lock, also where neither its holder nor the build that it began runs any more: a build outlives who was killed. */
function take(lock: string): boolean {
  try {
    fs.writeFileSync(lock, processStamp(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  try {
    const holders = fs.readFileSync(lock, 'utf8').split(' ');
    if (!holders.some(stampIsAlive)) fs.rmSync(lock, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return false;
}

async function build(root: string, began: (child: number) => void): Promise<void> {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: path.join(root, 'admin'),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) began(child.pid);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0)
    throw new Error(`the admin cannot be built (\`npm run build\` shows it again): ${said.slice(-tailLength)}`);
}
