/**
 * Imports end to end: file → judged → proposed and approved → history and published tables, from acceptance to everything
 * projected; beside it the same file through COPY alone, line by line into one column, on the same server: nothing
 * that keeps the file in PostgreSQL can be faster.
 *
 *     npm run bench -- import [--rows 10000,100000,1000000] [--source sample-food,sample-session]
 */
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { openDatabase } from '../app/embedded/database.ts';
import { generate } from '../datasets/generate.ts';
import { folder, install } from './installation.ts';
import { type LogKind, logKinds } from './logs.ts';
import { markdownTable } from './table.ts';

interface Report {
  readonly counts: { readonly read: number };
  readonly seconds: number;
  readonly peakMemoryMiB: number;
}

/** Each import in a process and an installation of its own, so that its memory and its caches are its own. */
async function importAlone(kind: LogKind, name: string, file: string): Promise<Report> {
  const installation = await install(kind);
  try {
    return await installation.json<Report>(['ingest', name, file]);
  } finally {
    await installation.remove();
  }
}

/** Seconds that COPY takes for the file. */
async function copyAlone(file: string): Promise<number> {
  const dataDir = await folder();
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

/** Prints a table of one row a log, source and size. */
export async function benchImport(words: readonly string[]): Promise<string> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      rows: { type: 'string', default: '10000,100000,1000000' },
      source: { type: 'string', default: 'sample-food,sample-session' },
    },
  });
  const files = await folder();
  const lines: (string | number)[][] = [];
  try {
    for (const name of values.source.split(',')) {
      for (const rows of values.rows.split(',').map(Number)) {
        const truth = await generate({ seed: 1, out: files, rows, only: [name] });
        const file = path.join(files, truth.files[0]!.file);
        const copySeconds = await copyAlone(file);
        for (const kind of logKinds()) {
          const { counts, seconds, peakMemoryMiB } = await importAlone(kind, name, file);
          const copied = Math.round(counts.read / copySeconds);
          const rate = Math.round(counts.read / seconds);
          const share = `${((100 * rate) / copied).toFixed(0)} %`;
          lines.push([kind.name, name, counts.read, seconds.toFixed(1), rate, peakMemoryMiB, copied, share]);
        }
        await rm(file);
      }
    }
  } finally {
    await rm(files, { recursive: true, force: true });
  }
  return markdownTable(
    ['log', 'source', 'rows', 'seconds', 'records/s', 'peak MiB', 'COPY alone, rows/s', 'of COPY'],
    lines,
  );
}
