/** An installation of its own for a measurement: a data folder, a log, and the command line over them. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import project from '../package.json' with { type: 'json' };
import type { Log, LogKind } from './logs.ts';

const launcher = path.resolve(import.meta.dirname, '../app/cli/healthai.js');
/** As `npm start` runs it. */
const flags = [...project.scripts.start.split(' ').filter((word) => word.startsWith('--')), launcher];
const run = promisify(execFile);

export interface Installation {
  readonly dataDir: string;
  /**
   * Runs a command with `--json` and answers its last line.
   * @param exits exit codes that are an answer
   */
  json<T>(words: readonly string[], exits?: readonly number[]): Promise<T>;
  /** Bytes that the events of imports and sources have, as `healthai events` prints them. */
  logBytes(): Promise<number>;
  /** Starts the system and waits until it is ready. */
  start(): Promise<Running>;
  remove(): Promise<void>;
}

export interface Running {
  readonly url: string;
  /** From the call to the ready line. */
  readonly seconds: number;
  stop(): Promise<void>;
}

/** A folder that the database server's own account may enter, where root measures. */
export async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(os.tmpdir(), 'healthai-bench-'));
  await chmod(made, 0o755);
  return made;
}

/** @param bundledData whether starts bring them in */
export async function install(kind: LogKind, { bundledData = false } = {}): Promise<Installation> {
  const dataDir = await folder();
  const log: Log = await kind.open(dataDir);
  const env = {
    ...process.env,
    MALLOC_ARENA_MAX: '1',
    ...log.environment,
    DATA_DIR: dataDir,
    PORT: '0',
    LOG_LEVEL: 'error',
    BUNDLED_DATA: bundledData ? 'on' : 'off',
  };
  const running = new Set<ChildProcess>();
  const printed = (words: readonly string[], exits: readonly number[] = [0]): Promise<{ stdout: string }> =>
    run(process.execPath, [...flags, ...words], { env, maxBuffer: 2 ** 28 }).catch(
      (error: { code?: number; stdout?: string }) => {
        if (error.code !== undefined && exits.includes(error.code)) return { stdout: error.stdout ?? '' };
        throw error;
      },
    );
  return {
    dataDir,
    async json<T>(words: readonly string[], exits = [0]) {
      const { stdout } = await printed([...words, '--json'], exits);
      return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as T;
    },
    async logBytes() {
      let bytes = 0;
      for (const category of ['import', 'source']) {
        let after = '0';
        for (;;) {
          const { stdout } = await printed([
            'events',
            '--category',
            category,
            '--after',
            after,
            '--limit',
            '1000',
            '--json',
          ]);
          if (stdout === '') break;
          bytes += Buffer.byteLength(stdout);
          after = (JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as { position: string }).position;
        }
      }
      return bytes;
    },
    async start() {
      const began = performance.now();
      const child = spawn(process.execPath, [...flags, 'start'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      running.add(child);
      const url = await readyLine(child);
      return {
        url,
        seconds: (performance.now() - began) / 1000,
        async stop() {
          running.delete(child);
          const ended = new Promise((resolve) => child.once('close', resolve));
          child.kill('SIGTERM');
          await ended;
        },
      };
    },
    async remove() {
      for (const child of running) child.kill('SIGKILL');
      await log.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('close', (code) => reject(new Error(`the system ended with ${code} before it was ready: ${said}`)));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, url] = /^ready (\S+)/m.exec(said) ?? [];
      if (url) resolve(url);
    });
  });
}
