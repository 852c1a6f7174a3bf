/**
 * Makes the datasets and the list of what is wrong in them.
 *
 *     node datasets/generate.ts                                          the bundled files, again
 *     node datasets/generate.ts --rows 1000000 --source sample-food --out /tmp/big
 *
 * `--rows` counts rows before duplicates and conflicting rows are added; `--seed` makes other data of the same shape.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { csvLines } from './csv.ts';
import { type Dataset, fileOf, placed, type Row, type Truth } from './dataset.ts';
import { bundledFolder, bundledSeed, datasets } from './datasets.ts';
import { xlsxFile } from './xlsx.ts';

export interface GeneratedFile {
  readonly file: string;
  readonly source: string;
  readonly rows: number;
  /** Hex. */
  readonly sha256: string;
}

/** What is wrong where: the contents of `ground-truth.json`. */
export interface GroundTruth {
  readonly seed: number;
  readonly files: readonly GeneratedFile[];
  readonly anomalies: readonly Truth[];
}

export interface Generate {
  readonly seed: number;
  /** A folder that exists, or is made. */
  readonly out: string;
  /** Rows before duplicates; default: as many as are bundled. */
  readonly rows?: number;
  readonly only?: readonly string[];
}

/** Writes the files and `ground-truth.json`. CSV and JSON are streamed: memory does not grow with the rows. */
export async function generate({ seed, out, rows, only }: Generate): Promise<GroundTruth> {
  await mkdir(out, { recursive: true });
  const files: GeneratedFile[] = [];
  const anomalies: Truth[] = [];
  for (const dataset of datasets) {
    if (only && !only.includes(dataset.source)) continue;
    const note = (truth: Truth): void => {
      anomalies.push(truth);
    };
    files.push(await writeDataset(dataset, seed, rows ?? dataset.bundled, out, note));
  }
  const truth: GroundTruth = { seed, files, anomalies };
  await writeFile(join(out, 'ground-truth.json'), truthText(truth));
  return truth;
}

/** One anomaly a line, so that a change of the generator shows as a change of lines. */
const truthText = ({ seed, files, anomalies }: GroundTruth): string =>
  `{\n"seed": ${seed},\n"files": [\n${lines(files)}\n],\n"anomalies": [\n${lines(anomalies)}\n]\n}\n`;

const lines = (items: readonly object[]): string => items.map((item) => JSON.stringify(item)).join(',\n');

async function writeDataset(
  dataset: Dataset,
  seed: number,
  count: number,
  out: string,
  note: (truth: Truth) => void,
): Promise<GeneratedFile> {
  let written = 0;
  function* rowsOf(): Generator<Row> {
    for (const { row, truth } of placed(dataset, seed, count)) {
      if (truth) note(truth);
      written += 1;
      yield row;
    }
  }
  const sha = createHash('sha256');
  const file = fileOf(dataset);
  const content = await contentOf(dataset, rowsOf());
  await pipeline(
    Readable.from(content),
    async function* hashed(parts: AsyncIterable<string | Buffer>) {
      for await (const part of parts) {
        sha.update(part);
        yield part;
      }
    },
    createWriteStream(join(out, file)),
  );
  return { file, source: dataset.source, rows: written, sha256: sha.digest('hex') };
}

async function contentOf(dataset: Dataset, rows: Iterable<Row>): Promise<Iterable<string | Buffer>> {
  switch (dataset.format) {
    case 'csv':
      return csvLines(dataset.header, rows);
    case 'json':
      return jsonLines(dataset.header, rows);
    case 'xlsx':
      return [await xlsxFile('composition nutritionnelle', dataset.header, rows)];
  }
}

function* jsonLines(header: readonly string[], rows: Iterable<Row>): Generator<string> {
  let before = '[\n';
  for (const row of rows) {
    yield before + JSON.stringify(Object.fromEntries(header.map((name) => [name, row[name] ?? null])));
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(bundledSeed) },
      rows: { type: 'string' },
      out: { type: 'string', default: fileURLToPath(bundledFolder) },
      source: { type: 'string', multiple: true },
    },
  });
  const { files, anomalies } = await generate({
    seed: Number(values.seed),
    out: values.out,
    ...(values.rows && { rows: Number(values.rows) }),
    ...(values.source && { only: values.source }),
  });
  for (const { file, rows, sha256 } of files) process.stdout.write(`${file} ${rows} rows ${sha256}\n`);
  process.stdout.write(`${anomalies.length} anomalies\n`);
}
