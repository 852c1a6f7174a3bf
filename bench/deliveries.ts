/**
 * Deliveries one after the other: what a source costs that delivers everything again and again, and one whose file shrinks
 * to half, to one row, and comes back whole.
 *
 *     npm run bench -- deliveries [--rows 1000000] [--nightly 400] [--nightly-rows 50000]
 *
 * `shrinking`: every file is held where it has to be, accepted, and completed; `onMissing` is `withdraw`, so half a million
 * records are unpublished, and published again when they return. `nightly`: the same rows under other bytes, night after
 * night; the last night is compared with the third.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { folder, type Installation, install } from './installation.ts';
import { type LogKind, logKinds } from './logs.ts';
import { markdownTable } from './table.ts';

interface Report {
  readonly import: string;
  readonly status: string;
  readonly counts: { readonly read: number; readonly unchanged: number };
  readonly noLongerStated?: number;
  readonly seconds: number;
  readonly peakMemoryMiB: number;
}

const definition = {
  name: 'warehouse',
  recordType: 'food',
  title: 'Foods of a warehouse',
  format: 'csv',
  columns: [
    { column: 'Food', field: 'name' },
    { column: 'Energy (kcal)', field: 'energy_kcal' },
    { column: 'Protein (g)', field: 'protein_g' },
    { column: 'Carbohydrate (g)', field: 'carbohydrate_g' },
    { column: 'Fat (g)', field: 'fat_g' },
  ],
  constants: { basis: 'portion' },
  naturalKey: ['name'],
  licence: { name: 'made for a measurement', redistributable: true },
  legalBasis: 'synthetic',
  delivers: 'snapshot',
  onMissing: 'withdraw',
  trust: 'auto',
  justification: 'Measures deliveries that shrink and grow.',
};

/** Rows whose energy fits their nutrients, and blank lines behind them that make other bytes of the same rows. */
async function writeFoods(file: string, rows: number, blankLines = 0): Promise<void> {
  const out = createWriteStream(file);
  out.write(`${definition.columns.map(({ column }) => column).join(',')}\n`);
  for (let i = 0; i < rows; i++)
    if (!out.write(`Food ${i},117,10,10,4\n`)) await new Promise<void>((resolve) => out.once('drain', resolve));
  out.end('\n'.repeat(blankLines));
  await new Promise<void>((resolve) => out.once('close', resolve));
}

async function installed(kind: LogKind): Promise<Installation> {
  const installation = await install(kind);
  const sources = path.join(installation.dataDir, 'sources');
  await mkdir(sources, { recursive: true });
  await writeFile(path.join(sources, 'warehouse.json'), JSON.stringify(definition));
  return installation;
}

/** A file, its hold if it is held, and what it comes to when that is accepted. */
async function deliver(installation: Installation, file: string): Promise<{ held: boolean; done: Report }> {
  const report = await installation.json<Report>(['ingest', 'warehouse', file], [0, 4]);
  if (report.status !== 'held') return { held: false, done: report };
  const accepting = ['imports', 'accept', report.import, '--as', 'operator@healthai.local', '--reason', 'measured'];
  return { held: true, done: await installation.json<Report>(accepting) };
}

async function shrinking(kind: LogKind, files: string, rows: number): Promise<(string | number)[][]> {
  const installation = await installed(kind);
  const lines: (string | number)[][] = [];
  try {
    for (const n of [rows, rows / 2, 1, rows]) {
      const file = path.join(files, 'foods.csv');
      await writeFoods(file, n);
      const { held, done } = await deliver(installation, file);
      const { status, counts, noLongerStated = 0, seconds, peakMemoryMiB } = done;
      const how = held ? 'held, accepted' : '';
      lines.push([kind.name, n, how, status, counts.unchanged, noLongerStated, seconds.toFixed(1), peakMemoryMiB]);
    }
  } finally {
    await installation.remove();
  }
  return lines;
}

async function nightly(kind: LogKind, files: string, nights: number, rows: number): Promise<(string | number)[]> {
  const installation = await installed(kind);
  const reports: Report[] = [];
  let before = 0;
  try {
    for (let night = 0; night < nights; night++) {
      const file = path.join(files, 'night.csv');
      await writeFoods(file, rows, night);
      reports.push((await deliver(installation, file)).done);
      if (night === 0) before = await installation.logBytes();
    }
    const bytes = ((await installation.logBytes()) - before) / ((nights - 1) * rows);
    const third = reports[2]!;
    const lasting = reports.slice(-5).toSorted((a, b) => a.seconds - b.seconds)[2]!;
    return [
      kind.name,
      nights,
      rows,
      third.seconds.toFixed(2),
      lasting.seconds.toFixed(2),
      third.peakMemoryMiB,
      lasting.peakMemoryMiB,
      bytes.toFixed(3),
    ];
  } finally {
    await installation.remove();
  }
}

/** Prints two tables. */
export async function benchDeliveries(words: readonly string[]): Promise<string> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      rows: { type: 'string', default: '1000000' },
      nightly: { type: 'string', default: '400' },
      'nightly-rows': { type: 'string', default: '50000' },
    },
  });
  const files = await folder();
  try {
    const shrunk: (string | number)[][] = [];
    const nights: (string | number)[][] = [];
    for (const kind of logKinds()) {
      if (Number(values.rows) > 0) shrunk.push(...(await shrinking(kind, files, Number(values.rows))));
      if (Number(values.nightly) > 0)
        nights.push(await nightly(kind, files, Number(values.nightly), Number(values['nightly-rows'])));
    }
    return [
      markdownTable(
        ['log', 'rows', 'first', 'then', 'unchanged', 'no longer stated', 'seconds', 'peak MiB (limit 400)'],
        shrunk,
      ),
      markdownTable(
        [
          'log',
          'imports',
          'unchanged rows each',
          'seconds, the third',
          'the last',
          'MiB, the third',
          'the last',
          'bytes of log per unchanged row (limit 2)',
        ],
        nights,
      ),
    ].join('\n\n');
  } finally {
    await rm(files, { recursive: true, force: true });
  }
}
