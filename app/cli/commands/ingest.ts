import { open as openFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { contracts } from '../../../domain/contracts/index.ts';
import { renderRejection } from '../../../domain/rules/messages.ts';
import type { SourceDefinition } from '../../../domain/source/definition.ts';
import { rejectionOf } from '../../../ingestion/catalogue.ts';
import { download } from '../../../ingestion/download.ts';
import { ingest } from '../../../ingestion/import/ingest.ts';
import type { ImportReport } from '../../../ingestion/import/report.ts';
import { ImportRejected } from '../../../ingestion/import/run-import.ts';
import { UnusableOriginal } from '../../../ingestion/originals.ts';
import { sourcesOf } from '../../sources.ts';
import { type Command, type CommandContext, CommandFailed, type Output, wrongUse } from '../command.ts';

export const ingestCommand: Command = {
  name: 'ingest',
  summary: 'Read a file of a source, judge its rows, and propose them.',
  usage: '<source> <file|url|-> [--dry-run] [--strict] [--json]',
  words: [2, 2],
  options: {
    'dry-run': { type: 'boolean', help: 'Say what would happen; append nothing.' },
    strict: { type: 'boolean', help: 'Exit with 1 where records wait for people.' },
    again: { type: 'boolean', help: 'Take the same bytes of a source of changes once more.' },
  },
  description: `Rows that its policy lets pass are published; the others wait for people. The same file again appends nothing; an
interrupted import goes on where it stopped.

  healthai ingest daily-food food.csv
  healthai ingest daily-food https://example.org/food.csv --dry-run`,
  async run({ system, output, json, language, configuration }, args) {
    const [name, from] = args.positionals as [string, string];
    const definition = definitionOf(configuration, name);
    const { content, fileName } = await open(from);
    const { ingestion } = await system();
    try {
      const report = await ingest(ingestion, {
        definition,
        content,
        fileName,
        dryRun: args.flag('dry-run'),
        again: args.flag('again'),
        trigger: 'command',
        onProgress: (step, rows, total) => output.progress(`${name}: ${step}`, rows, total),
        onWaiting: () => output.note(`another import of ${name} is running: waiting for it`),
      });
      output.settled();
      if (json) await output.json(asJson(report));
      else await tell(output, report);
      return args.flag('strict') && (report.records.open > 0 || report.counts.quarantined > 0) ? 1 : 0;
    } catch (error) {
      output.settled();
      if (error instanceof UnusableOriginal) {
        const { message, advice } = renderRejection(error.code, {}, language);
        throw new CommandFailed(error.code, `${message} ${advice}`, { details: { source: name }, cause: error });
      }
      if (!(error instanceof ImportRejected)) throw error;
      const shown = contracts[definition.recordType].personal ? 'the file' : (fileName ?? 'the file');
      const { message, advice } = renderRejection(error.code, error.params, language);
      throw new CommandFailed(error.code, `${shown}: ${message} ${advice}`, {
        details: { import: error.import, source: name, ...error.params },
        cause: error,
      });
    }
  },
};

/** @throws CommandFailed that names the sources there are, or what is wrong with the definition of this one */
function definitionOf(configuration: CommandContext['configuration'], name: string): SourceDefinition {
  const { find, sources, rejected } = sourcesOf(configuration);
  const found = find(name);
  if (found) return found;
  const unusable = rejected.find((one) => one.name === name);
  if (unusable) {
    const { file, problems } = unusable;
    throw new CommandFailed('invalid-source', rejectionOf(unusable), { exitCode: 2, details: { file, problems } });
  }
  const names = sources.map(({ definition }) => definition.name).join(', ');
  throw new CommandFailed('unknown-source', `There is no source “${name}”. There are: ${names}.`, { exitCode: 2 });
}

async function open(from: string): Promise<{ content: Readable; fileName: string | null }> {
  if (from === '-') return { content: process.stdin, fileName: null };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(from))
    return { content: await download(from), fileName: path.basename(new URL(from).pathname) };
  const handle = await openFile(from).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT')
      throw wrongUse(`There is no file ${from}. Give the path of a file, a URL, or - for standard input.`);
    throw wrongUse(`The file cannot be read: ${error.message}. Give one that you may read, or - for standard input.`);
  });
  const found = await handle.stat();
  if (found.isDirectory()) {
    await handle.close();
    throw wrongUse(`${from} is a folder. Give one of its files.`);
  }
  // A pipe is as good as a file, but has no name: `<(zcat food.csv.gz)`.
  const fileName = found.isFile() ? path.basename(from) : null;
  return { content: handle.createReadStream({ highWaterMark: 1024 * 1024 }), fileName };
}

/** The report as the command line has promised it: positions as text. */
export const asJson = (report: ImportReport): object => ({
  ...report,
  position: report.position === null ? null : `${report.position}`,
});

async function tell(
  output: Output,
  { source: name, counts, records, findings, dryRun, alreadyImported, seconds, ...rest }: ImportReport,
): Promise<void> {
  const what = alreadyImported
    ? 'already imported'
    : dryRun
      ? 'dry run, nothing was appended'
      : `import ${rest.import}`;
  await output.line(`${name}: ${what}, ${seconds.toFixed(2)} s, at most ${rest.peakMemoryMiB} MiB`);
  const { read, repaired, respelled, ...outcomes } = counts;
  const parts = Object.entries(outcomes).map(([outcome, n]) => `${n} ${outcome}`);
  await output.line(`  ${read} rows read = ${parts.join(' + ')}; ${repaired} repaired`);
  if (respelled !== undefined)
    await output.line(`  ${respelled} rows spell their key otherwise than their record does`);
  await output.line(`  records: ${records.published} published, ${records.open} open, ${records.rejected} rejected`);
  for (const { rule, severity, count } of findings)
    await output.line(`  ${rule.padEnd(5)} ${severity.padEnd(6)} ${count}`);
}
