/**
 * The examples of a document: every `sh` block between `<!-- examples -->` and `<!-- /examples -->`, and the `text` block
 * right after it, which is what it prints. They are run in their order, in one shell, and their outputs are compared.
 *
 *     node docs/examples.ts [README.md]     runs them over an empty database, and writes what they print now
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { destroyDatabase, openDatabase } from '../app/embedded/database.ts';

const root = path.resolve(import.meta.dirname, '..');
const launcher = path.join(root, 'app/cli/healthai.js');
/** The folder that the examples write to, as a reader types it; a run has one of its own. */
const written = '/tmp/tour';

export interface Example {
  readonly commands: string;
  /** What the document says it prints; undefined where it says nothing. */
  readonly output: string | undefined;
}

const sections = /<!-- examples -->(.*?)<!-- \/examples -->/gs;
const blocks = /```sh\n(.*?)```(?:\n+```text\n(.*?)```)?/gs;

export const examplesOf = (document: string): Example[] =>
  [...document.matchAll(sections)]
    .flatMap(([, section = '']) => [...section.matchAll(blocks)])
    .map(([, commands = '', output]) => ({ commands, output }));

/** What each example prints, errors included, over an empty database. */
export function outputsOf(examples: readonly Example[], databaseUrl: string): string[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'healthai-examples-'));
  const end = '--- end of an example ---';
  const script = examples.map(({ commands }) => `${commands}\necho '${end}'\n`).join('');
  const npx = `npx() { shift; "${process.execPath}" "${launcher}" "$@"; }\n`;
  try {
    const { stdout } = spawnSync('bash', ['-c', `exec 2>&1\n${npx}${script.replaceAll(written, folder)}`], {
      encoding: 'utf8',
      cwd: root,
      env: { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C', DATABASE_URL: databaseUrl },
    });
    return stdout
      .replaceAll(folder, written)
      .split(`${end}\n`)
      .slice(0, -1)
      .map((output) => output.replaceAll(/^users and their passwords: .*\n/gm, ''));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An output without what differs from run to run or release to release: times, durations, memory, positions, checksums. */
export const comparable = (output: string): string =>
  output
    // Progress is shown where a step takes longer than a moment.
    .replaceAll(/^\S+: (reading|deciding): .*\n/gm, '')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/^\d+(?= {2}<time>)/gm, '<position>')
    .replaceAll(/(?<=at position )\d+/g, '<position>')
    .replaceAll(/\d+(?= events in)/g, '<events>')
    .replaceAll(/\d+\.\d+ s\b/g, '<seconds>')
    .replaceAll(/\d+ MiB/g, '<memory>')
    .replaceAll(/\([\w-]{43}\)/g, '<checksum>');

/** The document with the outputs in the place of those it has; examples without a `text` block get none. */
export function withOutputs(document: string, outputs: readonly string[]): string {
  let next = 0;
  return document.replaceAll(sections, (section) =>
    section.replaceAll(blocks, (block, commands: string, output: string | undefined) => {
      const printed = outputs[next++] ?? '';
      return output === undefined ? block : `\`\`\`sh\n${commands}\`\`\`\n\n\`\`\`text\n${printed}\`\`\``;
    }),
  );
}

if (import.meta.main) {
  const file = path.resolve(process.argv[2] ?? path.join(root, 'README.md'));
  const folder = mkdtempSync(path.join(os.tmpdir(), 'healthai-examples-'));
  chmodSync(folder, 0o711);
  const database = await openDatabase({ dataDir: folder, throwaway: true });
  try {
    const document = readFileSync(file, 'utf8');
    writeFileSync(file, withOutputs(document, outputsOf(examplesOf(document), database.url)));
  } finally {
    await database.release();
    await destroyDatabase(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}
