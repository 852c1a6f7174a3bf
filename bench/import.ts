/**
 * Imports end to end: file → judged → proposed and approved → history and published tables, from acceptance to everything
 * projected; beside it the same file through COPY alone, line by line into one column, on the same server: nothing
 * that keeps the file in PostgreSQL can be faster.
 *
 *     npm run bench -- import [--rows 10000,100000,1000000] [--source sample-food,sample-session]
 */
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs, promisify } from 'node:util';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { openDatabase } from '../app/embedded/database.ts';
import { generate } from '../datasets/generate.ts';
import { markdownTable } from './table.ts';

const command = path.resolve(import.meta.dirname, '../app/cli/healthai.js');
const run = promisify(execFile);

interface Report {
  readonly counts: { readonly read: number };
  readonly seconds: number;
  readonly peakMemoryMiB: number;
}

/** A folder that the server's own account may enter, where root runs the benchmark. */
async function folderForServer(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'healthai-bench-'));
  await chmod(folder, 0o755);
  return folder;
}

/** Each import in a process and a database of its own, so that its memory and its caches are its own. */
async function importAlone(name: string, file: string): Promise<Report> {
  const dataDir = await folderForServer();
  try {
    const env = { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'error' };
    const { stdout } = await run(
      process.execPath,
      ['--max-semi-space-size=8', command, 'ingest', name, file, '--json'],
      { env },
    );
    return JSON.parse(stdout) as Report;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Seconds that COPY takes for the file. */
async function copyAlone(file: string): Promise<number> {
  const dataDir = await folderForServer();
  const database = await openDatabase({ dataDir });
  const client = new pg.Client({ connectionString: database.url });
  try {
    await client.connect();
    await client.query('create table copied (line text)');
    const start = performance.now();
    await pipeline(
      createReadStream(file),
      client.query(copyFrom("copy copied from stdin with (format text, delimiter e'\\x01')")),
    );
    return (performance.now() - start) / 1000;
  } finally {
    await client.end();
    await database.release();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Prints a table of one row a source and size. */
export async function benchImport(words: readonly string[]): Promise<string> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      rows: { type: 'string', default: '10000,100000,1000000' },
      source: { type: 'string', default: 'sample-food,sample-session' },
    },
  });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'healthai-bench-files-'));
  const lines: (string | number)[][] = [];
  try {
    for (const name of values.source.split(',')) {
      for (const rows of values.rows.split(',').map(Number)) {
        const truth = await generate({ seed: 1, out: folder, rows, only: [name] });
        const file = path.join(folder, truth.files[0]!.file);
        const { counts, seconds, peakMemoryMiB } = await importAlone(name, file);
        const copied = Math.round(counts.read / (await copyAlone(file)));
        const rate = Math.round(counts.read / seconds);
        lines.push([
          name,
          counts.read,
          seconds.toFixed(1),
          rate,
          peakMemoryMiB,
          copied,
          `${((100 * rate) / copied).toFixed(0)} %`,
        ]);
        await rm(file);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return markdownTable(['source', 'rows', 'seconds', 'records/s', 'peak MiB', 'COPY alone, rows/s', 'of COPY'], lines);
}
